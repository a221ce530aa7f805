import { InternalError, UserError } from "../base/index.js";
import type { Pairs } from "../network/index.js";
import { isPostponed, type Program, synapsesDomain } from "../program/index.js";
import type { FinalValues, SynapseGroup, SynapseReader, SynapsesAt } from "../results/index.js";
import { BuiltNetwork, type LoadedNetwork, synapseTable, type UpTo } from "../targets/index.js";

/** Where the values of plastic synapses after a run come from. */
export type AfterRun =
  /** A network that is still in memory, after its last step. */
  | { kind: "live"; loaded: LoadedNetwork; lastStep: number }
  /** What was kept of a run: from the cache. */
  | { kind: "kept"; after: FinalValues; lastSourceSpike: FinalValues }
  /** Nothing: no synapses are plastic. */
  | { kind: "none" };

/** The synapses of a simulated network: drawn anew when they are asked for, or as a target has them. */
export class RunSynapses implements SynapseReader {
  private drawn: BuiltNetwork | undefined;

  constructor(
    private readonly program: Program,
    private readonly after: AfterRun,
    /** Whether the run went on from another: how synapses were before it, that one's result knows. */
    private readonly isContinued: boolean,
  ) {}

  pairs(synapses: string): Pairs {
    return this.built.pairs(synapsesDomain(synapses));
  }

  look<T>(synapses: string, at: SynapsesAt, read: (groups: readonly SynapseGroup[]) => T): T {
    const { after } = this;
    const domain = synapsesDomain(synapses);
    const isPlastic = this.variablesOf(domain).length > 0;
    if (at === "lastSourceSpike" && isPlastic && !isPostponed(this.program, domain))
      throw new UserError(
        `invalid when: lastSourceSpike; the synapses ${synapses} are known in every step; expected before or after`,
      );
    if (at === "before" && isPlastic && this.isContinued)
      throw new UserError(
        `invalid when: before; this run went on from another, whose result has the synapses ${synapses} as they were then: expected after`,
      );
    if (after.kind === "live" && (at !== "before" || !isPlastic))
      return after.loaded.look(domain, after.lastStep, upTo(at), (groups) =>
        read(
          groups.length > 0
            ? groups.map((group) => this.complete(domain, group))
            : this.drawnGroups(domain),
        ),
      );
    const kept = after.kind === "kept" && at !== "before" ? after[at].get(synapses) : undefined;
    return read(this.drawnGroups(domain, kept));
  }

  finalValues(): { after: FinalValues; lastSourceSpike: FinalValues } {
    const { after, program } = this;
    if (after.kind === "kept") return after;
    const columns = (at: SynapsesAt): FinalValues =>
      new Map(
        program.domains.flatMap((domain) => {
          if (domain.kind !== "synapses" || this.variablesOf(domain.name).length === 0) return [];
          if (after.kind === "none") throw new InternalError(`${domain.name} were given back`);
          const { loaded, lastStep } = after;
          return [[domain.label, loaded.columns(domain.name, lastStep, upTo(at))] as const];
        }),
      );
    return { after: columns("after"), lastSourceSpike: columns("lastSourceSpike") };
  }

  private synapsesOf(name: string) {
    const domain = this.built.domain(name);
    if (domain.kind !== "synapses") throw new InternalError(`${name} are no synapses`);
    return domain;
  }

  private get built(): BuiltNetwork {
    this.drawn ??= new BuiltNetwork(this.program);
    return this.drawn;
  }

  private variablesOf(domain: string): string[] {
    return this.program.fields
      .filter((field) => field.domain === domain && field.isState)
      .map(({ name }) => name);
  }

  /** A group with the values that all synapses share, which targets keep elsewhere. */
  private complete(domain: string, group: SynapseGroup): SynapseGroup {
    const shared = this.sharedValues(domain);
    return { ...group, column: (name) => group.column(name) ?? always(shared.get(name)) };
  }

  private sharedValues(domain: string): Map<string, number> {
    return new Map(
      this.program.fields.flatMap((field) =>
        field.domain === domain && field.shared && field.begins.kind === "value"
          ? [[field.name, field.begins.value] as const]
          : [],
      ),
    );
  }

  private drawnGroups(
    domain: string,
    kept?: ReadonlyMap<string, Float64Array>,
  ): readonly SynapseGroup[] {
    const { built, program } = this;
    const { delays, offsets, targets, order } = synapseTable(built, this.synapsesOf(domain));
    const known = new Set(
      program.fields.filter((field) => field.domain === domain).map(({ name }) => name),
    );
    return [
      {
        delays,
        offsets,
        target: (k) => targets[k],
        column: (name) => {
          const own = kept?.get(name);
          if (own) return (k) => own[k];
          if (!known.has(name)) return undefined;
          if (built.field(domain, name).shared) return always(built.number(domain, name));
          const values = built.values(domain, name);
          return (k) => values[order[k]];
        },
      },
    ];
  }
}

/** One value for all; undefined where there is none. */
const always = (value: number | undefined): (() => number) | undefined =>
  value === undefined ? undefined : () => value;

const upTo = (at: SynapsesAt): UpTo => (at === "lastSourceSpike" ? "last source spike" : "end");
