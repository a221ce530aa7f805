import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../helpers/command.js";

interface PublicName {
  name: string;
  /** As TypeDoc numbers them: 64 is a function, 128 a class. */
  kind: number;
  text: string;
  examples: boolean;
}

const folder = mkdtempSync(join(tmpdir(), "spikebook-reference-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the reference", () => {
  let names: PublicName[];

  beforeAll(async () => {
    const file = join(folder, "names.json");
    const script = `
      import { writeFileSync } from "node:fs";
      import { publicNames } from "./.scripts/docs/reference.mjs";
      writeFileSync(${JSON.stringify(file)}, JSON.stringify(publicNames(${JSON.stringify(`${file}.typedoc`)})));`;
    const { status, stderr } = await runProgram(process.execPath, [
      "--input-type=module",
      "--eval",
      script,
    ]);
    expect(status, stderr).toBe(0);
    names = JSON.parse(readFileSync(file, "utf8")) as PublicName[];
  }, 240_000);

  it("knows all public names", () => {
    const known = names.map(({ name }) => name);
    expect(known).toEqual(expect.arrayContaining(["run", "population", "useBrowser", "mV"]));
    expect(known.length).toBeGreaterThan(200);
  });

  it("says of each what it means", () => {
    expect(names.filter(({ text }) => text.trim() === "").map(({ name }) => name)).toEqual([]);
  });

  it("has an example of each function and class", () => {
    const without = names.filter(
      ({ kind, examples }) => (kind === 64 || kind === 128) && !examples,
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});
