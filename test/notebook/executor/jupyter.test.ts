import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findProgram } from "../../../src/commands/findProgram.js";
import { projectEnvironment } from "../../../src/commands/jupyter.js";
import {
  executeNotebook,
  type Notebook,
  notebookText,
  readNotebook,
  sameButForTimes,
} from "../../../src/notebook/executor/index.js";
import { runProgram } from "../../helpers/command.js";
import { PROJECT } from "../../helpers/data.js";
import { joined, type TestOutput, writeNotebook } from "../../helpers/notebooks.js";

const jupyter = findProgram("jupyter-nbconvert");
const isRequired = process.env.SPIKEBOOK_JUPYTER === "1";
const why = jupyter ? "" : " (skipped: no jupyter-nbconvert; apt-get install jupyter-nbconvert)";

const folder = mkdtempSync(join(tmpdir(), "spikebook-jupyter-"));
symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"), "dir");
writeFileSync(join(folder, "package.json"), "{}");
const cache = mkdtempSync(join(tmpdir(), "spikebook-jupyter-cache-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(cache, { recursive: true, force: true });
});

/** Executes a notebook with Jupyter's nbconvert and our kernel. */
async function byJupyter(file: string, ...flags: string[]): Promise<string> {
  const env = { ...(await projectEnvironment(PROJECT)), SPIKEBOOK_CACHE: cache };
  const output = file.replace(/\.ipynb$/, ".jupyter.ipynb");
  const common = ["--to=notebook", "--execute", "--ExecutePreprocessor.timeout=-1"];
  const exact = "--ExecutePreprocessor.record_timing=False";
  const { status, stderr } = await runProgram(
    String(jupyter),
    [...common, exact, ...flags, `--output=${output}`, file],
    { cwd: folder, env },
  );
  expect(status, stderr).toBe(0);
  return output;
}

describe.skipIf(!jupyter && !isRequired)(`Jupyter and the embedded executor${why}`, () => {
  it("write the same outputs of cells that print, draw, replace and fail", async () => {
    const file = writeNotebook(join(folder, "all.ipynb"), [
      'console.log("a"); console.error("b"); console.log("ü µ → 😀"); ({ a: [1, 2] })',
      'import { dataFrame, plotStrip, typeset, nto1, run, pS, seconds } from "spikebook";\nplotStrip([1, 2, 5])',
      "dataFrame([{ a: 1.5, b: 'x' }])",
      'import * as tslab from "tslab";\nconst shown = tslab.newDisplay(); shown.text("one"); console.log("between"); shown.html("<b>two</b>");',
      "const N = 3; async function* items() { yield 1; yield 2; }",
      "for await (const item of items()) console.log({ N, item });",
      {
        source: 'const f = () => { throw new Error("expected"); };\nf();',
        metadata: { tags: ["raises-exception"] },
      },
      { source: "const wrong: string = 1;", metadata: { tags: ["raises-exception"] } },
      { source: "throw new Error('left out');", metadata: { tags: ["skip-execution"] } },
      "",
      "await run(nto1({ N: 10, we: pS(9750), duration: seconds(1) }))",
    ]);
    const embedded = await executeNotebook(file);
    const other = await readNotebook(await byJupyter(file));
    const asSaved = (notebook: Notebook): unknown => {
      const saved = JSON.parse(notebookText(notebook)) as Notebook;
      return saved.cells.map((cell) => ({ ...cell, outputs: merged(cell.outputs) }));
    };
    expect(asSaved(embedded)).toEqual(asSaved(other));
    expect(embedded.metadata).toEqual(other.metadata);
    expect(sameButForTimes(other, embedded)).toBe(true);
  });

  it("write the same outputs of a whole notebook, and the same text around them", async () => {
    const name = "2021-01-02__full_network_sim.ipynb";
    cpSync(join(PROJECT, "notebooks", name), join(folder, name));
    const embedded = await executeNotebook(join(folder, name));
    const other = await byJupyter(join(folder, name));
    expect(sameButForTimes(await readNotebook(other), embedded)).toBe(true);
    const text = notebookText(await readNotebook(other));
    expect(text).toBe(readFileSync(other, "utf8").trimEnd().concat("\n"));
  });

  it("both name the cell that fails and its message", async () => {
    const file = writeNotebook(join(folder, "failing.ipynb"), ["1", 'throw new Error("no luck");']);
    const env = await projectEnvironment(PROJECT);
    const failed = await runProgram(
      String(jupyter),
      ["--to=notebook", "--execute", "--stdout", file],
      { cwd: folder, env },
    );
    expect(failed.status).not.toBe(0);
    expect(failed.stderr).toContain("Error: no luck");
    await expect(executeNotebook(file)).rejects.toThrow(
      /failed in cell 2, \[2\]:[\s\S]*Error: no luck/,
    );
  });

  it("exports every picture with the manual's command", async () => {
    const manual = readFileSync(join(PROJECT, "src/docs/manual/notebooks.md"), "utf8");
    const [, command] = /^(jupyter nbconvert --to html .*)$/m.exec(manual) ?? [];
    expect(command).toBeDefined();
    const name = "2021-01-02__full_network_sim.ipynb";
    writeFileSync(join(folder, "page.ipynb"), readFileSync(join(PROJECT, "notebooks", name)));
    const [, , ...words] = command.split(" ");
    const { status, stderr } = await runProgram(
      String(jupyter),
      words.map((word) => (word.endsWith(".ipynb") ? "page.ipynb" : word)),
      { cwd: folder },
    );
    expect(status, stderr).toBe(0);
    const page = readFileSync(join(folder, "page.html"), "utf8");
    const { cells } = await readNotebook(join(folder, "page.ipynb"));
    const outputs = cells.flatMap((cell) => cell.outputs ?? []);
    const pictures = outputs.filter(({ data = {} }) => "image/png" in data).length;
    expect(pictures).toBeGreaterThan(2);
    expect(page.split('<img src="data:image/png;base64,').length - 1).toBe(pictures);
    expect(page).toContain('<table class="reproducibility">');
  });
});

/** Outputs with streams merged: nbconvert leaves them as they came. */
function merged(outputs: readonly object[] = []): object[] {
  const result: TestOutput[] = [];
  for (const output of outputs as readonly TestOutput[]) {
    const last = result.at(-1);
    if (last?.output_type === "stream" && last.name === output.name)
      last.text = joined(last.text) + joined(output.text);
    else result.push({ ...output, ...(output.text ? { text: joined(output.text) } : {}) });
  }
  return result;
}
