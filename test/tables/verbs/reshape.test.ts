import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/base/index.js";
import {
  columnOf,
  concat,
  dataFrame,
  fromCSV,
  melt,
  pivot,
  sortBy,
} from "../../../src/tables/index.js";
import { DimensionError, Hz, mV, pS } from "../../../src/units/index.js";

describe("concat", () => {
  const a = dataFrame([{ we_pS: 15, rate_Hz: 4 }]);
  const b = dataFrame([{ rate_Hz: 5, note: "x", ok: true }, { note: "y" }]);

  it("puts tables below each other, with gaps where one has no such column", () => {
    const both = concat([a, b]);
    expect(both.columns).toEqual(["we_pS", "rate_Hz", "note", "ok"]);
    const gap = Number.NaN;
    expect(both.values).toEqual([
      [15, 4, gap, gap],
      [gap, 5, "x", true],
      [gap, gap, "y", gap],
    ]);
    expect(both.index).toEqual([0, 1, 2]);
    // danfojs adds to the first table, and makes a Series of a single column
    expect(a.shape).toEqual([1, 2]);
    expect(concat([a, b], { columns: "common" }).columns).toEqual(["rate_Hz"]);
    expect(concat([a, b], { columns: "common" }).shape).toEqual([3, 1]);
  });

  it("says which table a row comes from", () => {
    const both = concat({ control: a, drug: a }, { source: "condition" });
    expect(both.values).toEqual([
      ["control", 15, 4],
      ["drug", 15, 4],
    ]);
  });

  it("puts tables side by side, row by row", () => {
    const more = dataFrame([{ CV: 0.5 }, { CV: 0.7 }]);
    const two = concat([b, more], { axis: "columns" });
    expect(two.columns).toEqual(["rate_Hz", "note", "ok", "CV"]);
    expect(two.values).toEqual([
      [5, "x", true, 0.5],
      [Number.NaN, "y", Number.NaN, 0.7],
    ]);
    expect([b.shape, more.shape]).toEqual([
      [2, 3],
      [2, 1],
    ]);
    // labels of rows stay; danfojs' own methods keep those of the rows that they choose
    const second = [b, more].map((table) => table.iloc({ rows: [1] }));
    const rest = concat(second, { axis: "columns" });
    expect([rest.index, rest.values]).toEqual([[1], [[Number.NaN, "y", Number.NaN, 0.7]]]);
    const volts = concat({ a, volts: dataFrame([{ V: mV(1) }]) }, { axis: "columns" });
    expect(columnOf(volts, "V").map(String)).toEqual(["1 mV"]);
    const cases: [string, () => unknown][] = [
      [
        "invalid table 1: 2 rows; expected 1, as many as table 0 has",
        () => concat([a, more], { axis: "columns" }),
      ],
      [
        "two columns named we_pS, the second one in drug; expected different names",
        () => concat({ control: a, drug: a }, { axis: "columns" }),
      ],
      [
        "invalid table 1: row 0 is labelled 1, that of table 0 0; expected the same rows",
        () => concat([a, second[1]], { axis: "columns" }),
      ],
      ["invalid axis of concat: 1; expected one of", () => concat([a], { axis: 1 as never })],
      [
        'invalid columns of concat: "common"; expected none with axis "columns"',
        () => concat([a], { axis: "columns", columns: "common" }),
      ],
      ["invalid source of concat: ", () => concat({ a }, { axis: "columns", source: "condition" })],
    ];
    for (const [message, call] of cases) expect(call).toThrow(message);
  });

  it.each<[string, () => unknown]>([
    [
      "invalid column rate_Hz: numbers in table 0, text in table 1; expected one kind",
      () => concat([a, dataFrame([{ rate_Hz: "4" }])]),
    ],
    [
      "inconsistent units: columns we_pS and we_nS; expected one unit for we",
      () => concat([a, dataFrame([{ we_nS: 1 }])]),
    ],
    ["invalid tables: none given", () => concat([])],
    ["invalid tables: a single table", () => concat(a as never)],
    ["invalid table 1: 5", () => concat([a, 5 as never])],
    [
      "invalid tables: they have no columns in common",
      () => concat([a, dataFrame([{ x: 1 }])], { columns: "common" }),
    ],
    ["unknown option of concat: sourc", () => concat({ a }, { sourc: "x" } as never)],
    [
      "invalid columns of concat: al; expected one of all, common",
      () => concat([a], { columns: "al" as never }),
    ],
    ["the tables have no names", () => concat([a], { source: "x" })],
    ["two columns named rate_Hz", () => concat({ a }, { source: "rate_Hz" })],
  ])("says what is wrong: %s", (message, call) => {
    expect(call).toThrow(UserError);
    expect(call).toThrow(message);
  });

  it("keeps quantities, of one dimension", () => {
    const q = dataFrame([{ V: mV(1) }]);
    expect(columnOf(concat([q, q]), "V").map(String)).toEqual(["1 mV", "1 mV"]);
    expect(() => concat([q, dataFrame([{ V: pS(1) }])])).toThrow(DimensionError);
  });
});

describe("pivot and melt", () => {
  const long = dataFrame([
    { we_pS: 30, variant: "EI", seed: 0, rate_Hz: 7 },
    { we_pS: 15, variant: "EI", seed: 0, rate_Hz: 3 },
    { we_pS: 15, variant: "E", seed: 0, rate_Hz: 4 },
    { we_pS: 15, variant: "E", seed: 1, rate_Hz: 5 },
    { we_pS: null, variant: "E", seed: 1, rate_Hz: 99 },
  ]);

  it("make tables wide", () => {
    const wide = pivot(long, {
      rows: "we_pS",
      columns: "variant",
      values: "rate_Hz",
      statistic: "mean",
    });
    expect(wide.columns).toEqual(["we_pS", "E_Hz", "EI_Hz"]);
    expect(wide.values).toEqual([
      [15, 4.5, 3],
      [30, Number.NaN, 7],
    ]);
    const counts = pivot(long, {
      rows: "we_pS",
      columns: "variant",
      values: "rate_Hz",
      statistic: "n",
    });
    expect(counts.columns).toEqual(["we_pS", "E", "EI"]);
    // names that are whole numbers stay in their place
    const seeds = pivot(long, {
      rows: "we_pS",
      columns: "seed",
      values: "rate_Hz",
      statistic: "n",
    });
    expect(seeds.columns).toEqual(["we_pS", "0", "1"]);
    expect(fromCSV("b,1,a\n7,8,9\n").values).toEqual([[7, 8, 9]]);
    expect(concat([fromCSV("b,1,a\n7,8,9\n")]).columns).toEqual(["b", "1", "a"]);
    expect(columnOf(counts, "E")).toEqual([2, Number.NaN]);
    const two = pivot(long, { rows: ["we_pS", "variant"], columns: "seed", values: "rate_Hz" });
    expect(two.columns).toEqual(["we_pS", "variant", "0_Hz", "1_Hz"]);
    expect(two.values).toEqual([
      [15, "E", 4, 5],
      [15, "EI", 3, Number.NaN],
      [30, "EI", 7, Number.NaN],
    ]);
    expect(() => pivot(long, { rows: "we_pS", columns: "variant", values: "rate_Hz" })).toThrow(
      'ambiguous values: 2 of rate_Hz for we_pS 15, variant "E"',
    );
  });

  it("make tables long", () => {
    const wide = dataFrame([
      { we_pS: 15, E_Hz: 4, EI_Hz: 3 },
      { we_pS: 30, E_Hz: null, EI_Hz: 7 },
    ]);
    const table = melt(wide, { keep: "we_pS", name: "variant", value: "rate" });
    expect(table.columns).toEqual(["we_pS", "variant", "rate_Hz"]);
    expect(table.values).toEqual([
      [15, "E", 4],
      [30, "E", Number.NaN],
      [15, "EI", 3],
      [30, "EI", 7],
    ]);
    // different units stay in the names
    const mixed = melt(dataFrame([{ we_pS: 15, rate_Hz: 4, V_mV: -60 }]), { keep: "we_pS" });
    expect(mixed.columns).toEqual(["we_pS", "name", "value"]);
    expect(columnOf(mixed, "name")).toEqual(["rate_Hz", "V_mV"]);
    expect(melt(wide, { keep: [], columns: ["E_Hz"] }).shape).toEqual([2, 2]);
  });

  it("undo each other", () => {
    const number = fc.oneof(fc.double({ noNaN: true }), fc.integer());
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 5 }),
        fc.uniqueArray(fc.stringMatching(/^[a-f]{1,3}$/), { minLength: 1, maxLength: 4 }),
        fc.array(number, { minLength: 20, maxLength: 20 }),
        (keys, names, numbers) => {
          const rows = keys.map((key, k) => ({
            key,
            ...Object.fromEntries(names.map((name, n) => [`${name}_Hz`, numbers[4 * k + n]])),
          }));
          const wide = sortBy(dataFrame(rows), "key");
          const back = pivot(melt(wide, { keep: "key", value: "rate" }), {
            rows: "key",
            columns: "name",
            values: "rate_Hz",
          });
          for (const name of wide.columns)
            expect(columnOf(back, name)).toEqual(columnOf(wide, name));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("take quantities", () => {
    const table = dataFrame([
      { we: pS(15), variant: "E", rate: Hz(4) },
      { we: pS(15), variant: "I", rate: Hz(5) },
    ]);
    const wide = pivot(table, { rows: "we", columns: "variant", values: "rate" });
    expect(wide.columns).toEqual(["we", "E", "I"]);
    expect(columnOf(wide, "I").map(String)).toEqual(["5 Hz"]);
    expect(() => melt(dataFrame([{ a: mV(1), b: Hz(1) }]), { keep: [] })).toThrow(DimensionError);
  });

  it.each<[string, () => unknown]>([
    [
      "unknown column: we; expected one of",
      () => pivot(long, { rows: "we", columns: "seed", values: "rate_Hz" }),
    ],
    [
      'invalid columns of pivot: ["seed"]',
      () => pivot(long, { rows: "we_pS", columns: ["seed"] as never, values: "rate_Hz" }),
    ],
    [
      "invalid pivot: seed is named twice",
      () => pivot(long, { rows: "seed", columns: "seed", values: "rate_Hz" }),
    ],
    ["unknown option of pivot: value", () => pivot(long, { value: 1 } as never)],
    ["invalid options of pivot: null", () => pivot(long, undefined as never)],
    [
      "invalid statistic of pivot: avg; expected one of n, mean",
      () =>
        pivot(long, {
          rows: "we_pS",
          columns: "variant",
          values: "rate_Hz",
          statistic: "avg" as never,
        }),
    ],
    [
      "two columns named 1",
      () =>
        pivot(
          dataFrame([
            { r: 1, c: 1, v: 1 },
            { r: 1, c: "1", v: 2 },
          ]),
          { rows: "r", columns: "c", values: "v" },
        ),
    ],
    [
      "two columns named r",
      () => pivot(dataFrame([{ r: 1, c: "r", v: 1 }]), { rows: "r", columns: "c", values: "v" }),
    ],
    ["unknown column: x", () => melt(long, { keep: "x" })],
    [
      "invalid columns of melt: seed is one of those that stay",
      () => melt(long, { keep: "seed", columns: ["seed"] }),
    ],
    [
      "invalid column value: numbers in column we_pS, text in column variant",
      () => melt(long, { keep: "seed" }),
    ],
    ["invalid name of melt: 5", () => melt(long, { keep: "seed", name: 5 as never })],
    [
      "two columns named seed",
      () => melt(long, { keep: "seed", columns: ["rate_Hz"], name: "seed" }),
    ],
    ["unknown option of melt: vars", () => melt(long, { keep: "seed", vars: 1 } as never)],
  ])("say what is wrong: %s", (message, call) => {
    expect(call).toThrow(UserError);
    expect(call).toThrow(message);
  });
});
