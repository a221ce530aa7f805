import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { fold, foldedTables } from "../../src/page/ziggurat/fold.js";
import { NORMAL } from "../../src/page/ziggurat/unfold.js";
import { EXPONENTIAL_TABLES, NORMAL_TABLES } from "../../src/random/zigguratTables.js";
import { PROJECT } from "../helpers/data.js";

it("pages make the tables of the ziggurat method, bit for bit, of a tenth of their size", async () => {
  const text = await foldedTables(join(PROJECT, "dist", "random", "zigguratTables.js"));
  expect(text.length).toBeLessThan(2500);
  const absolute = text.replace(
    /from "([^"]+)"/,
    (_, path: string) => `from "${pathToFileURL(path).href}"`,
  );
  const made = await import(`data:text/javascript,${encodeURIComponent(absolute)}`);
  for (const [name, tables] of Object.entries({ NORMAL_TABLES, EXPONENTIAL_TABLES }))
    for (const table of ["k", "w", "f"] as const)
      expect(made[name][table], `${name}.${table}`).toEqual(tables[table]);
});

it("tables that are others are refused", () => {
  const odd = { ...NORMAL_TABLES, f: NORMAL_TABLES.f.map((x, k) => (k === 9 ? 1.001 * x : x)) };
  expect(() => fold(NORMAL, odd)).toThrow("others than they were");
});
