import { inspect } from "node:util";
import { bestScale, formatNumber, fromScale, scaledUnitSymbol } from "./bestUnit.js";
import {
  combineDimensions,
  type Dimension,
  describeDimension,
  dimensionPower,
  isDimensionless,
  sameDimension,
} from "./dimension.js";
import type { Product, Quotient } from "./dimensionNames.js";
import { DimensionError } from "./errors.js";
import type { Measure } from "./measure.js";

/** What can stand in a product with a quantity: a plain number, or another quantity. */
type Factor = number | Quantity;

/**
 * A number with a physical dimension. Its value is kept in SI base units; units appear only when
 * it is made (`pS(15)`), read (`q.in(nS)`) or shown (`15 pS`). The type parameter is the name of
 * the dimension, so that a voltage given for a conductance is an error of the type checker;
 * arithmetic is checked again at run time.
 */
export class Quantity<out D extends string = string> {
  /** The name of the dimension, for the type checker only. */
  declare readonly dimensionName: D;

  /**
   * @param value the number in SI base units
   * @param dimension exponents of the SI base units
   */
  constructor(
    readonly value: number,
    readonly dimension: Dimension,
  ) {
    Object.freeze(this);
  }

  /**
   * The plain number of this quantity in a unit: `pS(15).in(nS)` is 0.015.
   * @throws DimensionError if the unit measures something else.
   */
  in(unit: Measure<D>): number;
  in(this: Quantity<never>, unit: Measure): number;
  in(unit: Measure): number {
    requireDimension(this, unit.dimension, `${this} in ${unit.symbol}`);
    return fromScale(this.value, unit.scale);
  }

  /** The sum. @throws DimensionError if the dimensions differ. */
  plus(other: Quantity<D>): Quantity<D>;
  plus<B extends string>(this: Quantity<never>, other: Quantity<B>): Quantity<B>;
  plus(other: Quantity<string>): Quantity<D> {
    requireSame(this, other, "+");
    return new Quantity(this.value + other.value, this.dimension);
  }

  /** The difference. @throws DimensionError if the dimensions differ. */
  minus(other: Quantity<D>): Quantity<D>;
  minus<B extends string>(this: Quantity<never>, other: Quantity<B>): Quantity<B>;
  minus(other: Quantity<string>): Quantity<D> {
    requireSame(this, other, "-");
    return new Quantity(this.value - other.value, this.dimension);
  }

  /** The product with a number or a quantity. */
  times(factor: number): Quantity<D>;
  times<B extends string>(factor: Quantity<B>): Quantity<Product<D, B>>;
  times(factor: Factor): Quantity {
    if (typeof factor === "number") return new Quantity(this.value * factor, this.dimension);
    return new Quantity(
      this.value * factor.value,
      combineDimensions(this.dimension, factor.dimension, 1),
    );
  }

  /** The quotient by a number or a quantity. */
  over(divisor: number): Quantity<D>;
  over<B extends string>(divisor: Quantity<B>): Quantity<Quotient<D, B>>;
  over(divisor: Factor): Quantity {
    if (typeof divisor === "number") return new Quantity(this.value / divisor, this.dimension);
    return new Quantity(
      this.value / divisor.value,
      combineDimensions(this.dimension, divisor.dimension, -1),
    );
  }

  /** This quantity to a power; the exponents of its units are multiplied by it. */
  power(exponent: number): Quantity<never> {
    return new Quantity(this.value ** exponent, dimensionPower(this.dimension, exponent));
  }

  /** The square root: `seconds(4).squareRoot()` has the unit second^(1/2). */
  squareRoot(): Quantity<never> {
    return new Quantity(Math.sqrt(this.value), dimensionPower(this.dimension, 0.5));
  }

  /** The same quantity with the opposite sign. */
  negative(): Quantity<D> {
    return new Quantity(-this.value, this.dimension);
  }

  /** -1, 0 or 1 as this is less than, equal to or greater than the other; NaN if either is NaN. */
  compare(other: Quantity<D>): number;
  compare(this: Quantity<never>, other: Quantity): number;
  compare(other: Quantity): number {
    requireSame(this, other, "compared with");
    return this.value === other.value ? 0 : Math.sign(this.value - other.value);
  }

  /** Whether dimension and value are the same. */
  equals(other: Quantity): boolean {
    return sameDimension(this.dimension, other.dimension) && Object.is(this.value, other.value);
  }

  /**
   * Text in the unit that suits the size best, to 8 decimals: "243.75 pS".
   * @param digits significant digits instead; 17 give back the same quantity when parsed.
   */
  format(digits?: number): string {
    const { scale, prefix } = bestScale([this.value], this.dimension);
    const number = formatNumber(fromScale(this.value, scale), digits);
    const symbol = scaledUnitSymbol(prefix, this.dimension);
    return symbol === "" ? number : `${number} ${symbol}`;
  }

  toString(): string {
    return this.format();
  }

  /** The value in SI base units and the exponents of the SI base units. */
  toJSON(): { value: number; dimension: Dimension } {
    return { value: this.value, dimension: this.dimension };
  }

  /**
   * Plain numbers in formulas (`q * 2`, `q < r`) would lose the unit without notice.
   * Text is fine (`${q}`), and so are dimensionless quantities.
   * @throws DimensionError when a quantity with a unit is used as a plain number.
   */
  [Symbol.toPrimitive](hint: "number" | "string" | "default"): number | string {
    if (hint === "string") return this.toString();
    if (isDimensionless(this.dimension)) return this.value;
    if (hint === "default") return this.toString();
    throw new DimensionError(
      `invalid number: ${this}; a quantity with a unit is not a plain number; ` +
        "use .plus(), .times(), .compare(), or .in(unit) to get a number",
    );
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** @throws DimensionError unless both have the same dimension. */
function requireSame(a: Quantity, b: Quantity, operation: string): void {
  if (!(b instanceof Quantity))
    throw new DimensionError(
      `inconsistent units: ${a} ${operation} ${b}: the second has no unit; expected ${describeDimension(a.dimension)}`,
    );
  if (!sameDimension(a.dimension, b.dimension))
    throw new DimensionError(
      `inconsistent units: ${a} ${operation} ${b}: ` +
        `${describeDimension(a.dimension)} and ${describeDimension(b.dimension)}`,
    );
}

/** @throws DimensionError unless the quantity has the dimension expected. */
export function requireDimension(
  quantity: { dimension: Dimension },
  expected: Dimension,
  what: string,
): void {
  if (!sameDimension(quantity.dimension, expected))
    throw new DimensionError(
      `inconsistent units: ${what}: expected ${describeDimension(expected)}, ` +
        `got ${describeDimension(quantity.dimension)}`,
    );
}
