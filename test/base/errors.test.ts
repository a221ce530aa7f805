import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { didYouMean, UserError } from "../../src/base/index.js";
import { runProgram } from "../helpers/command.js";
import { PROJECT } from "../helpers/data.js";

describe("errors of the user", () => {
  it("show the user's own lines, and none of this package", async () => {
    const folder = mkdtempSync(join(tmpdir(), "spikebook-errors-"));
    const program = join(folder, "mine.mjs");
    const spikebook = pathToFileURL(join(PROJECT, "dist/index.js")).href;
    writeFileSync(
      program,
      `import { nto1, mV } from ${JSON.stringify(spikebook)};\nfunction mine() {\n  nto1({ we: mV(3) });\n}\nmine();\n`,
    );
    const { stderr } = await runProgram(process.execPath, [program]);
    expect(stderr).toContain("invalid we: 3 mV; expected conductance (S), got voltage (V)");
    expect(stderr).toMatch(/at mine .*mine\.mjs:3/);
    expect(stderr.split("\n").filter((line) => /^\s+at .*dist/.test(line))).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it("are errors like others", () => {
    const error = new UserError("invalid N: 0");
    expect(error).toBeInstanceOf(Error);
    expect(error.stack).toMatch(/^(UserError|Error): invalid N: 0/);
  });
});

describe("did you mean", () => {
  it("names the nearest candidate, if any is near", () => {
    expect(didYouMean("wee", ["we", "wi", "N"])).toBe('; did you mean "we"?');
    expect(didYouMean("pSS", ["ps", "pS"])).toBe('; did you mean "pS"?');
    expect(didYouMean("elephant", ["we", "wi"])).toBe("");
  });
});
