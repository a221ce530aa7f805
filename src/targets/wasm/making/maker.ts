import { InternalError } from "../../../base/index.js";
import { type Drawn, drawMany, XoshiroStream } from "../../../random/index.js";
// threads load this: the whole of the room's index would take them longer than their work
import { MOST_STEPS, requireSingle, SINGLE_SIZES, stepsOf } from "../../build/numbers.js";
import { targetBytes, valueBytes } from "../../build/synapseSize.js";
import { encodeModule, writeModule } from "../assembler/index.js";
import { drawNormalPortions } from "../drawing/normalPortions.js";
import { instantiateOn, type KernelExports } from "../instance.js";
import { behind, growTo } from "../layout/memoryPlan.js";
import { CONSTANTS } from "../library/addresses.js";
import { pairsOfInDegree, pairsOfProbability, pairsOfTotal } from "../library/pairs.js";
import {
  countRows,
  endsOfRows,
  placeDoubles,
  placeNarrow,
  placeOffsets,
  placeSingles,
  rowsOfDelays,
  takePlaces,
  timesInSteps,
} from "../library/rows.js";
import { drawNormals } from "../library/values.js";
import { XOSHIRO_SIZE } from "../library/xoshiro.js";
import { inPortions, PORTION, sortIntoRows } from "./portions.js";
import type { BlockTask, Made, MadeRows, MakeTask, MemberTask } from "./task.js";

const FUNCTIONS = new Map(
  Object.entries({
    pairsOfTotal,
    pairsOfInDegree,
    pairsOfProbability,
    timesInSteps,
    rowsOfDelays,
    countRows,
    endsOfRows,
    takePlaces,
    placeNarrow,
    placeOffsets,
    placeSingles,
    placeDoubles,
    normals: drawNormals,
  }),
);

/** Module by whether its memory is shared among threads. */
const modules = new Map<boolean, { module: WebAssembly.Module; heap: number }>();

function moduleFor(isShared: boolean): { module: WebAssembly.Module; heap: number } {
  let known = modules.get(isShared);
  if (!known) {
    const { bytes, heap } = encodeModule(writeModule(FUNCTIONS, isShared), CONSTANTS);
    known = { module: new WebAssembly.Module(bytes), heap };
    modules.set(isShared, known);
  }
  return known;
}

/** Delays have fewer steps than this, as a rule: a table of all that may be takes longer to go through. */
const USUAL_STEPS = 4096;

/** A source that no target is. */
const NOBODY = -(2 ** 30);

/**
 * Makes synapses in the memory of a part's kernel: draws pairs, delays and values by the streams of each block of
 * targets, and puts them into rows. What is made stays where the memory begins to be free; behind
 * it there is room for work, which whatever comes next overwrites.
 * @param heap the first address that is free
 * @param slack room for pairs whose number is not known, in standard deviations
 * @throws UserError for drawn values that cannot be.
 */
export function makeSynapses(
  memory: WebAssembly.Memory,
  heap: number,
  tasks: readonly MakeTask[],
  slack?: number,
): Made {
  const making = makingSynapses(memory, heap, tasks, slack);
  for (;;) {
    const { done, value } = making.next();
    if (done) return value;
  }
}

/** As {@link makeSynapses}, in parts, between which others may have a turn. */
export function* makingSynapses(
  memory: WebAssembly.Memory,
  heap: number,
  tasks: readonly MakeTask[],
  slack = 6,
): Generator<void, Made> {
  const isShared =
    typeof SharedArrayBuffer !== "undefined" && memory.buffer instanceof SharedArrayBuffer;
  const known = moduleFor(isShared);
  growTo(memory, known.heap);
  const maker = new Maker(memory, instantiateOn(known.module, memory));
  let free = Math.ceil(Math.max(heap, known.heap) / 16) * 16;
  const rows: MadeRows[] = [];
  for (const task of tasks) {
    const made = yield* maker.make(task, free, slack);
    free = made.heap;
    rows.push(made.rows);
  }
  return { rows, heap: free };
}

/** Synapses of one kind: how many each block has, and how many were made before them. */
interface Counted {
  member: MemberTask;
  counts: readonly number[];
  before: number;
}

/** Pairs that there is room for: of rules by chance, more than are expected by so many standard deviations. */
function roomFor(members: readonly MemberTask[], slack: number): number {
  let [expected, byChance] = [0, 0];
  for (const { rule, blocks } of members) {
    const own = blocks.reduce((sum, { count }) => sum + count, 0);
    expected += own;
    if (rule.rule === "probability") byChance += own;
  }
  return Math.ceil(expected + slack * Math.sqrt(byChance));
}

class Maker {
  constructor(
    readonly memory: WebAssembly.Memory,
    readonly exports: KernelExports,
  ) {}

  *make(
    task: MakeTask,
    heap: number,
    slack: number,
  ): Generator<void, { rows: MadeRows; heap: number }> {
    const { domain, members, isNarrow, sources: n } = task;
    const { fields } = members[0];
    const room = roomFor(members, slack);
    const sizes = [targetBytes(isNarrow), ...fields.map(valueBytes)];
    /** Where targets and fields of so many synapses stand, and where they end. */
    const places = (count: number): number[] => {
      const ends = [heap];
      for (const [k, size] of sizes.entries()) ends.push(behind(ends[k], size * count));
      return ends;
    };
    const state = places(room).at(-1) as number;
    const sources = behind(state, XOSHIRO_SIZE);
    const targets = behind(sources, 4 * room);
    const free = behind(targets, 4 * room);
    growTo(this.memory, free);
    const made: Counted[] = [];
    let count = 0;
    for (const member of members) {
      const place = { state, sources, targets, before: count, room };
      const counts = yield* this.drawPairs(member, n, place);
      // once in many millions of networks there are more than there is room for
      if (!counts) return yield* this.make(task, heap, 2 * slack + 1);
      made.push({ member, counts, before: count });
      count += counts.reduce((sum, own) => sum + own, 0);
    }
    const delays = yield* this.addDelays(made, count, { state, sources, work: free });
    const rowCount = delays.length * n;
    const work = behind(free, 4 * (rowCount + 1));
    growTo(this.memory, work);
    yield* sortIntoRows(this, { rows: sources, count, offsets: free, rowCount });
    const [own, ...ends] = places(count);
    const place = isNarrow ? this.exports.placeNarrow : this.exports.placeOffsets;
    yield* inPortions(count, (size, first) =>
      place(sources + 4 * first, size, targets + 4 * first, own),
    );
    for (const k of fields.keys())
      yield* this.placeField(k, made, count, { state, places: sources, to: ends[k], work });
    const offsets = ends.at(-1) as number;
    new Uint8Array(this.memory.buffer).copyWithin(offsets, free, free + 4 * (rowCount + 1));
    return {
      rows: {
        domain,
        count,
        delays,
        rowCount,
        offsets,
        targets: own,
        fields: new Map(fields.map(({ name }, k) => [name, ends[k]])),
      },
      heap: behind(offsets, 4 * (rowCount + 1)),
    };
  }

  /** How many pairs each block has; undefined where there was no room for all. */
  private *drawPairs(
    { rule, blocks, selfOfFirst, local }: MemberTask,
    n: number,
    at: Record<"state" | "sources" | "targets" | "before" | "room", number>,
  ): Generator<void, number[] | undefined> {
    const { exports } = this;
    const { state, sources, targets, before, room } = at;
    const counts: number[] = [];
    let made = before;
    for (const { first, end, count, pairs } of blocks) {
      this.setState(state, pairs);
      const self = selfOfFirst === undefined ? NOBODY : first - selfOfFirst;
      const to = [sources + 4 * made, targets + 4 * made];
      const common = [state, n, end - first, self, first - local, ...to] as const;
      let own = count;
      if (rule.rule === "total") exports.pairsOfTotal(...common, count);
      else if (rule.rule === "inDegree") exports.pairsOfInDegree(...common, rule.inDegree);
      else own = Number(exports.pairsOfProbability(...common, rule.perPair, room - made));
      if (own < 0) return undefined;
      counts.push(own);
      made += own;
      yield;
    }
    return counts;
  }

  /** Turns each synapse's source into the row of source and delay; gives the delays, ascending. */
  private *addDelays(
    made: readonly Counted[],
    total: number,
    at: Record<"state" | "sources" | "work", number>,
    most = USUAL_STEPS,
  ): Generator<void, Int32Array> {
    const { state, sources, work: steps } = at;
    const [{ delay: first }] = made.map(({ member }) => member);
    // without any synapse there is one row a source all the same, which is empty
    if ("steps" in first || total === 0) return Int32Array.of("steps" in first ? first.steps : 1);
    const seen = behind(steps, 4 * total);
    const places = behind(seen, most);
    const work = behind(places, 4 * most);
    growTo(this.memory, work);
    new Uint8Array(this.memory.buffer, seen, most).fill(0);
    let areLonger = false;
    for (const counted of made) {
      const { delay, blocks } = counted.member;
      if ("steps" in delay) throw new InternalError("delays of a bundle are not all drawn");
      const { drawn, what, dt, more } = delay;
      const stateOf = (k: number) => blocks[k].delays;
      yield* this.drawInPortions(drawn, { state, to: work }, counted, stateOf, (count, before) => {
        const to = steps + 4 * before;
        const odd = Number(this.exports.timesInSteps(work, count, dt, most, to, seen));
        if (odd < 0) return;
        stepsOf(this.numbers(work, count)[odd], more, { what, dt });
        areLonger = true;
      });
    }
    if (areLonger) return yield* this.addDelays(made, total, at, MOST_STEPS);
    const isThere = new Uint8Array(this.memory.buffer, seen, most);
    const order = new Int32Array(this.memory.buffer, places, most);
    const delays: number[] = [];
    for (let step = isThere.indexOf(1); step >= 0; step = isThere.indexOf(1, step + 1))
      order[step] = delays.push(step + first.more) - 1;
    yield* inPortions(total, (size, first) =>
      this.exports.rowsOfDelays(
        sources + 4 * first,
        size,
        steps + 4 * first,
        places,
        delays.length,
      ),
    );
    return Int32Array.from(delays);
  }

  /** A field's numbers at the places of their synapses. */
  private *placeField(
    field: number,
    made: readonly Counted[],
    total: number,
    { state, places, to, work }: Record<"state" | "places" | "to" | "work", number>,
  ): Generator<void, void> {
    const { exports, memory } = this;
    for (const counted of made) {
      const { fields, blocks } = counted.member;
      const { name, isSingle, values } = fields[field];
      if ("value" in values) {
        // those of a bundle are drawn, all of them
        const all = isSingle
          ? new Float32Array(memory.buffer, to, total)
          : new Float64Array(memory.buffer, to, total);
        all.fill(values.value);
        continue;
      }
      const stateOf = (k: number) => blocks[k].fields.get(name);
      const at = { state, to: work };
      yield* this.drawInPortions(values.drawn, at, counted, stateOf, (count, before) => {
        const own = places + 4 * before;
        if (!isSingle) {
          exports.placeDoubles(own, count, work, to);
          return;
        }
        const odd = Number(exports.placeSingles(own, count, work, to, ...SINGLE_SIZES));
        if (odd >= 0) requireSingle(this.numbers(work, count)[odd], values.what);
      });
    }
  }

  /** Draws values of all blocks, each from its own generator, and hands them on, some at a time. */
  private *drawInPortions(
    drawn: Drawn,
    { state, to }: Record<"state" | "to", number>,
    { counts, before }: Counted,
    stateOf: (block: number) => BlockTask["delays"],
    take: (count: number, before: number) => void,
  ): Generator<void, void> {
    const { memory, exports } = this;
    let made = before;
    for (const [k, own] of counts.entries()) {
      yield;
      const begin = stateOf(k);
      if (!begin) throw new InternalError("a block has no generator for values");
      const first = made;
      made += own;
      if (drawn.distribution === "normal") {
        const place = { memory, exports, state, to };
        const after = drawNormalPortions(place, drawn, own, begin, PORTION, (count, drawnBefore) =>
          take(count, first + drawnBefore),
        );
        if (after) continue;
      }
      // bounds that no normal deviate reaches: the plain way says so
      const values = this.drawSlowly(drawn, own, begin);
      growTo(memory, to + 8 * own);
      this.numbers(to, own).set(values);
      take(own, first);
    }
  }

  private drawSlowly(drawn: Drawn, count: number, [a, b, c, d]: BigUint64Array): Float64Array {
    return drawMany(drawn, count, new XoshiroStream([a, b, c, d]));
  }

  private setState(at: number, words: BigUint64Array): void {
    new BigUint64Array(this.memory.buffer, at, 4).set(words);
  }

  private numbers(at: number, count: number): Float64Array {
    return new Float64Array(this.memory.buffer, at, count);
  }
}
