import type { FunctionTable } from "../../equations/index.js";
import type { Block, Program } from "../../program/index.js";
import { isPostponed, resolved, type SynapsesDomain, withRepeated } from "../../program/index.js";
import type { SynapseGroup } from "../../results/index.js";
import { BuiltNetwork } from "../build/index.js";
import { placeOfNotFinite } from "../notFinite.js";
import type { Computed, LoadedNetwork, NotFinite, Target, UpTo } from "../target.js";
import { portableFunctions } from "../wasm/portable.js";
import { BlockRunner, type StepOutput } from "./blocks.js";
import { NetworkState } from "./state.js";

/**
 * Carries a program out statement by statement, in the order in which it says: slow, and obviously
 * right. The kernels are compared with it.
 */
export const INTERPRETER: Target = {
  name: "interpreter",
  load: async (program) => new InterpretedNetwork(program, portableFunctions()),
};

class InterpretedNetwork implements LoadedNetwork {
  readonly threads = 1;
  readonly longestChunk = 256;
  readonly compileTime = 0;
  readonly buildTime: number;
  readonly isSmall = false;
  private readonly state: NetworkState;
  private readonly runner: BlockRunner;
  private looks = true;

  constructor(
    private readonly program: Program,
    functions: FunctionTable,
  ) {
    const began = performance.now();
    this.state = new NetworkState(program, new BuiltNetwork(program, { functions }));
    this.runner = new BlockRunner(this.state, functions);
    this.buildTime = (performance.now() - began) / 1000;
  }

  async goOn(): Promise<void> {
    this.looks = false;
  }

  async run(first: number, steps: number): Promise<Computed> {
    const { program, state, runner } = this;
    const spikes = new Map<string, number[]>(program.recordsSpikes.map((name) => [name, []]));
    const recorded: number[][] = program.monitors.map(() => []);
    let notFinite: NotFinite | undefined;
    for (let step = first; step < first + steps; step++) {
      const output: StepOutput = { emitted: [], recorded };
      let isSuspect = false;
      for (const block of program.blocks) {
        runner.run(block, step, output);
        isSuspect ||= this.looks && this.leavesSuspect(block);
      }
      for (const [name, pairs] of spikes)
        for (const element of state.history(name).at(step)) pairs.push(step, element);
      const found = isSuspect && !notFinite ? this.firstNotFinite() : undefined;
      if (found) notFinite = { step, ...found };
    }
    return {
      spikes: new Map([...spikes].map(([name, pairs]) => [name, [Int32Array.from(pairs)]])),
      recorded: recorded.map((values) => Float64Array.from(values)),
      notFinite,
    };
  }

  /** Whether an update has left a variable that is not finite. */
  private leavesSuspect({ domain, when, statements }: Block): boolean {
    const isOwn = when.kind === "step" || when.kind === "spike";
    if (!isOwn || this.state.domain(domain).kind !== "population") return false;
    return withRepeated(statements).some((statement) => {
      if (statement.kind !== "set" && statement.kind !== "solve") return false;
      const field = this.program.fields.find(
        (item) => item.domain === domain && item.name === statement.target && item.isState,
      );
      const values = field && this.state.values(domain, field.name);
      return values?.some((value) => !Number.isFinite(value)) ?? false;
    });
  }

  firstNotFinite(): Omit<NotFinite, "step"> | undefined {
    for (const domain of this.ordered()) {
      const own = this.program.fields.filter((field) => field.domain === domain && field.isState);
      let least: Omit<NotFinite, "step"> | undefined;
      for (const { name } of own) {
        const values = this.state.values(domain, name) ?? new Float64Array(0);
        const k = placeOfNotFinite(values);
        if (k >= 0 && (!least || k < least.element))
          least = { domain, variable: name, element: k, value: values[k] };
      }
      if (least) return least;
    }
    return undefined;
  }

  /** Domains, those of neurons before synapses. */
  private ordered(): string[] {
    const of = (isSynapses: boolean): string[] =>
      this.program.domains
        .filter(({ kind }) => (kind === "synapses") === isSynapses)
        .map(({ name }) => name);
    return [...of(false), ...of(true)];
  }

  takeState(): unknown {
    return this.state.save();
  }

  putState(state: unknown): void {
    this.state.restore(state);
  }

  look<T>(
    synapses: string,
    lastStep: number,
    upTo: UpTo,
    read: (groups: readonly SynapseGroup[]) => T,
  ): T {
    return this.settled(synapses, lastStep, () => {
      const domain = this.state.domain(synapses) as SynapsesDomain;
      const { delays, offsets, targets, order } = this.state.table(domain);
      const column: SynapseGroup["column"] = (name) => {
        const values = this.columnOf(synapses, name, upTo);
        return values && ((k) => values[order[k]]);
      };
      return read([{ delays, offsets, target: (k) => targets[k], column }]);
    });
  }

  columns(synapses: string, lastStep: number, upTo: UpTo): ReadonlyMap<string, Float64Array> {
    const variables = this.program.fields.filter(
      (field) => field.domain === synapses && field.isState,
    );
    const { order } = this.state.table(this.state.domain(synapses) as SynapsesDomain);
    return this.settled(
      synapses,
      lastStep,
      () =>
        new Map(
          variables.map(({ name }) => {
            const values = this.columnOf(synapses, name, upTo) ?? new Float64Array(0);
            return [name, Float64Array.from(order, (k) => values[k])];
          }),
        ),
    );
  }

  private columnOf(domain: string, name: string, upTo: UpTo): Float64Array | undefined {
    const { state } = this;
    return (
      (upTo === "last source spike" ? state.valuesAtSourceSpike(domain, name) : undefined) ??
      state.values(domain, name)
    );
  }

  /**
   * Synapses whose delay is in the dendrite are late by it: what the spikes up to the last step do to
   * them is carried out for a look, and undone.
   */
  private settled<T>(synapses: string, lastStep: number, look: () => T): T {
    const { program, state, runner } = this;
    const own = program.blocks.filter(({ domain }) => domain === synapses);
    const atTarget = own.find(({ when }) => when.kind === "target spike");
    const atSource = own.find(({ when }) => when.kind === "source spike");
    const isLate = atTarget?.when.kind !== "target spike" || atTarget.when.times === 2;
    if (!isLate || !atSource || !isPostponed(program, synapses)) return look();
    const kept = state.keep();
    const { delays } = state.table(state.domain(synapses) as SynapsesDomain);
    const output: StepOutput = { emitted: [], recorded: [] };
    const ownOnly = {
      ...atSource,
      statements: atSource.statements.filter(
        (statement) => statement.kind === "set" && resolved(statement.target).side === "own",
      ),
    };
    const longest = delays.at(-1) ?? 0;
    // in the order in which the program has them
    const isSourceFirst = !atTarget || own.indexOf(atSource) < own.indexOf(atTarget);
    for (let step = lastStep + 1; step <= lastStep + longest; step++) {
      if (isSourceFirst) runner.atSpikes(ownOnly, step, output, { lastStep });
      for (const delay of delays)
        if (atTarget && step <= lastStep + delay)
          runner.atSpikes(atTarget, step, output, { only: delay });
      if (!isSourceFirst) runner.atSpikes(ownOnly, step, output, { lastStep });
    }
    try {
      return look();
    } finally {
      kept.restore();
    }
  }

  end(): void {}
  release(): void {}
}
