import { INSPECT } from "../base/index.js";
import type { Quantity } from "../units/index.js";
import { compartmentTree } from "./compartmentTree.js";
import { childrenOf, type MorphologyData, type SectionShape } from "./data.js";
import { diametersOf } from "./geometry.js";

/** Options of `describe`. */
export interface DescribeOptions {
  /** The resistivity inside, for axial resistances: `ohm.times(cm)(150)`. */
  Ri?: Quantity<never>;
}

/** What a table of sections says of one of them. */
export interface DescribedSection {
  /** Its name after the lines of the tree: "├─ axon". */
  readonly tree: string;
  readonly name: string;
  readonly cells: readonly string[];
}

/** Tables of more sections are shortened: as text, and altogether. */
const MOST_LINES = 60;
const MOST_SECTIONS = 500;

/**
 * What a morphology is made of, as a table: for each section its shape, number of compartments,
 * length, diameters, membrane area, and, where Ri is given, its axial resistance from end to end.
 */
export class MorphologyDescription {
  /** What is above the table. */
  readonly title: string;
  readonly columns: readonly string[];
  /** The sections depth first: the first 500 of larger morphologies. */
  readonly sections: readonly DescribedSection[];
  /** How many sections there are. */
  readonly count: number;

  /** Not for users: `morphology.describe()` makes it. */
  constructor(data: MorphologyData, name: string, Ri: number | undefined) {
    const tree = compartmentTree(data);
    const sum = (values: Float64Array, first = 0, count = values.length): number =>
      values.subarray(first, first + count).reduce((total, value) => total + value, 0);
    const { sections } = data;
    const count = `${sections.length} section${sections.length === 1 ? "" : "s"}`;
    const compartments = `${tree.count} compartment${tree.count === 1 ? "" : "s"}`;
    this.title = `morphology: ${count}, ${compartments}, membrane ${short(sum(tree.area) * 1e12)} um^2`;
    this.columns = [
      ...["section", "shape", "n", "length (um)", "diameter (um)", "area (um^2)"],
      ...(Ri === undefined ? [] : ["axial resistance (Mohm)"]),
    ];
    const lines = treeLines(data);
    this.count = sections.length;
    this.sections = sections.slice(0, MOST_SECTIONS).map(({ shape, name: own }, k) => {
      const { first, count: n } = tree.sections[k];
      const length = shape.kind === "soma" ? "" : short(sum(tree.length, first, n) * 1e6);
      const area = short(sum(tree.area, first, n) * 1e12);
      const resistance =
        Ri === undefined
          ? []
          : [shape.kind === "soma" ? "" : short(resistanceOf(tree, first, n) * Ri * 1e-6)];
      const label = own || name || (shape.kind === "soma" ? "soma" : "root");
      const cells = [
        KINDS[shape.kind],
        String(n),
        length,
        diameterText(shape),
        area,
        ...resistance,
      ];
      return { tree: lines[k] + label, name: label, cells };
    });
    Object.freeze(this);
  }

  /** The table as text, a line for each section. */
  toString(): string {
    const left = this.count - MOST_LINES;
    const kept = left > 1 ? this.sections.slice(0, MOST_LINES) : this.sections;
    const rows = [this.columns, ...kept.map(({ tree, cells }) => [tree, ...cells])];
    const widths = this.columns.map((_, k) => Math.max(...rows.map((row) => row[k].length)));
    const lines = rows.map((row) =>
      row
        .map((cell, k) => (k < 2 ? cell.padEnd(widths[k]) : cell.padStart(widths[k])))
        .join("  ")
        .trimEnd(),
    );
    if (left > 1) lines.push(`... and ${left} more sections`);
    return [this.title, ...lines].join("\n");
  }

  [INSPECT](): string {
    return this.toString();
  }
}

const KINDS = { soma: "sphere", cylinder: "cylinder", section: "cones" } as const;

/** The integral of 1 / conductance along a section, for a resistivity of 1. */
function resistanceOf(
  { axialStart, axialEnd }: { axialStart: Float64Array; axialEnd: Float64Array },
  first: number,
  count: number,
): number {
  let sum = 0;
  for (let i = first; i < first + count; i++) sum += 1 / axialStart[i] + 1 / axialEnd[i];
  return sum;
}

/** A number of four digits; small and large ones as powers of ten. */
const short = (value: number): string => String(Number(value.toPrecision(4)));

/** "2", or "5 to 0.7" where the diameter changes. */
function diameterText(shape: SectionShape): string {
  const diameters = diametersOf(shape);
  const [from, to] = [diameters[0], diameters[diameters.length - 1]].map((d) => short(d * 1e6));
  return from === to ? from : `${from} to ${to}`;
}

/** What stands before each section's name: "│  ├─ ". */
function treeLines({ sections }: MorphologyData): string[] {
  const children = childrenOf(sections);
  const before: string[] = [];
  const lines: string[] = [];
  for (const [k, { parent }] of sections.slice(0, MOST_SECTIONS).entries()) {
    const isLast = parent >= 0 && children[parent].at(-1) === k;
    lines.push(parent < 0 ? "" : `${before[parent]}${isLast ? "└─ " : "├─ "}`);
    before.push(parent < 0 ? "" : `${before[parent]}${isLast ? "   " : "│  "}`);
  }
  return lines;
}
