import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { requireWritable } from "../../src/cache/index.js";
import {
  dataFrame,
  readCSV,
  readJSON,
  readNpy,
  readNpz,
  saveCSV,
  saveJSON,
  saveNpy,
  saveNpz,
} from "../../src/tables/index.js";
import { PROJECT } from "../helpers/data.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, "folder"));
writeFileSync(join(folder, "file"), "");

const table = dataFrame([{ a: 1 }]);
type Writer = (...args: unknown[]) => Promise<void>;
const loosely = (f: unknown): Writer => f as Writer;
const data = new Int8Array(1);
const writers: [string, Writer][] = [
  ["saveCSV", (...more) => loosely(saveCSV)(table, ...more)],
  ["saveJSON", (...more) => loosely(saveJSON)({ a: 1 }, ...more)],
  ["saveNpy", (path, ...more) => loosely(saveNpy)(path, { data, shape: [1] }, ...more)],
  ["saveNpz", (path, ...more) => loosely(saveNpz)(path, { a: data }, ...more)],
];
const readers: [string, (...args: unknown[]) => Promise<unknown>][] = [
  ["readCSV", loosely(readCSV)],
  ["readJSON", loosely(readJSON)],
  ["readNpy", loosely(readNpy)],
  ["readNpz", loosely(readNpz)],
];

describe.each(writers)("%s", (name, write) => {
  it.each([
    [join(folder, "folder"), "it is a folder; expected where a file can be written"],
    [join(folder, "new/"), "it is a folder"],
    [join(folder, "file/below.csv"), "file is a file"],
    [join(folder, "file/far/below.csv"), "file is a file"],
    ["", 'invalid path: ""; expected the path of a file as text'],
    ["a\0b", "expected the path of a file as text"],
    [5, "invalid path: 5; expected the path of a file as text"],
    [undefined, "invalid path: undefined"],
    [join(folder, "x".repeat(300)), "ENAMETOOLONG"],
    ["/dev/null", "it is no ordinary file"],
  ])("refuses the path %j", async (path, message) => {
    const before = readdirSync(folder);
    await expect(write(path)).rejects.toThrow(UserError);
    await expect(write(path)).rejects.toThrow(message);
    expect(readdirSync(folder)).toEqual(before);
  });

  it("refuses options: it has none", async () => {
    await expect(write(join(folder, "o"), { sep: ";" })).rejects.toThrow(
      `unknown option of ${name}: sep; expected none`,
    );
    await expect(write(join(folder, "o"), ";")).rejects.toThrow(
      `invalid arguments of ${name}: ";" is one too many`,
    );
  });
});

describe.each(readers)("%s", (name, read) => {
  it.each([
    [join(folder, "folder"), "cannot be read (EISDIR)"],
    [join(folder, "absent"), "cannot be read (ENOENT)"],
    [join(folder, "file/below"), "cannot be read (ENOTDIR)"],
    // a number would be an open file
    [0, "invalid path: 0; expected the path of a file as text"],
    [undefined, "invalid path: undefined"],
  ])("refuses the path %j", async (path, message) => {
    await expect(read(path)).rejects.toThrow(UserError);
    await expect(read(path)).rejects.toThrow(message);
  });

  it("refuses options: it has none", async () => {
    await expect(read(join(folder, "o"), { header: true })).rejects.toThrow(
      `unknown option of ${name}: header; expected none`,
    );
  });

  it("takes each path of a list", async () => {
    const files = [join(folder, "absent-1"), join(folder, "absent-2")];
    await expect(Promise.all(files.map(read))).rejects.toThrow("cannot be read (ENOENT)");
  });
});

describe("a path", () => {
  it("is refused where writing is not allowed", () => {
    mkdirSync(join(folder, "closed"));
    writeFileSync(join(folder, "closed", "there.csv"), "");
    writeFileSync(join(folder, "protected.csv"), "");
    chmodSync(join(folder, "closed"), 0o555);
    chmodSync(join(folder, "protected.csv"), 0o444);
    const paths = ["closed/new.csv", "closed/deep/new.csv", "closed/there.csv", "protected.csv"];
    // root may write everywhere: somebody else tries
    chmodSync(folder, 0o755);
    const script = `
      const { requireWritable } = await import(${JSON.stringify(join(PROJECT, "dist/cache/index.js"))});
      if (process.getuid() === 0) process.setuid(65534);
      for (const path of ${JSON.stringify(paths.map((path) => join(folder, path)))})
        try { requireWritable(path); console.log("allowed"); } catch (error) { console.log(error.message); }`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    const lines = stdout.trim().split("\n");
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line).toMatch(/^invalid path: .* refuses it \(EACCES\)/);
  });

  it("is made whole where it is right", () => {
    expect(requireWritable(join(folder, "far", "away", "a.csv"))).toBe(
      join(folder, "far", "away", "a.csv"),
    );
    expect(requireWritable(join(folder, "file"))).toBe(join(folder, "file"));
    expect(readdirSync(folder)).not.toContain("far");
  });
});
