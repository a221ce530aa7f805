import {
  checkOptions,
  elementary,
  requireWholeNumber,
  showAs,
  shown,
  UserError,
} from "../base/index.js";
import {
  type Bounds,
  DIMENSIONLESS,
  isDimensionless,
  isManyValues,
  lower,
  Quantity,
  QuantityArray,
} from "../units/index.js";
import type { Drawn } from "./distributions/drawn.js";
import { exponential } from "./distributions/exponential.js";
import { integers } from "./distributions/integers.js";
import { distributionOf, drawMany, isDrawn } from "./distributions/list.js";
import { normal } from "./distributions/normal.js";
import { drawnFrom } from "./distributions/oneOf.js";
import { uniform } from "./distributions/uniform.js";
import { DefaultStream, type RandomStream } from "./streams.js";

/** One value of a distribution, and many: quantities where it is one of quantities. */
export type One<D extends string> = D extends "dimensionless" ? number : Quantity<D>;
export type Many<D extends string> = D extends "dimensionless" ? number[] : QuantityArray<D>;

/** A number or a quantity of one dimension. */
type Given<D extends string> = D extends "dimensionless" ? number : Quantity<D>;

/**
 * Random numbers for one's own code; {@link random} makes one. Each call draws on from where the one
 * before has stopped. With a count there are many at once, as a list, or as an array of quantities
 * where quantities are given.
 */
export interface Random {
  /** Uniform from `low` to before `high`; from 0 to 1 by default. */
  uniform(): number;
  uniform(low: number, high: number): number;
  uniform(low: number, high: number, count: number): number[];
  uniform<D extends string>(low: Quantity<D>, high: Quantity<D>): Quantity<D>;
  uniform<D extends string>(low: Quantity<D>, high: Quantity<D>, count: number): QuantityArray<D>;
  /** Normal; of mean 0 and standard deviation 1 by default. */
  normal(): number;
  normal(mean: number, deviation: number): number;
  normal(mean: number, deviation: number, count: number): number[];
  normal<D extends string>(mean: Quantity<D>, deviation: Quantity<D>): Quantity<D>;
  normal<D extends string>(
    mean: Quantity<D>,
    deviation: Quantity<D>,
    count: number,
  ): QuantityArray<D>;
  /** Exponential, of a mean that is 1 by default. */
  exponential(): number;
  exponential(mean: number): number;
  exponential(mean: number, count: number): number[];
  exponential<D extends string>(mean: Quantity<D>): Quantity<D>;
  exponential<D extends string>(mean: Quantity<D>, count: number): QuantityArray<D>;
  /** Counts of the Poisson distribution. */
  poisson(mean: number): number;
  poisson(mean: number, count: number): number[];
  /** Whole numbers, both ends included. */
  integers(from: number, to: number): number;
  integers(from: number, to: number, count: number): number[];
  /** Of any distribution: `draw(gamma(2, ms(5)), 100)`. */
  draw<D extends string>(drawn: Drawn<D>): One<D>;
  draw<D extends string>(drawn: Drawn<D>, count: number): Many<D>;
  /** One of the items, all alike or with weights. */
  choice<T>(items: Iterable<T>, options?: { weights?: readonly number[] }): T;
  /** So many different ones of the items, in random order: none comes twice. */
  sample<T>(items: Iterable<T>, count: number): T[];
  /** The items in random order; what was given stays as it is. */
  shuffle<T>(items: Iterable<T>): T[];
}

/** Most values of one call. */
const MOST = 1e8;

/**
 * A generator of random numbers for one's own code: the same numbers for the same seed and name, in Node
 * and in every browser. Generators of other names are independent of each other, so that what is drawn for
 * one thing does not change when something else is drawn more often.
 *
 * ```ts
 * const positions = random(1, "positions")
 * positions.uniform(mm(0), mm(1), 100) // 100 lengths
 * random(1).normal(mV(-70), mV(5), 100) // 100 voltages
 * random(1).sample([1, 2, 3, 4, 5], 2)
 * random(1).draw(gamma(2, ms(5)))
 * ```
 *
 * xoshiro256++ (Blackman and Vigna 2021), seeded by a digest of seed and name; deviates by the ziggurat
 * method, Poisson counts by inversion or, from a mean of 10 on, transformed rejection (Hoermann 1993).
 * @param seed a whole number, 0 or more
 * @throws UserError for a seed or name that is none; the methods for parameters that do not fit.
 */
export function random(seed: number, name = ""): Random {
  requireWholeNumber("seed", seed, 0, Number.MAX_SAFE_INTEGER);
  if (typeof name !== "string")
    throw new UserError(`invalid name of random: ${shown(name)}; expected text like "positions"`);
  const made = new Generator(new DefaultStream(seed, `own code: ${name}`)) as unknown as Random;
  const called = name === "" ? "" : `, ${JSON.stringify(name)}`;
  return showAs(made, () => `random(${seed}${called})`);
}

class Generator {
  private readonly stream: RandomStream;

  constructor(stream: RandomStream) {
    this.stream = stream;
    // the stream is nobody's business where a generator is printed
    Object.defineProperty(this, "stream", { enumerable: false });
  }

  uniform(low: Given<string> = 0 as never, high: Given<string> = 1 as never, count?: number) {
    return this.draw(uniform(low, high), count);
  }

  normal(mean: Given<string> = 0 as never, deviation: Given<string> = 1 as never, count?: number) {
    return this.draw(normal(mean, deviation), count);
  }

  exponential(mean: Given<string> = 1 as never, count?: number) {
    return this.draw(exponential(mean), count);
  }

  integers(from: number, to: number, count?: number) {
    return this.draw(integers(from, to), count);
  }

  poisson(mean: number, count?: number): number | number[] {
    const checked = lower("mean of poisson", mean, DIMENSIONLESS, POISSON_MEANS);
    return this.times(count, () => poissonCount(this.stream, checked));
  }

  draw(drawn: Drawn, count?: number): number | number[] | Quantity | QuantityArray {
    if (!isDrawn(drawn))
      throw new UserError(
        `invalid values to draw: ${shown(drawn)}; expected a distribution like normal(mV(-65), mV(5))`,
      );
    distributionOf(drawn);
    const values = drawMany(drawn, requireCount(count ?? 1), this.stream);
    const { dimension } = drawn;
    if (isDimensionless(dimension)) return count === undefined ? values[0] : Array.from(values);
    return count === undefined
      ? new Quantity(values[0], dimension)
      : new QuantityArray(values, dimension);
  }

  choice<T>(given: Iterable<T>, options: { weights?: readonly number[] } = {}): T {
    checkOptions("choice", options, ["weights"]);
    const items = listOf("choice", given);
    if (items.length === 0)
      throw new UserError("invalid items of choice: there are none; expected one or more");
    const { weights } = options;
    const places = items.map((_, k) => k);
    return items[Number(this.draw(drawnFrom("choice", places, DIMENSIONLESS, weights)))];
  }

  sample<T>(given: Iterable<T>, count: number): T[] {
    const items = listOf("sample", given);
    requireWholeNumber("count", count, 0, items.length);
    return this.firstShuffled(items, count);
  }

  shuffle<T>(given: Iterable<T>): T[] {
    const items = listOf("shuffle", given);
    return this.firstShuffled(items, items.length);
  }

  /** The first items of a random order (Fisher and Yates 1938). */
  private firstShuffled<T>(items: T[], count: number): T[] {
    for (let k = 0; k < Math.min(count, items.length - 1); k++) {
      const other = k + this.stream.whole(items.length - k);
      [items[k], items[other]] = [items[other], items[k]];
    }
    return items.slice(0, count);
  }

  private times<T>(count: number | undefined, make: () => T): T | T[] {
    return count === undefined ? make() : Array.from({ length: requireCount(count) }, make);
  }
}

function requireCount(count: number): number {
  requireWholeNumber("count", count, 0, MOST);
  return count;
}

/** The items of a list, of a typed array or an array of quantities, as a new list. */
function listOf<T>(what: string, items: Iterable<T>): T[] {
  const isList = typeof items === "object" && items !== null && Symbol.iterator in items;
  if (!isList && !isManyValues(items))
    throw new UserError(`invalid items of ${what}: ${shown(items)}; expected a list`);
  return [...items];
}

const POISSON_MEANS: Bounds = { least: 0, most: 2 ** 31 };

/** From here on counts are drawn by rejection. */
const LARGE_MEAN = 10;

const { exp, log } = elementary;

/** A Poisson deviate. */
function poissonCount(stream: RandomStream, mean: number): number {
  return mean < LARGE_MEAN ? byInversion(stream, mean) : byRejection(stream, mean);
}

function byInversion(stream: RandomStream, mean: number): number {
  let rest = stream.uniform();
  let probability = exp(-mean);
  // rounding may leave a rest that no count takes up
  for (let count = 0; count < 1000; count++) {
    if (rest < probability) return count;
    rest -= probability;
    probability *= mean / (count + 1);
  }
  return Math.ceil(mean);
}

/** Transformed rejection with squeeze (Hoermann 1993, algorithm PTRS). */
function byRejection(stream: RandomStream, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverse = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = stream.uniform() - 0.5;
    const v = stream.uniform();
    const side = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / side + b) * u + mean + 0.43);
    if (side >= 0.07 && v <= squeeze) return count;
    if (count < 0 || (side < 0.013 && v > side)) continue;
    const height = log(v) + log(inverse) - log(a / (side * side) + b);
    if (height <= count * log(mean) - mean - logFactorial(count)) return count;
  }
}

/** log n!, by Stirling's series from 10 on. */
function logFactorial(n: number): number {
  if (n < 10) {
    let product = 1;
    for (let k = 2; k <= n; k++) product *= k;
    return log(product);
  }
  const inverse = 1 / n;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (n + 0.5) * log(n) - n + 0.5 * log(2 * Math.PI) + series;
}
