import { constant, type FunctionWriter, type Value } from "../../assembler/index.js";
import { MOST_ROWS, ROWS } from "../../library/addresses.js";

/** The lists of spikes that come to synapses in a step, one for each delay. */
export interface SpikeLists {
  /** How many there are. */
  count: Value;
  /** The address of one: its length stands there, then the neurons; 0 where there is none. */
  listAt: (place: Value) => Value;
}

/** Bytes of a row that was gathered: where its synapses begin and end, and its source. */
const ROW = 12;

/**
 * Finds the rows of synapses to which spikes come, many before any of them acts: where rows begin has to be
 * fetched from all over the memory, and so these fetches overlap. Rows act in the order of delays, then spikes.
 * @param offsetsOf the address of where a source's synapses with a delay begin, if it has any
 */
export function gatherRows(
  f: FunctionWriter,
  { count, listAt }: SpikeLists,
  offsetsOf: (neuron: Value, place: Value, found: (offsets: Value, index: Value) => void) => void,
  act: (first: Value, end: Value, index: Value) => void,
): void {
  const place = f.variable(-1, "i32");
  const at = f.variable(0, "i32");
  const end = f.variable(0, "i32");
  const rows = constant(ROWS, "i32");
  const full = constant(ROWS + ROW * MOST_ROWS, "i32");
  f.block((done) => {
    f.loop((again) => {
      const next = f.variable(rows);
      f.block((gathered) => {
        f.loop((more) => {
          f.if(
            at.eq(end),
            () => {
              place.set(place.add(1));
              f.goTo(gathered, place.eq(count));
              const list = f.keep(listAt(place));
              f.goTo(more, list.eq(0));
              at.set(list.add(4));
              end.set(at.add(f.load("i32", list).shl(2)));
              f.goTo(more);
            },
            () => {
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
            },
          );
          f.goTo(more, next.below(full));
        });
      });
      f.for(rows, next, ROW, (row) => {
        act(f.keep(f.load("i32", row)), f.keep(f.load("i32", row, 4)), f.load("i32", row, 8));
      });
      f.goTo(done, place.eq(count));
      f.goTo(again);
    });
  });
}
