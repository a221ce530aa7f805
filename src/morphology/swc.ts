import { checkNoMore, shown, UserError } from "../base/index.js";
import type { Morphology, NamedSections } from "./morphology.js";
import { type RawPoint, type SomaChoice, sectionsOfPoints } from "./points.js";

/** What the numbers of types stand for (Cannon et al. 1998); others are called by their number: "type5". */
const TYPES: Readonly<Record<string, string>> = { 1: "soma", 2: "axon", 3: "dend", 4: "apic" };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

const COLUMNS = ["number", "type", "x", "y", "z", "radius", "parent"] as const;

/** Nothing in a neuron lies further away, in micrometres. */
const FARTHEST = 1e12;

/**
 * Reads a morphology from the text of an SWC file: a line for each point with its number, type, x, y, z
 * and radius in micrometres, and the number of the point it is joined to, -1 of the root; what follows
 * a # is a remark. Points may come in any order.
 *
 * ```ts
 * const pyramidal = readSWC(`1 1 0 0 0 10 -1
 * 2 4 0 20 0 1 1
 * 3 4 0 150 0 0.5 2`);
 * pyramidal.apic.at(um(100))
 * ```
 *
 * Types 1 to 4 are called soma, axon, dend and apic, others "type0", "type5". Points of one type that
 * follow each other without branching are one section, with a compartment between each two points;
 * where several begin at one place, they are called dend, dend2, dend3. A soma of one point is a sphere,
 * and so is one of three points as NeuroMorpho.org writes it; a soma of other points is made
 * of cones. Distances, areas and numbers of compartments are those of Brian 2.
 * (Cannon, Turner, Pyapali and Wheal 1998, "An on-line archive of reconstructed hippocampal neurons".)
 * @throws UserError naming the line: wrong numbers of columns, what is no number, radii that are not more
 *   than 0, numbers given twice, unknown parents, two roots or none, cycles, points that lie where their parents
 *   lie, somas of three points that are no sphere.
 */
export function readSWC(
  text: string,
  options: SomaChoice = {},
  ...more: never[]
): Morphology<NamedSections> {
  checkNoMore("readSWC", more);
  if (typeof text !== "string")
    throw new UserError(`invalid SWC: ${shown(text)}; expected the text of a file`);
  const points: RawPoint[] = [];
  for (const [k, line] of text.split(/\r\n|\n|\r/).entries()) {
    const data = line
      .replace(/^\uFEFF/, "")
      .replace(/#.*$/, "")
      .trim();
    if (data !== "") points.push(pointOf(data, `SWC, line ${k + 1}`));
  }
  if (points.length === 0)
    throw new UserError("invalid SWC: it has no points; expected lines of seven numbers");
  return sectionsOfPoints(points, options ?? {}, 1e-6);
}

function pointOf(line: string, place: string): RawPoint {
  const texts = line.split(/\s+/);
  if (texts.length !== COLUMNS.length)
    throw new UserError(
      `invalid ${place}: ${texts.length} columns; expected seven: ${COLUMNS.join(", ")}`,
    );
  const odd = texts.findIndex((text) => !NUMBER.test(text));
  if (odd >= 0)
    throw new UserError(
      `invalid ${place}: ${COLUMNS[odd]} ${shown(texts[odd])}; expected a number`,
    );
  const numbers = texts.map(Number);
  const [id, type, x, y, z, radius, parent] = numbers;
  for (const k of [0, 1, 6])
    if (!Number.isSafeInteger(numbers[k]))
      throw new UserError(`invalid ${place}: ${COLUMNS[k]} ${texts[k]}; expected a whole number`);
  if (type < 0) throw new UserError(`invalid ${place}: type ${type}; expected 0 or more`);
  const far = [x, y, z, radius].findIndex((value) => !(Math.abs(value) <= FARTHEST));
  if (far >= 0)
    throw new UserError(
      `invalid ${place}: ${COLUMNS[far + 2]} ${texts[far + 2]}; expected micrometres, at most ${FARTHEST}`,
    );
  if (!(radius > 1e-9))
    throw new UserError(`invalid ${place}: radius ${texts[5]}; expected more than 0 um`);
  return {
    id,
    type: TYPES[type] ?? `type${type}`,
    at: [x, y, z],
    diameter: 2 * radius,
    parent,
    place,
  };
}
