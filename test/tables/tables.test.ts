import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import {
  columnOf,
  type DataFrame,
  dataFrame,
  fromColumns,
  fromCSV,
  groupMeans,
  numbersOf,
  readCSV,
  saveCSV,
  toCSV,
  unitsToHeader,
} from "../../src/tables/index.js";
import { Hz, mS, mV, nS, pS, uS } from "../../src/units/index.js";

describe("unitsToHeader", () => {
  it("gives each column of quantities the unit that suits most of its values", () => {
    const table = dataFrame([
      { we: pS(0), N: 10, rate: Hz(3.99), name: "a" },
      { we: pS(15), N: 20, rate: Hz(0), name: "b" },
      { we: nS(0.5), N: 30, rate: Hz(24), name: "c" },
    ]);
    const plain = unitsToHeader(table);
    expect(plain.columns).toEqual(["we_pS", "N", "rate_Hz", "name"]);
    expect(columnOf(plain, "we_pS")).toEqual([0, 15, 500]);
    expect(columnOf(plain, "N")).toEqual([10, 20, 30]);
    expect(columnOf(plain, "name")).toEqual(["a", "b", "c"]);
  });

  it("takes the first of two units that suit as many values, as in the published table", () => {
    const strengths = [2838, 1856, 1053, 587, 335, 184, 100, 56, 29, 15];
    const table = unitsToHeader(dataFrame(strengths.map((we) => ({ we: pS(we) }))));
    expect(table.columns).toEqual(["we_nS"]);
    expect(numbersOf(table, "we_nS")[3]).toBe(0.587);
  });

  it("keeps what is missing missing", () => {
    const table = unitsToHeader(dataFrame([{ V: mV(-65) }, { V: null }, { other: 1 }]));
    expect(table.columns).toEqual(["V_mV", "other"]);
    expect(numbersOf(table, "V_mV")).toEqual([-65, Number.NaN, Number.NaN]);
    expect(numbersOf(table, "other")).toEqual([Number.NaN, Number.NaN, 1]);
  });

  it("writes dimensionless quantities as plain numbers", () => {
    expect(unitsToHeader(dataFrame([{ factor: pS(3).over(pS(2)) }])).columns).toEqual(["factor"]);
  });

  it("gives the nearest number to the decimal that was written, whatever the units", () => {
    const units = { pS: [pS, -12], nS: [nS, -9], uS: [uS, -6], mS: [mS, -3] } as const;
    const name = fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[]));
    const decimal = fc.tuple(
      fc.integer({ min: 1, max: 999_999_999 }),
      fc.integer({ min: -6, max: 1 }),
    );
    fc.assert(
      fc.property(
        name,
        decimal,
        fc.integer({ min: 0, max: 8 }),
        (from, [digits, exponent], shift) => {
          const [unit, power] = units[from];
          // others of the column decide on its unit, and this one is moved into it
          const others = [pS, nS, uS][shift % 3];
          const rows = [
            { g: unit(Number(`${digits}e${exponent}`)) },
            { g: others(7) },
            { g: others(8) },
          ];
          const table = unitsToHeader(dataFrame(rows));
          const [header] = table.columns as [`g_${keyof typeof units}`];
          const to = units[header.slice(2) as keyof typeof units][1];
          expect(numbersOf(table, header)[0]).toBe(Number(`${digits}e${exponent + power - to}`));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("lets values that are not finite have no say in the unit", () => {
    const table = dataFrame([
      { V: mV(Number.NaN) },
      { V: mV(Number.POSITIVE_INFINITY) },
      { V: mV(1) },
    ]);
    const plain = unitsToHeader(table);
    expect(plain.columns).toEqual(["V_mV"]);
    expect(numbersOf(plain, "V_mV")).toEqual([Number.NaN, Number.POSITIVE_INFINITY, 1]);
  });

  it("takes columns of any name, and tables only", () => {
    const row = JSON.parse('{ "__proto__": 1, "toString": 2 }') as Record<string, unknown>;
    const plain = unitsToHeader(dataFrame([{ ...row, hasOwnProperty: mV(3) }]));
    expect(plain.columns).toEqual(["__proto__", "toString", "hasOwnProperty_mV"]);
    expect(plain.values).toEqual([[1, 2, 3]]);
    for (const table of [undefined, null, 5, [{ a: 1 }]])
      expect(() => unitsToHeader(table as never)).toThrow("expected what dataFrame() makes");
  });

  it("refuses columns that mix", () => {
    expect(() => unitsToHeader(dataFrame([{ a: mV(1) }, { a: pS(1) }]))).toThrow(
      "inconsistent units: column a holds 1 mV and 1 pS: voltage (V) and conductance (S)",
    );
    expect(() => unitsToHeader(dataFrame([{ a: mV(1) }, { a: 1 }]))).toThrow(
      "invalid column a: it mixes quantities and 1",
    );
    expect(() => unitsToHeader(dataFrame([{ a: mV(1) }, { a: Symbol("b") }]))).toThrow(
      "invalid column a: it mixes quantities and Symbol(b)",
    );
    expect(() => unitsToHeader(dataFrame([{ a: mV(10), a_mV: 1 }]))).toThrow(
      "two columns named a_mV",
    );
  });
});

describe("groupMeans", () => {
  it("keeps the column names and orders the groups", () => {
    const table = dataFrame([
      { we_pS: 15, seed: 0, rate: 4, note: "x" },
      { we_pS: -2.5, seed: 1, rate: 1, note: "y" },
      { we_pS: 15, seed: 1, rate: null, note: "z" },
      { we_pS: null, seed: 9, rate: 9, note: "z" },
    ]);
    const means = groupMeans(table, "we_pS");
    expect(means.columns).toEqual(["we_pS", "seed", "rate"]);
    expect(means.values).toEqual([
      [-2.5, 1, 1],
      [15, 0.5, 4],
    ]);
  });

  it("says what is wrong", () => {
    const table = dataFrame([{ we: pS(1) }]);
    expect(() => groupMeans(table, "w")).toThrow("unknown column: w; expected one of we");
    expect(() => dataFrame([])).toThrow("invalid rows: none given");
  });
});

describe("tables", () => {
  it("hold columns of any name, also those of their own properties", () => {
    const names = [
      "columns",
      "values",
      "shape",
      "index",
      "mean",
      "constructor",
      "toString",
      "$data",
    ];
    const row = Object.fromEntries([...names, "__proto__"].map((name, k) => [name, k]));
    const table = dataFrame([row, { ...row, extra: 1 }]);
    expect(table.columns).toEqual([...names, "__proto__", "extra"]);
    expect(table.shape).toEqual([2, 10]);
    for (const [k, name] of [...names, "__proto__"].entries())
      expect(columnOf(table, name)).toEqual([k, k]);
    expect(numbersOf(table, "extra")).toEqual([Number.NaN, 1]);
    // what a row lacks is missing, not what all objects have
    expect(columnOf(dataFrame([{ a: 1 }, { constructor: 2 }]), "constructor")).toEqual([
      Number.NaN,
      2,
    ]);
    expect(groupMeans(table, "index").columns).toContain("__proto__");
    expect(fromCSV(toCSV(table)).columns).toEqual(table.columns);
    expect(table.column("mean").mean()).toBe(4);
    expect(
      (dataFrame([{ rate: 3 }]) as unknown as { rate: { values: unknown } }).rate.values,
    ).toEqual([3]);
  });

  it.each([
    ["invalid rows: 3; expected a list of objects", () => dataFrame(3 as never)],
    ["invalid row 0: null; expected an object", () => dataFrame([null] as never)],
    ["invalid row 1: [2]", () => dataFrame([{ a: 1 }, [2]] as never)],
    ["invalid row 0: undefined", () => dataFrame(new Array(2) as never)],
    ["invalid rows: they hold no values", () => dataFrame([{}])],
    ["invalid column b: 1 values; expected 2", () => fromColumns({ a: [1, 2], b: [1] })],
    ["invalid columns: none given", () => fromColumns({})],
    ["invalid table: {}; expected a table, as dataFrame makes", () => columnOf({} as never, "a")],
    ['expected one of rate; did you mean "rate"?', () => columnOf(dataFrame([{ rate: 1 }]), "rat")],
    ["unknown column: Symbol(b)", () => columnOf(dataFrame([{ a: 1 }]), Symbol("b") as never)],
    ["it holds Symbol(b)", () => numbersOf(dataFrame([{ a: Symbol("b") }]), "a")],
    ["invalid table: undefined", () => groupMeans(undefined as never, "a")],
    ["invalid grouping column a: it holds [1]", () => groupMeans(dataFrame([{ a: [1] }]), "a")],
    ["invalid table: [[1]]", () => toCSV([[1]] as never)],
  ])("say what is wrong with what they were given: %s", (message, call) => {
    expect(call).toThrow(UserError);
    expect(call).toThrow(message);
  });
});

describe("CSV", () => {
  const back = (table: DataFrame): unknown[][] => fromCSV(toCSV(table)).values as unknown[][];

  it("gives back what was written: numbers as numbers, text as text, gaps as gaps", () => {
    const number = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger());
    const hard = [
      "NaN",
      "",
      "true",
      "false",
      "1e5",
      "0x10",
      " 1 ",
      "-0",
      "Infinity",
      "007",
      "null",
    ];
    const text = fc.oneof(
      fc.constantFrom(...hard),
      fc.string(),
      number.map(String),
      fc.stringMatching(/^[a-z,"\r\n ]{1,6}$/),
    );
    const cell = fc.oneof(number, text, fc.boolean(), fc.constant(undefined));
    const column = fc.oneof(
      fc.array(fc.oneof(number, fc.constant(undefined)), { minLength: 3, maxLength: 3 }),
      fc.array(fc.oneof(text, fc.constant(undefined)), { minLength: 3, maxLength: 3 }),
      fc.array(cell, { minLength: 3, maxLength: 3 }),
    );
    const columns = fc.uniqueArray(fc.tuple(text, column), {
      minLength: 1,
      maxLength: 4,
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(columns, (given) => {
        const table = fromColumns(Object.fromEntries(given));
        const read = fromCSV(toCSV(table));
        expect(read.columns).toEqual(table.columns);
        expect(read.values).toEqual(table.values);
      }),
      { numRuns: 1000 },
    );
  });

  it("tells apart each case that looks alike", () => {
    const alike: unknown[] = ["NaN", "", "true", "1e5", "0x10", " 1 ", "-0", "Infinity", "007"];
    for (const text of alike) {
      expect(back(dataFrame([{ a: text }]))).toEqual([[text]]);
      expect(back(dataFrame([{ a: text }, { a: "word" }]))).toEqual([[text], ["word"]]);
      expect(back(dataFrame([{ a: text }, { a: 5 }]))).toEqual([[text], [5]]);
    }
    for (const value of [-0, 1e5, Number.POSITIVE_INFINITY, 2 ** 60, 1e21, 5e-324, true, 0.1 + 0.2])
      expect(back(dataFrame([{ a: value }]))).toEqual([[value]]);
    // a single column's gaps are lines, too
    expect(back(dataFrame([{ a: 1 }, {}, { a: 2 }]))).toEqual([[1], [Number.NaN], [2]]);
    expect(back(dataFrame([{}, { a: "x" }, {}]))).toEqual([[Number.NaN], ["x"], [Number.NaN]]);
  });

  it("reads what other programs write", () => {
    const text =
      "\ufeffid,rate, note ,big\r\n007,1.50,a b,12345678901234567890\r\n\r\n012,+1E-3,NaN,1\r\n";
    const table = fromCSV(text);
    expect(table.columns).toEqual(["id", "rate", " note ", "big"]);
    expect(table.values).toEqual([
      ["007", 1.5, "a b", "12345678901234567890"],
      ["012", 0.001, "NaN", "1"],
    ]);
    expect(fromCSV("a,b\n1, 2\n3,NaN\n").values).toEqual([
      [1, 2],
      [3, Number.NaN],
    ]);
    // a whole column is numbers or text: "100" beside "007" is no number
    expect(fromCSV("id\n007\n100\n").values).toEqual([["007"], ["100"]]);
    expect(fromCSV("a\n1e999\n").values).toEqual([["1e999"]]);
    expect(fromCSV('a,b\n5" disk,1').values).toEqual([['5" disk', 1]]);
  });

  it.each([
    ["a,b\n1,2\n3\n", "invalid CSV text: 1 field in data row 2; expected 2, as in the header"],
    ["a,b\n1,2,3\n", "3 fields in data row 1; expected 2"],
    ["a,b\n", "it has no rows"],
    ["", "it has no rows"],
    ["a,a\n1,2\n", 'two columns are named "a"'],
    ['a\n"1\n2\n', "a quotation mark is missing in line 2"],
    ['a\n"1"2\n', "a quotation mark is missing in line 2"],
    [5, "5; expected text"],
  ])("refuses %j", (text, message) => {
    expect(() => fromCSV(text as never)).toThrow(message);
  });

  it("refuses cells that no file gives back", () => {
    for (const [cell, message] of [
      [pS(1), "it holds 1 pS; expected plain values (unitsToHeader(df) makes them)"],
      [5n, "it holds 5n; expected plain values"],
      [[1], "it holds [1]"],
      [new Date(0), "expected plain values"],
      ["\ud800", "text that no file can hold"],
    ] as const)
      expect(() => toCSV(dataFrame([{ a: cell }]))).toThrow(message);
  });

  it("is written whole or not at all", async () => {
    const folder = mkdtempSync(join(tmpdir(), "spikebook-csv-"));
    const file = join(folder, "deep", "table.csv");
    await saveCSV(dataFrame([{ we_pS: 12.5, rate_Hz: 2.05 }]), file);
    expect(readFileSync(file, "utf8")).toBe("we_pS,rate_Hz\n12.5,2.05\n");
    expect(readdirSync(join(folder, "deep"))).toEqual(["table.csv"]);
    expect((await readCSV(file)).values).toEqual([[12.5, 2.05]]);
    await expect(saveCSV(dataFrame([{ we: pS(1) }]), file)).rejects.toThrow(/it holds 1 pS/);
    expect(readFileSync(file, "utf8")).toContain("12.5");
    await expect(readCSV(join(folder, "absent.csv"))).rejects.toThrow(/cannot be read \(ENOENT\)/);
    rmSync(folder, { recursive: true });
  });
});
