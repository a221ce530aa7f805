import { showAs, shown, UserError } from "../../base/index.js";
import {
  type Dimension,
  dimensionOfValue,
  lower,
  lowerAll,
  type Quantity,
  type QuantityArray,
} from "../../units/index.js";
import { type Expression, mapOperands } from "../expressions/expression.js";
import { INTERNAL } from "../names.js";
import { textError } from "../text/textError.js";

/** Values over time: of all neurons, or of each. A text reads them as a function of t. */
export interface Timed<out D extends string = string> {
  /** What kind of value this is. */
  readonly kind: "timed";
  /** In SI units: row by row, a row for each moment. */
  readonly values: Float64Array;
  /** Values in a row: 1, or as many as there are neurons. */
  readonly columns: number;
  /** In s: how long each row holds. */
  readonly dt: number;
  /** What the values measure. */
  readonly dimension: Dimension;
  /** For the type checker only. */
  readonly dimensionName?: D;
}

/** The values of one moment, or of each moment. */
type Row<D extends string> =
  | QuantityArray<D>
  | readonly Quantity<D>[]
  | readonly number[]
  | Float64Array;

const made = new WeakSet<object>();

/**
 * Values over time, each of which holds for `dt`, the last one for ever: a parameter that equations,
 * thresholds and resets read as a function of t.
 *
 * ```ts
 * population("p", { N: 2, equations: "dv/dt = (stimulus(t) - v)/tau : volt",
 *   parameters: { stimulus: timed(mV([0, 10, 0]), ms(50)), tau: ms(10) } })
 * timed([mV([0, 1]), mV([5, 2])], ms(50)) // stimulus(t, i): a row for each moment, a column for each neuron
 * ```
 *
 * @throws UserError naming the value and what was expected.
 */
export function timed<D extends string>(
  values: Row<D> | readonly Row<D>[],
  dt: Quantity<"time">,
): Timed<D> {
  const step = lower("dt of timed", dt, "time", { above: 0 });
  const isTable = Array.isArray(values) && values.length > 0 && isRow(values[0]);
  const rows = isTable ? (values as readonly unknown[]) : [values];
  const [first] = rows as { 0?: unknown; length?: number }[];
  if (!isRow(first) || (first as { length: number }).length === 0)
    throw new UserError(
      `invalid values of timed: ${shown(values)}; expected an array of quantities or numbers, or a list of those`,
    );
  const dimension = dimensionOfValue("values of timed", firstOf(first));
  const plain = rows.map((row) => lowerAll("values of timed", row, dimension));
  const columns = isTable ? plain[0].length : 1;
  const odd = isTable ? plain.findIndex((row) => row.length !== columns) : -1;
  if (odd >= 0)
    throw new UserError(
      `invalid values of timed: ${plain[odd].length} in row ${odd}; expected ${columns}, as in the first`,
    );
  const all = new Float64Array(plain.reduce((sum, row) => sum + row.length, 0));
  let place = 0;
  for (const row of plain) {
    all.set(row, place);
    place += row.length;
  }
  const value: Timed<D> = { kind: "timed", values: all, columns, dt: step, dimension };
  made.add(value);
  const moments = all.length / columns;
  return showAs(
    value,
    () =>
      `${moments} values over time, each for ${step} s${columns > 1 ? `, of ${columns} neurons` : ""}`,
  );
}

/**
 * An expression in which values over time are names: `stimulus(t)`.
 * @param timed those that there are; of several columns only where neurons have an index of their own
 * @param text in which the expression stands, for errors
 */
export function withTimed(
  expression: Expression,
  timed: ReadonlyMap<string, Timed>,
  text: string,
): Expression {
  if (timed.size === 0) return expression;
  const inside = mapOperands(expression, (operand) => withTimed(operand, timed, text));
  const value = inside.kind === "call" ? timed.get(inside.name) : undefined;
  if (inside.kind === "name" && timed.has(inside.name))
    throw textError(
      `invalid name: ${inside.name} is a function of time; expected ${inside.name}(t)`,
      text,
      inside,
    );
  if (inside.kind !== "call" || !value) return inside;
  const names = inside.arguments.map((argument) => (argument.kind === "name" ? argument.name : ""));
  const expected = value.columns > 1 ? "t, i" : "t";
  const written = names.join(", ");
  // a table of one column is that of one neuron, too
  if (written !== expected && !(value.columns === 1 && written === "t, i"))
    throw textError(
      `invalid arguments of ${inside.name}: expected ${inside.name}(${expected})`,
      text,
      inside,
    );
  const { start, end } = inside;
  return { kind: "name", name: INTERNAL.timed(inside.name), start, end };
}

const isRow = (row: unknown): boolean => typeof row === "object" && row !== null && "length" in row;

/** The first value of a row, as it was given. */
const firstOf = (row: unknown): unknown =>
  (row as Iterable<unknown>)[Symbol.iterator]().next().value;

/** Whether a value is values over time. @throws UserError for what was put together wrongly by hand. */
export function isTimed(value: unknown): value is Timed {
  const { kind, values, columns, dt, dimension } = (value ?? {}) as Partial<Timed>;
  if (kind !== "timed") return false;
  if (made.has(value as object)) return true;
  const isWhole =
    values instanceof Float64Array &&
    values.every(Number.isFinite) &&
    Number.isInteger(columns) &&
    Number(columns) >= 1 &&
    values.length > 0 &&
    values.length % Number(columns) === 0 &&
    Number(dt) > 0 &&
    Array.isArray(dimension);
  if (!isWhole)
    throw new UserError(`invalid values over time: ${shown(value)}; expected what timed() returns`);
  return true;
}
