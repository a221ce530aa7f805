import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { VERSION } from "../src/index.js";
import { runProgram } from "./helpers/command.js";
import { PROJECT } from "./helpers/data.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-package-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROGRAM = `
import { dataFrame, nto1, plotStrip, pS, run, seconds, unitsToHeader } from "spikebook";
const result = await run(nto1({ N: 10, we: pS(9750), duration: seconds(1) }));
const table = unitsToHeader(dataFrame([{ we: pS(15), rate: result.firingRate }]));
console.log(table.columns.join(), table.groupby(["we_pS"]).mean().shape.join());
console.log(plotStrip([1, 2]).pdf().subarray(0, 5).toString());
`;

/** Types must be found the old way (Node10), as tslab finds them. */
const TYPED = `
import { DataFrame, dataFrame, nto1, mV, pS } from "spikebook";
const table: DataFrame = dataFrame([{ a: 1 }]);
const shape: number[] = table.shape;
nto1({ we: pS(1) });
// @ts-expect-error a voltage is no conductance
nto1({ we: mV(1) });
// @ts-expect-error a shape is a list of numbers: the type of tables is known
const wrong: string = table.shape;
export { shape, wrong };
`;

describe("the packed package", () => {
  it("installs and runs in an empty project, without settings, and is typed there", async () => {
    const packed = await runProgram("npm", [
      "pack",
      "--ignore-scripts",
      "--json",
      `--pack-destination=${folder}`,
    ]);
    expect(packed.status, packed.stderr).toBe(0);
    const [{ filename, size }] = JSON.parse(packed.stdout);
    expect(size).toBeLessThan(1e6);
    const cwd = join(folder, "user");
    mkdirSync(cwd);
    writeFileSync(join(cwd, "package.json"), '{ "name": "user", "private": true }');
    const installed = await runProgram(
      "npm",
      ["install", "--no-audit", "--no-fund", join(folder, filename)],
      { cwd },
    );
    expect(installed.status, installed.stderr).toBe(0);

    writeFileSync(join(cwd, "program.mjs"), PROGRAM);
    const { stdout, stderr } = await runProgram(process.execPath, ["program.mjs"], { cwd });
    expect(stderr).toBe("");
    expect(stdout).toBe("we_pS,rate_Hz 1,2\n%PDF-\n");

    writeFileSync(join(cwd, "typed.ts"), TYPED);
    const tsc = join(PROJECT, "node_modules/@tslab/typescript-for-tslab/bin/tsc");
    const flags = ["--noEmit", "--skipLibCheck", "--target", "es2022", "--module", "commonjs"];
    const checked = await runProgram(
      process.execPath,
      [tsc, ...flags, "--moduleResolution", "node", "typed.ts"],
      { cwd },
    );
    expect(checked.stdout).toBe("");
  });

  it("knows its version", () => {
    const { version } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
    expect(VERSION).toBe(version);
  });
});
