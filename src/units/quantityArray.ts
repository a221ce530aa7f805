import { DIGEST_PARTS, INSPECT, requireFunction, shown, UserError } from "../base/index.js";
import { bestScale, formatNumber, fromScale, scaledUnitSymbol } from "./bestUnit.js";
import {
  combineDimensions,
  type Dimension,
  describeDimension,
  sameDimension,
} from "./dimension.js";
import { DimensionError } from "./dimensionError.js";
import type { Product, Quotient } from "./dimensionNames.js";
import type { Measure } from "./measure.js";
import { Quantity, requireDimension, requireMeasure } from "./quantity.js";

declare module "./quantity.js" {
  // what a single quantity gives with an array: stated here, since arrays know single quantities
  interface Quantity<out D extends string = string> {
    plus(other: QuantityArray<D>): QuantityArray<D>;
    minus(other: QuantityArray<D>): QuantityArray<D>;
    times<B extends string>(factor: QuantityArray<B>): QuantityArray<Product<D, B>>;
    over<B extends string>(divisor: QuantityArray<B>): QuantityArray<Quotient<D, B>>;
  }
}

/** A quantity or an array of quantities: what both have in common. */
interface Operand<B extends string> {
  readonly dimension: Dimension;
  readonly dimensionName: B;
}

/**
 * Numbers with one common dimension, kept as a Float64Array in SI base units.
 * Iterating gives quantities. Arithmetic acts on each element, with a number, a quantity, or
 * another array of the same length.
 * @example
 * ```ts
 * const V = mV([-70, -65]);
 * V.plus(mV(5)).in(mV); // => Float64Array(2) [ -65, -60 ]
 * V.over(ms(10)).at(0); // => -7 V/s
 * [...V].map((v) => v.compare(mV(-66)) > 0) // => [ false, true ]
 * ```
 */
export class QuantityArray<out D extends string = string> implements Iterable<Quantity<D>> {
  /** The name of the dimension, for the type checker only. */
  declare readonly dimensionName: D;

  /**
   * @param values numbers in SI base units; kept, not copied
   * @param dimension exponents of the SI base units
   */
  constructor(
    readonly values: Float64Array,
    readonly dimension: Dimension,
  ) {
    Object.freeze(this);
  }

  /**
   * An array from single quantities.
   * @throws DimensionError if their dimensions differ; UserError if there are none.
   */
  static from<D extends string>(quantities: Iterable<Quantity<D>>): QuantityArray<D> {
    const list = Array.from(quantities);
    const first = list[0];
    if (first === undefined)
      throw new UserError("invalid quantities: none given; their unit cannot be known");
    for (const quantity of list) {
      if (!(quantity instanceof Quantity))
        throw new UserError(
          `invalid quantity: ${shown(quantity)}; expected quantities like ${first}`,
        );
      requireDimension(quantity, first.dimension, `${quantity} beside ${first}`);
    }
    return new QuantityArray(
      Float64Array.from(list, (q) => q.value),
      first.dimension,
    );
  }

  /** How many values there are. */
  get length(): number {
    return this.values.length;
  }

  /** The element at an index; negative indices count from the end; undefined past either end. */
  at(index: number): Quantity<D> | undefined {
    requireIndex("index", index);
    const value = this.values.at(index);
    return value === undefined ? undefined : new Quantity<D>(value, this.dimension);
  }

  /** Elements from `start` to before `end`, as Array.prototype.slice takes them. */
  slice(start?: number, end?: number): QuantityArray<D> {
    if (start !== undefined) requireIndex("start", start);
    if (end !== undefined) requireIndex("end", end);
    return new QuantityArray(this.values.slice(start, end), this.dimension);
  }

  *[Symbol.iterator](): IterableIterator<Quantity<D>> {
    for (const value of this.values) yield new Quantity<D>(value, this.dimension);
  }

  /** A list of what a function makes of each quantity. */
  map<T>(make: (quantity: Quantity<D>, index: number) => T): T[] {
    requireFunction("what to make of each quantity", make);
    return Array.from(this, make);
  }

  /**
   * The plain numbers in a unit.
   * @throws DimensionError if the unit measures something else.
   */
  in(unit: Measure<D>): Float64Array;
  in(this: QuantityArray<never>, unit: Measure): Float64Array;
  in(unit: Measure): Float64Array {
    requireMeasure(unit);
    requireDimension(this, unit.dimension, `${this} in ${unit.symbol}`);
    return this.values.map((value) => fromScale(value, unit.scale));
  }

  /** Elementwise sum. @throws DimensionError if the dimensions differ. */
  plus(other: Operand<D>): QuantityArray<D>;
  plus<B extends string>(this: QuantityArray<never>, other: Operand<B>): QuantityArray<B>;
  plus(other: Operand<string>): QuantityArray<D> {
    requireOperand(other, this, "+");
    return new QuantityArray(
      this.combine(other, (a, b) => a + b),
      this.dimension,
    );
  }

  /** Elementwise difference. @throws DimensionError if the dimensions differ. */
  minus(other: Operand<D>): QuantityArray<D>;
  minus<B extends string>(this: QuantityArray<never>, other: Operand<B>): QuantityArray<B>;
  minus(other: Operand<string>): QuantityArray<D> {
    requireOperand(other, this, "-");
    return new QuantityArray(
      this.combine(other, (a, b) => a - b),
      this.dimension,
    );
  }

  /** Elementwise product. */
  times(factor: number): QuantityArray<D>;
  times<B extends string>(factor: Operand<B>): QuantityArray<Product<D, B>>;
  times(factor: number | Operand<string>): unknown {
    const product = this.combine(factor, (a, b) => a * b);
    if (typeof factor === "number") return new QuantityArray(product, this.dimension);
    return new QuantityArray(product, combineDimensions(this.dimension, factor.dimension, 1));
  }

  /** Elementwise quotient. */
  over(divisor: number): QuantityArray<D>;
  over<B extends string>(divisor: Operand<B>): QuantityArray<Quotient<D, B>>;
  over(divisor: number | Operand<string>): unknown {
    const quotient = this.combine(divisor, (a, b) => a / b);
    if (typeof divisor === "number") return new QuantityArray(quotient, this.dimension);
    return new QuantityArray(quotient, combineDimensions(this.dimension, divisor.dimension, -1));
  }

  /** What a quantity gives when it is divided by each of these. */
  dividing(dividend: Quantity): QuantityArray<never> {
    if (!(dividend instanceof Quantity))
      throw new UserError(`invalid dividend: ${shown(dividend)}; expected a quantity`);
    return new QuantityArray(
      this.values.map((value) => dividend.value / value),
      combineDimensions(dividend.dimension, this.dimension, -1),
    );
  }

  /** Whether dimension, length and all values are the same. */
  equals(other: QuantityArray): boolean {
    return (
      other instanceof QuantityArray &&
      sameDimension(this.dimension, other.dimension) &&
      this.length === other.length &&
      this.values.every((value, i) => Object.is(value, other.values[i]))
    );
  }

  private combine(
    other: number | Operand<string>,
    operation: (a: number, b: number) => number,
  ): Float64Array {
    if (typeof other === "number") return this.values.map((value) => operation(value, other));
    if (other instanceof Quantity) return this.values.map((value) => operation(value, other.value));
    if (!(other instanceof QuantityArray))
      throw new UserError(
        `invalid operand: ${shown(other)}; expected a number, a quantity or quantities`,
      );
    if (other.length !== this.length)
      throw new UserError(
        `invalid lengths: ${this.length} and ${other.length} quantities; expected as many of both`,
      );
    return this.values.map((value, i) => operation(value, other.values[i]));
  }

  /** "[0 2.5 5 ... 27.5 30] pS": all in one best unit, shortened when long. */
  toString(): string {
    const { scale, prefix } = bestScale(this.values, this.dimension);
    const show = (value: number): string => formatNumber(fromScale(value, scale));
    const shown =
      this.length <= LONGEST_SHOWN
        ? Array.from(this.values, show)
        : [
            ...Array.from(this.values.subarray(0, 3), show),
            "...",
            ...Array.from(this.values.subarray(-3), show),
          ];
    return `[${shown.join(" ")}] ${scaledUnitSymbol(prefix, this.dimension)}`.trimEnd();
  }

  /** The values in SI base units and the exponents of the SI base units. */
  toJSON(): { values: number[]; dimension: Dimension } {
    return { values: Array.from(this.values), dimension: this.dimension };
  }

  /** Arrays are no plain numbers. @throws DimensionError when used as one. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "number")
      throw new DimensionError(
        `invalid number: ${this}; an array of quantities is not a number; use .times(), .over(), .in(unit)`,
      );
    return this.toString();
  }

  /** @internal */
  [DIGEST_PARTS](): readonly unknown[] {
    return ["QuantityArray", this.values, this.dimension];
  }

  /** @internal */
  [INSPECT](): string {
    return this.toString();
  }
}

/** @throws DimensionError unless an operand is one, and has the dimension of the array. */
function requireOperand(other: unknown, array: QuantityArray, operation: string): void {
  if (!(other instanceof Quantity || other instanceof QuantityArray))
    throw new DimensionError(
      `inconsistent units: ${array} ${operation} ${shown(other)}: the second has no unit; expected ${describeDimension(array.dimension)}`,
    );
  requireDimension(other, array.dimension, `${array} ${operation} ${other}`);
}

/** @throws UserError unless a value can count elements. */
function requireIndex(what: string, index: unknown): void {
  if (typeof index !== "number" || Number.isNaN(index))
    throw new UserError(`invalid ${what}: ${shown(index)}; expected a whole number`);
}

/** Arrays up to this length are shown whole. */
const LONGEST_SHOWN = 20;
