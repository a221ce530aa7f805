import { checkOptions, shown, UserError } from "../../base/index.js";
import {
  type Bounds,
  DIMENSIONLESS,
  type Dimension,
  dimensionOfValue,
  lower,
  Quantity,
} from "../../units/index.js";
import type { RandomStream } from "../streams.js";

/** Values that are drawn: one for each neuron or synapse, from a stream named after its use. */
export interface Drawn<out D extends string = string> {
  /** The name of the distribution. */
  readonly distribution: string;
  /** Its parameters as plain SI numbers. */
  readonly parameters: readonly number[];
  /** What the values measure. */
  readonly dimension: Dimension;
  /** Bounds in SI units: what lies outside is drawn again. */
  readonly bounds?: Pick<Bounds, "least" | "most" | "above">;
  /** For the type checker only. */
  readonly dimensionName?: D;
}

/** Bounds of drawn values: what lies outside is drawn again. */
export interface DrawnBounds<D extends string = string> {
  /** The least value that is allowed. */
  least?: Quantity<D> | number;
  /** The greatest value that is allowed. */
  most?: Quantity<D> | number;
  /** A bound that does not belong to what is allowed. */
  above?: Quantity<D> | number;
}

/** A kind of distribution. A new one is a file beside this, and a line in list.ts. */
export interface Distribution {
  readonly name: string;
  /** A value from a stream. */
  readonly draw: (stream: RandomStream, parameters: readonly number[]) => number;
  /** Whether all its values are whole numbers; without it they are not. */
  readonly isWhole?: (parameters: readonly number[]) => boolean;
  /** Many values at once, where they are drawn otherwise than one by one. */
  readonly drawAll?: (
    stream: RandomStream,
    parameters: readonly number[],
    count: number,
  ) => Float64Array;
}

/**
 * Describes values to draw, after checking that all numbers given have one dimension.
 * @param given parameters by name that have the dimension of the values
 * @param plain parameters by name that are plain numbers
 */
export function describeDrawn<D extends string>(
  { name }: Distribution,
  given: Readonly<Record<string, unknown>>,
  plain: Readonly<Record<string, unknown>>,
  bounds: DrawnBounds<D> | undefined,
): Drawn<D> {
  const [[first, example]] = Object.entries(given);
  const dimension = dimensionOfValue(`${first} of ${name}`, example);
  if (typeof example !== "number" && !(example instanceof Quantity))
    throw new UserError(`invalid ${first} of ${name}: ${shown(example)}; expected one quantity`);
  const parameters = [
    ...Object.entries(given).map(([key, value]) => lower(`${key} of ${name}`, value, dimension)),
    ...Object.entries(plain).map(([key, value]) =>
      lower(`${key} of ${name}`, value, DIMENSIONLESS),
    ),
  ];
  const drawn = { distribution: name, parameters: Object.freeze(parameters), dimension };
  return Object.freeze(bounds === undefined ? drawn : (withBounds(drawn, bounds) as Drawn<D>));
}

/** Drawn values with bounds, as narrow as those given and those they had. */
export function withBounds(drawn: Drawn, given: DrawnBounds): Drawn {
  const { distribution: name, dimension, bounds: before } = drawn;
  checkOptions(name, given, ["least", "most", "above"]);
  const lowered = Object.fromEntries(
    Object.entries(given)
      .filter(([, bound]) => bound !== undefined)
      .map(([key, bound]) => [key, lower(`${key} of ${name}`, bound, dimension)]),
  );
  const both: Record<string, number> = { ...before, ...lowered };
  for (const [key, bound] of Object.entries(before ?? {}))
    if (Object.hasOwn(lowered, key))
      both[key] = key === "most" ? Math.min(bound, lowered[key]) : Math.max(bound, lowered[key]);
  const {
    least = Number.NEGATIVE_INFINITY,
    most = Number.POSITIVE_INFINITY,
    above = Number.NEGATIVE_INFINITY,
  } = both;
  if (!(Math.max(least, above) < most))
    throw new UserError(
      `invalid bounds of ${name}: ${Object.values(given).map(shown).join(", ")}; no value lies within them`,
    );
  return { ...drawn, bounds: Object.freeze(both) };
}

/** Redraws after which bounds are taken to be out of reach. */
const MOST_REDRAWS = 100_000;

/** Whether a value lies within bounds. */
export const isWithin = (value: number, bounds: NonNullable<Drawn["bounds"]>): boolean => {
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = bounds;
  return value >= least && value <= most && value > (bounds.above ?? Number.NEGATIVE_INFINITY);
};

/** A value within the bounds. @throws UserError where next to none is. */
export function drawWithin(
  { name, draw }: Distribution,
  { parameters, bounds, dimension }: Drawn,
  stream: RandomStream,
): number {
  if (!bounds) return draw(stream, parameters);
  for (let k = 0; k < MOST_REDRAWS; k++) {
    const value = draw(stream, parameters);
    if (isWithin(value, bounds)) return value;
  }
  const shownBounds = Object.entries(bounds).map(
    ([key, bound]) => `${key} ${new Quantity(bound, dimension)}`,
  );
  throw new UserError(
    `invalid bounds of ${name}: ${shownBounds.join(", ")}; of ${MOST_REDRAWS} values none lies within them`,
  );
}
