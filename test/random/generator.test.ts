import { describe, expect, it } from "vitest";
import { gamma, random } from "../../src/random/index.js";
import { ms, mV, type Quantity, QuantityArray } from "../../src/units/index.js";

const COUNT = 50_000;
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
const variance = (values: readonly number[]): number => {
  const average = mean(values);
  return mean(values.map((x) => (x - average) ** 2));
};

describe("random(seed)", () => {
  it("gives the same numbers for the same seed and name, others for others", () => {
    const draws = (seed: number, name?: string) => random(seed, name).uniform(0, 1, 20);
    expect(draws(1)).toEqual(draws(1));
    expect(draws(1, "positions")).toEqual(draws(1, "positions"));
    const all = [draws(1), draws(2), draws(1, "positions"), draws(1, "weights")].flat();
    expect(new Set(all).size).toBe(80);
    // numbers that may not change from version to version, nor from machine to machine
    const fixed = random(7, "fixed");
    expect([fixed.uniform(), fixed.normal(), fixed.exponential(), fixed.integers(1, 100)]).toEqual(
      FIXED,
    );
    expect(`${random(1, "a")}`).toBe('random(1, "a")');
  });

  it("draws on from call to call, one by one as many at once", () => {
    const [one, many] = [random(3), random(3)];
    const normals = Array.from({ length: 5 }, () => one.normal());
    expect(many.normal(0, 1, 5)).toEqual(normals);
    expect(one.poisson(4)).toBe(many.poisson(4));
  });

  it("gives quantities where it is given quantities", () => {
    const voltages = random(1).normal(mV(-70), mV(5), 100);
    expect(voltages).toBeInstanceOf(QuantityArray);
    expect(voltages.length).toBe(100);
    expect(mean(Array.from(voltages.in(mV)))).toBeCloseTo(-70, -1);
    const time: Quantity<"time"> = random(1).exponential(ms(3));
    expect(time.in(ms)).toBeGreaterThan(0);
    expect(random(1).uniform(mV(1), mV(2)).in(mV)).toBeGreaterThanOrEqual(1);
    expect(
      random(1)
        .draw(gamma(2, ms(5)), 3)
        .in(ms),
    ).toHaveLength(3);
    expect(random(1).normal(0, 1, 0)).toEqual([]);
  });

  it("has the moments of its distributions", () => {
    const near = (value: number, expected: number, error: number): void =>
      expect(Math.abs(value - expected)).toBeLessThan(4.5 * error);
    for (const rate of [0, 0.3, 4, 9.99, 10, 37, 5000]) {
      const counts = random(5).poisson(rate, COUNT);
      expect(counts.every((n) => Number.isInteger(n) && n >= 0)).toBe(true);
      near(mean(counts), rate, Math.sqrt(rate / COUNT) + 1e-12);
      near(variance(counts), rate, Math.sqrt((2 * rate * rate + rate) / COUNT) + 1e-12);
    }
    const e = random(5).exponential(2, COUNT);
    near(mean(e), 2, 2 / Math.sqrt(COUNT));
    near(variance(e), 4, 4 * Math.sqrt(8 / COUNT));
    const u = random(5).uniform(1, 3, COUNT);
    near(variance(u), 1 / 3, Math.sqrt(0.0889 / COUNT));
  });

  it("makes every order and every sample alike", () => {
    const generator = random(2);
    const orders = new Map<string, number>();
    const samples = new Map<string, number>();
    const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
    const items = Object.freeze(["a", "b", "c", "d"]);
    for (let k = 0; k < 24_000; k++) {
      count(orders, generator.shuffle(items).join(""));
      count(samples, generator.sample(items, 2).join(""));
    }
    expect(orders.size).toBe(24);
    expect(samples.size).toBe(12);
    const chi = (map: Map<string, number>) => {
      const expected = 24_000 / map.size;
      return [...map.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    };
    expect(chi(orders)).toBeLessThan(55);
    expect(chi(samples)).toBeLessThan(35);
    expect(generator.sample(items, 4).sort()).toEqual(items);
    expect(generator.shuffle([])).toEqual([]);
    const chosen = Array.from({ length: 4000 }, () =>
      generator.choice(["x", "y", "z"], { weights: [3, 0, 1] }),
    );
    expect(chosen).not.toContain("y");
    expect(chosen.filter((item) => item === "x").length).toBeGreaterThan(2850);
    expect(generator.choice(mV([4])).in(mV)).toBe(4);
  });

  it.each<[() => unknown, string]>([
    [() => random(-1), "invalid seed: -1"],
    [() => random(1.5), "invalid seed: 1.5"],
    [() => random("1" as never), "invalid seed: 1; expected"],
    [() => random(1, 2 as never), "invalid name of random: 2"],
    [() => random(1).normal(0, -1), "invalid deviation of normal: -1"],
    [() => random(1).normal(mV(0), ms(1) as never), "expected voltage (V), got time (s)"],
    [() => random(1).uniform(0, 1, -2), "invalid count: -2"],
    [() => random(1).poisson(-1), "invalid mean of poisson: -1"],
    [() => random(1).integers(1, 0.5), "invalid end of integers: 0.5"],
    [() => random(1).sample([1, 2], 3), "invalid count: 3"],
    [() => random(1).choice([]), "invalid items of choice: there are none"],
    [() => random(1).choice([1], { weight: [1] } as never), "unknown option of choice: weight"],
    [() => random(1).choice([1, 2], { weights: [1] }), "invalid weights of choice: 1 values"],
    [() => random(1).shuffle(5 as never), "invalid items of shuffle: 5; expected a list"],
    [() => random(1).draw(mV(1) as never), "invalid values to draw: 1 mV"],
  ])("refuses %s", (call, message) => {
    expect(call).toThrow(message);
  });
});

const FIXED = [0.4169826743932218, -0.48099983060593765, 1.3441789560068942, 70];
