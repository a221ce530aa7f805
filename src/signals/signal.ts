import { INSPECT, requireWholeNumber, shown, UserError } from "../base/index.js";
import {
  type Dimension,
  lower,
  type Measure,
  NAMED_DIMENSIONS,
  type Quantity,
  QuantityArray,
} from "../units/index.js";
import { plainNumbers } from "./numbers.js";
import { type TimeWindow, timeText, windowWithin } from "./timeWindow.js";

const TIME: Dimension = NAMED_DIMENSIONS.time.exponents;

/**
 * A quantity sampled at even steps of time: one recorded variable of one neuron.
 * The samples are kept as a Float64Array in SI base units. Each stands at its time: what was
 * recorded before step k of a simulation at k dt, what was recorded after it at (k + 1) dt.
 * @example
 * ```ts
 * signal.at(0); // => 0 V
 * signal.in(mV); // the samples as plain numbers
 * signal.between(ms(100), ms(200)).length // => 1000
 * ```
 */
export class Signal<out D extends string = string> implements TimeWindow {
  /** The name of the dimension, for the type checker only. */
  declare readonly dimensionName: D;

  /** Samples in SI base units. */
  readonly values: Float64Array;

  /**
   * @param values samples in SI base units; a Float64Array is kept, not copied
   * @param dimension exponents of the SI base units
   * @param timestep seconds from one sample to the next
   * @param start time of the first sample, in seconds
   * @throws UserError for what are no samples or no times.
   */
  constructor(
    values: Float64Array,
    readonly dimension: Dimension,
    readonly timestep: number,
    readonly start: number = 0,
  ) {
    this.values = plainNumbers("samples", values);
    if (!Array.isArray(dimension))
      throw new UserError(
        `invalid dimension: ${shown(dimension)}; expected the exponents of a unit, like mV.dimension`,
      );
    lower("timestep", timestep, "dimensionless", { above: 0 });
    lower("start", start, "dimensionless");
    Object.freeze(this);
  }

  /** How many samples there are. */
  get length(): number {
    return this.values.length;
  }

  /** The end of the signal, in seconds: one timestep after its last sample. */
  get stop(): number {
    return this.start + this.length * this.timestep;
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
    requireWholeNumber("index", index, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    return this.quantities.at(index);
  }

  /** The times of the samples. */
  get times(): QuantityArray<"time"> {
    const seconds = Float64Array.from(this.values, (_, i) => this.start + i * this.timestep);
    return new QuantityArray<"time">(seconds, TIME);
  }

  /**
   * The part from one time up to, but not including, another (a view, no copy), cut to what was
   * recorded.
   * @throws UserError unless the first time is before the second and some of it was recorded.
   */
  between(from: Quantity<"time">, to: Quantity<"time">): Signal<D> {
    const { start, stop } = windowWithin(this, from, to);
    // the small slack keeps 10000 * 0.1 ms and 1 s the same sample in spite of rounding
    const index = (time: number): number =>
      Math.min(this.length, Math.max(0, Math.ceil((time - this.start) / this.timestep - 1e-6)));
    const first = index(start);
    return new Signal<D>(
      this.values.subarray(first, index(stop)),
      this.dimension,
      this.timestep,
      this.start + first * this.timestep,
    );
  }

  /** Whether samples, unit and time axis are the same. */
  equals(other: Signal): boolean {
    return (
      other instanceof Signal &&
      this.quantities.equals(other.quantities) &&
      this.timestep === other.timestep &&
      this.start === other.start
    );
  }

  toString(): string {
    return this.quantities.toString();
  }

  /** @internal */
  [INSPECT](): string {
    return `${this} (${this.length} samples, every ${timeText(this.timestep)})`;
  }
}

/** @throws UserError for what is no signal. */
export function requireSignal(what: string, signal: unknown): asserts signal is Signal {
  if (!(signal instanceof Signal))
    throw new UserError(`invalid ${what}: ${shown(signal)}; expected a Signal`);
}
