import { describe, expect, it } from "vitest";
import { binomialDeviate, DefaultStream } from "../../src/random/index.js";

describe("a binomial deviate", () => {
  it.each([
    [10, 0.3],
    [33, 0.5],
    [1000, 0.01],
    [1e6, 0.25],
    [45_000_000, 0.0119],
  ])("of %d trials with probability %d has the mean and variance of its distribution", (n, p) => {
    const stream = new DefaultStream(1, `binomial ${n} ${p}`);
    const count = 20_000;
    const values = Array.from({ length: count }, () => binomialDeviate(stream, n, p));
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
    const expected = n * p * (1 - p);
    expect(Math.abs(mean - n * p) / Math.sqrt(expected / count)).toBeLessThan(4);
    // the deviation of a sample's variance of nearly normal values is sqrt(2/count)
    expect(Math.abs(variance / expected - 1) / Math.sqrt(2 / count)).toBeLessThan(4);
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value <= n)).toBe(true);
  });

  it("has the probabilities of its distribution", () => {
    const stream = new DefaultStream(2, "binomial");
    const [n, p, count] = [40, 0.1, 100_000];
    const seen = new Array<number>(n + 1).fill(0);
    for (let k = 0; k < count; k++) seen[binomialDeviate(stream, n, p)] += 1;
    let probability = (1 - p) ** n;
    let chi = 0;
    for (let k = 0; k <= 10; k++) {
      chi += (seen[k] - count * probability) ** 2 / (count * probability);
      probability *= ((n - k) / (k + 1)) * (p / (1 - p));
    }
    // of 11 counts, 31.3 is passed once in a thousand times
    expect(chi).toBeLessThan(31.3);
  });

  it("is sure of what is certain", () => {
    const stream = new DefaultStream(3, "binomial");
    expect(binomialDeviate(stream, 1e9, 0)).toBe(0);
    expect(binomialDeviate(stream, 1e9, 1)).toBe(1e9);
    expect(binomialDeviate(stream, 0, 0.5)).toBe(0);
  });
});
