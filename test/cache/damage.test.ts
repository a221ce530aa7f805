import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import * as files from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cached, digestOf, ResultCache, writeWhole } from "../../src/cache/index.js";
import { Claims } from "../../src/sweep/executors/claims.js";
import { runProgram } from "../helpers/command.js";
import { PROJECT } from "../helpers/data.js";

// what was loaded before has the real ones
vi.hoisted(() => vi.resetModules());
vi.mock(import("node:fs/promises"), async (original) => {
  const own = await original();
  return { ...own, writeFile: vi.fn(own.writeFile) };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spikebook-damage-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

describe("damage of any kind", () => {
  it("ends no process and gives no wrong value: what was damaged is computed again", async () => {
    chmodSync(folder, 0o777);
    const { status, stdout, stderr } = await runProgram(process.execPath, [
      join(PROJECT, "test/helpers/damage.mjs"),
      join(PROJECT, "dist"),
      folder,
      "400",
      "1",
    ]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const seen = JSON.parse(stdout);
    expect(seen.trouble).toEqual([]);
    expect(seen).toMatchObject({ wrong: 0, right: 1600, left: 0 });
    // nearly every kind of damage did its harm, and much was left whole
    expect(Object.keys(seen.kinds)).toHaveLength(16);
    for (const [kind, times] of Object.entries(seen.kinds)) expect(times, kind).toBeGreaterThan(10);
    expect(seen.damaged).toBeGreaterThan(100);
    expect(seen.found).toBeGreaterThan(700);
  });

  it("is found by verify in what former versions left behind, too", async () => {
    const cache = new ResultCache(folder);
    for (const part of ["index-v5/ab", "content-v2/sha512/ab", "tmp"])
      mkdirSync(join(folder, part), { recursive: true });
    for (const file of ["index-v5/ab/cd", "content-v2/sha512/ab/cd", "tmp/ef"]) {
      writeFileSync(join(folder, file), "\n0123\tnot json at all");
      utimesSync(join(folder, file), 1000, 1000);
    }
    expect(await cache.verify()).toEqual({ entries: 0, damaged: [], reclaimed: 3 * 21 });
    rmSync(join(folder, "tmp"), { recursive: true });
    writeFileSync(join(folder, "tmp"), "in the way");
    expect((await cache.verify()).damaged).toEqual([]);
    await cache.clear();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a cache folder that is a file", () => {
  it("is an empty cache", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    writeFileSync(join(folder, "file"), "");
    const cache = new ResultCache(join(folder, "file"));
    expect(await cache.get("a", digestOf(1))).toBeUndefined();
    expect(await cache.entries()).toEqual([]);
    expect(await cache.verify()).toEqual({ entries: 0, damaged: [], reclaimed: 0 });
    expect([await cache.trim(0), await cache.clear("a"), await cache.clear()]).toEqual([0, 0, 0]);
    expect(await cached("a", () => 3, { cache })()).toBe(3);
  });
});

describe("a full disk", () => {
  const full = (): void => {
    const { writeFile } = files;
    vi.mocked(writeFile).mockImplementation(async (path, content) => {
      // as much as there is room for, as a disk does
      const { writeFileSync: write } = await vi.importActual<typeof import("node:fs")>("node:fs");
      write(String(path), Buffer.from(content as Uint8Array).subarray(0, 10));
      throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    });
  };
  const everything = (): string[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
      statSync(join(folder, path)).isFile(),
    );

  it("gives one line, the results, and no files left behind", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const cache = new ResultCache(folder);
    const call = cached("large", (i: number) => new Float64Array(1000).fill(i), { cache });
    full();
    for (let i = 0; i < 5; i++) expect((await call(i))[0]).toBe(i);
    expect(warn.mock.calls).toEqual([
      [`Warning: the result of "large" could not be cached in ${folder} (ENOSPC)`],
    ]);
    expect(everything()).toEqual([]);
    await expect(writeWhole(join(folder, "table.csv"), "a,b\n1,2\n")).rejects.toThrow(
      `cannot write ${join(folder, "table.csv")}: ENOSPC: no space left on device`,
    );
    expect(everything()).toEqual([]);
    await expect(
      cache.put(digestOf(1), 1, { name: "a", call: "", version: "" }),
    ).rejects.toMatchObject({ name: "UserError", code: "ENOSPC" });
  });

  const small = join(tmpdir(), "spikebook-small-disk");
  mkdirSync(small, { recursive: true });
  const mounted =
    process.getuid?.() === 0 &&
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=400k", "tmpfs", small]).status === 0;
  if (mounted) spawnSync("umount", [small]);
  rmSync(small, { recursive: true, force: true });

  it.skipIf(!mounted)(
    `ends no sweep, on a real one${mounted ? "" : " (skipped: only root can mount one)"}`,
    async () => {
      const disk = mkdtempSync(join(tmpdir(), "spikebook-disk-"));
      expect(spawnSync("mount", ["-t", "tmpfs", "-o", "size=400k", "tmpfs", disk]).status).toBe(0);
      try {
        const line = `sweep nto1 --vary seed=0..199 --set N=5 --duration 10ms --measures spike_count,mean_Vm --out ${join(folder, "out.csv")}`;
        for (const executor of ["in-process", "workers"]) {
          const { status, stdout, stderr } = await runProgram(
            process.execPath,
            [join(PROJECT, "dist/cli.js"), ...line.split(" "), "--executor", executor],
            { env: { SPIKEBOOK_CACHE: join(disk, `cache-${executor}`) } },
          );
          // whatever did not fit into the cache, all was computed
          expect(stdout).toBe(`200 rows written to ${join(folder, "out.csv")}\n`);
          expect(status).toBe(0);
          expect(stderr.match(/points could not be cached in .* \(ENOSPC\)/g)).toHaveLength(1);
          expect(stderr.trim().split("\n").length).toBeLessThan(5);
          const left = readdirSync(disk, { recursive: true, encoding: "utf8" });
          expect(left.filter((file) => file.endsWith(".tmp"))).toEqual([]);
        }
      } finally {
        spawnSync("umount", ["--lazy", disk]);
        rmSync(disk, { recursive: true });
      }
    },
  );
});

describe("claims dated in the future", () => {
  it("hold while they are renewed, and not for ever", async () => {
    vi.useFakeTimers({ toFake: ["Date", "performance"] });
    const claims = new Claims(folder);
    claims.take("aa");
    claims.release("aa");
    const file = join(folder, "claims", "bb");
    writeFileSync(file, JSON.stringify({ host: "another", pid: 1 }));
    const date = (ahead: number): void => {
      const time = Date.now() / 1000 + ahead;
      utimesSync(file, time, time);
    };
    date(3600);
    expect(claims.take("bb")).toBe(false);
    vi.advanceTimersByTime(50_000);
    // its host, whose clock is an hour ahead, is alive
    date(3600);
    expect(claims.isTaken("bb")).toBe(true);
    vi.advanceTimersByTime(50_000);
    expect(claims.isTaken("bb")).toBe(true);
    vi.advanceTimersByTime(20_000);
    // it was silent for more than a minute
    expect(claims.isTaken("bb")).toBe(false);
    expect(claims.take("bb")).toBe(true);
    claims.releaseAll();
  });

  it("and damaged ones do not stop anybody for long", async () => {
    const claims = new Claims(folder);
    claims.take("aa");
    mkdirSync(join(folder, "claims", "cc", "inner"), { recursive: true });
    utimesSync(join(folder, "claims", "cc"), 1000, 1000);
    expect(claims.take("cc")).toBe(true);
    writeFileSync(join(folder, "claims", "dd"), "null");
    expect(claims.take("dd")).toBe(false);
    writeFileSync(join(folder, "claims", "ee"), '{ "host": 5, "pid": "x" }');
    expect(claims.take("ee")).toBe(false);
    claims.releaseAll();
    rmSync(join(folder, "claims"), { recursive: true });
    writeFileSync(join(folder, "claims"), "in the way");
    expect(claims.take("ff")).toBe(true);
    expect(claims.isTaken("ff")).toBe(false);
    claims.releaseAll();
  });
});
