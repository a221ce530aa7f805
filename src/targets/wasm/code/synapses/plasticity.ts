import type { Program, Statement } from "../../../../program/index.js";
import type { FunctionWriter, Value, Variable } from "../../assembler/index.js";
import { addToHistory, decay, fastPower } from "../../library/plasticity.js";
import { HISTORY_NODE, SPIKING, SYNAPSES } from "../../records.js";
import { type BlockFunction, blockFunction } from "../blockFunction.js";
import type { PowerCode } from "../scope/expression.js";
import type { BlockScope, Elements } from "../scope/scope.js";
import type { Pathway } from "./pathway.js";

// Plasticity, evaluated late: nobody sees a synapse's variables between spikes of its source, so what
// the target's spikes do to it waits for the next one of the source. At synapse time p (of a spike of
// the source) the spikes s of the target that came to the synapse since the source's last spike are
// carried out in order, then the block at the source's spike. The source's own traces and last
// spike are kept by row (a delay and a source); the target's spikes, with the traces right after
// each, in a history that all rows share.
//
// Steps count ends of steps. A spike of a source that spikes at the beginning of step k counts as
// one at the end of step k - 1.

/** What all synapses of one spike of the source share. */
interface RowState {
  /** The synapses' time of the spike. */
  now: Value;
  last: Value;
  /** Whether the source has spiked in this step before. */
  isSame: Value;
  /** Spikes of the target up to this step are carried out, from those after `floor` on. */
  reach: Value;
  floor: Value;
  /** Steps that a spike of the target takes to the synapse. */
  back: Value;
  /** Traces of the source: before the last spike's step, right after it, and now. */
  traces: { name: string; before: Value; after: Value; now: Value }[];
  count: Value;
}

/** The code by which plastic synapses differ from others. */
export class PlasticityCode {
  private readonly domain: string;

  constructor(
    private readonly pathway: Pathway,
    private readonly scope: BlockScope,
    private readonly f: FunctionWriter,
  ) {
    this.domain = pathway.domain.name;
  }

  get power(): PowerCode | undefined {
    if (!this.pathway.delivery?.fastPowers) return undefined;
    const tables = this.scope.recordEntry(this.domain, SYNAPSES.powers);
    return (f, base, exponent) => fastPower(f, base, exponent, tables);
  }

  /** Steps by which spikes of one step are told apart: the source's come first where the delay is in the axon. */
  private get sourceFirst(): number {
    return this.pathway.late || this.pathway.fromSource ? 0 : 1;
  }

  /** What is known of a row at a spike of its source in a step that is now. */
  beginRow(row: Value, step: Value, delay: Value): RowState {
    const { f, pathway } = this;
    const shift = pathway.fromSource ? 1 : 0;
    const now = f.keep((pathway.late ? step.sub(delay) : step).sub(shift));
    const back = pathway.late ? delay : f.keep(delay.sub(delay));
    const last = f.keep(f.load("i32", this.entry(SYNAPSES.lastSpikes).add(row)));
    const count = f.keep(f.load("i32", this.entry(SYNAPSES.lastCounts).add(row)).toDouble());
    const isSame = f.keep(last.eq(now));
    const earlier = f.keep(back.add(this.sourceFirst));
    const traces = pathway.preTraces.map(({ name }) => {
      const before = f.keep(f.load("f64", this.traceRow(name, row)));
      const after = f.keep(before.add(count));
      const decayed = after.mul(this.decayOf(name, now.sub(last)));
      return { name, before, after, now: f.keep(isSame.select(before, decayed)) };
    });
    return {
      now,
      last,
      isSame,
      reach: f.keep(now.sub(earlier)),
      floor: f.keep(last.sub(earlier)),
      back,
      traces,
      count,
    };
  }

  /** Keeps what a spike of the source leaves in its row. */
  endRow(row: Value, { now, isSame, traces, count }: RowState): void {
    const { f } = this;
    f.store(this.entry(SYNAPSES.lastSpikes).add(row), now);
    f.store(
      this.entry(SYNAPSES.lastCounts).add(row),
      isSame.select(count.add(1), count.sub(count).add(1)).toI32(),
    );
    for (const { name, now: value } of traces) f.store(this.traceRow(name, row), value);
  }

  /**
   * Brings a synapse up to date, and gives the statements at the source's spike their traces.
   * @param atSpike whether the source spikes now; otherwise only what waited is carried out
   */
  beginSynapse(elements: Elements, state: RowState, atSpike: boolean): void {
    const { f, pathway, scope } = this;
    const newest = this.newestUpTo(elements, state.reach);
    const lastStep = f.keep(f.load("i32", newest, HISTORY_NODE.step));
    for (const name of pathway.variables) scope.load(name, elements);
    if (pathway.onPost) this.replay(elements, newest, lastStep, state);
    if (!atSpike) return;
    for (const { name, now } of state.traces) scope.given.set(name, now);
    if (pathway.postTraces.length === 0) return;
    // a spike of the target that comes in this very step is not strictly before
    const isNow = lastStep.add(state.back).eq(state.now);
    const before = f.keep(isNow.select(this.earlierOf(newest), newest));
    this.givePostTraces(before, f.keep(state.now.sub(state.back)));
  }

  /** The newest spike of the target up to a step. */
  private newestUpTo({ target }: Elements, reach: Value): Variable {
    const { f } = this;
    const head = this.entry(SYNAPSES.heads).add((target as Value).shr(1));
    const newest = f.variable(this.entry(SYNAPSES.history).add(f.load("i32", head)));
    f.while(
      () => f.load("i32", newest, HISTORY_NODE.step).gt(reach),
      () => newest.set(this.earlierOf(newest)),
    );
    return newest;
  }

  /** Carries out what the target's spikes do to a synapse, from the oldest that waits to the newest. */
  private replay(elements: Elements, newest: Value, lastStep: Value, state: RowState): void {
    const { f, pathway, scope } = this;
    const { onPost } = pathway;
    if (!onPost) return;
    f.if(lastStep.gt(state.floor), () => {
      const node = f.variable(newest);
      f.while(
        () => f.load("i32", node, HISTORY_NODE.earlierStep).gt(state.floor),
        () => node.set(this.earlierOf(node)),
      );
      f.block((exit) => {
        f.loop((again) => {
          const step = f.keep(f.load("i32", node, HISTORY_NODE.step));
          const elapsed = f.keep(step.add(state.back).sub(state.last));
          for (const { name, after } of state.traces) {
            // where the source comes first, its spike of the same step has left its trace already
            scope.given.set(name, f.keep(after.mul(this.decayOf(name, elapsed))));
          }
          if (pathway.postTraces.length > 0) this.givePostTraces(this.earlierOf(node), step);
          scope.carryOut(onPost.statements, elements, undefined, this.power);
          scope.forgetTemporaries();
          f.goTo(exit, node.eq(newest));
          node.set(this.entry(SYNAPSES.history).add(f.load("i32", node, HISTORY_NODE.later)));
          f.goTo(again);
        });
      });
    });
  }

  /** The traces of the target at a step, from those right after an earlier spike. */
  private givePostTraces(before: Value, step: Value): void {
    const { f } = this;
    const node = f.keep(before);
    const elapsed = f.keep(step.sub(f.load("i32", node, HISTORY_NODE.step)));
    for (const [k, { name }] of this.pathway.postTraces.entries()) {
      const after = f.load("f64", node, HISTORY_NODE.traces + 8 * k);
      this.scope.given.set(name, f.keep(after.mul(this.decayOf(name, elapsed))));
    }
  }

  private earlierOf(node: Value): Value {
    return this.entry(SYNAPSES.history).add(this.f.load("i32", node, HISTORY_NODE.earlier));
  }

  private entry(offset: number): Value {
    return this.scope.recordEntry(this.domain, offset);
  }

  private traceRow(name: string, row: Value): Value {
    return this.scope.address({ kind: "trace", domain: this.domain, name }).add(row.shl(1));
  }

  private decayOf(name: string, steps: Value): Value {
    const { domain, scope, f } = this;
    return decay(
      f,
      scope.address({ kind: "decay", domain, name }),
      steps,
      scope.address({ kind: "decay limit", domain, name }),
    );
  }
}

/** The statements that change a synapse itself, not its target; what they read is its own, too. */
export const ownStatements = (
  { variables }: Pathway,
  statements: readonly Statement[],
): Statement[] =>
  statements.filter(
    (statement) => statement.kind === "set" && variables.includes(statement.target),
  );

/** The function that adds a step's spikes of the targets to the history. */
export function rememberFunction(program: Program, pathway: Pathway): BlockFunction {
  const { domain, postTraces } = pathway;
  const { target, name: own } = domain;
  return blockFunction(
    `spikes of ${target} remembered by ${own}`,
    program,
    { domain: own },
    ({ f, base, step, slots, scope: makeScope }) => {
      const record = f.keep(
        f.load("i32", base, slots.offsetOf({ kind: "record", domain: target })),
      );
      const list = f.keep(f.load("i32", record, SPIKING.spikesNow));
      const length = f.keep(f.load("i32", list));
      f.if(length.eq(0), () => f.return());
      const scope = makeScope("f64");
      const synapses = scope.address({ kind: "record", domain: own });
      const first = f.keep(f.load("i32", record, SPIKING.first));
      const history = scope.recordEntry(own, SYNAPSES.history);
      const heads = scope.recordEntry(own, SYNAPSES.heads);
      const place = f.variable(f.load("i32", synapses, SYNAPSES.historyUsed));
      const end = f.keep(list.add(length.shl(2)).add(4));
      f.for(list.add(4), end, 4, (at) => {
        const neuron = f.load("i32", at).sub(first);
        const node = f.keep(f.call(addToHistory, "i32", history, heads, neuron, place, step));
        if (postTraces.length > 0) {
          const before = f.keep(history.add(f.load("i32", node, HISTORY_NODE.earlier)));
          const elapsed = f.keep(step.sub(f.load("i32", before, HISTORY_NODE.step)));
          for (const [k, { name }] of postTraces.entries()) {
            const offset = HISTORY_NODE.traces + 8 * k;
            const decayed = f
              .load("f64", before, offset)
              .mul(
                decay(
                  f,
                  scope.address({ kind: "decay", domain: own, name }),
                  elapsed,
                  scope.address({ kind: "decay limit", domain: own, name }),
                ),
              );
            f.store(node, decayed.add(1), offset);
          }
        }
        place.set(place.add(HISTORY_NODE.traces + 8 * postTraces.length));
      });
      f.store(synapses, place, SYNAPSES.historyUsed);
    },
  );
}
