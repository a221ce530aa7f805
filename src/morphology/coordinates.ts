import { checkOptions, checkTruth, requireWholeNumber } from "../base/index.js";
import { DefaultStream } from "../random/index.js";
import { lower } from "../units/index.js";
import { compartmentTree } from "./compartmentTree.js";
import {
  childrenOf,
  compartmentCount,
  type MorphologyData,
  type Point,
  pathsOf,
  type SectionShape,
} from "./data.js";
import { diametersOf, lengthsOf } from "./geometry.js";

/** Options of `withCoordinates`. */
export interface CoordinateOptions {
  /**
   * How far, in degrees, a section's direction turns from its parent's: the mean of an exponential
   * distribution. 0 by default: directions are not drawn, branches part evenly.
   */
  sectionRandomness?: number;
  /** How far each compartment's direction turns from its section's, in degrees; 0 by default. */
  compartmentRandomness?: number;
  /** A whole number: the same seed gives the same shape. 0 by default. */
  seed?: number;
  /** Whether sections that have coordinates get new ones, too; false by default. */
  overwrite?: boolean;
}

const [UP, ACROSS]: readonly Point[] = [
  [0, 0, 1],
  [1, 0, 0],
];
const NOWHERE: Point = [0, 0, 0];

const times = (a: Point, factor: number): Point => [a[0] * factor, a[1] * factor, a[2] * factor];
const plus = (a: Point, b: Point): Point => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** A vector of length 1 in the same direction; that without a direction stays. */
function unit(a: Point): Point {
  const size = Math.sqrt(dot(a, a));
  return size > 0 ? times(a, 1 / size) : NOWHERE;
}

/** A vector turned clockwise around an axis of length 1 (Rodrigues' formula). */
function turned(a: Point, axis: Point, angle: number): Point {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const along = times(axis, dot(axis, a) * (1 - cosine));
  return plus(plus(times(a, cosine), times(cross(axis, a), -sine)), along);
}

/** A direction turned by an exponential angle towards any side. */
function drawnAround(direction: Point, mean: number, stream: DefaultStream | undefined): Point {
  if (mean === 0 || !stream) return direction;
  const aside = unit(cross(direction, Math.abs(direction[2]) < 0.9 ? UP : ACROSS));
  const side = turned(aside, direction, 2 * Math.PI * stream.uniform());
  return turned(direction, side, mean * stream.exponential());
}

/**
 * A morphology whose sections without coordinates get some; lengths and diameters stay. Documented
 * at `MorphologySection.withCoordinates`.
 */
export function withCoordinates(data: MorphologyData, options: CoordinateOptions): MorphologyData {
  const names = ["sectionRandomness", "compartmentRandomness", "seed", "overwrite"];
  checkOptions("withCoordinates", options ?? null, names);
  const { sectionRandomness = 0, compartmentRandomness = 0, seed = 0, overwrite = false } = options;
  const [sectionMean, compartmentMean] = [
    ["sectionRandomness", sectionRandomness] as const,
    ["compartmentRandomness", compartmentRandomness] as const,
  ].map(
    ([name, angle]) =>
      (lower(name, angle, "dimensionless", { least: 0, most: 180 }) * Math.PI) / 180,
  );
  requireWholeNumber("seed", seed, 0, Number.MAX_SAFE_INTEGER);
  checkTruth("overwrite", overwrite);
  const isDrawn = sectionMean > 0 || compartmentMean > 0;
  const { sections } = data;
  const [children, paths] = [childrenOf(sections), pathsOf(sections)];
  const placed = compartmentTree(data).sections;
  const starts: Point[] = [];
  const ends: Point[] = [];
  const laid = sections.map((section, k) => {
    const { parent, shape } = section;
    const above = parent < 0 ? undefined : sections[parent];
    const origin = above ? ends[parent] : NOWHERE;
    const given = placed[k].points;
    if (given && !overwrite) {
      // seen from a parent that has got its coordinates only now
      const own = shape.kind !== "soma" && above && !placed[parent].points ? origin : NOWHERE;
      starts.push(plus(given[0], own));
      ends.push(plus(given[given.length - 1], own));
      return section;
    }
    if (shape.kind === "soma") {
      starts.push(origin);
      ends.push(origin);
      return { ...section, shape: { ...shape, at: origin } };
    }
    const stream = isDrawn ? new DefaultStream(seed, `coordinates ${paths[k]}`) : undefined;
    const towards = above ? unit(plus(ends[parent], times(starts[parent], -1))) : NOWHERE;
    const siblings = above ? children[parent] : [k];
    const even = evenDirection(
      towards,
      siblings.indexOf(k),
      siblings.length,
      sectionMean > 0,
      above,
    );
    const direction = drawnAround(even, sectionMean, stream);
    const radius = above?.shape.kind === "soma" ? above.shape.diameter / 2 : 0;
    const points: Point[] = [times(direction, radius)];
    for (const length of lengthsOf(shape)) {
      const step = times(drawnAround(direction, compartmentMean, stream), length);
      points.push(plus(points[points.length - 1], step));
    }
    starts.push(plus(origin, points[0]));
    ends.push(plus(origin, points[points.length - 1]));
    return { ...section, shape: shapeAlong(shape, points, compartmentMean === 0) };
  });
  return { kind: "morphology", sections: laid };
}

/** The direction of one of some branches where nothing is drawn. */
function evenDirection(
  towards: Point,
  k: number,
  count: number,
  isDrawn: boolean,
  above: { readonly shape: SectionShape } | undefined,
): Point {
  if (!above) return ACROSS;
  // nothing that one could go on in: around in a circle
  if (dot(towards, towards) === 0)
    return turned(ACROSS, UP, Math.PI / 2 + (2 * Math.PI * k) / count);
  if (isDrawn) return towards;
  const angle = -Math.PI / 2 + (Math.PI / (count + 1)) * (k + 1);
  // what lies in the plane of x and y stays in it
  const upright = plus(UP, times(towards, -dot(UP, towards)));
  const axis = dot(upright, upright) > 1e-12 ? unit(upright) : ACROSS;
  return turned(towards, axis, angle);
}

/** The shape with points: as it is where they lie on a line. */
function shapeAlong(
  shape: Exclude<SectionShape, { kind: "soma" }>,
  points: readonly Point[],
  isStraight: boolean,
): SectionShape {
  if (shape.kind === "cylinder" && isStraight)
    return { ...shape, ends: [points[0], points[compartmentCount(shape)]] };
  const [diameters, lengths] = [diametersOf(shape), lengthsOf(shape)].map((list) =>
    Array.from(list),
  );
  return { kind: "section", diameters, lengths, points };
}
