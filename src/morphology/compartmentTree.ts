import { type CableNodes, fromTheMiddle } from "./cableNodes.js";
import { compartmentCount, type MorphologyData, type Point, pathsOf } from "./data.js";
import { geometryOf, givenPoints } from "./geometry.js";

/** A section of a {@link CompartmentTree}. */
export interface CompartmentSection {
  /** The names from the root, joined by dots: "dend.L"; "" of the root. */
  readonly path: string;
  readonly kind: "soma" | "cylinder" | "section";
  readonly type: string | undefined;
  /** The number of its parent's section; -1 of the root. */
  readonly parent: number;
  /** Its first compartment, and how many it has. */
  readonly first: number;
  readonly count: number;
  /** One more than its last compartment and all those of the sections below it. */
  readonly end: number;
  /** The points between its compartments in space (of a sphere its middle); undefined without. */
  readonly points: readonly Point[] | undefined;
}

/**
 * A morphology as arrays with one number for each compartment, depth first as Brian 2 numbers them
 * (a section's compartments from its start to its end, then its children in order); SI units. What
 * a solver of the cable equation needs. Axial conductances are for a resistivity of 1 ohm m: those
 * of a resistivity Ri are what stands here divided by Ri.
 */
export interface CompartmentTree {
  readonly count: number;
  /** The compartment that lies before each on the way to the root; -1 of the first. Always less. */
  readonly parent: Int32Array;
  /** m^2, m^3, m; the diameter is that in the middle. */
  readonly area: Float64Array;
  readonly volume: Float64Array;
  readonly length: Float64Array;
  readonly diameter: Float64Array;
  /** From where the root begins (from its middle where it is a sphere) to each middle, in m. */
  readonly distance: Float64Array;
  /** From the middle of a compartment to its start and to its end: Brian's r_length_1 and _2, m. */
  readonly axialStart: Float64Array;
  readonly axialEnd: Float64Array;
  /** Middles of compartments in m, NaN in sections without coordinates. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  readonly sections: readonly CompartmentSection[];
  readonly nodes: CableNodes;
}

const known = new WeakMap<MorphologyData, CompartmentTree>();

/** The arrays of a morphology; made once for each, and not to be written to. */
export function compartmentTree(data: MorphologyData): CompartmentTree {
  const found = known.get(data);
  if (found) return found;
  const made = makeTree(data);
  known.set(data, made);
  return made;
}

function makeTree({ sections: given }: MorphologyData): CompartmentTree {
  const parts = given.map(({ shape }) => geometryOf(shape));
  const count = parts.reduce((sum, { area }) => sum + area.length, 0);
  const numbers = (): Float64Array => new Float64Array(count);
  const tree = {
    count,
    parent: new Int32Array(count),
    area: numbers(),
    volume: numbers(),
    length: numbers(),
    diameter: numbers(),
    distance: numbers(),
    axialStart: numbers(),
    axialEnd: numbers(),
    x: numbers().fill(Number.NaN),
    y: numbers().fill(Number.NaN),
    z: numbers().fill(Number.NaN),
  };
  const sections = placedSections({ kind: "morphology", sections: given });
  const ends: number[] = [];
  for (const [k, { first, count: n, parent, kind, points }] of sections.entries()) {
    const part = parts[k];
    for (const name of ["area", "volume", "length", "diameter", "axialStart", "axialEnd"] as const)
      tree[name].set(part[name], first);
    const above = parent < 0 ? undefined : sections[parent];
    let distance = above ? ends[parent] : 0;
    for (let i = 0; i < n; i++) {
      tree.parent[first + i] = i > 0 ? first + i - 1 : above ? above.first + above.count - 1 : -1;
      // a sphere is a point: what begins at it begins at no distance from its middle
      const half = kind === "soma" ? 0 : 0.5 * part.length[i];
      tree.distance[first + i] = distance + half;
      distance += 2 * half;
      if (!points) continue;
      const [from, to] = kind === "soma" ? [points[0], points[0]] : [points[i], points[i + 1]];
      tree.x[first + i] = from[0] + 0.5 * (to[0] - from[0]);
      tree.y[first + i] = from[1] + 0.5 * (to[1] - from[1]);
      tree.z[first + i] = from[2] + 0.5 * (to[2] - from[2]);
    }
    ends.push(distance);
  }
  return Object.freeze({ ...tree, sections, nodes: nodesOf(sections, tree) });
}

/** Sections with their compartments' numbers, and their points as they lie in space. */
function placedSections({ sections }: MorphologyData): CompartmentSection[] {
  const paths = pathsOf(sections);
  const counts = sections.map(({ shape }) => compartmentCount(shape));
  const ends = endsOf(sections, counts);
  const placed: CompartmentSection[] = [];
  let first = 0;
  for (const [k, { parent, shape, type }] of sections.entries()) {
    const own = givenPoints(shape);
    const origin = parent >= 0 ? placed[parent].points?.at(-1) : undefined;
    const points =
      own && origin && shape.kind !== "soma"
        ? own.map(([x, y, z]): Point => [origin[0] + x, origin[1] + y, origin[2] + z])
        : own;
    const count = counts[k];
    placed.push({
      path: paths[k],
      kind: shape.kind,
      type,
      parent,
      first,
      count,
      end: ends[k],
      points,
    });
    first += count;
  }
  return placed;
}

/** For each section one more than the last compartment below it. */
function endsOf(sections: MorphologyData["sections"], counts: readonly number[]): number[] {
  const sizes = [...counts];
  for (let k = sections.length - 1; k > 0; k--) sizes[sections[k].parent] += sizes[k];
  const ends: number[] = [];
  let first = 0;
  for (const [k, count] of counts.entries()) {
    ends.push(first + sizes[k]);
    first += count;
  }
  return ends;
}

function nodesOf(
  sections: readonly CompartmentSection[],
  { axialStart, axialEnd }: Pick<CompartmentTree, "axialStart" | "axialEnd">,
): CableNodes {
  const childCounts = new Int32Array(sections.length);
  for (const { parent } of sections) if (parent >= 0) childCounts[parent] += 1;
  const compartment: number[] = [];
  const parents: number[] = [];
  const axial: number[] = [];
  const lastNode: number[] = [];
  const add = (of: number, parent: number, conductance: number): void => {
    compartment.push(of);
    parents.push(parent);
    axial.push(conductance);
  };
  for (const [k, { first, count: n, parent }] of sections.entries()) {
    for (let i = first; i < first + n; i++) {
      if (i > first) add(i, compartment.length - 1, inSeries(axialEnd[i - 1], axialStart[i]));
      else if (parent < 0) add(i, -1, 0);
      else {
        const before = sections[parent].first + sections[parent].count - 1;
        const branches = childCounts[parent] > 1;
        add(
          i,
          lastNode[parent],
          branches ? axialStart[i] : inSeries(axialEnd[before], axialStart[i]),
        );
      }
    }
    if (childCounts[k] > 1) {
      add(-1, compartment.length - 1, axialEnd[first + n - 1]);
    }
    lastNode[k] = compartment.length - 1;
  }
  return Object.freeze(
    fromTheMiddle({
      compartment: Int32Array.from(compartment),
      parent: Int32Array.from(parents),
      axial: Float64Array.from(axial),
    }),
  );
}

/** The conductance of two in series. */
const inSeries = (a: number, b: number): number => 1 / (1 / a + 1 / b);
