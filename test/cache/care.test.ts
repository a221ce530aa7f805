import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { digestOf, parseBytes, ResultCache } from "../../src/cache/index.js";
import { Claims } from "../../src/sweep/executors/claims.js";
import { pS } from "../../src/units/index.js";

let folder: string;
let cache: ResultCache;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spikebook-care-"));
  cache = new ResultCache(folder);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const put = (i: number, value: unknown): Promise<void> =>
  cache.put(digestOf(i), value, { name: "things", call: `thing ${i}`, version: "1" });
const descriptionOf = (i: number): string => {
  const digest = digestOf(i);
  return join(folder, "entries", digest.slice(0, 2), `${digest}.json`);
};
const contentFiles = (): string[] =>
  readdirSync(join(folder, "entries"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".bin"))
    .map((name) => join(folder, "entries", name));

describe("descriptions of entries", () => {
  it("say in JSON what an entry is, and its value where that is small", async () => {
    await put(1, { rate: pS(15), list: [1, "two", null] });
    const described = JSON.parse(readFileSync(descriptionOf(1), "utf8"));
    expect(described).toMatchObject({
      name: "things",
      call: "thing 1",
      version: "1",
      digest: digestOf(1),
      value: { rate: "15 pS", list: [1, "two", null] },
    });
    expect(described.size).toBeGreaterThan(20);
    await put(2, new Float64Array(5));
    await put(3, "x".repeat(5000));
    for (const i of [2, 3])
      expect(JSON.parse(readFileSync(descriptionOf(i), "utf8"))).not.toHaveProperty("value");
    expect((await cache.entries()).map(({ call }) => call)).toEqual([
      "thing 1",
      "thing 2",
      "thing 3",
    ]);
  });

  it("come back where they were lost, and never lead out of the folder", async () => {
    const value = new Float64Array(1000).fill(0.5);
    await put(1, value);
    rmSync(descriptionOf(1));
    expect(await cache.entries()).toEqual([]);
    expect(await cache.get("things", digestOf(1))).toEqual({ value });
    expect(await cache.entries()).toHaveLength(1);
    await expect(
      cache.put("../../../outside", 1, { name: "x", call: "", version: "" }),
    ).rejects.toThrow("invalid digest: ../../../outside");
  });
});

describe("a limit", () => {
  it("removes what was used longest ago", async () => {
    cache = new ResultCache(folder, 100_000);
    for (let i = 0; i < 12; i++) {
      await put(i, new Float64Array(1250).fill(i));
      // as if some time had passed between one and the next
      if (i < 11) utimesSync(descriptionOf(i), 1000 + i, 1000 + i);
      if (i === 8) await cache.get("things", digestOf(0));
    }
    const left = (await cache.entries()).map(({ call }) => Number(call.slice(6)));
    expect(await cache.size()).toBeLessThanOrEqual(100_000);
    expect(left).toContain(0);
    expect(left).toContain(11);
    expect(left).not.toContain(1);
    for (const i of left)
      expect(await cache.get("things", digestOf(i))).toEqual({
        value: new Float64Array(1250).fill(i),
      });
    expect(contentFiles()).toHaveLength(left.length);
  });

  it("keeps a value that another entry has too", async () => {
    for (const i of [1, 2]) await put(i, "the same".repeat(1000));
    utimesSync(descriptionOf(1), 1000, 1000);
    expect(await cache.trim(10_000)).toBe(1);
    expect(await cache.get("things", digestOf(1))).toBeUndefined();
    expect(await cache.get("things", digestOf(2))).toEqual({ value: "the same".repeat(1000) });
  });

  it("is read from text", () => {
    expect([parseBytes("20 GB"), parseBytes("1.5kB"), parseBytes("7")]).toEqual([2e10, 1500, 7]);
    expect(["1 GiB", "2 KiB", "3 M", "4 TB", "5 B"].map((text) => parseBytes(text))).toEqual([
      2 ** 30,
      2048,
      3e6,
      4e12,
      5,
    ]);
    for (const text of ["much", "-1 GB", "1 XB", "", "7 iB", "1e3"])
      expect(() => parseBytes(text)).toThrow(`invalid size: ${text}`);
  });
});

describe("verify", () => {
  it("finds every kind of damage, and what belongs to nothing", async () => {
    for (let i = 0; i < 6; i++) await put(i, new Float64Array(1000).fill(i + 0.5));
    const fileOf = (i: number): string =>
      contentFiles().find((file) => file.endsWith(`${digestOf(i)}.bin`)) as string;
    truncateSync(fileOf(1), 50);
    writeFileSync(fileOf(2), Buffer.alloc(statSync(fileOf(2)).size));
    rmSync(fileOf(3));
    rmSync(descriptionOf(4));
    // what a former version kept there, and what writers have begun
    const orphan = join(folder, "content-v2", "sha512", "ab", "cd", "0".repeat(124));
    mkdirSync(dirname(orphan), { recursive: true });
    for (const file of [`${fileOf(5)}.0123456789ab.tmp`, orphan]) {
      writeFileSync(file, "by a killed writer");
      utimesSync(file, 1000, 1000);
    }
    writeFileSync(`${fileOf(5)}.ba9876543210.tmp`, "by a living one");
    const { entries, damaged, reclaimed } = await cache.verify();
    expect(entries).toBe(3);
    expect(reclaimed).toBe(2 * "by a killed writer".length);
    expect(readdirSync(dirname(fileOf(5))).filter((file) => file.endsWith(".tmp"))).toEqual([
      `${digestOf(5)}.bin.ba9876543210.tmp`,
    ]);
    expect(existsSync(orphan)).toBe(false);
    expect(damaged.map(({ call }) => call).sort()).toEqual(["thing 1", "thing 2", "thing 3"]);
    expect((await cache.entries()).map(({ call }) => call).sort()).toEqual([
      "thing 0",
      "thing 4",
      "thing 5",
    ]);
    for (const i of [1, 2, 3]) expect(await cache.get("things", digestOf(i))).toBeUndefined();
    expect(await cache.verify()).toMatchObject({ entries: 3, damaged: [] });
    // removed for good: stored again they are whole
    await put(2, "new");
    expect(await cache.get("things", digestOf(2))).toEqual({ value: "new" });
  });

  it("finds damage in small values, which stand in their descriptions", async () => {
    for (let i = 0; i < 4; i++) await put(i, { i });
    const text = readFileSync(descriptionOf(1), "utf8");
    const bytes = JSON.parse(text).bytes as string;
    writeFileSync(descriptionOf(1), text.replace(bytes, `${bytes.slice(0, -4)}AAAA`));
    truncateSync(descriptionOf(2), 40);
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    expect(await cache.get("things", digestOf(2))).toBeUndefined();
    const { entries, damaged } = await cache.verify();
    expect(entries).toBe(2);
    expect(damaged.map(({ call, digest }) => [call, digest])).toEqual([
      ["thing 1", digestOf(1)],
      ["", digestOf(2)],
    ]);
    expect((await cache.entries()).map(({ call }) => call)).toEqual(["thing 0", "thing 3"]);
    expect(await cache.get("things", digestOf(3))).toEqual({ value: { i: 3 } });
    writeFileSync(
      descriptionOf(3),
      readFileSync(descriptionOf(3), "utf8").replace(/"bytes": "..../, '"bytes": "////'),
    );
    expect(await cache.get("things", digestOf(3))).toBeUndefined();
    expect(warn.mock.calls[0][0]).toMatch(/a damaged cache entry of "things"/);
    await put(3, "again");
    expect(await cache.get("things", digestOf(3))).toEqual({ value: "again" });
  });

  it("has nothing to say of a folder that is not there", async () => {
    expect(await new ResultCache(join(folder, "none")).verify()).toEqual({
      entries: 0,
      damaged: [],
      reclaimed: 0,
    });
  });
});

describe("claims", () => {
  const file = (digest: string): string => join(folder, "claims", digest);
  const write = (digest: string, claimant: unknown, age = 0): void => {
    writeFileSync(file(digest), JSON.stringify(claimant));
    const time = Date.now() / 1000 - age;
    utimesSync(file(digest), time, time);
  };

  it("are given to one", async () => {
    const [one, other] = [new Claims(folder), new Claims(folder)];
    const taken = await Promise.all([one.take("aa"), other.take("aa"), one.take("bb")]);
    expect(taken).toEqual([true, false, true]);
    expect(other.isTaken("aa")).toBe(true);
    one.release("aa");
    expect(other.isTaken("aa")).toBe(false);
    expect(await other.take("aa")).toBe(true);
    one.releaseAll();
    other.releaseAll();
    expect(readdirSync(join(folder, "claims"))).toEqual([]);
  });

  it("of processes that are gone are taken over; those of living and distant ones are not", async () => {
    const claims = new Claims(folder);
    await claims.take("aa");
    const gone = 2 ** 22 + 1;
    write("dead", { host: hostname(), pid: gone });
    write("alive", { host: hostname(), pid: process.ppid });
    write("distant", { host: "another", pid: gone });
    write("silent", { host: "another", pid: 1 }, 61);
    write("torn", "{");
    expect(claims.isTaken("dead")).toBe(false);
    for (const [digest, expected] of [
      ["dead", true],
      ["alive", false],
      ["distant", false],
      ["silent", true],
      ["torn", false],
    ] as const)
      expect(await claims.take(digest), digest).toBe(expected);
    claims.releaseAll();
    expect(readdirSync(join(folder, "claims")).sort()).toEqual(["alive", "distant", "torn"]);
  });

  it("do not stop the work where the disk refuses them", async () => {
    const claims = new Claims(join(folder, "file"));
    writeFileSync(join(folder, "file"), "in the way");
    expect(await claims.take("aa")).toBe(true);
    claims.release("aa");
  });
});
