import { describe, expect, it } from "vitest";
import { ceilSpikes, findRoot, mean, median, Signal, SpikeTrain } from "../../src/signals/index.js";
import { medianOf } from "../../src/signals/statistics.js";
import { ms, mV, NAMED_DIMENSIONS, seconds } from "../../src/units/index.js";
import { readJSON } from "../helpers/data.js";

const VOLTAGE = NAMED_DIMENSIONS.voltage.exponents;

describe("ceilSpikes", () => {
  it("raises the first sample that is not before the spike, on the wider axis of the published program", () => {
    const V = new Signal<"voltage">(new Float64Array(11).fill(-0.06), VOLTAGE, 1);
    // samples stand at 0, 1.1, 2.2, ... 11: the ends of the axis are inclusive
    const spikes = new SpikeTrain(Float64Array.of(0, 1, 2, 5.5, 10.9), 11);
    const ceiled = ceilSpikes({ V, spikes, Vs: mV(40) });
    const raised = Array.from(ceiled.values.keys()).filter((i) => ceiled.values[i] === 0.04);
    expect(raised).toEqual([0, 1, 2, 5, 10]);
    expect(V.values.every((value) => value === -0.06)).toBe(true);
  });
});

describe("statistics", () => {
  it("take the mean of the two middle values as the median of an even number", () => {
    expect(median(mV([3, 1, 2])).in(mV)).toBe(2);
    expect(median(mV([4, 1, 2, 3])).in(mV)).toBe(2.5);
    expect(mean(mV([1, 2, 6])).in(mV)).toBeCloseTo(3, 12);
    expect(medianOf(Float64Array.of(1, Number.NaN))).toBeNaN();
    expect(() => medianOf(new Float64Array())).toThrow(/a median needs at least one/);
  });

  it("agree with sorting", () => {
    for (const count of [1, 2, 3, 10, 101, 1000]) {
      const values = Float64Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898) * 43758);
      const sorted = values.slice().sort();
      const expected = (sorted[(count - 1) >> 1] + sorted[count >> 1]) / 2;
      expect(medianOf(values)).toBe(expected);
    }
  });
});

describe("signals", () => {
  const signal = new Signal<"voltage">(
    Float64Array.from({ length: 10000 }, (_, i) => i),
    VOLTAGE,
    1e-4,
  );

  it("are cut at times, the end left out", () => {
    const part = signal.between(ms(100), seconds(0.2));
    expect(part.length).toBe(1000);
    expect(part.values[0]).toBe(1000);
    expect(part.start).toBeCloseTo(0.1, 12);
    expect(signal.between(seconds(0), seconds(5)).length).toBe(10000);
    expect(() => signal.between(seconds(2), seconds(1))).toThrow("invalid time window: 2 s to 1 s");
  });

  it("have a firing rate when they are spike trains", () => {
    expect(`${new SpikeTrain(Float64Array.of(0.1, 0.2, 0.3), 2).firingRate}`).toBe("1.5 Hz");
  });
});

describe("findRoot", () => {
  interface Search {
    function: string;
    bracket: [number, number];
    xtol: number;
    root: number;
    iterations: number;
    points: number[];
  }
  const functions: Record<string, (x: number) => number> = {
    "x**3 - 2*x - 5": (x) => x ** 3 - 2 * x - 5,
    "cos(x) - x": (x) => Math.cos(x) - x,
    "exp(x) - 1000": (x) => Math.exp(x) - 1000,
    "steps: floor(10*x)/10 - 0.35": (x) => Math.floor(10 * x) / 10 - 0.35,
    "x**9": (x) => x ** 9,
  };

  it.each(readJSON<{ searches: Search[] }>("brentq.json").searches)(
    "visits the points that SciPy's brentq visits: $function",
    async ({ function: name, bracket, xtol, root, iterations, points }) => {
      const visited: number[] = [];
      const found = await findRoot(
        (x) => {
          visited.push(x);
          return functions[name](x);
        },
        { bracket, absoluteTolerance: xtol },
      );
      expect(found.iterations).toBe(iterations);
      expect(found.root).toBeCloseTo(root, 12);
      expect(visited).toHaveLength(points.length);
      for (const [i, x] of visited.entries()) expect(x).toBeCloseTo(points[i], 9);
    },
  );

  it("refuses brackets without a sign change, and values that are no numbers", async () => {
    const search = { bracket: [1, 2], absoluteTolerance: 1e-6 } as const;
    await expect(findRoot((x) => x, search)).rejects.toThrow(/invalid bracket: \[1, 2\]/);
    await expect(findRoot(() => Number.NaN, search)).rejects.toThrow(/invalid function value at 1/);
    await expect(
      findRoot((x) => Math.sign(x - Math.SQRT2), { ...search, maximumIterations: 3 }),
    ).rejects.toThrow(/no root found in \[1, 2\] after 3 iterations/);
  });
});
