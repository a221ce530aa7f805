import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/base/index.js";
import { columnOf, dataFrame, filter, rows } from "../../../src/tables/index.js";
import { Hz, mV, nS, pS } from "../../../src/units/index.js";

const table = dataFrame([
  { we_pS: 15, variant: "EI", rate_Hz: 4, ok: true, "my column": 1, we: pS(15) },
  { we_pS: 30, variant: "E", rate_Hz: null, ok: false, "my column": 2, we: pS(30) },
  { we_pS: 45, variant: null, rate_Hz: 11, ok: null, "my column": 3, we: nS(0.045) },
  { we_pS: 60, variant: "it's", rate_Hz: 0, ok: true, "my column": 4, we: null },
]);
const kept = (condition: string): unknown[] => columnOf(filter(table, condition), "we_pS");

describe("filter", () => {
  it.each<[string, number[]]>([
    ["rate_Hz > 3", [15, 45]],
    ["rate_Hz > 3 and we_pS < 40", [15]],
    ["not (rate_Hz > 3)", [60]],
    ["rate_Hz != 4", [45, 60]],
    ["rate_Hz != 4 or we_pS == 30", [30, 45, 60]],
    ["missing(rate_Hz)", [30]],
    ["not missing(variant) and not missing(rate_Hz)", [15, 60]],
    ["variant == 'EI'", [15]],
    ['variant == "EI" or variant == "E"', [15, 30]],
    ["variant != 'EI'", [30, 60]],
    ["variant == 'it\\'s'", [60]],
    ['variant == "it\'s"', [60]],
    ["'E' == variant", [30]],
    ["ok", [15, 60]],
    ["not ok", [30]],
    ["ok == false", [30]],
    ["ok and rate_Hz < 1", [60]],
    ["`my column` >= 3", [45, 60]],
    ["we_pS/15 == 3", [45]],
    ["sqrt(we_pS - 14) == 1", [15]],
    ["we == 15*pS", [15]],
    ["we >= 0.03*nS", [30, 45]],
    ["we + 1*pS > 31*pS", [45]],
    ["not missing(we) and we < 40*pS", [15, 30]],
    ["1/rate_Hz > 1e9", [60]],
    ["rate_Hz/rate_Hz == 1", [15, 45]],
    ["rate_Hz > 3 # those that fire", [15, 45]],
  ])("keeps the rows where %s", (condition, expected) => {
    expect(kept(condition)).toEqual(expected);
  });

  it.each<[string, string]>([
    ["rat_Hz > 3", 'unknown name: rat_Hz; did you mean "rate_Hz"?'],
    ["`my colum` > 3", "unknown column: my colum; expected one of we_pS"],
    ["missing(rat_Hz)", "unknown column: rat_Hz"],
    ["missing(rate_Hz > 1)", "invalid argument of missing"],
    ["we_pS + 1", 'invalid condition: "we_pS + 1" is no comparison'],
    ["variant", 'invalid condition: "variant" is no comparison'],
    ["variant == 5", 'invalid comparison: "variant" is text and "5" is none'],
    ["rate_Hz == '4'", `invalid comparison: "'4'" is text and "rate_Hz" is none`],
    ["variant < 'F'", "invalid comparison of text: <; expected == or !="],
    ["variant == 'EI", "invalid condition: a quotation mark has no partner"],
    ["we > 15", "inconsistent units"],
    ["we_pS > 15*pS", "inconsistent units"],
    ["we > 15*mV", "inconsistent units"],
    ["ok > 1", "uses a truth value as a number"],
    ["rate_Hz > ", "invalid expression"],
    ["rate_Hz > 3; process.exit(1)", "invalid expression"],
    ["constructor('x') > 1", "unknown function: constructor"],
    ["toString > 1", "unknown name: toString"],
    ["", "invalid expression"],
  ])("refuses %s", (condition, message) => {
    expect(() => filter(table, condition)).toThrow(UserError);
    expect(() => filter(table, condition)).toThrow(message);
  });

  it("shows what was written, not what stands for it", () => {
    expect(() => filter(table, "variant == 'EI' and variant == 7")).toThrow(
      "1 | variant == 'EI' and variant == 7\n                        ^^^^^^^^^^^^",
    );
  });

  it("takes functions of the row", () => {
    const found = filter(
      table,
      (row: { rate_Hz: number }, index) => row.rate_Hz > 3 || index === 3,
    );
    expect(columnOf(found, "we_pS")).toEqual([15, 45, 60]);
    expect(() => filter(table, (() => 1) as never)).toThrow(
      "invalid answer of the condition for row 0: 1; expected true or false",
    );
    expect(() => filter(table, 5 as never)).toThrow("invalid condition: 5");
  });

  it("keeps the columns where no row is left, and such a table goes on", () => {
    const none = filter(table, "we_pS > 1000");
    expect([none.shape, none.columns]).toEqual([[0, 6], table.columns]);
    expect(filter(none, "rate_Hz > 3").shape).toEqual([0, 6]);
    expect(rows(none)).toEqual([]);
  });

  it("refuses columns of several kinds", () => {
    const mixed = dataFrame([{ a: 1 }, { a: "1" }]);
    expect(() => filter(mixed, "a == 1")).toThrow("invalid column a: it holds numbers and text");
    expect(() => filter(dataFrame([{ a: mV(1) }, { a: Hz(1) }]), "a > 1*mV")).toThrow(
      "inconsistent units",
    );
    expect(filter(mixed, "not missing(a)").shape).toEqual([2, 1]);
  });
});

describe("rows", () => {
  it("are objects, with types where they are told", () => {
    expect(rows(dataFrame([{ a: 1, __proto__: null, toString: "x" }, {}]))).toEqual([
      { a: 1, toString: "x" },
      { a: Number.NaN, toString: Number.NaN },
    ]);
    const typed = rows(table, { variant: "text", rate_Hz: "number", ok: "truth", we: "quantity" });
    const rate: number = typed[0].rate_Hz;
    const variant: string | undefined = typed[2].variant;
    expect([rate, variant, typed[1].rate_Hz, typed[2].ok]).toEqual([
      4,
      undefined,
      Number.NaN,
      undefined,
    ]);
    // @ts-expect-error a column that was not asked for
    expect(typed[0].we_pS).toBeUndefined();
    expect(String(typed[2].we)).toBe("45 pS");
  });

  it("say what is wrong", () => {
    expect(() => rows(table, { rate: "number" })).toThrow("unknown column: rate; expected one of");
    expect(() => rows(table, { variant: "number" })).toThrow(
      'invalid value of variant in row 0: "EI"; expected a number',
    );
    expect(() => rows(table, { variant: "string" as never })).toThrow(
      "invalid type of variant: string; expected one of number, text, truth, quantity",
    );
    expect(() => rows(table, 5 as never)).toThrow("invalid types of rows: 5");
    expect(() => rows(5 as never)).toThrow("invalid table: 5");
  });
});
