import { constant, defineFunction, type FunctionWriter, type Value } from "../assembler/index.js";
import { SPIKING } from "../records.js";

/** Notes which of two neurons spike, at local index `at`; of an odd count the last lane is nobody. */
export const noteSpikes = defineFunction(
  "note spikes",
  { record: "i32", spiking: "i64x2", at: "i32", count: "i32" },
  undefined,
  (f, { record, spiking, at, count }) => {
    const list = f.keep(f.load("i32", record, SPIKING.spikesNow));
    const first = f.keep(at.add(f.load("i32", record, SPIKING.first)));
    const length = f.variable(f.load("i32", list));
    const add = (lane: number): void => {
      length.set(length.add(1));
      f.store(list.add(length.shl(2)), first.add(lane));
    };
    f.if(spiking.lane(0).ne(0n), () => add(0));
    f.if(spiking.lane(1).ne(0n).and(at.add(1).lt(count)), () => add(1));
    f.store(list, length);
  },
);

/**
 * Makes the list of a step the current one, empty; written where it is needed, as steps can be short.
 * @param isLate whether synapses look for it after delays: of the list before it is noted whether there are spikes,
 *   of this one that there may be
 */
export function beginList(f: FunctionWriter, record: Value, step: Value, isLate: boolean): void {
  const ring = f.keep(f.load("i32", record, SPIKING.ownRing));
  const length = f.keep(f.load("i32", record, SPIKING.ownLength));
  const listSize = f.keep(f.load("i32", record, SPIKING.ownListSize));
  const place = f.keep(step.and(length.sub(1)));
  const list = f.keep(ring.add(place.mul(listSize)));
  f.store(record, list, SPIKING.spikesNow);
  f.store(list, constant(0, "i32"));
  if (!isLate) return;
  const notes = f.keep(ring.add(length.mul(listSize)));
  const before = f.keep(step.sub(1).and(length.sub(1)));
  const had = f.load("i32", ring.add(before.mul(listSize))).ne(0);
  f.storeAs("i32.store8", notes.add(before), had);
  f.storeAs("i32.store8", notes.add(place), constant(1, "i32"));
}

/** Where the lists of the last steps' spikes stand, all threads'. */
export function ringOf(f: FunctionWriter, record: Value): (step: Value) => Value {
  const ring = f.keep(f.load("i32", record, SPIKING.ring));
  const ringLength = f.keep(f.load("i32", record, SPIKING.ringLength));
  const listSize = f.keep(f.load("i32", record, SPIKING.listSize));
  return (step) => ring.add(step.and(ringLength.sub(1)).mul(listSize));
}

/** Whether a list of the last steps' spikes has any; of the current step's, whether it may. */
export function haveSpikes(f: FunctionWriter, record: Value): (step: Value) => Value {
  const ring = f.load("i32", record, SPIKING.ring);
  const ringLength = f.keep(f.load("i32", record, SPIKING.ringLength));
  const notes = f.keep(ring.add(ringLength.mul(f.load("i32", record, SPIKING.listSize))));
  const last = f.keep(ringLength.sub(1));
  return (step) => f.loadAs("i32.load8_u", "i32", notes.add(step.and(last)));
}

/** Whether the recorded spikes of one more step have room for sure. */
export const hasRoom = (f: FunctionWriter, record: Value): Value =>
  f.load("i32", record, SPIKING.spikesFree).ge(f.load("i32", record, SPIKING.listRoom));

/** Whether there are spikes in the list of a step. */
export const hasSpikes = (f: FunctionWriter, record: Value): Value =>
  f.load("i32", f.load("i32", record, SPIKING.spikesNow)).ne(0);

/** Copies the spikes of a step to the recorded ones: pairs of step and index. */
export const keepSpikes = defineFunction(
  "keep spikes",
  { record: "i32", step: "i32" },
  undefined,
  (f, { record, step }) => {
    const list = f.keep(f.load("i32", record, SPIKING.spikesNow));
    const length = f.keep(f.load("i32", list));
    // of several threads that have all channels of a source, one records them
    const buffer = f.keep(f.load("i32", record, SPIKING.spikeBuffer));
    f.if(buffer.eq(0), () => f.return());
    const filled = f.keep(f.load("i32", record, SPIKING.spikesKept));
    const room = f.keep(f.load("i32", record, SPIKING.spikesFree));
    const to = f.variable(buffer.add(filled.shl(3)));
    f.for(1, length.add(1), 1, (s) => {
      f.store(to, step);
      f.store(to, f.load("i32", list.add(s.shl(2))), 4);
      to.set(to.add(8));
    });
    f.store(record, room.sub(length), SPIKING.spikesFree);
    f.store(record, filled.add(length), SPIKING.spikesKept);
  },
);
