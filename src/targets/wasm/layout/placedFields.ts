import { InternalError } from "../../../base/index.js";
import type { Field, Program } from "../../../program/index.js";
import type { BuiltNetwork } from "../../build/index.js";
import type { MemoryPlan } from "./memoryPlan.js";
import type { Neighbours } from "./neighbours.js";
import type { Part, Range } from "./part.js";

/** Numbers of a field, one for each element of a thread's range. */
export interface PlacedField {
  field: Field;
  address: number;
  range: Range;
}

/** What fields of populations and sources are placed by. */
export interface FieldContext {
  program: Program;
  built: BuiltNetwork;
  neighbours: Neighbours;
  part: Part;
  plan: MemoryPlan;
}

/** The numbers of populations' and sources' fields in a part's memory, placed when they are asked for first. */
export class PlacedFields {
  private readonly placed = new Map<string, PlacedField>();
  /** Where the arrays of a field begin that stand side by side, by its name. */
  private readonly sideBySide = new Map<string, number>();

  constructor(private readonly context: FieldContext) {}

  get all(): readonly PlacedField[] {
    return [...this.placed.values()];
  }

  addressOf(domain: string, name: string): number {
    const { neighbours, program } = this.context;
    const isNeighbour = (of: string): boolean => neighbours.populations.includes(of);
    // what reaches one of them reaches the others by the same name
    if (isNeighbour(domain) && !this.sideBySide.has(name))
      for (const field of program.fields)
        if (field.name === name && !field.shared && isNeighbour(field.domain))
          this.place(field.domain, name);
    return this.place(domain, name).address;
  }

  private place(domain: string, name: string): PlacedField {
    const { built, plan, part } = this.context;
    const key = `${domain}\n${name}`;
    const known = this.placed.get(key);
    if (known) return known;
    const field = built.field(domain, name);
    const range = part.ranges.get(domain);
    if (field.shared || !range) throw new InternalError(`no numbers of ${name} of ${domain}`);
    const values = built.values(domain, name).subarray(range.first, range.end);
    const placed = { field, range, address: plan.padded(values, this.addressBeside(domain, name)) };
    this.placed.set(key, placed);
    return placed;
  }

  /** The place of a field beside those of the same name of other populations; undefined of those that stand alone. */
  private addressBeside(domain: string, name: string): number | undefined {
    const { neighbours, part, plan } = this.context;
    if (!neighbours.populations.includes(domain)) return undefined;
    let first = this.sideBySide.get(name);
    if (first === undefined) {
      first = plan.reserve(8 * neighbours.endIn(part));
      this.sideBySide.set(name, first);
    }
    return first + 8 * neighbours.beginIn(part, domain);
  }
}
