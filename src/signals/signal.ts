import { inspect } from "node:util";
import { UserError } from "../base/index.js";
import {
  type Dimension,
  type Measure,
  NAMED_DIMENSIONS,
  Quantity,
  QuantityArray,
} from "../units/index.js";

/**
 * A quantity sampled at even steps of time: one recorded variable of one neuron.
 * The samples are kept as a Float64Array in SI base units.
 */
export class Signal<out D extends string = string> {
  /** The name of the dimension, for the type checker only. */
  declare readonly dimensionName: D;

  /**
   * @param values samples in SI base units; kept, not copied
   * @param dimension exponents of the SI base units
   * @param timestep seconds from one sample to the next
   * @param start time of the first sample, in seconds
   */
  constructor(
    readonly values: Float64Array,
    readonly dimension: Dimension,
    readonly timestep: number,
    readonly start: number = 0,
  ) {
    Object.freeze(this);
  }

  get length(): number {
    return this.values.length;
  }

  /** The samples as plain numbers in a unit. @throws DimensionError if the unit does not fit. */
  in(unit: Measure<D>): Float64Array;
  in(this: Signal<never>, unit: Measure): Float64Array;
  in(unit: Measure): Float64Array {
    return new QuantityArray<never>(this.values, this.dimension).in(unit);
  }

  /** The samples as an array of quantities (a view, no copy). */
  get quantities(): QuantityArray<D> {
    return new QuantityArray<D>(this.values, this.dimension);
  }

  /** One sample; negative indices count from the end; undefined past either end. */
  at(index: number): Quantity<D> | undefined {
    return this.quantities.at(index);
  }

  /** The times of the samples. */
  get times(): QuantityArray<"time"> {
    const seconds = Float64Array.from(this.values, (_, i) => this.start + i * this.timestep);
    return new QuantityArray<"time">(seconds, TIME);
  }

  /** The part from one time up to, but not including, another (a view, no copy). */
  between(from: Quantity<"time">, to: Quantity<"time">): Signal<D> {
    if (from.compare(to) > 0)
      throw new UserError(`invalid time window: ${from} to ${to}; expected the earlier time first`);
    // the small slack keeps 10000 * 0.1 ms and 1 s the same sample in spite of rounding
    const index = (time: number): number =>
      Math.min(this.length, Math.max(0, Math.ceil((time - this.start) / this.timestep - 1e-6)));
    const first = index(from.value);
    return new Signal<D>(
      this.values.subarray(first, index(to.value)),
      this.dimension,
      this.timestep,
      this.start + first * this.timestep,
    );
  }

  /** Whether samples, unit and time axis are the same. */
  equals(other: Signal): boolean {
    return (
      this.quantities.equals(other.quantities) &&
      this.timestep === other.timestep &&
      this.start === other.start
    );
  }

  toString(): string {
    return this.quantities.toString();
  }

  [inspect.custom](): string {
    const step = new Quantity<"time">(this.timestep, TIME);
    return `${this} (${this.length} samples, every ${step})`;
  }
}

const TIME: Dimension = NAMED_DIMENSIONS.time.exponents;
