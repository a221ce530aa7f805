import { UserError } from "../base/index.js";
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

/**
 * All combinations of the values of several parameters, the last parameter varying fastest:
 * `grid({ we: pS([0, 15]), seed: range(10) })` has 20 points.
 * @throws UserError for a parameter without values.
 */
export function grid<Axes extends Readonly<Record<string, Axis>>>(axes: Axes): GridPoint<Axes>[] {
  let points: Record<string, unknown>[] = [{}];
  for (const [name, axis] of Object.entries(axes)) {
    const values = axis instanceof QuantityArray || Array.isArray(axis) ? Array.from(axis) : [];
    if (values.length === 0)
      throw new UserError(
        `invalid values of ${name}: ${axis}; expected an array that is not empty`,
      );
    points = points.flatMap((point) => values.map((value) => ({ ...point, [name]: value })));
  }
  return points as GridPoint<Axes>[];
}

/** The whole numbers from 0 to before `count`: `range(3)` is [0, 1, 2]. */
export function range(count: number): number[] {
  if (!Number.isInteger(count) || count < 0)
    throw new UserError(`invalid count: ${count}; expected a whole number, 0 or more`);
  return Array.from({ length: count }, (_, i) => i);
}

/**
 * Points of several parameters that go together: the first values of all, then the second ones:
 * `zip({ N: [10, 100], we: nS([9, 0.9]) })` has 2 points.
 * @throws UserError for parameters with different numbers of values, or none.
 */
export function zip<Axes extends Readonly<Record<string, Axis>>>(axes: Axes): GridPoint<Axes>[] {
  const columns = Object.entries(axes).map(([name, axis]) => {
    const [first, ...others] = grid({ [name]: axis });
    return [name, [first, ...others].map((point) => point[name])] as const;
  });
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
