import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { plotStrip, saveThesisFigure } from "../../src/index.js";
import { runProgram } from "../helpers/command.js";
import { PROJECT } from "../helpers/data.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-pdf-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Makes the converter what it is on a machine without its native part. */
const BLOCK = `
const { Module } = require("node:module");
const load = Module._load;
Module._load = (name, ...rest) => {
  if (name === "@myriaddreamin/typst-ts-node-compiler") throw new Error("Failed to load native binding\\nmore");
  return load(name, ...rest);
};
`;

const PROGRAM = `
import { plotStrip, saveThesisFigure } from ${JSON.stringify(join(PROJECT, "dist", "index.js"))};
await saveThesisFigure("figure", plotStrip([1, 2, 5]), "out");
try { plotStrip([1]).pdf(); } catch (error) { console.log(error.name + ": " + error.message); }
`;

describe("a machine on which the PDF converter does not run", () => {
  it("gets SVG and PNG, and one line that says why", async () => {
    writeFileSync(join(folder, "block.cjs"), BLOCK);
    writeFileSync(join(folder, "program.mjs"), PROGRAM);
    const { stdout, stderr } = await runProgram(
      process.execPath,
      ["--require", join(folder, "block.cjs"), "program.mjs"],
      { cwd: folder },
    );
    expect(stderr).toBe("");
    const why = `the PDF converter does not run on ${process.platform}-${process.arch} (Failed to load native binding)`;
    expect(stdout.split("\n")).toEqual([
      `Saved at \`out/figure.svg\` and \`out/figure.png\`; no PDF: ${why}`,
      `UserError: PDF is not available: ${why}; SVG and PNG are`,
      "",
    ]);
    expect(readdirSync(join(folder, "out")).sort()).toEqual(["figure.png", "figure.svg"]);
    const png = readFileSync(join(folder, "out", "figure.png"));
    expect(png.readUInt32BE(16)).toBe(Math.round((plotStrip([1]).width * 300) / 72));
  });
});

describe("a saved PDF", () => {
  it("stays as it is while its SVG does, and is made anew when it is damaged or the figure changes", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const [pdf, svg] = ["pdf", "svg"].map((ending) => join(folder, `kept.${ending}`));
    await saveThesisFigure("kept", plotStrip([1, 2, 5]), folder);
    // a mark that a file made anew would not have
    const marked = readFileSync(pdf, "latin1").replace("%PDF-1.7\n", "%PDF-1.6\n");
    writeFileSync(pdf, marked, "latin1");
    await saveThesisFigure("kept", plotStrip([1, 2, 5]), folder);
    expect(readFileSync(pdf, "latin1")).toBe(marked);
    await saveThesisFigure("kept", plotStrip([1, 2, 6]), folder);
    expect(readFileSync(pdf, "latin1")).toMatch(/^%PDF-1\.7/);
    expect(readFileSync(svg, "utf8")).toBe(`${plotStrip([1, 2, 6]).svg()}\n`);
    writeFileSync(pdf, readFileSync(pdf).subarray(0, 1000));
    await saveThesisFigure("kept", plotStrip([1, 2, 6]), folder);
    expect(readFileSync(pdf).length).toBeGreaterThan(1000);
    log.mockRestore();
  });
});
