import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/base/index.js";
import {
  columnOf,
  type DataFrame,
  dataFrame,
  type MergeHow,
  merge,
} from "../../../src/tables/index.js";
import { DimensionError, Hz, mV, nS, pS } from "../../../src/units/index.js";

const rates = dataFrame([
  { we_pS: 15, seed: 0, rate_Hz: 4 },
  { we_pS: 30, seed: 0, rate_Hz: 11 },
  { we_pS: 15, seed: 1, rate_Hz: 5 },
]);
const names = dataFrame([
  { we_pS: 15, name: "weak" },
  { we_pS: 45, name: "strong" },
]);

describe("merge", () => {
  it("joins in each of the four ways", () => {
    const merged = (how: MergeHow): unknown => merge(rates, names, { on: "we_pS", how }).values;
    const inner = [
      [15, 0, 4, "weak"],
      [15, 1, 5, "weak"],
    ];
    const alone = [30, 0, 11, Number.NaN];
    const other = [45, Number.NaN, Number.NaN, "strong"];
    expect(merge(rates, names, { on: "we_pS" }).columns).toEqual([
      "we_pS",
      "seed",
      "rate_Hz",
      "name",
    ]);
    expect(merged("inner")).toEqual(inner);
    expect(merged("left")).toEqual([inner[0], alone, inner[1]]);
    expect(merged("right")).toEqual([...inner, other]);
    expect(merged("outer")).toEqual([inner[0], alone, inner[1], other]);
    // the tables that were given stay as they were
    expect(rates.shape).toEqual([3, 3]);
    expect(names.shape).toEqual([2, 2]);
  });

  it("gives the pairs that comparing each row with each gives", () => {
    const key = fc.oneof(
      fc.constantFrom<unknown>(
        0,
        -0,
        1,
        -1,
        1.5,
        Number.POSITIVE_INFINITY,
        "1",
        "a_b",
        "a",
        "",
        "__proto__",
        null,
      ),
      fc.integer({ min: -2, max: 3 }),
    );
    const second = fc.constantFrom<unknown>("b", "b_c", "c", true, false, "true", undefined);
    const keys = fc.array(fc.tuple(key, second), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(keys, keys, fc.constantFrom<MergeHow>("inner", "left", "outer"), (a, b, how) => {
        // a number and a text on either side, so that no column is of another kind altogether
        const rowsOf = (pairs: [unknown, unknown][], own: string): Record<string, unknown>[] =>
          [...pairs, [77, "x"], ["seventy", true]].map(([k, l], row) => ({ k, l, [own]: row }));
        const [left, right] = [rowsOf(a, "left"), rowsOf(b, "right")];
        const isEqual = (x: unknown, y: unknown): boolean =>
          x === y && x !== null && x !== undefined;
        const expected: unknown[][] = [];
        for (const one of left) {
          const partners = right.filter((two) => isEqual(one.k, two.k) && isEqual(one.l, two.l));
          for (const two of partners) expected.push([one.left, two.right]);
          if (partners.length === 0 && how !== "inner") expected.push([one.left, Number.NaN]);
        }
        if (how === "outer")
          for (const two of right)
            if (!left.some((one) => isEqual(one.k, two.k) && isEqual(one.l, two.l)))
              expected.push([Number.NaN, two.right]);
        const table = merge(dataFrame(left), dataFrame(right), {
          on: ["k", "l"],
          how,
          manyToMany: true,
        });
        const found = columnOf(table, "left").map((row, i) => [row, columnOf(table, "right")[i]]);
        expect(found).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it("takes keys of other names, and keys with units", () => {
    const other = dataFrame([{ strength_pS: 30, group: "b" }]);
    const merged = merge(rates, other, { on: { we_pS: "strength_pS" } });
    expect(merged.columns).toEqual(["we_pS", "seed", "rate_Hz", "group"]);
    expect(merged.values).toEqual([[30, 0, 11, "b"]]);
    const left = dataFrame([{ we: pS(15), rate: Hz(4) }, { we: pS(0.3) }]);
    const right = dataFrame([
      { we: nS(0.015), V: mV(-60) },
      { we: nS(0.0003), V: mV(1) },
    ]);
    expect(columnOf(merge(left, right, { on: "we" }), "V").map(String)).toEqual(["-60 mV", "1 mV"]);
    expect(() => merge(left, dataFrame([{ we: mV(1) }]), { on: "we" })).toThrow(DimensionError);
    expect(() => merge(rates, dataFrame([{ w_nS: 1 }]), { on: { we_pS: "w_nS" } })).toThrow(
      "inconsistent units: keys we_pS and w_nS are in pS and nS; expected one unit",
    );
  });

  it("refuses what is ambiguous, unless told", () => {
    const twice = dataFrame([
      { we_pS: 15, a: 1 },
      { we_pS: 15, a: 2 },
    ]);
    expect(() => merge(rates, twice, { on: "we_pS" })).toThrow(
      "ambiguous keys: we_pS 15 occurs several times in both tables",
    );
    expect(merge(rates, twice, { on: "we_pS", manyToMany: true }).shape).toEqual([4, 4]);
    // several on one side only are what merging is for
    expect(merge(twice, names, { on: "we_pS" }).shape).toEqual([2, 3]);
    const again = dataFrame([{ we_pS: 15, rate_Hz: 7, seed: "x" }]);
    expect(() => merge(rates, again, { on: "we_pS" })).toThrow(
      /two columns named rate_Hz; give suffixes/,
    );
    const both = merge(rates, again, { on: "we_pS", suffixes: ["old", "new"] });
    expect(both.columns).toEqual(["we_pS", "seed_old", "rate_old_Hz", "rate_new_Hz", "seed_new"]);
    // a new name must not meet an old one
    const odd = dataFrame([{ we_pS: 15, seed_old: 1, seed: 2 }]);
    expect(() => merge(rates, odd, { on: "we_pS", suffixes: ["old", "new"] })).toThrow(
      "two columns named seed_old",
    );
  });

  it.each<[string, (table: DataFrame) => unknown]>([
    [
      'unknown column: we_ps; expected one of we_pS, seed, rate_Hz; did you mean "we_pS"?',
      (t) => merge(t, t, { on: "we_ps" }),
    ],
    [
      "unknown column: rate_Hz; expected one of we_pS, name",
      (t) => merge(t, names, { on: "rate_Hz" }),
    ],
    ["unknown option of merge: On", (t) => merge(t, names, { On: "we_pS" } as never)],
    ["invalid options of merge: null", (t) => merge(t, names, undefined as never)],
    ["invalid on of merge: undefined", (t) => merge(t, names, {} as never)],
    ["invalid on of merge: no column is named", (t) => merge(t, names, { on: [] })],
    ["invalid on of merge: seed is named twice", (t) => merge(t, names, { on: ["seed", "seed"] })],
    [
      'invalid how of merge: lefd; expected one of inner, left, right, outer; did you mean "left"?',
      (t) => merge(t, names, { on: "we_pS", how: "lefd" as never }),
    ],
    [
      "invalid manyToMany of merge: 1",
      (t) => merge(t, names, { on: "we_pS", manyToMany: 1 as never }),
    ],
    [
      'invalid suffixes of merge: ["a", "a"]',
      (t) => merge(t, names, { on: "we_pS", suffixes: ["a", "a"] }),
    ],
    ["invalid right table: 5", (t) => merge(t, 5 as never, { on: "we_pS" })],
    [
      "invalid keys we_pS: numbers on the left, text on the right",
      (t) => merge(t, dataFrame([{ we_pS: "15" }]), { on: "we_pS" }),
    ],
    [
      "invalid keys we_pS: numbers on the left, truth values on the right",
      (t) => merge(t, dataFrame([{ we_pS: true }]), { on: "we_pS" }),
    ],
    [
      "invalid grouping column a: it holds [1]",
      () => merge(dataFrame([{ a: [1] }]), dataFrame([{ a: 1 }]), { on: "a" }),
    ],
  ])("says what is wrong: %s", (message, call) => {
    expect(() => call(rates)).toThrow(UserError);
    expect(() => call(rates)).toThrow(message);
  });
});
