import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { executeNotebook } from "../../../src/notebook/executor/index.js";
import { spikebook } from "../../helpers/command.js";
import { PROJECT } from "../../helpers/data.js";
import { joined, type TestCell, type TestOutput, writeNotebook } from "../../helpers/notebooks.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-executor-"));
symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"), "dir");
writeFileSync(join(folder, "package.json"), "{}");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const write = (cells: readonly (string | Partial<TestCell>)[], kernelspec?: object): string =>
  writeNotebook(join(folder, `notebook${count++}.ipynb`), cells, kernelspec);

/** Executes cells that must succeed; returns their outputs. */
async function outputsOf(...cells: (string | Partial<TestCell>)[]): Promise<TestOutput[][]> {
  const executed = await executeNotebook(write(cells));
  return executed.cells.map(({ outputs }) => outputs as TestOutput[]);
}

describe("an executed notebook", () => {
  it("has streams as they came, values of last expressions, and numbers", async () => {
    const executed = await executeNotebook(
      write([
        'console.log("a"); console.log("b"); console.error("c"); process.stdout.write("d"); "e"',
        { cell_type: "markdown", source: "text", outputs: undefined },
        "",
        "const x = 1;",
        "({ x });",
      ]),
    );
    expect(executed.cells[0].outputs).toEqual([
      { output_type: "stream", name: "stdout", text: "a\nb\n" },
      { output_type: "stream", name: "stderr", text: "c\n" },
      { output_type: "stream", name: "stdout", text: "de\n" },
    ]);
    expect(executed.cells.map((cell) => cell.execution_count)).toEqual([1, null, null, 2, 3]);
    expect(executed.cells[4].outputs).toEqual([
      { output_type: "stream", name: "stdout", text: "{ x: 1 }\n" },
    ]);
    expect(executed.metadata.language_info).toMatchObject({
      name: "typescript",
      file_extension: ".ts",
    });
  });

  it("shows figures and tables in all their forms", async () => {
    const [, [figure], [table], both] = await outputsOf(
      'import { dataFrame, plotStrip } from "spikebook";',
      "plotStrip([1, 2, 5])",
      "dataFrame([{ a: 1 }])",
      "console.log('before'); console.log(plotStrip([1])); console.log('after');",
    );
    expect(figure.output_type).toBe("display_data");
    expect(Object.keys(figure.data ?? {}).sort()).toEqual([
      "image/png",
      "image/svg+xml",
      "text/plain",
    ]);
    expect(joined(table.data?.["text/html"])).toMatch(/^<table/);
    expect(both.map(({ output_type, text }) => text ?? output_type)).toEqual([
      "before\n",
      "display_data",
      "after\n",
    ]);
  });

  it("holds the last state of outputs that are replaced, also by later cells", async () => {
    const [first, second] = await outputsOf(
      'import * as tslab from "tslab";\nconst display = tslab.newDisplay();\ndisplay.text("one"); display.text("two"); console.log("x");',
      'display.html("<b>three</b>");',
    );
    expect(first).toEqual([
      { output_type: "display_data", data: { "text/html": "<b>three</b>" }, metadata: {} },
      { output_type: "stream", name: "stdout", text: "x\n" },
    ]);
    expect(second).toEqual([]);
  });

  it("has the output of worker threads, and what comes before the cell's end", async () => {
    const [[stream]] = await outputsOf(
      [
        'import { Worker } from "node:worker_threads";',
        "setTimeout(() => console.log('timer'), 5);",
        "const worker = new Worker(\"console.log('worker')\", { eval: true });",
        'await new Promise((done) => worker.once("exit", done));',
        "await new Promise((done) => setTimeout(done, 100));",
      ].join("\n"),
    );
    expect(joined(stream.text).split("\n").sort()).toEqual(["", "timer", "worker"]);
  });

  it("obeys the tags that Jupyter obeys", async () => {
    const [[failed], left, after] = await outputsOf(
      { source: 'throw new RangeError("expected")', metadata: { tags: ["raises-exception"] } },
      { source: 'throw new Error("not run")', metadata: { tags: ["skip-execution"] } },
      '"after"',
    );
    expect(failed).toMatchObject({
      output_type: "error",
      ename: "RangeError",
      evalue: "expected",
      traceback: [
        "RangeError: expected",
        expect.stringMatching(/^ {4}at cell \[1\]: throw new Range/),
      ],
    });
    expect(left).toEqual([]);
    expect(joined(after[0].text)).toBe("after\n");
  });

  it("runs in its folder, and needs no more from PATH than Node", async () => {
    const file = write([
      'import { execSync } from "node:child_process";',
      "process.cwd()",
      'try { execSync("jupyter --version", { stdio: "pipe" }); "there" } catch { console.log("missing"); }',
    ]);
    const { status, stderr } = await spikebook(["notebook", "run", file], { PATH: folder });
    expect(stderr).toContain("Executing ");
    expect(status).toBe(0);
    const { cells } = JSON.parse(readFileSync(file, "utf8")) as { cells: TestCell[] };
    expect(joined(cells[1].outputs?.[0].text)).toContain(folder);
    expect(joined(cells[2].outputs?.[0].text)).toBe("missing\n");
  });
});

describe("a notebook that cannot be executed", () => {
  const refused = async (file: string): Promise<string> => {
    const before = readFileSync(file, "utf8");
    const { status, stdout, stderr } = await spikebook(["notebook", "run", file]);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(readFileSync(file, "utf8")).toBe(before);
    return stderr;
  };

  it("shows the cell, its source and the message, without lines of the machinery", async () => {
    const stderr = await refused(
      write(["1 + 1", 'const f = () => { throw new Error("no luck"); };\nf();']),
    );
    const lines = stderr.split("\n");
    expect(lines[1]).toMatch(/^spikebook: notebook\d+\.ipynb failed in cell 2, \[2\]:$/);
    expect(lines.slice(2)).toEqual([
      'const f = () => { throw new Error("no luck"); };',
      "f();",
      "",
      "Error: no luck",
      '    at f (cell [2]: const f = () => { throw new Error("no luck"); };)',
      "    at cell [2]: f();",
      "",
    ]);
  });

  it("says what TypeScript says of a cell, and when the process ends under it", async () => {
    expect(await refused(write(['const a: number = "b";']))).toContain(
      "1:7 - Type 'string' is not assignable to type 'number'.",
    );
    expect(await refused(write(["process.exit(3);"]))).toContain(
      "process.exit(3);\n\nits process ended with status 3",
    );
    expect(await refused(write(['process.kill(process.pid, "SIGKILL"); for (;;);']))).toContain(
      "its process was ended by SIGKILL",
    );
  });

  it("is refused where it is none, or of another language", async () => {
    const python = write(["1"], { name: "python3", display_name: "Python", language: "python" });
    expect(await refused(python)).toMatch(/is written in python; expected typescript/);
    const broken = join(folder, "broken.ipynb");
    for (const [text, message] of [
      ["{", "is no JSON; expected a Jupyter notebook"],
      ["null", "has no cells; expected a Jupyter notebook of format 4"],
      ['{"cells": [], "nbformat": 3}', "has format 3; expected 4"],
    ]) {
      writeFileSync(broken, text);
      expect(await refused(broken)).toContain(message);
    }
  });

  it("stops where the user interrupts it, with status 130, and stays as it was", async () => {
    const file = write([
      'import { writeFileSync } from "node:fs";',
      'writeFileSync("begun", ""); await new Promise(() => {});',
    ]);
    const before = readFileSync(file, "utf8");
    const child = spawn(process.execPath, [join(PROJECT, "dist/cli.js"), "notebook", "run", file], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    const ended = new Promise((settle) => child.once("close", settle));
    while (!isThere(join(folder, "begun"))) await new Promise((done) => setTimeout(done, 50));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(errors).toContain("spikebook: interrupted in cell 2, [2]\n");
    expect(readFileSync(file, "utf8")).toBe(before);
  });
});

function isThere(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}
