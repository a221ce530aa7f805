import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/base/index.js";
import {
  columnOf,
  dataFrame,
  describe as describeTable,
  groupBy,
  groupMeans,
  numbersOf,
  sortBy,
} from "../../../src/tables/index.js";
import { DimensionError, Hz, mV, nS, pS } from "../../../src/units/index.js";

const table = dataFrame([
  { we_pS: 15, variant: "EI", rate_Hz: 4, CV: 1, note: "a" },
  { we_pS: 15, variant: "E", rate_Hz: 2, CV: null, note: "b" },
  { we_pS: 15, variant: "EI", rate_Hz: 7, CV: 3, note: "c" },
  { we_pS: -5, variant: "EI", rate_Hz: null, CV: 5, note: null },
  { we_pS: null, variant: "EI", rate_Hz: 9, CV: 9, note: "e" },
]);

describe("groupBy", () => {
  it("gives statistics of several columns by several columns", () => {
    const found = groupBy(table, ["we_pS", "variant"], {
      rate_Hz: ["n", "mean", "SD", "SEM", 0.25],
      CV: "median",
      note: "n",
    });
    expect(found.columns).toEqual([
      "we_pS",
      "variant",
      "rate_n",
      "rate_mean_Hz",
      "rate_SD_Hz",
      "rate_SEM_Hz",
      "rate_q25_Hz",
      "CV_median",
      "note_n",
    ]);
    const gap = Number.NaN;
    expect(found.values).toEqual([
      [-5, "EI", 0, gap, gap, gap, gap, 5, 0],
      [15, "E", 1, 2, gap, gap, 2, gap, 1],
      [15, "EI", 2, 5.5, Math.sqrt(4.5), 1.5, 4.75, 2, 2],
    ]);
  });

  it("agrees with the definitions", () => {
    const row = fc.tuple(
      fc.constantFrom<unknown>(1, "1", true, 2, "a-b", "__proto__"),
      fc.constantFrom("x", "b-x"),
      fc.option(fc.integer({ min: -1000, max: 1000 })),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (given) => {
        const rows = given.map(([a, b, v]) => ({ a, b, v: v ?? Number.NaN }));
        const found = groupBy(dataFrame(rows), ["a", "b"], { v: ["n", "mean", "SD", 0.5, "sum"] });
        const kinds = new Set(given.map(([a, b]) => `${typeof a} ${a} | ${b}`));
        expect(found.shape[0]).toBe(kinds.size);
        for (const [a, b, n, mean, SD, q50, sum] of found.values as unknown[][]) {
          const v = rows
            .filter((item) => item.a === a && item.b === b && !Number.isNaN(item.v))
            .map((item) => item.v)
            .sort((x, y) => x - y);
          const total = v.reduce((so, x) => so + x, 0);
          const middle = (v[Math.floor((v.length - 1) / 2)] + v[Math.ceil((v.length - 1) / 2)]) / 2;
          const squares = v.reduce((so, x) => so + (x - total / v.length) ** 2, 0);
          expect(n).toBe(v.length);
          if (v.length === 0) expect([mean, SD, q50, sum]).toEqual(Array(4).fill(Number.NaN));
          else {
            expect(mean).toBeCloseTo(total / v.length, 9);
            expect(q50).toBeCloseTo(middle, 9);
            expect(sum).toBe(total);
          }
          if (v.length === 1) expect(SD).toBeNaN();
          if (v.length > 1) expect(SD).toBeCloseTo(Math.sqrt(squares / (v.length - 1)), 7);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("takes functions, by name", () => {
    const spread = (numbers: readonly number[]): number =>
      Math.max(...numbers) - Math.min(...numbers);
    const found = groupBy(table, "variant", { CV: { spread, middle: "median" } });
    expect(found.columns).toEqual(["variant", "CV_spread", "CV_middle"]);
    expect(columnOf(found, "CV_spread")[1]).toBe(8);
  });

  it("keeps quantities, computed on decimals", () => {
    const q = dataFrame([
      { we: pS(15), g: pS(0.1), V: mV(1) },
      { we: nS(0.015), g: pS(0.2), V: mV(2) },
      { we: pS(20), g: null, V: mV(Number.NaN) },
    ]);
    const found = groupBy(q, "we", { g: ["mean", "n", "max"], V: "n" });
    expect(columnOf(found, "we").map(String)).toEqual(["15 pS", "20 pS"]);
    expect(String(columnOf(found, "g_mean")[0])).toBe("150 fS");
    expect(columnOf(found, "g_n")).toEqual([2, 0]);
    expect(columnOf(found, "V_n")).toEqual([2, 0]);
    expect(() =>
      groupBy(
        dataFrame([
          { a: 1, g: mV(1) },
          { a: 1, g: Hz(1) },
        ]),
        "a",
        { g: "mean" },
      ),
    ).toThrow(DimensionError);
  });

  it.each<[string, () => unknown]>([
    ["unknown column: we; expected one of we_pS", () => groupBy(table, "we", {})],
    [
      'unknown column: rat_Hz; expected one of we_pS, variant, rate_Hz, CV, note; did you mean "rate_Hz"?',
      () => groupBy(table, "we_pS", { rat_Hz: "mean" }),
    ],
    [
      "invalid statistic of CV: avg; expected one of n, mean, SD",
      () => groupBy(table, "we_pS", { CV: "avg" as never }),
    ],
    [
      "invalid statistic of CV: 1.5; expected a quantile from 0 to 1",
      () => groupBy(table, "we_pS", { CV: 1.5 }),
    ],
    ["invalid statistic of CV: NaN", () => groupBy(table, "we_pS", { CV: Number.NaN })],
    [
      "invalid statistic of CV: function mean; expected a function by name",
      () => groupBy(table, "we_pS", { CV: function mean() {} as never }),
    ],
    [
      "invalid column note: it holds text; expected numbers",
      () => groupBy(table, "we_pS", { note: "mean" }),
    ],
    [
      "invalid column rate: it holds numbers and text",
      () =>
        groupBy(
          dataFrame([
            { a: 1, rate: 1 },
            { a: 1, rate: "2" },
          ]),
          "a",
          { rate: "mean" },
        ),
    ],
    [
      "invalid column ok: it holds truth values",
      () => groupBy(dataFrame([{ a: 1, ok: true }]), "a", { ok: "mean" }),
    ],
    [
      'invalid spread of CV: "x"; expected a number',
      () => groupBy(table, "we_pS", { CV: { spread: () => "x" as never } }),
    ],
    ["two columns named CV_mean", () => groupBy(table, "we_pS", { CV: ["mean", "mean"] })],
    [
      "invalid statistics: undefined; expected statistics by column",
      () => groupBy(table, "we_pS", undefined as never),
    ],
    ["invalid grouping columns: no column is named", () => groupBy(table, [], {})],
    ["invalid grouping column a: it holds [1]", () => groupBy(dataFrame([{ a: [1] }]), "a", {})],
  ])("says what is wrong: %s", (message, call) => {
    expect(call).toThrow(UserError);
    expect(call).toThrow(message);
  });
});

describe("groupMeans", () => {
  it("takes several columns, and statistics beside the means", () => {
    const means = groupMeans(table, ["we_pS", "variant"], { statistics: ["SEM", "n"] });
    expect(means.columns).toEqual([
      "we_pS",
      "variant",
      "rate_Hz",
      "rate_SEM_Hz",
      "rate_n",
      "CV",
      "CV_SEM",
      "CV_n",
    ]);
    expect(numbersOf(means, "rate_SEM_Hz")).toEqual([Number.NaN, Number.NaN, 1.5]);
    expect(() => groupMeans(table, "we_pS", { statistic: ["SD"] } as never)).toThrow(
      'unknown option of groupMeans: statistic; expected statistics; did you mean "statistics"?',
    );
    expect(() => groupMeans(table, "we_pS", { statistics: "SD" as never })).toThrow(
      'invalid statistics of groupMeans: "SD"; expected a list',
    );
  });

  it("groups by quantities, which are equal where their decimals are", () => {
    const q = dataFrame([
      { we: pS(15), rate: Hz(4) },
      { we: nS(0.015), rate: Hz(6) },
    ]);
    const means = groupMeans(q, "we");
    expect([means.shape[0], String(columnOf(means, "rate")[0])]).toEqual([1, "5 Hz"]);
  });
});

describe("describe", () => {
  it("has quartiles, and counts what is missing", () => {
    const found = describeTable(table);
    expect(found.columns).toEqual(["statistic", "we_pS", "rate_Hz", "CV"]);
    expect(columnOf(found, "statistic")).toEqual([
      "n",
      "missing",
      "mean",
      "SD",
      "min",
      "q25",
      "median",
      "q75",
      "max",
    ]);
    const rates = numbersOf(found, "rate_Hz");
    expect(rates.toSpliced(3, 1)).toEqual([4, 1, 5.5, 2, 3.5, 5.5, 7.5, 9]);
    expect(rates[3]).toBeCloseTo(Math.sqrt(29 / 3), 12);
    expect(describeTable(dataFrame([{ V: mV(-65) }])).columns).toEqual(["statistic", "V_mV"]);
    expect(() => describeTable(dataFrame([{ a: "x" }]))).toThrow(
      "none of its columns a holds numbers",
    );
  });
});

describe("sortBy", () => {
  it("orders by one column and the next, what is missing last", () => {
    expect(columnOf(sortBy(table, ["variant", "rate_Hz"]), "rate_Hz")).toEqual([
      2,
      4,
      7,
      9,
      Number.NaN,
    ]);
    expect(columnOf(sortBy(table, "rate_Hz", { descending: true }), "rate_Hz")).toEqual([
      9,
      7,
      4,
      2,
      Number.NaN,
    ]);
    expect(() => sortBy(table, "rate")).toThrow("unknown column: rate");
    expect(() => sortBy(table, "CV", { ascending: false } as never)).toThrow(
      "unknown option of sortBy: ascending",
    );
  });
});
