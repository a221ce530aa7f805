import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { spikebook } from "../helpers/command.js";
import { PROJECT } from "../helpers/data.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-notebooks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { SPIKEBOOK_CACHE: join(folder, "cache") };

interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, string | string[]>;
}
interface Cell {
  cell_type: string;
  source: string | string[];
  outputs?: Output[];
  execution_count?: number | null;
}

const joined = (text: string | string[] | undefined): string =>
  Array.isArray(text) ? text.join("") : (text ?? "");
const cellsOf = (file: string): Cell[] => JSON.parse(readFileSync(file, "utf8")).cells;

/** An output as text that must be the same on every machine: no images of pixels, no times. */
function comparable({ output_type, name, text, data }: Output): string {
  const { "image/png": _, ...forms } = data ?? {};
  // who ran it, when and where is another thing on every machine
  if (joined(forms["text/html"]).includes('class="reproducibility"')) return output_type;
  const shown = Object.entries(forms).map(([type, form]) => `${type}: ${joined(form)}`);
  return [output_type, name ?? "", joined(text), ...shown]
    .join("\n")
    .replace(/ in [\d.]+ (s|min).*/g, " in ...")
    .replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toPrecision(9))));
}

const notebooks = readdirSync(join(PROJECT, "notebooks")).filter((file) => file.endsWith(".ipynb"));

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

  const execute = async (more: object): Promise<Cell[]> => {
    const output = join(folder, name);
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
    const kinds = (cells: Cell[]): string[] =>
      cells.map(({ outputs = [] }) =>
        outputs.map(({ output_type, data = {} }) => [output_type, ...Object.keys(data)]).join(),
      );
    expect(kinds(await execute({ SPIKEBOOK_SMALL: "1" }))).toEqual(kinds(committed));
  };

  const givesSameOutputs = async (): Promise<void> => {
    const executed = await execute({});
    const different = executed.flatMap((cell, i) => {
      const outputs = (cells: Cell[]): string =>
        (cells[i].outputs ?? []).map(comparable).join("\n");
      return outputs(executed) === outputs(committed) ? [] : [joined(cell.source)];
    });
    expect(different).toEqual([]);
  };

  // what takes times cannot give the same ones again
  if (isMeasuring) it("has a small version with outputs of the same kinds", givesSameKinds);
  else it("gives the committed outputs when executed with an empty cache", givesSameOutputs);
});

describe("a notebook with a failing cell", () => {
  const write = (sources: string[]): string => {
    const file = join(folder, "failing.ipynb");
    const cells = sources.map((source, i) => ({
      cell_type: "code",
      id: `c${i}`,
      execution_count: null,
      metadata: {},
      outputs: [],
      source,
    }));
    const kernelspec = { name: "tslab", display_name: "TypeScript", language: "typescript" };
    writeFileSync(
      file,
      JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
    );
    return file;
  };

  it("shows the cell and its message, and leaves the file as it was", async () => {
    const file = write(["1 + 1", 'throw new Error("no such luck")']);
    const before = readFileSync(file, "utf8");
    const { status, stderr } = await spikebook(["notebook", "run", file], env);
    expect(status).toBe(2);
    expect(stderr).toContain("failed in cell 2");
    expect(stderr).toContain("no such luck");
    expect(readFileSync(file, "utf8")).toBe(before);
  });
});
