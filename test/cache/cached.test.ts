import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runInNewContext } from "node:vm";
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
import { run } from "../../src/run/index.js";
import { Signal, SpikeTrain } from "../../src/signals/index.js";
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

describe("what a call is", () => {
  it("is settled when it is made: what the caller changes meanwhile changes no entry", async () => {
    const list = Float64Array.of(1, 2);
    const options = { scale: 2 };
    const sum = cached(
      "sums",
      async (values: Float64Array, { scale }: { scale: number }) => {
        await new Promise((done) => setTimeout(done, 10));
        return scale * values.reduce((a, b) => a + b, 0);
      },
      { cache },
    );
    const first = sum(list, options);
    list[0] = 100;
    options.scale = 1;
    expect(await first).toBe(6);
    expect(await sum(Float64Array.of(1, 2), { scale: 2 })).toBe(6);
    expect(await sum(list, options)).toBe(102);
    expect((await cache.entries()).map(({ call }) => call)).toEqual([
      "[ Float64Array(2) [ 1, 2 ], { scale: 2 } ]",
      "[ Float64Array(2) [ 100, 2 ], { scale: 1 } ]",
    ]);
  });

  it("is what the function was given, also where it changes that", async () => {
    const given = [3, 1, 2];
    const sorted = cached("sorted", (values: number[]) => values.sort(), { cache });
    expect(await sorted(given)).toEqual([1, 2, 3]);
    expect(given).toEqual([3, 1, 2]);
    expect((await cache.entries())[0].call).toBe("[ [ 3, 1, 2 ] ]");
    const again = cached("sorted", (values: number[]) => values.sort(), { cache });
    expect(await again([3, 1, 2])).toEqual([1, 2, 3]);
    expect(await cache.entries()).toHaveLength(1);
  });

  it("takes the values that the function uses as they are at the call", async () => {
    const scale = [2];
    const scaled = cached("scaled", (x: number) => x * scale[0], { cache, uses: { scale } });
    expect(await scaled(1)).toBe(2);
    scale[0] = 5;
    expect(await scaled(1)).toBe(5);
  });

  it("gives every caller a result of its own, in memory of its own", async () => {
    const kept = { values: new Float64Array(2000).fill(1), list: [1] };
    const call = cached("kept", () => kept, { cache });
    const both = Promise.all([call(), call()]);
    const [one, other] = await both;
    one.values[0] = 7;
    one.list.push(2);
    kept.values[0] = 9;
    expect([other.values[0], other.list]).toEqual([1, [1]]);
    const third = await call();
    expect([third.values[0], third.list]).toEqual([1, [1]]);
    for (const { values } of [one, other, third]) {
      expect(values.byteOffset).toBe(0);
      expect(values.buffer.byteLength).toBe(16_000);
    }
  });

  it("is not made of functions whose text says nothing: they would all be one", () => {
    const scaled = (factor: number, x: number): number => factor * x;
    for (const [compute, message] of [
      [scaled.bind(undefined, 2), /function bound scaled is bound or built in/],
      [Math.max, /function max is bound or built in/],
      [new Proxy(scaled, {}), /a proxy, whose text is not known/],
      [class Model {}, /function Model is a class/],
      ["scaled", /"scaled"; expected one written out/],
    ] as const)
      expect(() => cached("odd", compute as never, { cache })).toThrow(message);
  });

  it("is not made of what is seen but not kept", async () => {
    const call = cached("odd", (x: unknown) => x, { cache });
    const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
    for (const [value, message] of [
      [new Proxy({ a: 1 }, {}), "invalid value.args[0]: a proxy cannot be stored"],
      [{ list: new Proxy([1], {}) }, "invalid value.args[0].list: a proxy cannot be stored"],
      [{ [Symbol("hidden")]: 1 }, "its property Symbol(hidden) cannot be stored"],
      [/(b)/.exec("abc"), "a list with names of its own"],
      [deep(300), "nested more than 200 levels deep"],
      [new Map([["f", () => 1]]), 'invalid value.args[0].get("f"): a function cannot be stored'],
    ] as const)
      await expect(call(value)).rejects.toThrow(message);
    // told apart although most ways of writing them down would not
    expect(digestOf(new Array(2).fill(1, 1))).not.toBe(digestOf(new Array(2).fill(1, 0, 1)));
  });

  it("is understood from a notebook's cells, which have a realm of their own", async () => {
    const foreign = runInNewContext(
      "({ map: new Map([[1, { a: 2 }]]), set: new Set([3]), date: new Date(4), list: [5] })",
    );
    const back = (await cached("realm", (x: unknown) => x, { cache })(foreign)) as typeof foreign;
    expect(back).toEqual({
      map: new Map([[1, { a: 2 }]]),
      set: new Set([3]),
      date: new Date(4),
      list: [5],
    });
  });

  it.each([
    [
      { casche: 1 },
      'unknown option of cached: casche; expected one of uses, cache, keepState; did you mean "cache"?',
    ],
    [{ cache: "data/cache" }, 'invalid cache: "data/cache"; expected new ResultCache(folder)'],
    [{ uses: 3 }, "invalid uses: 3; expected an object like { N }"],
    ["data/cache", 'invalid options of cached: "data/cache"'],
    [null, "invalid options of cached: null"],
  ])("refuses the options %o", (options, message) => {
    expect(() => cached("odd", () => 1, options as never)).toThrow(message);
  });
});

describe("an entry", () => {
  it("is given only to who asks for its name and its digest", async () => {
    const [mine, other] = [digestOf(1), digestOf(2)];
    const description = { name: "mine", call: "", version: "1" };
    for (const value of [{ small: 1 }, new Float64Array(1000)]) {
      await cache.put(mine, value, description);
      expect(await cache.get("mine", mine)).toEqual({ value });
      expect(await cache.get("theirs", mine)).toBeUndefined();
      // as if somebody had copied files, or a disk had mixed them up
      const place = (digest: string, ending: string): string =>
        join(cache.folder, "entries", digest.slice(0, 2), `${digest}.${ending}`);
      mkdirSync(dirname(place(other, "json")), { recursive: true });
      for (const ending of ["json", "bin"])
        if (existsSync(place(mine, ending))) cpSync(place(mine, ending), place(other, ending));
      vi.spyOn(console, "warn").mockImplementation(() => {});
      expect(await cache.get("mine", other)).toBeUndefined();
      rmSync(dirname(place(other, "json")), { recursive: true });
    }
  });

  it("is described fully, and by nothing else", async () => {
    const put = (description: object): Promise<void> =>
      cache.put(digestOf(1), 1, { name: "a", call: "", version: "", ...description });
    await expect(put({ nam: "b" })).rejects.toThrow(
      'unknown option of put: nam; expected one of name, call, version; did you mean "name"?',
    );
    await expect(put({ name: "" })).rejects.toThrow("invalid cache name");
    await expect(put({ call: undefined })).rejects.toThrow("invalid description: call undefined");
    await expect(put({ version: 5 })).rejects.toThrow('call "", version 5; expected text');
    await expect(cache.get("a", 5 as never)).rejects.toThrow("invalid digest: 5");
    await expect(cache.trim(Number.NaN)).rejects.toThrow("invalid limit: NaN");
    await expect(cache.trim("20 GB" as never)).rejects.toThrow('invalid limit: "20 GB"');
    await expect(cache.clear({} as never)).rejects.toThrow("invalid cache name: {}");
    expect(() => new ResultCache("")).toThrow('invalid cache folder: ""');
    expect(() => new ResultCache(cache.folder, -1)).toThrow("invalid limit: -1");
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
      "eb366467fec9baa6eb7a8737d4bf2362fa87a1fea70ae115867ff1edac530f06",
    );
    expect(digestOf({ we: pS(15), V: mV([1, 2]) })).toBe(
      "8cd5cded0e1b1f4ec4acb3b33568573099a70dff5b8767ecb872aa925bba188e",
    );
    expect(digestOf(new Float64Array([1, 2]))).toBe(
      "6bdce733dd7b11d00eb8321569ba27ffffd288a6c77672f976da6fab999300b9",
    );
    expect(digestOf(nto1())).toBe(digestOf(nto1()));
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
