/** Looks at the shared number before a thread goes to sleep: some tens of microseconds. */
const LOOKS = 4000;

/** Shared memory for meetings: how many have arrived, and how many meetings there were. */
export const meetingPlace = (): SharedArrayBuffer => new SharedArrayBuffer(8);

/**
 * A point where threads wait for each other, to be met again and again. Threads that do the same
 * work arrive within microseconds, so they look a while before they sleep.
 */
export function meeting(shared: SharedArrayBuffer, threads: number): () => void {
  const state = new Int32Array(shared);
  return () => {
    const held = Atomics.load(state, 1);
    if (Atomics.add(state, 0, 1) === threads - 1) {
      Atomics.store(state, 0, 0);
      Atomics.add(state, 1, 1);
      Atomics.notify(state, 1);
      return;
    }
    for (let look = 0; look < LOOKS; look++) if (Atomics.load(state, 1) !== held) return;
    while (Atomics.load(state, 1) === held) Atomics.wait(state, 1, held);
  };
}
