import { describe, expect, it } from "vitest";
import { network, population, synapses } from "../../src/network/index.js";
import { poisson } from "../../src/program/index.js";
import {
  type Drawn,
  drawMany,
  exponential,
  gamma,
  integers,
  logNormal,
  normal,
  oneOf,
  Streams,
  truncated,
  uniform,
} from "../../src/random/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms, mV } from "../../src/units/index.js";
import { readJSON } from "../helpers/data.js";

const KINDS = ["default", "numpy", "julia"] as const;
const COUNT = 100_000;

const draw = (drawn: Drawn, kind: (typeof KINDS)[number] = "default", count = COUNT) =>
  drawMany(drawn, count, new Streams(kind, 11).of("values"));

/** Mean, variance and third central moment of each distribution. */
const MOMENTS: readonly [string, Drawn, number, number, number][] = [
  ["uniform", uniform(1, 3), 2, 1 / 3, 0],
  ["exponential", exponential(2), 2, 4, 16],
  ["gamma, shape 2.5", gamma(2.5, 3), 7.5, 22.5, 2 * 2.5 * 27],
  ["gamma, shape 0.4", gamma(0.4, 3), 1.2, 3.6, 2 * 0.4 * 27],
  ["gamma, shape 1", gamma(1, 3), 3, 9, 54],
  ["integers", integers(-2, 3), 0.5, 35 / 12, 0],
  ["oneOf", oneOf([0, 1, 5]), 2, 14 / 3, (-8 - 1 + 27) / 3],
  ["oneOf with weights", oneOf([0, 4, 1], [1, 1, 2]), 1.5, 2.25, 3],
  // of a normal cut at -1 and 1
  ["truncated normal", truncated(normal(0, 1), { from: -1, to: 1 }), 0, 0.29112509, 0],
  ["truncated exponential", truncated(exponential(2), { from: 1 }), 3, 4, 16],
];

describe.each(KINDS)("distributions on the %s stream", (kind) => {
  it.each(MOMENTS)("%s has its moments", (_, drawn, mean, variance, third) => {
    const values = draw(drawn, kind);
    const moment = (power: number): number[] => {
      const powers = Array.from(values, (x) => (power === 1 ? x : (x - mean) ** power));
      const average = powers.reduce((a, b) => a + b) / COUNT;
      const spread = powers.reduce((a, b) => a + (b - average) ** 2, 0) / COUNT;
      return [average, Math.sqrt(spread / COUNT)];
    };
    for (const [k, expected] of [mean, variance, third].entries()) {
      const [value, error] = moment(k + 1);
      expect(Math.abs(value - expected)).toBeLessThan(4.5 * error + 1e-8);
    }
  });

  it("draws the same again, and all whole numbers of a range alike", () => {
    for (const [, drawn] of MOMENTS) expect(draw(drawn, kind, 50)).toEqual(draw(drawn, kind, 50));
    const counts = new Map<number, number>();
    for (const value of draw(integers(1, 6), kind)) counts.set(value, (counts.get(value) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const chi = [...counts.values()].reduce(
      (sum, n) => sum + (n - COUNT / 6) ** 2 / (COUNT / 6),
      0,
    );
    expect(chi).toBeLessThan(25);
    expect(new Set(draw(integers(4, 4), kind, 9))).toEqual(new Set([4]));
    expect(Math.max(...draw(integers(0, 2 ** 32 - 1), kind, 999))).toBeGreaterThan(2 ** 31);
  });
});

describe("distributions on the numpy stream", () => {
  it("give NumPy's own numbers", () => {
    type Golden = Record<string, number[]> & { seed: number };
    const golden = readJSON<Golden>("numpy_distributions.json");
    const stream = new Streams("numpy", golden.seed).of("");
    for (const [name, drawn] of [
      ["exponential", exponential(2)],
      ["gammaAbove", gamma(2.5, 3)],
      ["gammaBelow", gamma(0.4, 3)],
      ["integers", integers(1, 6)],
      ["choice", oneOf([10, 20, 30, 40])],
      ["weighted", oneOf([10, 20, 30, 40], [0.1, 0.2, 0.3, 0.4])],
    ] as const) {
      const ours = drawMany(drawn, golden[name].length, stream);
      ours.forEach((value, k) => {
        expect(Math.abs(value / golden[name][k] - 1), `${name} ${k}`).toBeLessThan(1e-14);
      });
    }
  });
});

describe("bounds", () => {
  it("keep values inside, and are checked like any quantity", () => {
    const within = draw(truncated(normal(mV(-65), mV(5)), { from: mV(-66), to: mV(-60) }));
    expect(Math.min(...within)).toBeGreaterThanOrEqual(-66e-3);
    expect(Math.max(...within)).toBeLessThanOrEqual(-60e-3);
    const twice = truncated(truncated(normal(0, 1), { from: -1 }), { from: -2, to: 0.5 });
    expect(twice.bounds).toEqual({ least: -1, most: 0.5 });
    expect(Math.min(...draw(uniform(ms(0), ms(1), { above: ms(0.5) })))).toBeGreaterThan(5e-4);
    const v = normal(mV(0), mV(1));
    expect(() => truncated(v, { from: ms(1) as never })).toThrow(
      "expected voltage (V), got time (s)",
    );
    expect(() => truncated(v, { from: mV(1), to: mV(1) })).toThrow("no value lies within them");
    expect(() => truncated(v, { from: mV(9) })).toThrow("of 10000 values 0 lie within them");
    expect(() => truncated(v, {})).toThrow("missing bounds of truncated");
    expect(() => truncated(v, { form: mV(1) } as never)).toThrow(
      "unknown option of truncated: form",
    );
    expect(() => truncated(mV(3) as never, { from: mV(1) })).toThrow("expected a distribution");
  });
});

describe("wrong parameters", () => {
  it.each<[() => unknown, string]>([
    [() => exponential(0), "invalid mean of exponential: 0; expected more than 0"],
    [() => exponential(ms(-1)), "invalid mean of exponential: -1 ms"],
    [() => exponential("1" as never), "invalid mean of exponential: 1"],
    [() => gamma(0, ms(1)), "invalid shape of gamma: 0"],
    [() => gamma(1, ms(0)), "invalid scale of gamma: 0 s"],
    [() => gamma(ms(1) as never, ms(1)), "invalid shape of gamma: 1 ms"],
    [() => integers(0.5, 2), "invalid end of integers: 0.5; expected a whole number"],
    [() => integers(3, 2), "expected the lower one first"],
    [() => integers(0, 2 ** 40), "at most 2^32 numbers"],
    [() => oneOf([]), "invalid values of oneOf: []; expected a list"],
    [() => oneOf([1, mV(2)] as never), "invalid values of oneOf[1]: 2 mV; expected"],
    [() => oneOf([1, 2], [1]), "invalid weights of oneOf: 1 values; expected 2"],
    [() => oneOf([1, 2], [0, 0]), "all are 0"],
    [() => oneOf([1, 2], [1, -1]), "invalid weights of oneOf[1]: -1"],
  ])("are refused: %s", (make, message) => {
    expect(make).toThrow(message);
  });
});

describe("distributions in networks", () => {
  it.each(KINDS)("make parameters, initial values, weights and delays, %s", async (stream) => {
    const neurons = population("neurons", {
      N: 40,
      equations: "dv/dt = -v/tau : volt\nkind : 1\nE : volt",
      parameters: { tau: gamma(3, ms(4)), kind: integers(1, 3), E: oneOf(mV([-70, 0]), [3, 1]) },
      initial: { v: truncated(normal(mV(0), mV(9)), { from: mV(-5), to: mV(5) }) },
    });
    const simulation = network({
      populations: [neurons],
      sources: [poisson("input", 5, Hz(200))],
      synapses: [
        synapses("syn", {
          from: poisson("input", 5, Hz(200)),
          to: neurons,
          connection: { rule: "allToAll" },
          onPre: "v += w",
          parameters: { w: logNormal(mV(1), 0.5, { most: mV(3) }) },
          delay: exponential(ms(2), { most: ms(9) }),
        }),
      ],
      record: ["v", "kind", "E", "tau"].map((variable) => ({ of: "neurons", variable })),
      duration: ms(20),
      seed: 3,
      stream,
    });
    const results = [
      await run(simulation, { target: "interpreter" }),
      await run(simulation, { threads: 2 }),
    ];
    for (const result of results) {
      const first = (variable: string) =>
        result.signals("neurons", variable).map(({ values }) => values[0]);
      expect(first("kind").every((kind) => [1, 2, 3].includes(kind))).toBe(true);
      expect(first("v").every((v) => Math.abs(v) <= 5e-3)).toBe(true);
      const { values, delay } = result.synapsesOf("syn");
      expect(Math.max(...values.w.values)).toBeLessThanOrEqual(3e-3);
      expect(Math.max(...delay.values)).toBeLessThanOrEqual(9e-3);
      expect(new Set(delay.values).size).toBeGreaterThan(20);
      expect(result.synapsesOf("syn")).toEqual(results[0].synapsesOf("syn"));
    }
  });
});
