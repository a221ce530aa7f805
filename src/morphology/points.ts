import { checkChoice, checkOptions, isRecord, shown, UserError } from "../base/index.js";
import { lower, type Quantity } from "../units/index.js";
import type { Point, SectionData, SectionShape } from "./data.js";
import { between } from "./geometry.js";
import { type Morphology, morphologyOf, type NamedSections } from "./morphology.js";

/** How the points of the cell body are taken. */
export interface SomaChoice {
  /**
   * "sphere" (by default): one point of the type soma, or three of which two lie a radius from the
   * first (as NeuroMorpho.org writes them), is a sphere. "cylinders": all points are ends of cones.
   */
  soma?: "sphere" | "cylinders";
}

/** One point of a reconstructed neuron. */
export interface MorphologyPoint {
  /** Any whole number that no other point has. */
  id: number;
  /** What it is a part of: "soma", "axon", "dend", "apic", or any other name. */
  type: string;
  x: Quantity<"length">;
  y: Quantity<"length">;
  z: Quantity<"length">;
  diameter: Quantity<"length">;
  /** The id of the point that it is joined to; -1 of the root. */
  parent: number;
}

/** A point in the unit of its file. */
export interface RawPoint {
  readonly id: number;
  readonly type: string;
  readonly at: Point;
  readonly diameter: number;
  readonly parent: number;
  /** What it is called in messages: "SWC, line 7". */
  readonly place: string;
}

/**
 * A morphology of points that are joined to each other, as files hold them.
 *
 * ```ts
 * morphologyFromPoints([
 *   { id: 1, type: "soma", x: um(0), y: um(0), z: um(0), diameter: um(20), parent: -1 },
 *   { id: 2, type: "dend", x: um(30), y: um(0), z: um(0), diameter: um(2), parent: 1 },
 *   { id: 3, type: "dend", x: um(60), y: um(9), z: um(0), diameter: um(1), parent: 2 },
 * ])
 * ```
 *
 * Points of one type that follow each other without branching are one section; a compartment lies
 * between each two of them. Sections are called by their type; where a name is taken, "dend2",
 * "dend3" follow. What begins at the soma has at its start the diameter of its own first
 * point, what begins elsewhere that of the point it begins at. All as in Brian 2's `from_points`.
 * @throws UserError naming the point: no root or two, unknown parents, cycles, ids given twice, sizes that are
 *   not more than 0, points that lie where their parent lies, somas of three points that are no sphere.
 */
export function morphologyFromPoints(
  points: readonly MorphologyPoint[],
  options: SomaChoice = {},
): Morphology<NamedSections> {
  if (!Array.isArray(points) || points.length === 0)
    throw new UserError(
      `invalid points: ${shown(points)}; expected a list of { id, type, x, y, z, diameter, parent }`,
    );
  const raw = points.map((point: unknown, k): RawPoint => {
    const place = `point ${k}`;
    if (!isRecord(point))
      throw new UserError(
        `invalid ${place}: ${shown(point)}; expected { id, type, x, y, z, diameter, parent }`,
      );
    checkOptions(place, point, ["id", "type", "x", "y", "z", "diameter", "parent"]);
    const { id, type, parent, diameter } = point;
    for (const [name, value] of Object.entries({ id, parent }))
      if (!Number.isSafeInteger(value))
        throw new UserError(`invalid ${place}: ${name} ${shown(value)}; expected a whole number`);
    if (typeof type !== "string" || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(type))
      throw new UserError(
        `invalid ${place}: type ${shown(type)}; expected a name like "soma" or "dend"`,
      );
    const [x, y, z] = (["x", "y", "z"] as const).map((axis) =>
      lower(`${axis} of ${place}`, point[axis], "length", { least: -1e6, most: 1e6 }),
    );
    return {
      id: id as number,
      type,
      at: [x, y, z],
      diameter: lower(`diameter of ${place}`, diameter, "length", { above: 0, most: 1e6 }),
      parent: parent as number,
      place,
    };
  });
  return sectionsOfPoints(raw, options, 1);
}

/** A point with its place in the tree. */
interface Joined extends RawPoint {
  above: Joined | undefined;
  children: Joined[];
}

/** The morphology of points in a unit of so many metres. */
export function sectionsOfPoints(
  raw: readonly RawPoint[],
  options: SomaChoice,
  scale: number,
): Morphology<NamedSections> {
  checkOptions("points", options, ["soma"]);
  const choice = checkChoice("soma", options?.soma ?? "sphere", ["sphere", "cylinders"] as const);
  const root = joinedPoints(raw);
  if (choice === "sphere") mergeThreePointSomas(root, scale);
  const sections: SectionData[] = [];
  const names = new Map<number, Set<string>>();
  const waiting: { from: Joined; parent: number }[] = [{ from: root, parent: -1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { from, parent } = next;
    const run = [from];
    for (let last = from; ; run.push(last)) {
      const [child, ...others] = last.children;
      if (!child || others.length > 0 || child.type !== last.type) break;
      last = child;
    }
    const index = sections.length;
    const isSphere = choice === "sphere" && run.length === 1 && from.type === "soma";
    const shape = isSphere ? sphereOf(from, scale) : conesOf(run, scale);
    const name = parent < 0 ? "" : freeName(from.type, names, parent);
    sections.push({ name, parent, type: from.type, shape });
    // the first child comes next
    const { children } = run[run.length - 1];
    for (const child of [...children].reverse()) waiting.push({ from: child, parent: index });
  }
  return morphologyOf({ kind: "morphology", sections });
}

/** The points joined to a tree; gives its root. */
function joinedPoints(raw: readonly RawPoint[]): Joined {
  const byId = new Map<number, Joined>();
  for (const point of raw) {
    const other = byId.get(point.id);
    if (other)
      throw new UserError(
        `invalid ${point.place}: ${point.id} names ${other.place}, too; expected another number for each point`,
      );
    byId.set(point.id, { ...point, above: undefined, children: [] });
  }
  const points = [...byId.values()];
  let root: Joined | undefined;
  for (const point of points) {
    if (point.parent === -1) {
      if (root)
        throw new UserError(
          `invalid ${point.place}: a second root beside that of ${root.place}; expected one point whose parent is -1`,
        );
      root = point;
      continue;
    }
    const above = byId.get(point.parent);
    if (above === point)
      throw new UserError(`invalid ${point.place}: point ${point.id} is its own parent`);
    if (!above)
      throw new UserError(
        `invalid ${point.place}: parent ${point.parent}; expected the number of another point, or -1 of the root`,
      );
    point.above = above;
    above.children.push(point);
  }
  const place = points[0]?.place.split(",")[0].replace(/ \d+$/, "s") ?? "points";
  if (points.length === 0) throw new UserError(`invalid ${place}: there are none`);
  if (!root)
    throw new UserError(`invalid ${place}: no root; expected one point whose parent is -1`);
  const reached = new Set<Joined>([root]);
  for (const point of reached) for (const child of point.children) reached.add(child);
  const lost = points.find((point) => !reached.has(point));
  if (lost)
    throw new UserError(
      `invalid ${lost.place}: the parents of point ${lost.id} go around in a cycle; expected them to lead to the root`,
    );
  return root;
}

/** How far from a radius the points of a soma of three may lie, in metres: files round. */
const SOMA_ROUNDING = 1e-8;

/**
 * Makes one point of each soma of three: a point of the type soma with two of that type on it that
 * carry nothing, each a radius away (see neuromorpho.org/SomaFormat.html).
 */
function mergeThreePointSomas(root: Joined, scale: number): void {
  const all = new Set<Joined>([root]);
  for (const point of all) {
    const [isSoma, others] = [
      point.type === "soma",
      point.children.filter(({ type }) => type === "soma"),
    ];
    if (isSoma && others.length === 2 && others.every(({ children }) => children.length === 0)) {
      const rounding = SOMA_ROUNDING / scale;
      for (const other of others) {
        const distance = between(point.at, other.at);
        const isOnSphere =
          Math.abs(other.diameter - point.diameter) <= 1e-9 * point.diameter &&
          Math.abs(distance - point.diameter / 2) <= rounding * (1 + 1e-9);
        if (!isOnSphere)
          throw new UserError(
            `invalid ${other.place}: one of three points of a soma, ${shortNumber(distance * scale * 1e6)} um from the first, of the radius ${shortNumber(other.diameter * scale * 5e5)} um; expected both to be ${shortNumber(point.diameter * scale * 5e5)} um, or the option soma: "cylinders"`,
          );
      }
      point.children = point.children.filter((child) => !others.includes(child));
    }
    for (const child of point.children) all.add(child);
  }
}

const shortNumber = (value: number): number => Number(value.toPrecision(6));

function freeName(type: string, names: Map<number, Set<string>>, parent: number): string {
  const taken = names.get(parent) ?? new Set();
  names.set(parent, taken);
  let name = type;
  for (let k = 2; taken.has(name); k++) name = `${type}${k}`;
  taken.add(name);
  return name;
}

const metres = ([x, y, z]: Point, scale: number): Point =>
  Object.freeze([x * scale, y * scale, z * scale]) as Point;

const sphereOf = ({ diameter, at }: RawPoint, scale: number): SectionShape => ({
  kind: "soma",
  diameter: diameter * scale,
  at: metres(at, scale),
});

/** The cones between points, seen from the point that the first of them is joined to. */
function conesOf(run: readonly Joined[], scale: number): SectionShape {
  const above = run[0].above;
  const ends = above ? [above, ...run] : run;
  if (ends.length < 2)
    throw new UserError(
      `invalid ${run[0].place}: the root is of the type ${run[0].type}, and nothing of this type follows before branches or others begin; expected a soma, or another point of this type`,
    );
  const origin: Point = above ? above.at : [0, 0, 0];
  const points = ends.map(({ at }): Point => {
    const seen: Point = [at[0] - origin[0], at[1] - origin[1], at[2] - origin[2]];
    return metres(seen, scale);
  });
  const lengths = points.slice(1).map((point, k) => between(points[k], point));
  const short = lengths.findIndex((length) => !(length > 1e-15));
  if (short >= 0) {
    const { place, id, parent } = ends[short + 1];
    throw new UserError(
      `invalid ${place}: point ${id} lies where its parent ${parent} lies; expected a distance between them`,
    );
  }
  // the soma's own size says nothing about what begins at it
  const diameters = ends.map((point, k) =>
    k === 0 && above?.type === "soma" ? run[0].diameter * scale : point.diameter * scale,
  );
  return { kind: "section", diameters, lengths, points };
}
