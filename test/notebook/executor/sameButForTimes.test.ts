import { describe, expect, it } from "vitest";
import { type Notebook, sameButForTimes } from "../../../src/notebook/executor/index.js";
import type { TestCell, TestOutput } from "../../helpers/notebooks.js";

const notebook = (outputs: TestOutput[], more: Partial<TestCell> = {}): Notebook =>
  ({
    nbformat: 4,
    metadata: { kernelspec: { name: "spikebook" } },
    cells: [
      { cell_type: "code", source: "work()", metadata: {}, execution_count: 1, outputs, ...more },
    ],
  }) as Notebook;

const stream = (text: string | string[]): TestOutput => ({
  output_type: "stream",
  name: "stdout",
  text,
});
const display = (data: Record<string, string | string[]>): TestOutput => ({
  output_type: "display_data",
  data,
});
const bar = (line: string): TestOutput =>
  display({ "text/html": `<progress value="1"></progress> ${line}`, "text/plain": line });
const report = (time: string): TestOutput =>
  display({
    "text/html": `<table class="reproducibility">${time}</table>`,
    "text/plain": time,
  });

const same = (a: TestOutput[], b: TestOutput[], more?: Partial<TestCell>): boolean =>
  sameButForTimes(notebook(a, more), notebook(b, more));

describe("two executions of a notebook are the same", () => {
  it.each([
    [
      "in how long a progress bar took",
      [bar("9/9 points in 2.3 s | 4.0/s")],
      [bar("9/9 points in 5 min | 2.0 s each")],
    ],
    [
      "in what came from the cache",
      [bar("9/9 points (9 cached) in 0.1 s | 90/s")],
      [bar("9/9 points in 2.3 s | 4.0/s")],
    ],
    [
      "in the report of who ran it, and when",
      [report("2026-11-20 11:33")],
      [report("2026-11-21 12:00")],
    ],
    [
      "in the pixels of a picture that is there as drawing",
      [display({ "image/svg+xml": "<svg/>", "image/png": "a" })],
      [display({ "image/svg+xml": ["<svg/>"], "image/png": "b" })],
    ],
    ["in how text is divided", [stream("a\nb\n")], [stream(["a\n"]), stream("b\n")]],
  ])("but %s", (_, before, after) => {
    expect(same(before, after)).toBe(true);
  });

  it.each([
    ["a result", [stream("rate 4.01 Hz\n")], [stream("rate 4.02 Hz\n")]],
    [
      "a time that a cell prints",
      [stream("first spike in 2.3 s\n")],
      [stream("first spike in 2.4 s\n")],
    ],
    [
      "how many items a bar counted",
      [bar("9/9 points in 2.3 s | 4.0/s")],
      [bar("8/9 points in 2.3 s | 4.0/s")],
    ],
    [
      "how many failed",
      [bar("9/9 points (1 failed) in 2.3 s | 4.0/s")],
      [bar("9/9 points in 2.3 s | 4.0/s")],
    ],
    [
      "that the work was stopped",
      [bar("9/9 points in 2.3 s | 4.0/s")],
      [bar("9/9 points, stopped after 2.3 s")],
    ],
    [
      "a drawing",
      [display({ "image/svg+xml": "<svg/>", "image/png": "a" })],
      [display({ "image/svg+xml": "<svg></svg>", "image/png": "a" })],
    ],
    ["a picture of pixels only", [display({ "image/png": "a" })], [display({ "image/png": "b" })]],
    ["the number of outputs", [stream("a")], []],
  ])("not where %s changes", (_, before, after) => {
    expect(same(before, after)).toBe(false);
  });

  it("where a cell is tagged as one that measures, and the kinds of outputs are the same", () => {
    const timing = { metadata: { tags: ["timing"] } };
    expect(same([stream("took 2.3 s\n")], [stream("took 2.4 s\n")], timing)).toBe(true);
    expect(same([stream("took 2.3 s\n")], [display({ "text/html": "" })], timing)).toBe(false);
  });

  it("not where cells, numbers or the kernel change", () => {
    const base = notebook([]);
    for (const other of [
      notebook([], { source: "other()" }),
      notebook([], { execution_count: 2 }),
      notebook([], { metadata: { tags: ["a"] } }),
      { ...base, metadata: { kernelspec: { name: "tslab" } } },
      { ...base, cells: [...base.cells, ...base.cells] },
    ])
      expect(sameButForTimes(base, other)).toBe(false);
    expect(sameButForTimes(base, notebook([], { source: ["work()"] }))).toBe(true);
  });
});
