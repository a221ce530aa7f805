import { UserError } from "../base/index.js";
import { lower, NAMED_DIMENSIONS, Quantity } from "../units/index.js";

/** A stretch of time in seconds: `start` belongs to it, `stop` does not. */
export interface TimeWindow {
  readonly start: number;
  readonly stop: number;
}

/**
 * Times are multiples of a time step and carry the dust of rounding: what lies so little before an
 * edge lies on it. Relative to the time itself: a fifth of a step at the end of the longest run
 * (2^31 steps), and more than adding up a million steps can lose.
 */
const DUST = 1e-10;

/** How far, in seconds, a time may lie from an edge and still be on it. */
export const dustAt = (seconds: number): number => DUST * Math.abs(seconds);

/** Whether a time is at an edge or after it. */
export const isFrom = (time: number, edge: number): boolean => time >= edge - dustAt(edge);

/** Whether two times are the same but for rounding. */
export const isSameTime = (a: number, b: number): boolean =>
  Math.abs(a - b) <= Math.max(dustAt(a), dustAt(b));

/** The times of a window as text: "10 s" where it begins at 0, else "1 s to 2 s". */
export function windowText({ start, stop }: TimeWindow): string {
  return start === 0 ? timeText(stop) : `${timeText(start)} to ${timeText(stop)}`;
}

/** A time as text, in the unit that suits it. */
export const timeText = (seconds: number): string =>
  new Quantity(seconds, NAMED_DIMENSIONS.time.exponents).toString();

/**
 * The window between two times, cut to what was recorded.
 * @throws UserError unless the first is before the second and some of it was recorded;
 *   DimensionError for what are no times.
 */
export function windowWithin(whole: TimeWindow, from: unknown, to: unknown): TimeWindow {
  const start = lower("start of the time window", from, "time");
  const stop = lower("end of the time window", to, "time");
  if (!(start < stop))
    throw new UserError(`invalid time window: ${from} to ${to}; expected the earlier time first`);
  if (isFrom(start, whole.stop) || isFrom(whole.start, stop))
    throw new UserError(
      `invalid time window: ${from} to ${to}; recorded were ${timeText(whole.start)} to ${timeText(whole.stop)}`,
    );
  return { start: Math.max(start, whole.start), stop: Math.min(stop, whole.stop) };
}

/**
 * The window that all of some have in common.
 * @throws UserError naming two that differ: counts of different times cannot be compared.
 */
export function commonWindow(windows: readonly TimeWindow[]): TimeWindow {
  const [first] = windows;
  const other = windows.find(
    ({ start, stop }) => !isSameTime(start, first.start) || !isSameTime(stop, first.stop),
  );
  if (other)
    throw new UserError(
      `invalid spike trains: they were watched for different times, ${windowText(first)} and ${windowText(other)}; expected one time window for all (between(from, to) cuts it out)`,
    );
  return { start: first.start, stop: first.stop };
}
