/** Where errors passed through an `await` of a cell: places as they stand in stack traces. */
const trails = new WeakMap<object, string[]>();

/**
 * Remembers that an error came out of an `await` of a cell. Stack traces of Node do not tell it,
 * because the cell does not wait for the promise itself.
 * @param at an object that {@link noteAwait.captureInto} prepared at the `await`
 */
export function noteAwait(error: unknown, at: { stack?: string }): void {
  if (typeof error !== "object" || error === null) return;
  const place = at.stack?.split("\n").find((line) => /\bcell \[\d+\]:/.test(line));
  if (place === undefined) return;
  const trail = trails.get(error) ?? [];
  if (trail.at(-1) !== place) trail.push(place);
  trails.set(error, trail);
}

/** Notes who called a function: cheap, because the text is made only when it is asked for. */
noteAwait.captureInto = (at: object, callee: (...values: never[]) => unknown): void => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 2;
  Error.captureStackTrace(at, callee);
  Error.stackTraceLimit = limit;
};

/** The awaits that an error came through, innermost first, as lines of a stack trace. */
export const awaitsOf = (error: object): readonly string[] => trails.get(error) ?? [];
