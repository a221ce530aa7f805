import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  columnOf,
  dataFrame,
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
    expect(() => groupMeans(table, "we")).toThrow(/invalid grouping column we: it holds 1 pS/);
    expect(() => dataFrame([])).toThrow("invalid rows: none given");
  });
});

describe("CSV", () => {
  it("gives back the same numbers, texts and gaps", () => {
    const cell = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.constant(null));
    const name = fc.stringMatching(/^[a-z,"\n]{1,5}[a-z]$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, name), { minLength: 1 }), (cells) => {
        const table = dataFrame(cells.map(([x, text]) => ({ x, text })));
        const back = fromCSV(toCSV(table));
        expect(columnOf(back, "text")).toEqual(cells.map(([, text]) => text));
        const numbers = cells.map(([x]) => (x === null ? Number.NaN : x + 0));
        expect(numbersOf(back, "x").map((x) => x + 0)).toEqual(numbers);
      }),
    );
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
    expect(() => fromCSV("a,b\n1,2\n3\n")).toThrow(/Too few fields.*in data row 2/);
    expect(() => fromCSV("a,b\n")).toThrow(/it has no rows/);
    rmSync(folder, { recursive: true });
  });
});
