import {
  DIGEST_PARTS,
  INSPECT,
  requireWholeNumber,
  seeManual,
  shown,
  UserError,
} from "../base/index.js";
import { bestScale, formatNumber, fromScale, scaledUnitSymbol } from "./bestUnit.js";
import {
  combineDimensions,
  type Dimension,
  describeDimension,
  dimensionPower,
  isDimensionless,
  sameDimension,
} from "./dimension.js";
import { DimensionError } from "./dimensionError.js";
import type { Product, Quotient } from "./dimensionNames.js";
import type { Measure } from "./measure.js";

/** An array of quantities, as far as single ones know of it; quantityArray.ts adds the types. */
interface Many {
  readonly values: Float64Array;
  plus(other: Quantity): unknown;
  times(factor: number | Quantity): Many;
  dividing(dividend: Quantity): unknown;
}

/**
 * A number with a physical dimension. Its value is kept in SI base units; units appear only when
 * it is made (`pS(15)`), read (`q.in(nS)`) or shown (`15 pS`). The type parameter is the name of
 * the dimension, so that a voltage given for a conductance is an error of the type checker;
 * arithmetic is checked again at run time.
 * @example
 * ```ts
 * mV(20).minus(mV(5)); // => 15 mV
 * mV(20).over(pA(10)); // => 2 Gohm
 * pS(15).in(nS); // => 0.015
 * mV(-3).compare(mV(2)) < 0 // => true
 * ```
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
    requireMeasure(unit);
    requireDimension(this, unit.dimension, `${this} in ${unit.symbol}`);
    return fromScale(this.value, unit.scale);
  }

  /** The sum, with an array the sum with each. @throws DimensionError if the dimensions differ. */
  plus(other: Quantity<D>): Quantity<D>;
  plus<B extends string>(this: Quantity<never>, other: Quantity<B>): Quantity<B>;
  plus(other: Quantity | Many): unknown {
    if (isArray(other)) return other.plus(this);
    requireSame(this, other, "+");
    return new Quantity(this.value + other.value, this.dimension);
  }

  /** The difference, with an array that to each. @throws DimensionError if the dimensions differ. */
  minus(other: Quantity<D>): Quantity<D>;
  minus<B extends string>(this: Quantity<never>, other: Quantity<B>): Quantity<B>;
  minus(other: Quantity | Many): unknown {
    if (isArray(other)) return other.times(-1).plus(this);
    requireSame(this, other, "-");
    return new Quantity(this.value - other.value, this.dimension);
  }

  /** The product with a number or a quantity, with an array the product with each. */
  times(factor: number): Quantity<D>;
  times<B extends string>(factor: Quantity<B>): Quantity<Product<D, B>>;
  times(factor: number | Quantity | Many): unknown {
    if (isArray(factor)) return factor.times(this);
    if (typeof factor === "number") return new Quantity(this.value * factor, this.dimension);
    requireFactor(factor, `${this} times`);
    return new Quantity(
      this.value * factor.value,
      combineDimensions(this.dimension, factor.dimension, 1),
    );
  }

  /** The quotient by a number or a quantity, by an array that by each. */
  over(divisor: number): Quantity<D>;
  over<B extends string>(divisor: Quantity<B>): Quantity<Quotient<D, B>>;
  over(divisor: number | Quantity | Many): unknown {
    if (isArray(divisor)) return divisor.dividing(this);
    if (typeof divisor === "number") return new Quantity(this.value / divisor, this.dimension);
    requireFactor(divisor, `${this} over`);
    return new Quantity(
      this.value / divisor.value,
      combineDimensions(this.dimension, divisor.dimension, -1),
    );
  }

  /**
   * This quantity to a power; the exponents of its units are multiplied by it.
   * @throws UserError for an exponent that is no finite number.
   */
  power(exponent: number): Quantity<never> {
    if (typeof exponent !== "number" || !Number.isFinite(exponent))
      throw new UserError(`invalid exponent: ${shown(exponent)}; expected a finite number`);
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
    return (
      other instanceof Quantity &&
      sameDimension(this.dimension, other.dimension) &&
      Object.is(this.value, other.value)
    );
  }

  /**
   * Text in the unit that suits the size best, to 8 decimals: "243.75 pS".
   * @param digits significant digits instead; 17 give back the same quantity when parsed.
   */
  format(digits?: number): string {
    if (digits !== undefined) requireWholeNumber("digits", digits, 1, 100);
    const { scale, prefix } = bestScale([this.value], this.dimension);
    const number = fromScale(this.value, scale);
    const isExact = digits === undefined || digits < 17 || number * scale === this.value;
    // where the last bit is lost between a unit and the SI, the unit of the SI itself keeps it
    const [kept, symbol] = isExact
      ? [number, scaledUnitSymbol(prefix, this.dimension)]
      : [this.value, scaledUnitSymbol("", this.dimension)];
    const text = formatNumber(kept, digits);
    return symbol === "" ? text : `${text} ${symbol}`;
  }

  /** The text that it shows as: in the unit that suits it best, `15 pS`. */
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
        `use .plus(), .times(), .compare(), or .in(unit) to get a number${seeManual("units")}`,
    );
  }

  /** @internal */
  [DIGEST_PARTS](): readonly unknown[] {
    return ["Quantity", this.value, this.dimension];
  }

  /** @internal */
  [INSPECT](): string {
    return this.toString();
  }
}

/** Whether an operand is an array of quantities: told by what it holds, since arrays know quantities. */
const isArray = (operand: unknown): operand is Many =>
  !(operand instanceof Quantity) && (operand as Many | undefined)?.values instanceof Float64Array;

/** @throws UserError for an operand that is neither a number nor a quantity. */
function requireFactor(factor: unknown, operation: string): asserts factor is Quantity {
  if (!(factor instanceof Quantity))
    throw new UserError(
      `invalid operand: ${operation} ${shown(factor)}; expected a number or a quantity`,
    );
}

/** @throws DimensionError unless both have the same dimension. */
function requireSame(a: Quantity, b: unknown, operation: string): asserts b is Quantity {
  if (!(b instanceof Quantity))
    throw new DimensionError(
      `inconsistent units: ${a} ${operation} ${shown(b)}: the second has no unit; expected ${describeDimension(a.dimension)}`,
    );
  if (!sameDimension(a.dimension, b.dimension))
    throw new DimensionError(
      `inconsistent units: ${a} ${operation} ${b}: ` +
        `${describeDimension(a.dimension)} and ${describeDimension(b.dimension)}`,
    );
}

/** @throws UserError for what is no unit. */
export function requireMeasure(unit: unknown): asserts unit is Measure {
  const { dimension, scale } = (unit ?? {}) as Partial<Measure>;
  if (!Array.isArray(dimension) || typeof scale !== "number")
    throw new UserError(`invalid unit: ${shown(unit)}; expected a unit like mV`);
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
