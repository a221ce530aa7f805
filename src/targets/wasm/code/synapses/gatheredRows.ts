import { constant, type FunctionWriter, type Value, type Variable } from "../../assembler/index.js";
import { MOST_ROWS, ROWS } from "../../library/addresses.js";

/** The lists of spikes that come to synapses in a step, one for each delay. */
export interface SpikeLists {
  /** How many there are. */
  count: Value;
  /** The address of one that has spikes: its length stands there, then the neurons. */
  listAt: (place: Value) => Value;
  /** Whether one has spikes, or may have. */
  hasSpikes: (place: Value) => Value;
}

/** Bytes of a row that was gathered: where its synapses begin and end, and its source. */
const ROW = 12;

/** Lists that are looked at together: one bit for each says whether there are spikes. */
const TOGETHER = 64;

/**
 * Finds the rows of synapses to which spikes come, many before any of them acts: where rows begin has to be
 * fetched from all over the memory, and so these fetches overlap. Rows act in the order of delays, then spikes.
 * @param offsetsOf the address of where a source's synapses with a delay begin, if it has any
 */
export function gatherRows(
  f: FunctionWriter,
  { count, listAt, hasSpikes }: SpikeLists,
  offsetsOf: (neuron: Value, place: Value, found: (offsets: Value, index: Value) => void) => void,
  act: (first: Value, end: Value, index: Value) => void,
): void {
  const rows = constant(ROWS, "i32");
  const full = constant(ROWS + ROW * MOST_ROWS, "i32");
  f.for(0, count, TOGETHER, (firstPlace) => {
    const left = listsWithSpikes(f, { count, hasSpikes }, firstPlace);
    const place = f.variable(0, "i32");
    const at = f.variable(0, "i32");
    const end = f.variable(0, "i32");
    f.while(
      () => left.ne(0n).or(at.ne(end)),
      () => {
        const next = f.variable(rows);
        f.block((gathered) => {
          f.loop((more) => {
            f.if(at.eq(end), () => {
              f.goTo(gathered, left.eq(0n));
              place.set(firstPlace.add(left.trailingZeros().toI32()));
              left.set(left.and(left.sub(1n)));
              const list = f.keep(listAt(place));
              at.set(list.add(4));
              end.set(at.add(f.load("i32", list).shl(2)));
              // that of the current step may be empty
              f.goTo(more, at.eq(end));
            });
            const neuron = f.load("i32", at);
            offsetsOf(neuron, place, (offsets, index) => {
              const first = f.keep(f.load("i32", offsets));
              const last = f.keep(f.load("i32", offsets, 4));
              f.store(next, first);
              f.store(next, last, 4);
              f.store(next, index, 8);
              // an empty row is overwritten by the next one
              next.set(next.add(first.below(last).mul(ROW)));
            });
            at.set(at.add(4));
            f.goTo(more, next.below(full));
          });
        });
        f.for(rows, next, ROW, (row) => {
          act(f.keep(f.load("i32", row)), f.keep(f.load("i32", row, 4)), f.load("i32", row, 8));
        });
      },
    );
  });
}

/**
 * Which of some lists have spikes: the lowest bit is of the first one. Most have none, and a branch for each would
 * go now one way, now the other.
 */
function listsWithSpikes(
  f: FunctionWriter,
  { count, hasSpikes }: Omit<SpikeLists, "listAt">,
  first: Value,
): Variable {
  const found = f.variable(0n, "i64");
  const left = f.keep(count.sub(first));
  const size = f.keep(left.below(TOGETHER).select(left, constant(TOGETHER, "i32")));
  const last = f.keep(first.add(size).sub(1));
  f.for(0, size, 1, (k) => found.set(found.shl(1).or(hasSpikes(last.sub(k)).toI64())));
  return found;
}
