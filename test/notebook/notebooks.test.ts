import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { spikebook } from "../helpers/command.js";
import { PROJECT } from "../helpers/data.js";
import { joined, type TestCell, type TestOutput } from "../helpers/notebooks.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-notebooks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { SPIKEBOOK_CACHE: join(folder, "cache") };

const cellsOf = (file: string): TestCell[] => JSON.parse(readFileSync(file, "utf8")).cells;

/** An output as text that must be the same on every machine: no images of pixels, no times. */
function comparable({ output_type, name, text, data }: TestOutput): string {
  const { "image/png": _, ...forms } = data ?? {};
  // who ran it, when and where is another thing on every machine
  if (joined(forms["text/html"]).includes('class="reproducibility"')) return output_type;
  const shown = Object.entries(forms).map(([type, form]) => `${type}: ${joined(form)}`);
  return [output_type, name ?? "", joined(text), ...shown]
    .join("\n")
    .replace(/ in [\d.]+ (s|min).*/g, " in ...")
    .replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toPrecision(9))));
}

const notebooks = ["", "tutorial"].flatMap((within) =>
  readdirSync(join(PROJECT, "notebooks", within))
    .filter((file) => file.endsWith(".ipynb"))
    .map((file) => (within === "" ? file : `${within}/${file}`)),
);

describe.each(notebooks)("%s", (name) => {
  const committed = cellsOf(join(PROJECT, "notebooks", name));

  it("is committed executed, with a picture for every figure that survives an untrusted viewer", () => {
    for (const { cell_type, execution_count, outputs = [] } of committed) {
      if (cell_type !== "code") continue;
      expect(execution_count ?? 0).toBeGreaterThan(0);
      for (const { data } of outputs)
        if (data && !("text/html" in data) && !("text/latex" in data)) {
          expect(data["image/svg+xml"]).toBeDefined();
          expect(data["image/png"]).toBeDefined();
        }
    }
  });

  const execute = async (more: object): Promise<TestCell[]> => {
    const output = join(folder, name.replaceAll("/", "-"));
    const { status, stderr } = await spikebook(["notebook", "run", name, "--output", output], {
      ...env,
      ...more,
    });
    expect(stderr).not.toContain("failed");
    expect(status).toBe(0);
    const executed = cellsOf(output);
    expect(executed).toHaveLength(committed.length);
    return executed;
  };
  const isMeasuring = committed.some(({ source }) => joined(source).includes("SPIKEBOOK_SMALL"));

  const givesSameKinds = async (): Promise<void> => {
    const kinds = (cells: TestCell[]): string[] =>
      cells.map(({ outputs = [] }) =>
        outputs.map(({ output_type, data = {} }) => [output_type, ...Object.keys(data)]).join(),
      );
    expect(kinds(await execute({ SPIKEBOOK_SMALL: "1" }))).toEqual(kinds(committed));
  };

  const givesSameOutputs = async (): Promise<void> => {
    const executed = await execute({});
    const different = executed.flatMap((cell, i) => {
      const outputs = (cells: TestCell[]): string =>
        (cells[i].outputs ?? []).map(comparable).join("\n");
      return outputs(executed) === outputs(committed) ? [] : [joined(cell.source)];
    });
    expect(different).toEqual([]);
  };

  // what takes times cannot give the same ones again
  if (isMeasuring) it("has a small version with outputs of the same kinds", givesSameKinds);
  else it("gives the committed outputs when executed with an empty cache", givesSameOutputs);
});
