import { describe, expect, it } from "vitest";
import { tableHTML, tableText } from "../../src/notebook/tableView.js";
import { dataFrame } from "../../src/tables/index.js";
import { mV } from "../../src/units/index.js";

describe("tables in a cell", () => {
  it("of very many rows are shown, shortened", () => {
    const rows = Array.from({ length: 300_000 }, (_, k) => ({ k, half: k / 2 }));
    const lines = tableText(dataFrame(rows)).split("\n");
    expect(lines).toHaveLength(1 + 5 + 1 + 5 + 2);
    expect(lines[2].trim().split(/\s+/)).toEqual(["1", "1", "0.5"]);
    expect(lines.at(-1)).toBe("300000 rows × 2 columns");
  });

  it("show values of any kind", () => {
    const odd = Object.assign(Object.create(null), { a: 1 }) as unknown;
    const text = tableText(dataFrame([{ text: "a b", V: mV(1), none: null, flag: true, odd }]));
    expect(text.split("\n")[1].trim()).toBe("0   a b  1 mV   NaN  true  { a }");
    expect(tableHTML(dataFrame([{ text: "<b>" }]))).toContain("&lt;b&gt;");
  });
});
