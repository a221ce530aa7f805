import type { Point, SectionShape } from "./data.js";

/** What the geometry of one section gives for each of its compartments; SI units. */
export interface SectionGeometry {
  area: Float64Array;
  volume: Float64Array;
  length: Float64Array;
  /** In the middle of the compartment. */
  diameter: Float64Array;
  axialStart: Float64Array;
  axialEnd: Float64Array;
}

/**
 * Stands for a conductance without end: a sphere is at one potential. Brian 2 takes the same
 * number, 1 m, which is some ten million times that of a thin dendrite.
 */
const SPHERE_AXIAL = 1;

/**
 * The geometry of a section's compartments, as Brian 2 defines them.
 *
 * A compartment is a truncated cone of diameters d1 and d2 and length l. Its membrane is the cone's
 * side, `pi/2 (d1 + d2) sqrt(l^2 + (d1 - d2)^2 / 4)`, its volume `pi/12 l (d1^2 + d1 d2 + d2^2)`.
 * Along a cone of resistivity Ri and end diameters a and b the resistance of a stretch of length s
 * is the integral of `4 Ri / (pi d^2)`, which is `4 Ri s / (pi a b)`; with the middle diameter dm
 * the halves conduct `pi/2 d1 dm / l` and `pi/2 dm d2 / l` for each unit of 1 / Ri. (Mainen and
 * Sejnowski 1998, "Modeling active dendritic processes in pyramidal neurons", in: Methods in
 * Neuronal Modeling, on compartments and axial resistances; the integral is elementary.)
 */
export function geometryOf(shape: SectionShape): SectionGeometry {
  if (shape.kind === "soma") return sphere(shape.diameter);
  const lengths = lengthsOf(shape);
  const diameters = diametersOf(shape);
  const of = (value: (d1: number, d2: number, length: number) => number): Float64Array =>
    lengths.map((length, k) => value(diameters[k], diameters[k + 1], length));
  return {
    area: of(
      (d1, d2, length) =>
        (Math.PI / 2) * (d1 + d2) * Math.sqrt(((d1 - d2) * (d1 - d2)) / 4 + length * length),
    ),
    volume: of((d1, d2, length) => (Math.PI * length * (d1 * d1 + d1 * d2 + d2 * d2)) / 12),
    length: lengths,
    diameter: of((d1, d2) => 0.5 * (d1 + d2)),
    axialStart: of((d1, d2, length) => ((Math.PI / 2) * d1 * (0.5 * (d1 + d2))) / length),
    axialEnd: of((d1, d2, length) => ((Math.PI / 2) * (0.5 * (d1 + d2)) * d2) / length),
  };
}

function sphere(diameter: number): SectionGeometry {
  return {
    area: Float64Array.of(Math.PI * diameter * diameter),
    volume: Float64Array.of((Math.PI * diameter * diameter * diameter) / 6),
    length: Float64Array.of(diameter),
    diameter: Float64Array.of(diameter),
    axialStart: Float64Array.of(SPHERE_AXIAL),
    axialEnd: Float64Array.of(SPHERE_AXIAL),
  };
}

/** The length of each compartment; of a sphere its diameter. */
export function lengthsOf(shape: SectionShape): Float64Array {
  if (shape.kind === "soma") return Float64Array.of(shape.diameter);
  if (shape.kind === "section") return Float64Array.from(shape.lengths);
  return new Float64Array(shape.n).fill(shape.length / shape.n);
}

/** The diameters where compartments begin and end, one more than there are compartments. */
export function diametersOf(shape: SectionShape): Float64Array {
  if (shape.kind === "soma") return new Float64Array(2).fill(shape.diameter);
  if (shape.kind === "section") return Float64Array.from(shape.diameters);
  return new Float64Array(shape.n + 1).fill(shape.diameter);
}

/**
 * The points between which a section's compartments lie, one more than there are compartments (of a
 * sphere its middle alone), as they were given: those of a sphere as they are, those of other
 * sections seen from where the parent ends. Undefined where none were given.
 */
export function givenPoints(shape: SectionShape): readonly Point[] | undefined {
  if (shape.kind === "soma") return shape.at && [shape.at];
  if (shape.kind === "section") return shape.points;
  if (!shape.ends) return undefined;
  const [from, to] = shape.ends;
  return Array.from({ length: shape.n + 1 }, (_, k) => {
    const along = (axis: number): number => from[axis] + (k * (to[axis] - from[axis])) / shape.n;
    return [along(0), along(1), along(2)] as const;
  });
}

/** The distance between two points. */
export const between = (a: Point, b: Point): number => {
  const [x, y, z] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  return Math.sqrt(x * x + y * y + z * z);
};
