import { InternalError } from "../../base/index.js";
import {
  compileExpression,
  type Expression,
  type FunctionTable,
  type Value,
} from "../../equations/index.js";
import type { Block, Statement, SynapsesDomain } from "../../program/index.js";
import { resolved, TIMED_SLACK } from "../../program/index.js";
import { poissonDeviate } from "../build/index.js";
import { solveTree } from "./cable.js";
import { meansOf } from "./draws.js";
import type { NetworkState } from "./state.js";
import { isSourceFirst, sourceArrival, traceAt } from "./traces.js";

/** What a step gives beside the changes of state. */
export interface StepOutput {
  /** Who spikes in the block that is carried out. */
  emitted: number[];
  /** Values of each monitor. */
  recorded: number[][];
}

/** Where a block's statements are carried out. */
interface Place {
  element: number;
  /** Of synapses: their target, and the step of their own time. */
  target?: number;
  source?: number;
  delay?: number;
  now?: number;
  noise?: number;
}

/** What is carried out: the statements of a block for an element in a step. */
interface Now {
  block: Block;
  place: Place;
  step: number;
  temporaries: ReadonlyMap<string, number>;
}

/** Whose spikes, or events, a block of a population tells. */
function emitterOf({ domain, statements }: Block): string {
  const emit = statements.find((statement) => statement.kind === "emit");
  return (emit?.kind === "emit" ? emit.event : undefined) ?? domain;
}

/** Carries out the blocks of a step, one element after the other, just as the program says. */
export class BlockRunner {
  private readonly computes = new WeakMap<Expression, () => Value>();
  private now: Now | undefined;

  constructor(
    private readonly state: NetworkState,
    private readonly functions: FunctionTable,
  ) {}

  /** Carries out a block in a step. */
  run(block: Block, step: number, output: StepOutput): void {
    switch (block.when.kind) {
      case "step":
        if (block.when.at ? block.when.at.includes(step) : step % block.when.every === 0)
          this.atStep(block, step, output);
        return;
      case "spike":
        for (const element of this.state.history(block.when.event ?? block.domain).at(step))
          this.carryOut(block, block.statements, { element }, step, output);
        return;
      case "source spike":
      case "target spike":
        this.atSpikes(block, step, output);
    }
  }

  private atStep(block: Block, step: number, output: StepOutput): void {
    const domain = this.state.domain(block.domain);
    const [first] = block.statements;
    if (domain.kind === "source") {
      this.state.history(block.domain).add(step, this.emitted(block.domain, first, step));
      return;
    }
    if (domain.kind === "synapses") {
      this.atEachSynapse(block, domain, step, output);
      return;
    }
    if (first?.kind === "timed") {
      this.hold(block, first, step);
      return;
    }
    if (first?.kind === "solve") {
      solveTree(this.state, block.domain, first);
      return;
    }
    const noise = block.draws && this.state.draws.normals(block.draws.normal, domain.size);
    const elements = block.elements ?? Array.from({ length: domain.size }, (_, k) => k);
    for (const element of elements)
      this.carryOut(block, block.statements, { element, noise: noise?.[element] }, step, output);
    if (output.emitted.length > 0) this.state.history(emitterOf(block)).add(step, output.emitted);
    output.emitted.length = 0;
  }

  /** Gives a field the values over time that hold in a step. */
  private hold(block: Block, { table, target }: Statement & { kind: "timed" }, step: number): void {
    const { values, columns, dt } = this.state.program.timed[table];
    const last = values.length / columns - 1;
    const row = Math.floor(this.state.timeAt(step) / dt + TIMED_SLACK);
    const held = Math.min(Math.max(row, 0), last);
    this.state.values(block.domain, target)?.forEach((_, k, all) => {
      all[k] = values[held * columns + (columns === 1 ? 0 : k)];
    });
  }

  /** For each synapse: by source, delay, and as they were made. Sums begin with 0. */
  private atEachSynapse(
    block: Block,
    domain: SynapsesDomain,
    step: number,
    output: StepOutput,
  ): void {
    const { state } = this;
    const order = block.elements ?? state.table(domain).order;
    const { sources, targets } = state.built.pairs(domain.name);
    const sums = new Float64Array(domain.to.end);
    for (const k of order) {
      const place = { element: k, target: targets[k], source: sources[k] };
      sums[targets[k]] += this.carryOut(block, block.statements, place, step, output);
    }
    const sum = block.statements.find((statement) => statement.kind === "sum");
    if (!sum) return;
    const { owner, name } = state.ownerOf(block.domain, sum.target);
    state.values(owner, name)?.set(sums.subarray(domain.to.start), domain.to.start);
  }

  /** The spikes of a source in a step. */
  private emitted(domain: string, statement: Statement, step: number): number[] {
    const { draws, built } = this.state;
    switch (statement.kind) {
      case "emit events": {
        const events = this.state.events(domain);
        const found: number[] = [];
        for (let k = 0; k < events.length; k += 2)
          if (events[k] === step) found.push(events[k + 1]);
        return found;
      }
      case "emit poisson":
        return draws.poisson(statement.purpose, meansOf(built, domain));
      case "emit poisson together": {
        const means = meansOf(built, domain);
        return draws.poissonTogether(statement.purpose, means[0], means.length);
      }
      default:
        throw new InternalError(`${statement.kind} is no statement of a source`);
    }
  }

  /**
   * For each delay, the spikes of a side of as many steps ago; of each, its synapses.
   * @param only of spikes of the target: those with this delay
   */
  atSpikes(
    block: Block,
    step: number,
    output: StepOutput,
    { lastStep = step, only }: { lastStep?: number; only?: number } = {},
  ): void {
    const { when } = block;
    if (when.kind !== "source spike" && when.kind !== "target spike")
      throw new InternalError(block.name);
    const { state } = this;
    const domain = state.domain(block.domain) as SynapsesDomain;
    const isSource = when.kind === "source spike";
    const { delays, offsets, order } = state.rows(
      domain,
      isSource ? "source" : "target",
      when.delay,
    );
    const { start, end } = isSource ? domain.from : domain.to;
    const { sources, targets } = state.built.pairs(domain.name);
    const history = state.history(when.event ?? (isSource ? domain.source : domain.target));
    delays.forEach((delay, d) => {
      if (only !== undefined && delay !== only) return;
      const then = step - (isSource ? delay : when.times * delay);
      if (then > lastStep) return;
      for (const element of history.at(then)) {
        if (element < start || element >= end) continue;
        const row = (element - start) * delays.length + d;
        for (let k = offsets[row]; k < offsets[row + 1]; k++) {
          const synapse = order[k];
          const now = isSource ? then + sourceArrival(state, domain, delay) : step;
          const place = {
            element: synapse,
            target: targets[synapse],
            source: sources[synapse],
            delay,
            now,
          };
          this.carryOut(block, block.statements, place, step, output);
          if (isSource) state.noteSourceSpike(domain.name, synapse);
        }
      }
    });
  }

  /**
   * Carries out statements for an element, one after the other.
   * @returns the last value that is part of a sum
   */
  carryOut(
    block: Block,
    statements: readonly Statement[],
    place: Place,
    step: number,
    output: StepOutput,
  ): number {
    const { state } = this;
    let part = 0;
    const temporaries = new Map<string, number>();
    this.now = { block, place, step, temporaries };
    const value = (expression: Expression): number => Number(this.compiled(expression)());
    const carryOut = (statement: Statement): void => {
      switch (statement.kind) {
        case "set": {
          const { owner, name } = state.ownerOf(block.domain, statement.target);
          const values = state.values(owner, name);
          const result = value(statement.expression);
          if (values) values[this.indexOf(statement.target, place)] = result;
          else temporaries.set(statement.target, result);
          break;
        }
        case "draw": {
          const { target, distribution, mean, isForAll, purpose } = statement;
          if (mean && isForAll) {
            const own = { element: place.element, size: state.built.sizeOf(block.domain) };
            temporaries.set(target, state.draws.poissonOfAll(purpose, own, value(mean)));
            break;
          }
          // of synapses, the target's
          const stream = state.draws.one(purpose, place.target ?? place.element);
          const deviate =
            distribution === "poisson"
              ? poissonDeviate(mean ? value(mean) : 0, () => stream.uniform())
              : distribution === "normal"
                ? stream.normal()
                : stream.uniform();
          temporaries.set(target, deviate);
          break;
        }
        case "repeat":
          for (const { name, begins } of statement.carried) temporaries.set(name, value(begins));
          do {
            for (const item of statement.statements) carryOut(item);
            const next = statement.carried.map((item) => value(item.next));
            statement.carried.forEach(({ name }, k) => {
              temporaries.set(name, next[k]);
            });
          } while (value(statement.again));
          break;
        case "sum":
          part = value(statement.expression);
          break;
        case "emit":
          if (value(statement.condition) !== 0) output.emitted.push(place.element);
          break;
        case "record":
          output.recorded[statement.monitor].push(value(statement.expression));
          break;
        default:
          throw new InternalError(`${statement.kind} is no statement of ${block.name}`);
      }
    };
    for (const statement of statements) carryOut(statement);
    return part;
  }

  /** An expression as a function of what is carried out now. */
  private compiled(expression: Expression): () => Value {
    let compute = this.computes.get(expression);
    if (!compute) {
      compute = compileExpression(
        expression,
        (text) => () => {
          const { block, place, step, temporaries } = this.now as Now;
          return temporaries.get(text) ?? this.read(block, text, place, step);
        },
        this.functions,
      );
      this.computes.set(expression, compute);
    }
    return compute;
  }

  private indexOf(text: string, { element, target = element, source = element }: Place): number {
    return { own: element, target, source }[resolved(text).side];
  }

  private read(block: Block, text: string, place: Place, step: number): number {
    const { state } = this;
    const { owner, name } = state.ownerOf(block.domain, text);
    const values = state.values(owner, name);
    if (values) return values[this.indexOf(text, place)];
    if (state.hasField(owner, name)) return state.built.number(owner, name);
    const domain = state.domain(block.domain);
    const trace = state.program.traces.find(
      (item) => item.domain === block.domain && item.name === text,
    );
    if (trace && domain.kind === "synapses" && place.now !== undefined)
      return traceAt(state, trace, domain, place, isSourceFirst(state, block, domain));
    switch (name) {
      case "t":
        return state.timeAt(step);
      case "dt":
        return state.program.dt;
      case "i":
        return this.indexOf(text, place);
      case "N":
        return state.built.sizeOf(owner);
      case "xi":
        if (place.noise !== undefined) return place.noise;
    }
    throw new InternalError(`${text} has no value in ${block.name}`);
  }
}
