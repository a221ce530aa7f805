import { checkNoMore, requireWholeNumber, shown, UserError } from "../base/index.js";
import { type Quantity, QuantityArray } from "../units/index.js";

/** The values that one parameter takes in a sweep. */
export type Axis = readonly unknown[] | QuantityArray;

/** A point of a grid: one value for each parameter. */
export type GridPoint<Axes> = {
  [Name in keyof Axes]: Axes[Name] extends QuantityArray<infer D>
    ? Quantity<D>
    : Axes[Name] extends readonly (infer Value)[]
      ? Value
      : never;
};

/** Most points of a grid, and numbers of a range: more do not fit into memory. */
const MOST_POINTS = 1e7;

/**
 * All combinations of the values of several parameters, the last parameter varying fastest:
 * `grid({ we: pS([0, 15]), seed: range(10) })` has 20 points.
 * @throws UserError for a parameter without values, and for more than ten million points.
 * @example
 * ```ts
 * grid({ we: pS([0, 15]), seed: range(10) }).length // => 20
 * ```
 */
export function grid<Axes extends Readonly<Record<string, Axis>>>(axes: Axes): GridPoint<Axes>[];
export function grid<Axes extends Readonly<Record<string, Axis>>>(
  axes: Axes,
  ...more: unknown[]
): GridPoint<Axes>[] {
  checkNoMore("grid", more);
  return gridOf(axes, MOST_POINTS) as GridPoint<Axes>[];
}

/** The points of a {@link grid}, where there are no more than some number. */
export function gridOf(
  axes: Readonly<Record<string, Axis>>,
  most: number,
): Record<string, unknown>[] {
  const lists = Object.entries(requireAxes("grid", axes)).map(
    ([name, axis]) => [name, valuesOf(name, axis)] as const,
  );
  const count = lists.reduce((product, [, { length }]) => product * length, 1);
  if (count > most)
    throw new UserError(
      `invalid grid: ${count} points (${lists.map(([name, { length }]) => `${length} ${name}`).join(" × ")}); expected at most ${most}`,
    );
  let points: Record<string, unknown>[] = [{}];
  for (const [name, values] of lists)
    points = points.flatMap((point) => values.map((value) => ({ ...point, [name]: value })));
  return points;
}

/**
 * The whole numbers from 0 to before `count`: `range(3)` is [0, 1, 2].
 * @throws UserError for anything but a whole number from 0 to ten million.
 * @example
 * ```ts
 * range(3) // => [ 0, 1, 2 ]
 * ```
 */
export function range(count: number): number[];
export function range(count: number, ...more: unknown[]): number[] {
  checkNoMore("range", more);
  requireWholeNumber("count", count, 0, MOST_POINTS);
  return Array.from({ length: count }, (_, i) => i);
}

/**
 * Points of several parameters that go together: the first values of all, then the second ones:
 * `zip({ N: [10, 100], we: nS([9, 0.9]) })` has 2 points.
 * @throws UserError for parameters with different numbers of values, or none.
 * @example
 * ```ts
 * zip({ N: [10, 100], we: nS([9, 0.9]) }).length // => 2
 * ```
 */
export function zip<Axes extends Readonly<Record<string, Axis>>>(axes: Axes): GridPoint<Axes>[];
export function zip<Axes extends Readonly<Record<string, Axis>>>(
  axes: Axes,
  ...more: unknown[]
): GridPoint<Axes>[] {
  checkNoMore("zip", more);
  const columns = Object.entries(requireAxes("points", axes)).map(
    ([name, axis]) => [name, valuesOf(name, axis)] as const,
  );
  const [count = 0, ...lengths] = columns.map(([, values]) => values.length);
  const odd = lengths.findIndex((length) => length !== count);
  if (odd >= 0)
    throw new UserError(
      `invalid values of ${columns[odd + 1][0]}: ${lengths[odd]}; expected ${count}, as many as ${columns[0][0]} has`,
    );
  return Array.from({ length: count }, (_, k) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[k]])),
  ) as unknown as GridPoint<Axes>[];
}

function requireAxes(what: string, axes: unknown): Readonly<Record<string, Axis>> {
  if (
    typeof axes !== "object" ||
    axes === null ||
    Array.isArray(axes) ||
    axes instanceof QuantityArray
  )
    throw new UserError(
      `invalid ${what}: ${shown(axes)}; expected the values of each parameter, like { we: pS([0, 15]) }`,
    );
  return axes as Readonly<Record<string, Axis>>;
}

function valuesOf(name: string, axis: unknown): unknown[] {
  const isList = axis instanceof QuantityArray || Array.isArray(axis);
  const length = isList ? axis.length : 0;
  if (length > MOST_POINTS)
    throw new UserError(`invalid values of ${name}: ${length}; expected at most ${MOST_POINTS}`);
  if (length === 0)
    throw new UserError(
      `invalid values of ${name}: ${shown(axis)}; expected an array that is not empty`,
    );
  return Array.from(axis as Iterable<unknown>);
}
