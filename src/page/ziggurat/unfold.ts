import { elementary } from "../../base/index.js";

// The tables of the ziggurat method are 1536 numbers that no compression makes small: 14 kB of every page. Each
// of them is nearly what plain arithmetic makes of those before it; pages hold how many units in the last
// place it is off, which is little, and make the rest when they are loaded.

const { exp, log } = elementary;

/** Tables of the ziggurat method, as src/random has them. */
export interface Tables {
  readonly k: Float64Array;
  readonly w: Float64Array;
  readonly f: Float64Array;
}

/** What tables are of. */
export interface Shape {
  /** Where the tail begins, and the area of each strip. */
  readonly r: number;
  readonly area: number;
  /** Bits of a draw. */
  readonly bits: number;
  density(x: number): number;
  inverse(y: number): number;
}

export const NORMAL: Shape = {
  r: 3.654152885361009,
  area: 0.004928673233974658,
  bits: 51,
  density: (x) => exp((-x * x) / 2),
  inverse: (y) => Math.sqrt(-2 * log(y)),
};

export const EXPONENTIAL: Shape = {
  r: 7.69711747013105,
  area: 0.003949659822581557,
  bits: 52,
  density: (x) => exp(-x),
  inverse: (y) => -log(y),
};

/** Strips of a table. */
const COUNT = 256;

/**
 * Makes tables from number to number: `exact` gives each of them, from what arithmetic makes of those before it.
 */
export function walk(
  { r, area, bits, density, inverse }: Shape,
  exact: (table: keyof Tables, place: number, predicted: number) => number,
): Tables {
  const [k, w, f] = [0, 1, 2].map(() => new Float64Array(COUNT));
  const scale = 2 ** bits;
  const last = COUNT - 1;
  w[last] = exact("w", last, r / scale);
  f[last] = exact("f", last, density(r));
  k[0] = exact("k", 0, Math.floor(((r * f[last]) / area) * scale));
  w[0] = exact("w", 0, area / f[last] / scale);
  f[0] = 1;
  for (let i = last - 1; i >= 1; i--) {
    const x = w[i + 1] * scale;
    w[i] = exact("w", i, inverse(area / x + f[i + 1]) / scale);
    f[i] = exact("f", i, density(w[i] * scale));
    k[i + 1] = exact("k", i + 1, Math.floor((w[i] / w[i + 1]) * scale));
  }
  return { k, w, f };
}

const double = new Float64Array(1);
const pattern = new BigInt64Array(double.buffer);

/** A number's place among all numbers above 0: neighbours are one apart. */
export function placeOf(value: number): bigint {
  double[0] = value;
  return pattern[0];
}

/** The number so many places farther on. */
function movedBy(value: number, places: number): number {
  pattern[0] = placeOf(value) + BigInt(places);
  return double[0];
}

/** Of the letter that stands for 0; those beside it stand for 1, -1, and so on. */
export const ZERO = 78;

/** The tables of a shape, from how far arithmetic is off: a letter for each number. */
export function unfold(shape: Shape, letters: string): Tables {
  let next = 0;
  return walk(shape, (_, __, predicted) => movedBy(predicted, letters.charCodeAt(next++) - ZERO));
}
