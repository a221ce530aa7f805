import { describe, expect, it } from "vitest";
import { danfojs, dataFrame } from "../../src/tables/index.js";

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
});
