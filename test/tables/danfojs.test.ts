import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { columnOf, danfojs, dataFrame } from "../../src/tables/index.js";
import { nS, pS } from "../../src/units/index.js";

describe("the bundled danfojs", () => {
  const table = dataFrame([
    { a: 1, b: 2.5 },
    { a: 1, b: 3.5 },
    { a: 2, b: 8 },
  ]);

  it("groups, merges and describes", () => {
    expect(table.groupby(["a"]).mean().values).toEqual([
      [1, 3],
      [2, 8],
    ]);
    const other = dataFrame([{ a: 2, c: "x" }]);
    const merged = danfojs().merge({ left: table, right: other, on: ["a"], how: "inner" });
    expect(merged.values).toEqual([[2, 8, "x"]]);
    const b = table.column("b");
    expect(b.mean()).toBeCloseTo(14 / 3, 12);
    expect(b.median()).toBe(3.5);
    expect(b.var()).toBeCloseTo(103 / 12, 12);
    expect(b.std()).toBeCloseTo(Math.sqrt(103 / 12), 12);
    expect(table.column("a").mode()).toEqual([1]);
    expect(
      dataFrame([{ x: 1 }, { x: 2 }])
        .column("x")
        .mode(),
    ).toEqual([1, 2]);
  });

  it("adds columns without tensorflow, and whole tables with it", () => {
    expect(table.column("b").add(1).values).toEqual([3.5, 4.5, 9]);
    expect(table.add(1).values).toEqual([
      [2, 3.5],
      [2, 4.5],
      [3, 9],
    ]);
  });

  it("has no spread of a single value", () => {
    expect(
      dataFrame([{ x: 1 }])
        .column("x")
        .std(),
    ).toBeNaN();
  });

  const gaps = dataFrame([
    { a: 1, b: 2.5, s: "x" },
    { a: null, b: 3.5, s: "x-1" },
    { a: 2, b: null, s: "y" },
    { a: -1, b: 0, s: "z" },
  ]);

  it("sorts around what is missing", () => {
    expect(gaps.sortValues("a")?.index).toEqual([3, 0, 2, 1]);
    expect(gaps.sortValues("b", { ascending: false })?.index).toEqual([1, 0, 3, 2]);
    const copy = gaps.copy();
    expect(copy.sortValues("a", { inplace: true })).toBeUndefined();
    expect(columnOf(copy, "a")).toEqual([-1, 1, 2, Number.NaN]);
    const quantities = dataFrame([{ g: pS(3) }, { g: nS(0.001) }]).sortValues("g");
    expect(quantities.index).toEqual([1, 0]);
  });

  it.each<[string, () => unknown]>([
    ['unknown column: ab; expected one of a, b, s; did you mean "a"?', () => gaps.groupby(["ab"])],
    ["unknown column: aa", () => gaps.head(2).groupby("aa")],
    [
      "a value is missing in row 1; groupBy(df, ...) leaves such rows out",
      () => gaps.groupby(["a"]),
    ],
    ["invalid column a: danfojs counts missing values, too", () => gaps.groupby(["s"]).count()],
    [
      "ambiguous groups: danfojs takes",
      () =>
        dataFrame([
          { a: "x-y", b: "z" },
          { a: "x", b: "y-z" },
        ]).groupby(["a", "b"]),
    ],
    ["ambiguous groups: danfojs takes 1", () => dataFrame([{ a: "1" }, { a: 1 }]).groupby(["a"])],
    ["invalid grouping columns: 5", () => gaps.groupby(5 as never)],
    ["unknown column: c", () => gaps.column("c")],
    ["unknown column: c", () => gaps.drop({ columns: "c" })],
    ["unknown column: c", () => gaps.loc({ columns: ["a", "c"] })],
    ["unknown column: c", () => gaps.rename({ c: "d" })],
    ["unknown column: c", () => gaps.at(0, "c")],
    ["unknown column: c", () => gaps.setIndex({ column: "c" })],
    ["unknown column: c", () => gaps.fillNa([0], { columns: ["c"] })],
    ["unknown column: c", () => gaps.asType("c", "int32")],
    ["unknown column: c", () => gaps.sortValues("c")],
    [
      "unknown option of sortValues: ascendng",
      () => gaps.sortValues("a", { ascendng: false } as never),
    ],
    ["unknown option of dropNa: axes", () => gaps.dropNa({ axes: 0 } as never)],
    ["unknown option of loc: column", () => gaps.loc({ column: ["a"] } as never)],
    [
      "invalid condition: [true]; expected true or false for each of 4 rows",
      () => gaps.query([true]),
    ],
    ["invalid column s for sum: it holds text", () => gaps.sum()],
    [
      "inconsistent units: mean goes along the rows of we_pS, rate_Hz; { axis: 0 }",
      () => dataFrame([{ we_pS: 1, rate_Hz: 2 }]).mean(),
    ],
    [
      "invalid column a for cumSum: danfojs goes wrong",
      () => gaps.drop({ columns: ["s"] }).cumSum(),
    ],
    ["invalid column a for sortValues: danfojs goes wrong", () => gaps.column("a").sortValues()],
    ["invalid column a for argSort", () => gaps.column("a").argSort()],
    ["invalid column a for cumSum", () => gaps.column("a").cumSum()],
    [
      "unknown option of sortValues: down",
      () => gaps.column("b").sortValues({ down: true } as never),
    ],
    [
      "invalid row of iloc: -1; expected a whole number from 0 to 3",
      () => gaps.iloc({ rows: [-1] }),
    ],
    ["invalid column of iloc: 3", () => gaps.iloc({ columns: [3] })],
    [
      "invalid rows to append: their columns are b, a, s; expected a, b, s",
      () => gaps.append(dataFrame([{ b: 1, a: 2, s: "x" }]), [9]),
    ],
    ['invalid column: there is one named "a"', () => gaps.addColumn("a", [1, 2, 3, 4])],
    ['invalid value of s: "x"; expected a number for int32', () => gaps.asType("s", "int32")],
    ['unknown group: ["q"]; expected values of s', () => gaps.groupby(["s"]).getGroup(["q"])],
    [
      "invalid column g: it holds quantities with units",
      () => dataFrame([{ g: pS(1) }]).column("g"),
    ],
  ])("says where it would be wrong: %s", (message, call) => {
    expect(call).toThrow(UserError);
    expect(call).toThrow(message);
  });

  it("keeps the rest as it is", () => {
    expect(gaps.append([[1, 2, "q"]], ["z"])?.shape).toEqual([5, 3]);
    expect(gaps.query(gaps.column("b").gt(1))?.shape).toEqual([2, 3]);
    expect(gaps.append(gaps.head(1), [7]).shape).toEqual([5, 3]);
    expect(gaps.groupby(["s"]).getGroup(["x"]).values).toEqual([["x", 1, 2.5]]);
    expect(dataFrame([{ a: "2" }]).asType("a", "int32").values).toEqual([[2]]);
    expect(dataFrame([{ we_pS: 1, rate_Hz: 2 }]).mean({ axis: 0 }).values).toEqual([1, 2]);
    expect(
      dataFrame([{ a: 3 }, { a: 1 }])
        .column("a")
        .sortValues().values,
    ).toEqual([1, 3]);
    expect(gaps.iloc({ rows: ["0:2"] }).shape).toEqual([2, 3]);
    expect(gaps.drop({ columns: ["a"] })?.columns).toEqual(["b", "s"]);
    expect(gaps.rename({ a: "c" })?.columns).toEqual(["c", "b", "s"]);
  });

  it("makes tables whose columns may have any name, too", () => {
    const named = dataFrame([
      { mean: 2, columns: "x" },
      { mean: 1, columns: "y" },
    ]);
    for (const table of [named.head(1), named.iloc({ rows: [0] }), named.sortValues("columns")])
      expect(columnOf(table as typeof named, "columns")[0]).toBe("x");
  });

  it("has types that know its methods", () => {
    // @ts-expect-error a misspelt method
    expect(gaps.sortVales).toBeUndefined();
    // @ts-expect-error a misspelt method of what a method gives
    expect(gaps.head(2).tial).toBeUndefined();
    // @ts-expect-error also after tail, which danfojs types as anything
    expect(gaps.tail(2).tial).toBeUndefined();
  });
});
