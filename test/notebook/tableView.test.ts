import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { tableHTML, tableText } from "../../src/notebook/tableView.js";
import { dataFrame } from "../../src/tables/index.js";
import { Hz, mV, nS, pS, uS } from "../../src/units/index.js";

/** The cells of a table's rows as they are read, without tags. */
const cellsIn = (html: string): string[][] =>
  [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell),
  );

describe("tables in a cell", () => {
  it("of very many rows are shown, shortened", () => {
    const rows = Array.from({ length: 300_000 }, (_, k) => ({ k, half: k / 2 }));
    const lines = tableText(dataFrame(rows)).split("\n");
    expect(lines).toHaveLength(1 + 5 + 1 + 5 + 2);
    expect(lines[2].trim().split(/\s+/)).toEqual(["1", "1", "0.5"]);
    expect(lines.at(-1)).toBe("300000 rows × 2 columns");
    const html = tableHTML(dataFrame(rows));
    const cells = cellsIn(html);
    expect(cells).toHaveLength(1 + 250 + 1 + 250);
    expect(cells[251]).toEqual(["...", "...", "..."]);
    expect(cells[501]).toEqual(["299999", "299999", "149999.5"]);
    expect(html).toContain("300000 rows × 2 columns");
    // what is not all there cannot be sorted
    expect(html).not.toContain("onclick");
    expect(html.length).toBeLessThan(80_000);
  });

  it("of more than 60 rows scroll, with all their rows", () => {
    const table = (count: number): string =>
      tableHTML(dataFrame(Array.from({ length: count }, (_, k) => ({ k }))));
    expect(table(60)).not.toContain("overflow");
    expect(table(61)).toContain('<div style="max-height:32em;overflow:auto">');
    expect(cellsIn(table(61))).toHaveLength(62);
    expect(table(61)).toContain("61 rows × 1 columns");
    expect(cellsIn(table(500))).toHaveLength(501);
  });

  it("show values of any kind", () => {
    const odd = Object.assign(Object.create(null), { a: 1 }) as unknown;
    const text = tableText(dataFrame([{ text: "a b", V: mV(1), none: null, flag: true, odd }]));
    expect(text.split("\n")[1].trim()).toBe("0   a b  1 mV   NaN  true  { a }");
  });

  it("have a row of units: of names, and of quantities", () => {
    const html = tableHTML(
      dataFrame([
        { we_pS: 15, rate: Hz(3.25), g: nS(0.5), tau_us: 1, name_A: "x", mixed: mV(1) },
        { we_pS: 30, rate: null, g: uS(1), tau_us: 2, name_A: "y", mixed: pS(1) },
        { we_pS: 45, rate: Hz(10), g: nS(2), tau_us: 3, name_A: "z", mixed: pS(1) },
      ]),
    );
    expect(cellsIn(html)).toEqual([
      ["", "we_pS", "rate", "g", "tau_us", "name_A", "mixed"],
      ["", "pS", "Hz", "nS", "µs", "", ""],
      ["0", "15", "3.25", "0.5", "1", "x", "1 mV"],
      ["1", "30", "NaN", "1000.0", "2", "y", "1 pS"],
      ["2", "45", "10.00", "2.0", "3", "z", "1 pS"],
    ]);
    expect(cellsIn(tableHTML(dataFrame([{ a: 1 }])))).toEqual([
      ["", "a"],
      ["0", "1"],
    ]);
  });

  it("line up numbers, also those with exponents", () => {
    const column = (values: number[]): string[] =>
      cellsIn(tableHTML(dataFrame(values.map((a) => ({ a })))))
        .slice(1)
        .map(([, text]) => text);
    expect(column([1, 2.5, -10.125])).toEqual(["1.000", "2.500", "-10.125"]);
    expect(column([1e-7, 2.5e-12, 0, 300])).toEqual(["1.0e-07", "2.5e-12", "0.0e+00", "3.0e+02"]);
    expect(column([1 / 3, Number.POSITIVE_INFINITY])).toEqual(["0.333333", "Infinity"]);
    expect(column([123456789012345, 1])).toEqual(["123456789012345", "1"]);
    expect(tableHTML(dataFrame([{ a: 1 }]))).toContain("tabular-nums");
  });

  const nasty = `<img src=x onerror="alert(1)">'"&`;

  it("escape text wherever it stands, and stand still without handlers", () => {
    const html = tableHTML(dataFrame([{ [nasty]: nasty }, { [nasty]: "b" }]));
    expect(html).not.toContain("<img");
    expect(html).not.toContain('"alert');
    // what viewers do that do not trust: handlers and data are taken away
    const still = html.replace(/ (on\w+|data-[\w-]+)="[^"]*"/g, "");
    expect(still).not.toMatch(/<[^>]*\son\w+=/);
    expect(cellsIn(still)).toEqual(cellsIn(html));
    expect(html).not.toContain("<script");
  });

  const browser = existsSync("/usr/bin/chromium");
  const why = browser ? "" : " (skipped: there is no /usr/bin/chromium; apt-get install chromium)";

  it.skipIf(!browser)(`are sorted by a click on a name${why}`, async () => {
    const html = tableHTML(
      dataFrame([
        { we: nS(0.5), rate: 10, name: "b" },
        { we: pS(30), rate: null, name: nasty },
        { we: pS(4), rate: 9, name: "a" },
        { we: pS(200), rate: -1, name: "C" },
      ]),
    );
    const running = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox"],
    });
    try {
      const page = await running.newPage();
      const errors: unknown[] = [];
      page.on("pageerror", (error) => errors.push(error));
      await page.setContent(html);
      const labels = (): Promise<string[]> => page.locator("tbody th").allTextContents();
      const click = (column: number): Promise<void> => page.locator("thead th").nth(column).click();
      await click(1);
      expect(await labels()).toEqual(["2", "1", "3", "0"]);
      expect(await page.locator("thead th").nth(1).textContent()).toBe("we ▲");
      await click(1);
      expect(await labels()).toEqual(["0", "3", "1", "2"]);
      // what is missing comes last, whichever way
      await click(2);
      expect(await labels()).toEqual(["3", "2", "0", "1"]);
      await click(2);
      expect(await labels()).toEqual(["0", "2", "3", "1"]);
      expect(await page.locator("thead th").nth(1).textContent()).toBe("we");
      await click(3);
      expect(await labels()).toEqual(["1", "3", "2", "0"]);
      await click(0);
      expect(await labels()).toEqual(["0", "1", "2", "3"]);
      expect(errors).toEqual([]);
    } finally {
      await running.close();
    }
  });
});
