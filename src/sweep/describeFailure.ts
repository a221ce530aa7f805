import { messageOf, UserError } from "../base/index.js";

/** What went wrong with a point, in a line or a few. */
export function describeFailure(error: unknown): string {
  if (error instanceof UserError || !(error instanceof Error)) return messageOf(error);
  if (error instanceof RangeError && NO_ROOM.test(error.message))
    return `it needs more memory than there is (${error.message})`;
  return `${error.name}: ${error.message}`;
}

/** How JavaScript says that memory was refused. */
const NO_ROOM = /memory|alloc|array (buffer )?length|string length|maximum size/i;
