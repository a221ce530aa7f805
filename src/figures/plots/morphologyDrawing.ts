import type { CompartmentTree } from "../../morphology/index.js";

/** Lengths in pictures are micrometres. */
const MICRO = 1e6;

/** Thinnest line, in points: what is thinner would not be seen. */
const THINNEST = 0.7;

/** What of a morphology is drawn where. */
export interface MorphologyDrawing {
  lines: {
    compartments: readonly number[];
    ends: Ends;
    /** Diameters. */
    widths: readonly number[];
  };
  spheres: {
    compartments: readonly number[];
    x: readonly number[];
    y: readonly number[];
    radii: readonly number[];
  };
  /** Thin lines that join what belongs together. */
  joints?: Ends;
  domain: { x: readonly [number, number]; y: readonly [number, number] };
  /** Height over width. */
  aspect: number;
  /** Draws at one scale for both axes, whatever room there is. */
  lineRender?: Render;
  sphereRender?: Render;
  fitted?: (dimensions: Dimensions) => Fit;
}

interface Ends {
  x1: number[];
  y1: number[];
  x2: number[];
  y2: number[];
}

interface Dimensions {
  width: number;
  height: number;
  marginLeft: number;
  marginRight: number;
  marginTop: number;
  marginBottom: number;
}

/** Where micrometres lie on paper, in points. */
interface Fit {
  x: (value: number) => number;
  y: (value: number) => number;
  /** Points for a micrometre. */
  scale: number;
  bottom: number;
  left: number;
  width: number;
}

/** What Plot calls to draw a mark: `next` draws it with the values given. */
type Render = (
  index: readonly number[],
  scales: unknown,
  values: Readonly<Record<string, unknown>>,
  dimensions: Dimensions,
  context: unknown,
  next: (...args: unknown[]) => SVGElement | null,
) => SVGElement | null;

const noEnds = (): Ends => ({ x1: [], y1: [], x2: [], y2: [] });

/** What each compartment is a part of: its section's type, or the name of the branch of the root. */
export function typesOf({ sections, count }: CompartmentTree): string[] {
  const types = new Array<string>(count);
  for (const { first, count: n, type, path, kind } of sections)
    types.fill(
      type ?? (path.split(".")[0] || (kind === "soma" ? "soma" : "root")),
      first,
      first + n,
    );
  return types;
}

/** A morphology as seen along an axis; below it is room for the scale bar, in points. */
export function projectionOf(
  tree: CompartmentTree,
  projection: string,
  below: number,
): MorphologyDrawing {
  const [across, upward] = [...projection].map((axis) => "xyz".indexOf(axis));
  const lines = { compartments: [] as number[], ends: noEnds(), widths: [] as number[] };
  const spheres = {
    compartments: [] as number[],
    x: [] as number[],
    y: [] as number[],
    radii: [] as number[],
  };
  const bounds = [Infinity, -Infinity, Infinity, -Infinity];
  const reach = (x: number, y: number, radius: number): void => {
    bounds[0] = Math.min(bounds[0], x - radius);
    bounds[1] = Math.max(bounds[1], x + radius);
    bounds[2] = Math.min(bounds[2], y - radius);
    bounds[3] = Math.max(bounds[3], y + radius);
  };
  for (const { first, count, points = [], kind } of tree.sections) {
    const [xs, ys] = [across, upward].map((axis) => points.map((point) => point[axis] * MICRO));
    for (let i = 0; i < count; i++) {
      const diameter = tree.diameter[first + i] * MICRO;
      reach(xs[i], ys[i], diameter / 2);
      if (kind === "soma") {
        spheres.compartments.push(first);
        spheres.x.push(xs[0]);
        spheres.y.push(ys[0]);
        spheres.radii.push(diameter / 2);
        continue;
      }
      reach(xs[i + 1], ys[i + 1], diameter / 2);
      lines.compartments.push(first + i);
      lines.widths.push(diameter);
      lines.ends.x1.push(xs[i]);
      lines.ends.y1.push(ys[i]);
      lines.ends.x2.push(xs[i + 1]);
      lines.ends.y2.push(ys[i + 1]);
    }
  }
  const [low, high, bottom, top] = bounds;
  const fitted = fitOf(bounds, below);
  return {
    lines,
    spheres,
    domain: { x: [low, high], y: [bottom, top] },
    aspect: (top - bottom) / (high - low),
    fitted,
    lineRender: (index, scales, values, dimensions, context, next) => {
      const { x, y, scale } = fitted(dimensions);
      const { x1, x2, y1, y2 } = lines.ends;
      const placed = { x1: x1.map(x), x2: x2.map(x), y1: y1.map(y), y2: y2.map(y) };
      const strokeWidth = lines.widths.map((width) => Math.max(THINNEST, width * scale));
      return next(index, scales, { ...values, ...placed, strokeWidth }, dimensions, context);
    },
    sphereRender: (index, scales, values, dimensions, context, next) => {
      const { x, y, scale } = fitted(dimensions);
      const placed = { x: spheres.x.map(x), y: spheres.y.map(y) };
      const r = spheres.radii.map((radius) => Math.max(THINNEST, radius * scale));
      return next(index, scales, { ...values, ...placed, r }, dimensions, context);
    },
  };
}

/** One scale for both axes: as large as there is room, the drawing in the middle. */
function fitOf(
  [low, high, bottom, top]: readonly number[],
  below: number,
): (dimensions: Dimensions) => Fit {
  return ({ width, height, marginLeft, marginRight, marginTop, marginBottom }) => {
    const edge = THINNEST;
    const left = marginLeft + edge;
    const room = [
      width - marginRight - edge - left,
      height - marginBottom - below - marginTop - edge,
    ];
    const scale = Math.max(
      Number.MIN_VALUE,
      Math.min(Math.max(1, room[0]) / (high - low), Math.max(1, room[1]) / (top - bottom)),
    );
    const centre = [left + room[0] / 2, marginTop + edge + room[1] / 2];
    return {
      scale,
      x: (value) => centre[0] + scale * (value - (low + high) / 2),
      y: (value) => centre[1] - scale * (value - (bottom + top) / 2),
      bottom: height - marginBottom,
      left: centre[0] - (scale * (high - low)) / 2,
      width: scale * (high - low),
    };
  };
}

/** A bar of a round length, about a quarter of the drawing's width, and its text. */
export function scaleBar(
  drawing: MorphologyDrawing,
  { link, text }: { link: (...args: never[]) => unknown; text: (...args: never[]) => unknown },
): never[] {
  const { domain, fitted } = drawing as Required<MorphologyDrawing>;
  const size = Math.max(domain.x[1] - domain.x[0], 0.5 * (domain.y[1] - domain.y[0]));
  const length = roundLength(size / 4);
  const place = { x: [domain.x[0]], y: [domain.y[0]] };
  const at = (dimensions: Dimensions): { left: number; y: number; width: number } => {
    const { left, bottom, scale } = fitted(dimensions);
    return { left: Math.max(left, dimensions.marginLeft), y: bottom - 4, width: length * scale };
  };
  const one = { length: 1 };
  const bar: Render = (index, scales, values, dimensions, context, next) => {
    const { left, y, width } = at(dimensions);
    const ends = { x1: [left], x2: [left + width], y1: [y], y2: [y] };
    return next(index, scales, { ...values, ...ends }, dimensions, context);
  };
  const label: Render = (index, scales, values, dimensions, context, next) => {
    const { left, y } = at(dimensions);
    return next(index, scales, { ...values, x: [left], y: [y - 4] }, dimensions, context);
  };
  const ends = { x1: place.x, x2: place.x, y1: place.y, y2: place.y };
  return [
    link(one as never, { ...ends, stroke: "#000000", strokeWidth: 1.5, render: bar } as never),
    text(
      one as never,
      {
        ...place,
        text: [lengthText(length)],
        textAnchor: "start",
        lineAnchor: "bottom",
        render: label,
      } as never,
    ),
  ] as never[];
}

/** The greatest of 1, 2 and 5 times a power of ten that is not more. */
function roundLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([5, 2].find((step) => step * power <= most * (1 + 1e-9)) ?? 1) * power;
}

function lengthText(micrometres: number): string {
  const number = (value: number): string => String(Number(value.toPrecision(3)));
  if (micrometres >= 1000) return `${number(micrometres / 1000)} mm`;
  return micrometres < 1 ? `${number(micrometres * 1000)} nm` : `${number(micrometres)} um`;
}

/** Branches one above the other, their distance from the root across. */
export function dendrogramOf(tree: CompartmentTree): MorphologyDrawing {
  const { sections } = tree;
  const children: number[][] = sections.map(() => []);
  for (const [k, { parent }] of sections.entries()) if (parent >= 0) children[parent].push(k);
  const rows = new Array<number>(sections.length);
  let leaves = 0;
  for (const [k, own] of children.entries()) if (own.length === 0) rows[k] = leaves++;
  for (let k = sections.length - 1; k >= 0; k--) {
    const own = children[k];
    if (own.length > 0) rows[k] = (rows[own[0]] + rows[own[own.length - 1]]) / 2;
  }
  const lines = { compartments: [] as number[], ends: noEnds(), widths: [] as number[] };
  const spheres = {
    compartments: [] as number[],
    x: [] as number[],
    y: [] as number[],
    radii: [] as number[],
  };
  const joints = noEnds();
  const ends: number[] = [];
  let farthest = 0;
  for (const [k, { first, count, kind, parent }] of sections.entries()) {
    const start = parent < 0 ? 0 : ends[parent];
    let end = start;
    for (let i = first; i < first + count; i++) {
      if (kind === "soma") {
        spheres.compartments.push(i);
        spheres.x.push(start);
        spheres.y.push(rows[k]);
        spheres.radii.push(0);
        continue;
      }
      const from = end;
      end += tree.length[i] * MICRO;
      lines.compartments.push(i);
      lines.widths.push(tree.diameter[i] * MICRO);
      lines.ends.x1.push(from);
      lines.ends.x2.push(end);
      lines.ends.y1.push(rows[k]);
      lines.ends.y2.push(rows[k]);
    }
    ends.push(end);
    farthest = Math.max(farthest, end);
    if (children[k].length === 0) continue;
    joints.x1.push(end);
    joints.x2.push(end);
    joints.y1.push(rows[children[k][0]]);
    joints.y2.push(rows[children[k][children[k].length - 1]]);
  }
  return {
    lines,
    spheres,
    joints,
    domain: { x: [0, farthest || 1], y: [-0.7, Math.max(0, leaves - 1) + 0.7] },
    aspect: 2 / 3,
  };
}
