import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { readJSON, saveJSON } from "../../src/tables/index.js";
import { mV, pA } from "../../src/units/index.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-json-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "deep", "data.json");

describe("JSON files", () => {
  it("keep all digits, and are read again", async () => {
    const value = { rate: 0.1 + 0.2, list: [1, null, "x"] };
    await saveJSON(value, file);
    expect(readFileSync(file, "utf8")).toContain("0.30000000000000004");
    expect(await readJSON(file)).toEqual(value);
  });

  it("give back whatever JSON can hold, written as usual", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        await saveJSON(value, file);
        expect(await readJSON(file)).toEqual(value);
        if (!JSON.stringify(value).includes("-0") && !/[:[,]0[,}\]]/.test(JSON.stringify(value)))
          expect(readFileSync(file, "utf8")).toBe(`${JSON.stringify(value, undefined, 2)}\n`);
      }),
    );
    await saveJSON([-0], file);
    expect(Object.is(((await readJSON(file)) as number[])[0], -0)).toBe(true);
    const odd = JSON.parse('{ "__proto__": 1, "constructor": { "toString": [] } }');
    await saveJSON(odd, file);
    expect(readFileSync(file, "utf8")).toBe(`${JSON.stringify(odd, undefined, 2)}\n`);
    await saveJSON({ v: Float64Array.of(1, 0.5), n: new Int32Array(0) }, file);
    expect(await readJSON(file)).toEqual({ v: [1, 0.5], n: [] });
    await saveJSON(runInNewContext("({ from: [{ a: 'notebook' }] })"), file);
    expect(await readJSON(file)).toEqual({ from: [{ a: "notebook" }] });
    writeFileSync(file, "\ufeff[1]");
    expect(await readJSON(file)).toEqual([1]);
  });

  const loop: unknown[] = [];
  loop.push({ loop });
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
  class Trial {
    toJSON(): string {
      return "lost";
    }
  }
  it.each([
    [
      "quantities",
      { w: pA(3) },
      "invalid w for JSON: 3 pA; expected plain data: a quantity in a unit",
    ],
    ["arrays of quantities", { V: mV([1, 2]) }, "invalid V for JSON: [1 2] mV"],
    ["NaN", [Number.NaN], "invalid [0] for JSON: NaN; expected a finite number"],
    ["infinite numbers", { a: [1, Number.NEGATIVE_INFINITY] }, "invalid a[1] for JSON: -Infinity"],
    ["NaN in typed arrays", { a: Float64Array.of(Number.NaN) }, "invalid a[0] for JSON: NaN"],
    ["nothing", undefined, "invalid value for JSON: undefined"],
    ["undefined properties", { a: { b: undefined } }, "invalid a.b for JSON: undefined"],
    ["undefined elements", [undefined], "invalid [0] for JSON: undefined"],
    ["gaps", new Array(3), "expected a list without gaps and without names"],
    ["lists with names", /(b)/.exec("abc"), "expected a list without gaps and without names"],
    ["functions", { f: Math.sin }, "invalid f for JSON: function sin"],
    ["symbols", { s: Symbol("a") }, "invalid s for JSON: Symbol(a)"],
    ["names that are symbols", { [Symbol("a")]: 1 }, "expected names that are text"],
    ["bigint", { n: 5n }, "invalid n for JSON: 5n"],
    ["bigint in typed arrays", { n: BigInt64Array.of(5n) }, "invalid n for JSON"],
    ["Map", { m: new Map([[1, 2]]) }, "invalid m for JSON"],
    ["Set", { m: new Set([1]) }, "invalid m for JSON"],
    ["Date", { d: new Date(0) }, "invalid d for JSON"],
    ["instances", { t: new Trial() }, "invalid t for JSON"],
    ["numbers in objects", { n: Object(3) }, "invalid n for JSON: 3"],
    ["proxies", { p: new Proxy({}, {}) }, "invalid p for JSON"],
    ["cycles", loop, "expected data that does not contain itself"],
    ["what is nested without end", deep(1000), "expected at most 200 levels"],
  ])("refuse %s, which they would lose", async (_, value, message) => {
    const path = join(folder, "lost.json");
    await expect(saveJSON(value, path)).rejects.toThrow(message);
    await expect(saveJSON(value, path)).rejects.toThrow(UserError);
    await expect(readJSON(path)).rejects.toThrow("cannot be read (ENOENT)");
  });

  it("say what is wrong with them", async () => {
    writeFileSync(file, "{");
    await expect(readJSON(file)).rejects.toThrow(/^invalid JSON file: .*data\.json; /);
    writeFileSync(file, Uint8Array.of(0xff, 0xfe));
    await expect(readJSON(file)).rejects.toThrow("it is no text (UTF-8)");
  });
});
