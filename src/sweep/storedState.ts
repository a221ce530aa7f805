import { UserError } from "../base/index.js";
import {
  digestOf,
  engineVersion,
  fromBytes,
  ResultCache,
  reason,
  toBytes,
  warnOnce,
} from "../cache/index.js";
import type { FinalState } from "../results/index.js";

/** Where the state is that all points of a sweep go on from: an entry of a cache. */
export interface StoredState {
  digest: string;
  /** The cache's folder. */
  folder: string;
}

/** The name under which states are cached. */
const STATE_NAME = "state";

/** The state that this process stored or read last: most sweeps have one. */
let last: { digest: string; state: FinalState } | undefined;

/** Puts a state where processes that compute points find it; a disk that refuses it gives a warning. */
export async function storeState(given: FinalState, cache: ResultCache): Promise<StoredState> {
  // as it is now: what becomes of its arrays changes nothing
  const bytes = toBytes(given);
  const state = fromBytes(bytes) as FinalState;
  const digest = digestOf({ name: STATE_NAME, state });
  last = { digest, state };
  const description = { name: STATE_NAME, call: `step ${state.step}`, version: engineVersion() };
  if (!(await cache.get(STATE_NAME, digest)))
    await cache.write(digest, bytes, description).catch((error: unknown) => {
      warnOnce(`the state could not be cached in ${cache.folder} (${reason(error)})`);
    });
  return { digest, folder: cache.folder };
}

/** A state that was stored. @throws UserError where it is not there any more. */
export async function storedState({ digest, folder }: StoredState): Promise<FinalState> {
  if (last?.digest !== digest) {
    const found = await new ResultCache(folder).get(STATE_NAME, digest);
    if (!found)
      throw new UserError(
        `unknown state: ${digest.slice(0, 16)}; it is not in the cache ${folder} any more: run the sweep again`,
      );
    last = { digest, state: found.value as FinalState };
  }
  return last.state;
}
