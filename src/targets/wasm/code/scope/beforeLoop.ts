import { InternalError } from "../../../../base/index.js";
import type { Block, Domain, Field, Program } from "../../../../program/index.js";
import { ownerDomain, type Resolved, resolved } from "../../../../program/index.js";
import type { FunctionWriter, Value } from "../../assembler/index.js";
import { RUN, SPIKING, SYNAPSES } from "../../records.js";
import type { Slot, SlotList } from "./slots.js";

/** The kind of numbers that a function computes with. */
export type NumberShape = "f64" | "f64x2";

/** The function of a block while its code is written. */
export interface LoopContext {
  readonly f: FunctionWriter;
  readonly program: Program;
  readonly block: Pick<Block, "domain">;
  /** Where the block's record is. */
  readonly base: Value;
  readonly step: Value;
  readonly slots: SlotList;
  readonly shape: NumberShape;
}

/** What does not change from element to element of a block: loaded or computed once, before the loop. */
export class BeforeLoop {
  readonly f: FunctionWriter;
  readonly shape: NumberShape;
  protected readonly program: Program;
  protected readonly block: Pick<Block, "domain">;
  private readonly loaded = new Map<string, Value>();
  protected readonly beforeLoop: <Written>(write: () => Written) => Written;

  constructor(private readonly context: LoopContext) {
    this.f = context.f;
    this.shape = context.shape;
    this.program = context.program;
    this.block = context.block;
    this.beforeLoop = context.f.place();
  }

  /** A slot's address or count, loaded before the loop. */
  address(slot: Slot): Value {
    return this.once(JSON.stringify(slot), () =>
      this.f.load("i32", this.context.base, this.context.slots.offsetOf(slot)),
    );
  }

  /** A slot's number, loaded before the loop. */
  number(slot: Slot): Value {
    return this.once(JSON.stringify(slot), () => {
      const offset = this.context.slots.offsetOf(slot);
      return this.shape === "f64x2"
        ? this.f.loadSplat("f64x2", this.context.base, offset)
        : this.f.load("f64", this.context.base, offset);
    });
  }

  /** A value computed once, before the loop. */
  once(key: string, make: () => Value): Value {
    let value = this.loaded.get(key);
    if (!value) {
      value = this.beforeLoop(() => this.f.keep(make()));
      this.loaded.set(key, value);
      this.f.label(value, labelOf(key));
    }
    return value;
  }

  /** A count of a record, loaded before the loop. */
  recordEntry(domain: string, offset: number): Value {
    const record = this.address({ kind: "record", domain });
    const entries: Readonly<Record<string, number>> =
      this.domainNamed(domain).kind === "synapses" ? SYNAPSES : SPIKING;
    const entry = Object.keys(entries).find((name) => entries[name] === offset);
    return this.once(`${domain} ${entry}`, () => this.f.load("i32", record, offset));
  }

  /** A count of a record as it is now. */
  readEntry(domain: string, offset: number): Value {
    return this.f.load("i32", this.address({ kind: "record", domain }), offset);
  }

  get dt(): Value {
    const run = this.address({ kind: "run" });
    return this.once("dt", () =>
      this.shape === "f64x2"
        ? this.f.loadSplat("f64x2", run, RUN.dt)
        : this.f.load("f64", run, RUN.dt),
    );
  }

  /** The time at the beginning of the step. */
  get time(): Value {
    const run = this.address({ kind: "run" });
    if (this.program.clock === "summed")
      return this.once("t", () => this.f.load("f64", run, RUN.time).like(this.shape));
    return this.once("t", () =>
      this.context.step
        .toDouble()
        .mul(this.f.load("f64", run, RUN.dt))
        .like(this.shape),
    );
  }

  protected domainOf(side: Resolved["side"]): string {
    return ownerDomain(this.program.domains, this.block.domain, side);
  }

  protected domainNamed(name: string): Domain {
    const found = this.program.domains.find((domain) => domain.name === name);
    if (!found) throw new InternalError(`no domain ${name}`);
    return found;
  }

  protected fieldOf(name: string): Field | undefined {
    const { name: bare, side } = resolved(name);
    const domain = this.domainOf(side);
    return this.program.fields.find((field) => field.domain === domain && field.name === bare);
  }
}

/** A readable name for what was loaded before the loop. */
function labelOf(key: string): string {
  if (!key.startsWith("{")) return key.replace(/^same /, "");
  const { kind, domain = "", name = "" } = JSON.parse(key) as Record<string, string>;
  return [kind, domain, name].filter((part) => part !== "").join(" ");
}
