/**
 * How often a thread looks at the shared number before it goes to sleep. Being woken takes some 0.1 ms, for which the
 * one that has come meanwhile must still be looking, or each sleeps in turn from then on: at least for 0.2 ms, at most
 * for a millisecond. Where it was in vain, since the other one has no processor, a thread looks half as long.
 */
const LOOKS = { most: 40_000, least: 8000 } as const;

/** Shared memory for meetings: how many have arrived, and how many meetings there were. */
export const meetingPlace = (): SharedArrayBuffer => new SharedArrayBuffer(8);

/**
 * A point where threads wait for each other, to be met again and again. Threads that do the same
 * work arrive within microseconds, so they look a while before they sleep.
 */
export function meeting(shared: SharedArrayBuffer, threads: number): () => void {
  const state = new Int32Array(shared);
  let looks: number = LOOKS.most;
  return () => {
    const held = Atomics.load(state, 1);
    if (Atomics.add(state, 0, 1) === threads - 1) {
      Atomics.store(state, 0, 0);
      Atomics.add(state, 1, 1);
      Atomics.notify(state, 1);
      return;
    }
    for (let look = 0; look < looks; look++)
      if (Atomics.load(state, 1) !== held) {
        looks = Math.min(LOOKS.most, looks + (looks >> 2));
        return;
      }
    looks = Math.max(LOOKS.least, looks >> 1);
    while (Atomics.load(state, 1) === held) Atomics.wait(state, 1, held);
  };
}
