import { checkOptions, requireWholeNumber, shown, UserError } from "../base/index.js";
import { lower, lowerAll, type Quantity, type QuantityArray } from "../units/index.js";
import { MOST_COMPARTMENTS, type Point, type SectionShape } from "./data.js";
import { between } from "./geometry.js";
import { type Morphology, morphologyOf } from "./morphology.js";
import type { Length } from "./places.js";

/** Several lengths: `um([1, 2, 3])` or a list of quantities. */
export type Lengths = QuantityArray<"length"> | readonly Quantity<"length">[];

/** What a sphere is made of. */
export interface SomaOptions {
  diameter: Length;
  /** Where its middle lies; what is left out is 0 where another is given. */
  x?: Length;
  y?: Length;
  z?: Length;
}

/** What a cylinder is made of. */
export interface CylinderOptions {
  diameter: Length;
  /** Of the whole cylinder. */
  length?: Length;
  /** How many compartments of equal length it is divided into; 1 by default. */
  n?: number;
  /** Instead of a length: where it begins and ends, seen from where its parent ends. */
  x?: Lengths;
  y?: Lengths;
  z?: Lengths;
}

/** What a section of truncated cones is made of. */
export interface SectionOptions {
  /**
   * Where the first compartment begins and where each ends: one more than there are compartments.
   */
  diameters: Lengths;
  /** Of each compartment. */
  lengths?: Lengths;
  /** Instead of lengths: the points between compartments, as many as diameters, seen from where the parent ends. */
  x?: Lengths;
  y?: Lengths;
  z?: Lengths;
}

const AXES = ["x", "y", "z"] as const;

/** No neuron, nor anything else on Earth, is longer; its square and cube are still numbers. */
const LONGEST = 1e6;

const ANY_SIZE = { above: 0, least: 1e-15, most: LONGEST } as const;

/**
 * A sphere, all at one potential: the cell body. Sections that begin at it begin at its middle when
 * distances are measured.
 *
 * ```ts
 * const axon = cylinder({ diameter: um(1), length: um(300), n: 60 });
 * const ball = soma({ diameter: um(30) }).with({ axon });
 * ```
 *
 * @throws DimensionError for what are no lengths; UserError for a diameter that is not more than 0.
 */
export function soma(options: SomaOptions): Morphology {
  checkOptions("soma", options ?? null, ["diameter", ...AXES]);
  const diameter = lower("diameter", options.diameter, "length", ANY_SIZE);
  const isPlaced = AXES.some((axis) => options[axis] !== undefined);
  const [x, y, z] = AXES.map((axis) =>
    options[axis] === undefined ? 0 : lower(axis, options[axis], "length", FAR),
  );
  return ofShape(
    { kind: "soma", diameter, ...(isPlaced && { at: Object.freeze([x, y, z]) as Point }) },
    "soma",
  );
}

/**
 * A cylinder of compartments of equal length: an axon, an unbranched dendrite.
 *
 * ```ts
 * cylinder({ diameter: um(1), length: um(300), n: 60 })
 * cylinder({ diameter: um(1), n: 4, x: um([0, 30]), y: um([0, -40]) })
 * ```
 *
 * Its membrane is its side, without the disks at its ends.
 * @throws DimensionError for what are no lengths; UserError for sizes that are not more than 0, for
 *   both a length and coordinates or none of them, for an n that is no whole number from 1.
 */
export function cylinder(options: CylinderOptions): Morphology {
  checkOptions("cylinder", options ?? null, ["diameter", "length", "n", ...AXES]);
  const { n = 1 } = options;
  const diameter = lower("diameter", options.diameter, "length", ANY_SIZE);
  requireWholeNumber("n", n, 1, MOST_COMPARTMENTS);
  const ends = pointsOf("cylinder", options, "length", 2);
  if (!ends) {
    const length = lower("length", options.length, "length", ANY_SIZE);
    requireLengths("length", [length / n]);
    return ofShape({ kind: "cylinder", diameter, length, n });
  }
  const length = between(ends[0], ends[1]);
  requireLengths("coordinates", [length / n]);
  return ofShape({ kind: "cylinder", diameter, length, n, ends: ends as [Point, Point] });
}

/**
 * A section of truncated cones, one for each compartment, each of its own length.
 *
 * ```ts
 * section({ diameters: um([5, 3, 2]), lengths: um([20, 30]) })
 * section({ diameters: um([1, 0.8, 0.5]), x: um([0, 5, 9]), y: um([0, 1, -1]) })
 * ```
 *
 * The membrane of a compartment is the cone's side, without the disks at its ends.
 * @throws DimensionError for what are no lengths; UserError for sizes that are not more than 0, for
 *   both lengths and coordinates or none of them, and where there is not one diameter more.
 */
export function section(options: SectionOptions): Morphology {
  checkOptions("section", options ?? null, ["diameters", "lengths", ...AXES]);
  const diameters = Array.from(lowerAll("diameters", options.diameters, "length", ANY_SIZE));
  if (diameters.length < 2)
    throw new UserError(
      `invalid diameters: ${diameters.length} given; expected at least two, one more than there are compartments`,
    );
  const points = pointsOf("section", options, "lengths", diameters.length);
  const lengths = points
    ? points.slice(1).map((point, k) => between(points[k], point))
    : Array.from(
        lowerAll("lengths", options.lengths, "length", {
          ...ANY_SIZE,
          count: diameters.length - 1,
        }),
      );
  requireLengths(points ? "coordinates" : "lengths", lengths);
  return ofShape({
    kind: "section",
    diameters: Object.freeze(diameters),
    lengths: Object.freeze(lengths),
    ...(points && { points }),
  });
}

/** Coordinates may be negative, too. */
const FAR = { least: -LONGEST, most: LONGEST } as const;

/** The points that coordinates give; undefined where there are none. */
function pointsOf(
  what: string,
  options: { readonly x?: unknown; readonly y?: unknown; readonly z?: unknown },
  lengthName: "length" | "lengths",
  count: number,
): readonly Point[] | undefined {
  const given = AXES.filter((axis) => options[axis] !== undefined);
  const length = (options as Record<string, unknown>)[lengthName];
  if (given.length > 0 && length !== undefined)
    throw new UserError(
      `invalid options of ${what}: both ${lengthName} and ${given.join(", ")}; expected one of them`,
    );
  if (given.length === 0) {
    if (length === undefined)
      throw new UserError(`missing ${lengthName} of ${what}; expected ${lengthName}, or x, y, z`);
    return undefined;
  }
  const [x, y, z] = AXES.map((axis) =>
    options[axis] === undefined
      ? new Float64Array(count)
      : lowerAll(axis, options[axis], "length", { ...FAR, count }),
  );
  return Object.freeze(Array.from(x, (_, k): Point => Object.freeze([x[k], y[k], z[k]]) as Point));
}

/** @throws UserError for a compartment without length, or so short that nothing can be computed. */
function requireLengths(what: string, lengths: readonly number[]): void {
  const short = lengths.findIndex((length) => !(length > SHORTEST));
  if (short >= 0)
    throw new UserError(
      `invalid ${what}: compartment ${short} is ${shown(lengths[short])} m long; expected more than ${SHORTEST} m`,
    );
}

/** Much less than an atom's size; areas and conductances are ordinary numbers above it. */
const SHORTEST = 1e-15;

const ofShape = (shape: SectionShape, type?: string): Morphology =>
  morphologyOf({
    kind: "morphology",
    sections: [
      { name: "", parent: -1, ...(type !== undefined && { type }), shape: Object.freeze(shape) },
    ],
  });
