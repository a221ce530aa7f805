import { digestOfOutputs } from "../outputs.js";
import type { CellDigest, PageFacts } from "./pageData.js";

/** Compares what the page computes at first with what the notebook has. */
export class Digests {
  private readonly pages = new Map<number, string>();
  private readonly notebook: ReadonlyMap<number, string>;

  constructor({ digests }: PageFacts) {
    this.notebook = new Map(digests);
  }

  /** What to say of a cell's outputs. */
  noteOn(cell: number, outputs: Parameters<typeof digestOfOutputs>[0]): string {
    const expected = this.notebook.get(cell);
    if (expected === undefined) return "";
    const found = digestOfOutputs(outputs);
    if (!this.pages.has(cell)) this.pages.set(cell, found);
    return found === expected ? "✓ computed on this page, the same as in the notebook" : "";
  }

  all(): CellDigest[] {
    return Array.from(this.notebook, ([cell, notebook]) => ({
      cell,
      notebook,
      page: this.pages.get(cell) ?? null,
    }));
  }
}
