import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { cached, ResultCache } from "../../src/cache/index.js";
import { PROJECT } from "../helpers/data.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-processes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WRITER = join(folder, "writer.mjs");
const cacheOf = (name: string): string => join(folder, name);
const LENGTH = 20_000;

/** A process that asks for the same cached values as every other one. */
writeFileSync(
  WRITER,
  `import { cached, ResultCache } from ${JSON.stringify(pathToFileURL(join(PROJECT, "dist/index.js")).href)};
const [folder, from, to] = process.argv.slice(2);
const call = cached("shared", (i) => new Float64Array(${LENGTH}).fill(i), { cache: new ResultCache(folder) });
for (let i = Number(from); i < Number(to); i++) {
  const values = await call(i);
  if (values.length !== ${LENGTH} || values.some((value) => value !== i)) process.exit(3);
  console.log(i);
}
`,
);

function start(cache: string, from: number, to: number): ChildProcess {
  return spawn(process.execPath, [WRITER, cacheOf(cache), String(from), String(to)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}
const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((settle) => {
    child.stdout?.resume();
    child.on("close", settle);
  });

describe("one cache and several processes", () => {
  it("serves three at once, all with right values", async () => {
    const writers = [1, 2, 3].map(() => start("three", 0, 60));
    expect(await Promise.all(writers.map(ended))).toEqual([0, 0, 0]);
    expect(await new ResultCache(cacheOf("three")).entries()).toHaveLength(60);
  });

  it("is whole after writers were killed at any moment", async () => {
    const cache = new ResultCache(cacheOf("killed"));
    for (let round = 0; round < 8; round++) {
      const child = start("killed", round * 100, round * 100 + 100);
      // the kill comes some writes after the first one, at another place each time
      let lines = 0;
      child.stdout?.on("data", () => {
        lines += 1;
        if (lines === 2 + round) child.kill("SIGKILL");
      });
      await ended(child);
    }
    const call = cached("shared", (i: number) => new Float64Array(LENGTH).fill(i), { cache });
    for (const { call: text } of await cache.entries()) {
      const i = Number(/\d+/.exec(text)?.[0]);
      const values = (await call(i)) as Float64Array;
      expect(values.length).toBe(LENGTH);
      expect(values.every((value) => value === i)).toBe(true);
    }
    await cache.clear();
    expect(readdirSync(cache.folder)).not.toContain("entries");
  });
});
