import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import {
  ceilSpikes,
  findRoot,
  mean,
  median,
  Signal,
  SpikeTrain,
  standardDeviation,
} from "../../src/signals/index.js";
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

  it("take plain numbers, in arrays of any kind, and give a number", () => {
    for (const values of [
      [1, 2, 6],
      Float64Array.of(1, 2, 6),
      Float32Array.of(1, 2, 6),
      Int16Array.of(1, 2, 6),
    ]) {
      expect(mean(values)).toBeCloseTo(3, 12);
      expect(median(values)).toBe(2);
      expect(standardDeviation(values)).toBeCloseTo(Math.sqrt(14 / 3), 12);
    }
    expect([mean([1, Number.NaN]), median([1, Number.NaN])]).toEqual([Number.NaN, Number.NaN]);
    expect(standardDeviation([1, Number.NaN])).toBeNaN();
    const given = [3, 1, 2];
    median(given);
    expect(given).toEqual([3, 1, 2]);
  });

  it("take lists of quantities, and say what they cannot take", () => {
    expect(mean([mV(1), mV(2)]).in(mV)).toBeCloseTo(1.5, 12);
    expect(median([mV(5), mV(1), mV(2)]).in(mV)).toBe(2);
    for (const [statistic, name] of [
      [mean, "mean"],
      [median, "median"],
      [standardDeviation, "standard deviation"],
    ] as const) {
      const refuse = (values: unknown, message: string): void =>
        expect(() => statistic(values as number[])).toThrow(message);
      refuse([], `invalid values: none given; a ${name} needs at least one`);
      refuse(mV([]), `a ${name} needs at least one`);
      refuse(undefined, `invalid values: undefined; a ${name} is that of a signal`);
      refuse("123", 'invalid values: "123"');
      refuse(5, "invalid values: 5");
      refuse([1, "2"], 'invalid values[1]: "2"; expected a number');
      refuse([1, mV(1)], "invalid values[1]: 1 mV; expected a number");
      refuse([1, null], "invalid values[1]: null");
      refuse([mV(1), ms(1)], "inconsistent units");
      refuse([mV(1), 1], "1");
      refuse(BigInt64Array.of(1n), "invalid values: ");
      refuse(new SpikeTrain([], 1), "invalid values: SpikeTrain");
    }
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

  it("refuses options that do not exist, and those that have no such value", async () => {
    const good = { bracket: [0, 2], absoluteTolerance: 1e-6 };
    const refuse = async (search: unknown, message: string): Promise<void> => {
      await expect(findRoot((x) => x - 1, search as never)).rejects.toThrow(message);
      await expect(findRoot((x) => x - 1, search as never)).rejects.toBeInstanceOf(UserError);
    };
    await refuse(
      { ...good, tolerance: 1 },
      "unknown option of findRoot: tolerance; expected one of bracket, absoluteTolerance",
    );
    await refuse(undefined, "missing bracket; expected two finite numbers");
    await refuse({ ...good, bracket: [1] }, "invalid bracket: [1]; expected two finite numbers");
    await refuse({ ...good, bracket: ["0", 1] }, 'invalid bracket: ["0", 1]');
    await refuse({ ...good, bracket: [0, Number.NaN] }, "invalid bracket: [0, NaN]");
    await refuse({ bracket: [0, 2] }, "invalid absoluteTolerance: undefined");
    await refuse({ ...good, absoluteTolerance: 0 }, "invalid absoluteTolerance: 0; expected more");
    await refuse({ ...good, relativeTolerance: 0 }, "invalid relativeTolerance: 0; expected");
    await refuse({ ...good, maximumIterations: 0.5 }, "invalid maximumIterations: 0.5");
    await expect(findRoot(5 as never, good as never)).rejects.toThrow("invalid function: 5");
    await expect(findRoot(() => "1" as never, good as never)).rejects.toThrow(
      'invalid function value at 0: "1"; expected a number',
    );
  });

  it("refuses brackets without a sign change, and values that are no numbers", async () => {
    const search = { bracket: [1, 2], absoluteTolerance: 1e-6 } as const;
    await expect(findRoot((x) => x, search)).rejects.toThrow(/invalid bracket: \[1, 2\]/);
    await expect(findRoot(() => Number.NaN, search)).rejects.toThrow(/invalid function value at 1/);
    await expect(
      findRoot((x) => Math.sign(x - Math.SQRT2), { ...search, maximumIterations: 3 }),
    ).rejects.toThrow(/no root found in \[1, 2\] after 3 iterations/);
  });
});
