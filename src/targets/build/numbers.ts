import { UserError } from "../../base/index.js";

// Numbers as kernels have them: times in steps, values of 32 bits.

/** Most steps of a delay or refractory time. */
export const MOST_STEPS = 1_000_000;

/** A time in steps, to the nearest whole number: with one operation fewer than Math.round() needs in kernels. */
export const wholeSteps = (seconds: number, dt: number): number => Math.floor(seconds / dt + 0.5);

/** A time as steps, and some more. @throws UserError for one below 0 or above a million steps. */
export function stepsOf(
  seconds: number,
  more: number,
  { what, dt }: { what: string; dt: number },
): number {
  const steps = wholeSteps(seconds, dt);
  if (!(steps >= 0 && steps < MOST_STEPS))
    throw new UserError(
      `invalid ${what}: ${seconds} s; expected 0 s to a million steps of ${dt} s`,
    );
  return steps + more;
}

/** The size of the smallest number of 32 bits that has all their digits, and of the largest one. */
export const SINGLE_SIZES = [2 ** -126, (2 - 2 ** -23) * 2 ** 127] as const;

/** Rounds a number to 32 bits. @throws UserError for one that has none. */
export function requireSingle(value: number, what: string): number {
  const [least, most] = SINGLE_SIZES;
  const rounded = Math.fround(value);
  const size = Math.abs(rounded);
  if (size <= most && (size >= least || value === 0)) return rounded;
  throw new UserError(
    `invalid ${what}: ${value} (in SI units); expected 0, or a size from ${least.toPrecision(3)} to ${most.toPrecision(3)}, in single precision`,
  );
}
