import { describe, expect, it } from "vitest";
import { JuliaStream } from "../../src/random/juliaStream.js";
import { NumpyStream } from "../../src/random/numpyStream.js";
import { Xoshiro256 } from "../../src/random/xoshiro256.js";
import { readJSON } from "../helpers/data.js";

describe("xoshiro256++", () => {
  it("draws the same words as 64-bit arithmetic", () => {
    const MASK = (1n << 64n) - 1n;
    const rotate = (x: bigint, k: bigint): bigint => ((x << k) | (x >> (64n - k))) & MASK;
    const seed = [0x0123456789abcdefn, 0xfedcba9876543210n, 42n, MASK] as const;
    let [s0, s1, s2, s3]: bigint[] = [...seed];
    const generator = new Xoshiro256(seed);
    for (let i = 0; i < 2000; i++) {
      const expected = (rotate((s0 + s3) & MASK, 23n) + s0) & MASK;
      const t = (s1 << 17n) & MASK;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = rotate(s3, 45n);
      expect(generator.nextWord()).toBe(expected);
    }
  });
});

describe("the numpy stream", () => {
  interface Golden {
    streams: { seed: number; draws: number[] }[];
    many: { seed: number; count: number; sum: number; last: number };
  }
  const golden = readJSON<Golden>("numpy_stream.json");

  it.each(golden.streams)("draws as NumPy does with seed $seed", ({ seed, draws }) => {
    const stream = new NumpyStream(seed);
    const [u, n] = [() => stream.uniform(), () => stream.normal()];
    const drawn = [u(), n(), n(), n(), u(), n(), n(), n(), n()];
    expect(drawn[0]).toBe(draws[0]);
    expect(drawn[4]).toBe(draws[4]);
    // normal deviates go through a logarithm, whose last bit is the math library's own
    for (const [i, draw] of drawn.entries())
      expect(Math.abs(draw / draws[i] - 1)).toBeLessThan(1e-15);
  });

  it("keeps in step over thousands of draws", () => {
    const { seed, count, last } = golden.many;
    const stream = new NumpyStream(seed);
    const draws = Array.from({ length: count }, () => stream.normal());
    expect(draws.at(-1)).toBeCloseTo(last, 14);
  });
});

describe("the julia stream", () => {
  const COUNT = 200_000;

  it("has deviates of the right distribution", () => {
    const stream = new JuliaStream(3);
    const moments = (draws: Float64Array | number[]): number[] =>
      [1, 2, 3, 4].map((power) => {
        let sum = 0;
        for (const draw of draws) sum += draw ** power;
        return sum / draws.length;
      });
    const near = (moment: number, expected: number, sd: number): void =>
      expect(Math.abs(moment - expected)).toBeLessThan((5 * sd) / Math.sqrt(COUNT));
    // sd of x^k under the normal and the exponential distribution
    const normal = moments(stream.normals(COUNT));
    near(normal[0], 0, 1);
    near(normal[1], 1, Math.sqrt(2));
    near(normal[2], 0, Math.sqrt(15));
    near(normal[3], 3, Math.sqrt(96));
    const exponential = moments(Array.from({ length: COUNT }, () => stream.exponential()));
    near(exponential[0], 1, 1);
    near(exponential[1], 2, Math.sqrt(20));
    const uniform = moments(Array.from({ length: COUNT }, () => stream.uniform()));
    near(uniform[0], 1 / 2, Math.sqrt(1 / 12));
  });

  it("fills short arrays draw by draw and long ones from lanes", () => {
    const one = new JuliaStream(5);
    expect(Array.from(new JuliaStream(5).normals(6))).toEqual(
      Array.from({ length: 6 }, () => one.normal()),
    );
    const single = new JuliaStream(5);
    const filled = new JuliaStream(5).normals(9);
    expect(filled[0]).not.toBe(single.normal());
    // nothing is drawn twice
    expect(new Set(filled).size).toBe(9);
  });

  it("takes seeds of any size", () => {
    const draws = [0, 1, 2 ** 32, 2 ** 32 + 1, 2n ** 70n].map((seed) =>
      new JuliaStream(seed).uniform(),
    );
    expect(new Set(draws).size).toBe(draws.length);
  });
});
