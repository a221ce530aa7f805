import type { RenderFunction } from "@observablehq/plot";
import { encodePNG, rgbaOf } from "./canvas.js";
import { svgElement } from "./dom.js";

/** What a mark of rectangles draws, in points and colours; as Plot hands it over. */
interface DrawnCells {
  x1?: ArrayLike<number>;
  x2?: ArrayLike<number>;
  y1?: ArrayLike<number>;
  y2?: ArrayLike<number>;
  fill?: ArrayLike<string>;
}

/** A side of a lattice: where it begins and ends, and how many cells it has. */
interface Side {
  start: number;
  end: number;
  count: number;
}

/** How far, in cells, edges may be from those of a lattice: numbers are rounded on their way. */
const TOLERANCE = 1e-3;

/** Edges as a side of a lattice, whose cells are all of one size; nothing where they are not. */
function sideOf(index: ArrayLike<number>, a: ArrayLike<number>, b: ArrayLike<number>) {
  let [start, end, size] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let k = 0; k < index.length; k++) {
    const i = index[k];
    start = Math.min(start, a[i], b[i]);
    end = Math.max(end, a[i], b[i]);
    size = size || Math.abs(b[i] - a[i]);
  }
  const count = Math.round((end - start) / size);
  const side: Side = { start, end, count };
  const isEdge = (place: number): boolean => {
    const cell = ((place - start) / (end - start)) * count;
    return Math.abs(cell - Math.round(cell)) < TOLERANCE;
  };
  for (let k = 0; k < index.length; k++) {
    const i = index[k];
    const isOne =
      Math.abs(Math.abs(b[i] - a[i]) * count - (end - start)) < TOLERANCE * (end - start);
    if (!isOne || !isEdge(a[i])) return undefined;
  }
  return side;
}

/** Which cell of a side lies between two edges. */
const cellOf = ({ start, end, count }: Side, a: number, b: number): number =>
  Math.round(((Math.min(a, b) - start) / (end - start)) * count);

/**
 * Draws the cells of a lattice as one image, a pixel for each: as rectangles, many would make a figure of
 * megabytes. Cells of more than one size stay rectangles. An option `render` of a mark of rectangles.
 */
export const asImage: RenderFunction = (index, scales, values, dimensions, context, next) => {
  const { x1, x2, y1, y2, fill } = values as DrawnCells;
  const across = x1 && x2 && sideOf(index, x1, x2);
  const down = y1 && y2 && sideOf(index, y1, y2);
  if (!across || !down || !fill) return next?.(index, scales, values, dimensions, context) ?? null;
  // where there is no cell, nothing is drawn
  const pixels = new Uint8ClampedArray(4 * across.count * down.count);
  const known = new Map<string, readonly number[]>();
  for (let k = 0; k < index.length; k++) {
    const i = index[k];
    const colour = known.get(fill[i]) ?? rgbaOf(fill[i]);
    known.set(fill[i], colour);
    const [row, column] = [cellOf(down, y1[i], y2[i]), cellOf(across, x1[i], x2[i])];
    pixels.set(colour, 4 * (row * across.count + column));
  }
  const png = encodePNG(pixels, across.count, down.count).toString("base64");
  const image = svgElement("image", {
    x: across.start,
    y: down.start,
    width: across.end - across.start,
    height: down.end - down.start,
    preserveAspectRatio: "none",
    "image-rendering": "pixelated",
    href: `data:image/png;base64,${png}`,
  });
  // the mark's own group, which clips what is beyond the axes
  const group = next?.([], scales, values, dimensions, context) ?? svgElement("g", {});
  group.append(image);
  return group;
};
