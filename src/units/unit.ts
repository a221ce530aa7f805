import { shown, UserError } from "../base/index.js";
import type { Dimension } from "./dimension.js";
import { combineDimensions } from "./dimension.js";
import type { Product, Quotient } from "./dimensionNames.js";
import type { Measure } from "./measure.js";
import { Quantity, requireMeasure } from "./quantity.js";
import { QuantityArray } from "./quantityArray.js";

/**
 * A unit. Called with a number it makes a quantity, `mV(-65)`; with numbers it makes an array of
 * quantities, `pS([0, 2.5, 5])`. Units combine: `nS.per(mV)(0.7)`.
 */
export interface Unit<D extends string = string> extends Measure<D> {
  (value: number): Quantity<D>;
  (values: Iterable<number>): QuantityArray<D>;
  /** The product unit: `volt.times(second)`. */
  times<B extends string>(other: Unit<B>): Unit<Product<D, B>>;
  /** The quotient unit: `nS.per(mV)`. */
  per<B extends string>(other: Unit<B>): Unit<Quotient<D, B>>;
}

/** Makes a unit from its symbol, its size in SI base units and its dimension. */
export function makeUnit<D extends string>(
  symbol: string,
  scale: number,
  dimension: Dimension,
): Unit<D> {
  function unit(value: number | Iterable<number>): Quantity<D> | QuantityArray<D> {
    if (typeof value === "number") return new Quantity<D>(value * scale, dimension);
    if (typeof (value as Iterable<number> | undefined)?.[Symbol.iterator] !== "function")
      throw new UserError(
        `invalid value for ${symbol}: ${shown(value)}; expected a number or numbers`,
      );
    const numbers = typeof value === "string" ? [value] : Array.from(value);
    const odd = numbers.findIndex((number) => typeof number !== "number");
    if (odd >= 0)
      throw new UserError(`invalid value for ${symbol}: ${shown(numbers[odd])}; expected a number`);
    return new QuantityArray<D>(
      Float64Array.from(numbers as number[], (number) => number * scale),
      dimension,
    );
  }
  const combine = (other: Unit, sign: 1 | -1): Unit<never> => {
    requireMeasure(other);
    return makeUnit(
      sign === 1 ? `${symbol} ${other.symbol}` : `${symbol}/${wrapped(other.symbol)}`,
      sign === 1 ? scale * other.scale : scale / other.scale,
      combineDimensions(dimension, other.dimension, sign),
    );
  };
  return Object.assign(unit, {
    symbol,
    scale,
    dimension,
    times: (other: Unit) => combine(other, 1),
    per: (other: Unit) => combine(other, -1),
    toString: () => symbol,
  }) as unknown as Unit<D>;
}

const wrapped = (symbol: string): string => (/[ /]/.test(symbol) ? `(${symbol})` : symbol);
