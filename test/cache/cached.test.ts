import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  cached,
  digestOf,
  engineVersion,
  fromBytes,
  ResultCache,
  toBytes,
  VERSION,
} from "../../src/cache/index.js";
import { nto1 } from "../../src/models/index.js";
import { Signal, SpikeTrain } from "../../src/signals/index.js";
import { run } from "../../src/simulation/index.js";
import { mV, pS, seconds } from "../../src/units/index.js";

let cache: ResultCache;
beforeEach(() => {
  cache = new ResultCache(mkdtempSync(join(tmpdir(), "spikebook-cache-")));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(cache.folder, { recursive: true, force: true });
});

/** The files that hold values. */
function contentFiles(folder: string): string[] {
  return readdirSync(join(folder, "entries"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".bin"))
    .map((name) => join(folder, "entries", name));
}

describe("cached", () => {
  it("computes once for equal arguments, again for other ones", async () => {
    const compute = vi.fn((we: unknown, options: object) => ({ we, options }));
    const call = cached("calls", compute, { cache });
    const first = await call(pS(15), { seed: 1, N: 6500 });
    expect(await call(pS(15), { N: 6500, seed: 1 })).toEqual(first);
    expect(compute).toHaveBeenCalledTimes(1);
    await call(pS(16), { seed: 1, N: 6500 });
    await call(mV(15), { seed: 1, N: 6500 });
    await call(pS(15), { seed: "1", N: 6500 });
    expect(compute).toHaveBeenCalledTimes(4);
  });

  it("finds nothing under another name, another text of the function, or other used values", async () => {
    let calls = 0;
    await cached("a", () => ++calls, { cache })();
    await cached("b", () => ++calls, { cache })();
    await cached("a", () => (calls += 1), { cache })();
    await cached("a", () => ++calls, { cache, uses: { N: 1 } })();
    expect(await cached("a", () => ++calls, { cache, uses: { N: 2 } })()).toBe(5);
    expect(await cached("a", () => ++calls, { cache })()).toBe(1);
  });

  it("computes a call once that is made twice at the same time", async () => {
    const compute = vi.fn(async () => new Promise((done) => setTimeout(() => done(7), 20)));
    const call = cached("twice", compute, { cache });
    expect(await Promise.all([call(), call(), call()])).toEqual([7, 7, 7]);
    expect(compute).toHaveBeenCalledTimes(1);
  });

  it("keeps nothing of a call that failed", async () => {
    let fails = true;
    const call = cached(
      "failing",
      () => {
        if (fails) throw new Error("no luck");
        return "luck";
      },
      { cache },
    );
    await expect(call()).rejects.toThrow("no luck");
    fails = false;
    expect(await call()).toBe("luck");
  });

  it.each([
    ["cut short", (file: string) => truncateSync(file, statSync(file).size >> 1)],
    ["emptied", (file: string) => truncateSync(file, 0)],
    ["overwritten", (file: string) => writeFileSync(file, Buffer.alloc(statSync(file).size, 1))],
    ["removed", (file: string) => rmSync(file)],
  ])("computes again, with a warning, where a value was %s", async (_, damage) => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const compute = vi.fn((seed: number) => new Float64Array(1000).fill(seed));
    const call = cached("damaged", compute, { cache });
    const first = await call(5);
    for (const file of contentFiles(cache.folder)) damage(file);
    expect(await call(5)).toEqual(first);
    expect(warn.mock.calls.join()).toMatch(/damaged cache entry of "damaged"/);
    expect(compute).toHaveBeenCalledTimes(2);
    expect(await call(5)).toEqual(first);
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it("goes on with a warning where the folder cannot be written to", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const file = join(cache.folder, "not-a-folder");
    writeFileSync(file, "");
    expect(await cached("unwritable", () => 3, { cache: new ResultCache(file) })()).toBe(3);
    expect(warn.mock.calls.join()).toMatch(/could not be cached/);
  });

  it("refuses results and arguments that are no data", async () => {
    const call = cached("odd", (x: unknown) => x, { cache });
    await expect(call(() => 1)).rejects.toThrow(/a function cannot be stored/);
    class Odd {}
    await expect(cached("odd", () => ({ a: [new Odd()] }), { cache })()).rejects.toThrow(
      "invalid value.a[0]: an instance of Odd cannot be stored",
    );
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    await expect(call(loop)).rejects.toThrow(/it contains itself/);
    expect(() => cached("", () => 1)).toThrow(/invalid cache name/);
  });
});

describe("the cache folder", () => {
  it("can be listed, sized and cleared, by name or whole", async () => {
    const one = cached("one", (n: number) => new Float64Array(n), { cache });
    const two = cached("two", () => "x".repeat(3000), { cache });
    await one(1000);
    await one(2000);
    await two();
    const entries = await cache.entries();
    expect(entries.map(({ name }) => name)).toEqual(["one", "one", "two"]);
    expect(entries[0].call).toBe("[ 1000 ]");
    expect(await cache.size()).toBeGreaterThan(3000 * 8);
    expect(await cache.clear("one")).toBe(2);
    expect((await cache.entries()).map(({ name }) => name)).toEqual(["two"]);
    expect(contentFiles(cache.folder)).toHaveLength(1);
    expect(await cache.clear()).toBe(1);
    expect(await cache.size()).toBe(0);
    expect(await new ResultCache(join(cache.folder, "absent")).entries()).toEqual([]);
  });
});

describe("stored values", () => {
  it("come back equal", async () => {
    const result = await run(nto1({ N: 10, duration: seconds(0.01) }));
    const value = {
      quantity: pS(15),
      quantities: mV([-65, -53]),
      signal: result.V,
      spikes: new SpikeTrain(Float64Array.of(0.5), 1),
      result,
      numbers: [0, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e-320, 2 ** 60],
      typed: [Uint16Array.of(1, 2), new Float32Array(3), BigInt64Array.of(-1n)],
      nested: { map: new Map([["a", { q: pS(1) }]]), set: new Set([1]), none: undefined, no: null },
      date: new Date(5),
    };
    const back = fromBytes(toBytes(value)) as typeof value;
    expect(back).toEqual(value);
    expect(Object.is(back.numbers[1], -0)).toBe(true);
    expect(back.signal).toBeInstanceOf(Signal);
    expect(back.quantity.equals(value.quantity)).toBe(true);
    expect(back.result.firingRate.equals(result.firingRate)).toBe(true);
  });
});

describe("the state of the engine", () => {
  it("is part of the key: version, and digest of the code", () => {
    expect(engineVersion()).toMatch(new RegExp(`^${VERSION}\\+[0-9a-f]{16}$`));
    expect(engineVersion()).toBe(engineVersion());
  });
});

describe("digests", () => {
  it("stay the same from version to version: stored results would be lost", () => {
    expect(digestOf({ a: 1, b: [true, "x", null] })).toBe(
      "1feb9dce256a4d733595d8d7bcc34ed1b6553e9525e3815351db6b55df9b548a",
    );
    expect(digestOf({ we: pS(15), V: mV([1, 2]) })).toBe(
      "262198ce3038e98526eb35e63a818680de1ee1c5cc5f6077941a11c108bc8c34",
    );
    expect(digestOf(new Float64Array([1, 2]))).toBe(
      "26d79191026266453aaa97096279ab0d145e532f6fa7aec29d9af753610439fe",
    );
    expect(digestOf(nto1())).toBe(
      "d94a5af232395c84e6f8e17d7cdb9182632f926d12e80623b90b883653e1a93d",
    );
  });

  it("tell apart what differs and only that", () => {
    expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }));
    const different = [
      0,
      -0,
      "0",
      [0],
      {},
      [],
      null,
      undefined,
      false,
      pS(0),
      mV(0),
      0n,
      Number.NaN,
    ];
    const typed = [new Float64Array(2), new Float32Array(2), new Uint8Array(16), [0, 0]];
    const digests = [...different, ...typed].map(digestOf);
    expect(new Set(digests).size).toBe(digests.length);
  });
});
