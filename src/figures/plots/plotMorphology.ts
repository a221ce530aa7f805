import { checkChoice, shown, UserError } from "../../base/index.js";
import {
  compartmentTree,
  type MorphologySection,
  requireMorphology,
} from "../../morphology/index.js";
import {
  bestScale,
  type Dimension,
  fromScale,
  isManyValues,
  lowerAll,
  QuantityArray,
  scaledUnitSymbol,
} from "../../units/index.js";
import { observablePlot } from "../drawing/dom.js";
import type { Figure } from "../figure.js";
import type { ColourOptions } from "../panel.js";
import { SERIES_COLOURS, TEXT_WIDTH } from "../theme.js";
import {
  dendrogramOf,
  type MorphologyDrawing,
  projectionOf,
  scaleBar,
  typesOf,
} from "./morphologyDrawing.js";
import { checkPlotOptions, type PlotOptions, plot } from "./plot.js";

/** How a morphology is laid on paper. */
export type MorphologyProjection = "xy" | "xz" | "yz" | "dendrogram";

/** Options of {@link plotMorphology}. */
export interface MorphologyPlotOptions extends PlotOptions {
  /**
   * "xy" (by default), "xz" or "yz": as seen along the third axis, at the same scale across and upward.
   * "dendrogram": distance from the root across, branches one above the other.
   */
  projection?: MorphologyProjection;
  /**
   * A number or quantity for each compartment, depth first: its colour. By default colours stand for
   * types of sections ("axon", "dend"), or for the names of those at the root.
   */
  values?: QuantityArray | ArrayLike<number>;
  /** The name of the values, beside the bar of colours. */
  label?: string;
}

const OWN = ["projection", "values", "label"];

/** Most points of a picture's height, for each point of its width, that a shape alone asks for. */
const TALLEST = 1.3;
const FLATTEST = 0.35;

/**
 * Plots a morphology: every compartment at its place and as thick as it is (thin ones as thin lines), spheres as
 * disks, coloured by type or by values, with a bar that says how long 100 um are.
 *
 * ```ts
 * plotMorphology(cell);
 * plotMorphology(cell, { values: cell.whole("distance"), label: "distance" });
 * plotMorphology(cell, { values: cell.whole("distance"), label: "$x$", projection: "dendrogram" })
 * ```
 *
 * Sections without coordinates are laid out as `withCoordinates()` does. `color` takes what Plot's scales of
 * colours take: `scheme`, `domain`, `pivot`.
 * @param morphology a morphology, or a section of one with all that hangs on it
 * @throws UserError for what is no morphology, options that do not exist, and values that are not one for
 *   each compartment.
 */
export function plotMorphology(
  morphology: MorphologySection,
  options: MorphologyPlotOptions = {},
): Figure {
  requireMorphology(morphology);
  checkPlotOptions("plotMorphology", options, OWN);
  const { projection = "xy", values, label, ...rest } = options;
  checkChoice("projection", projection, ["xy", "xz", "yz", "dendrogram"]);
  if (label !== undefined && typeof label !== "string")
    throw new UserError(`invalid label: ${shown(label)}; expected text`);
  if (label !== undefined && values === undefined)
    throw new UserError(
      "invalid label: there are no values that it could name; expected values, too",
    );
  const tree = compartmentTree(morphology.withCoordinates().toJSON());
  const colouring =
    values === undefined ? byType(typesOf(tree)) : byValues(values, tree.count, label);
  const color: ColourOptions = { ...colouring.color, ...rest.color };
  const { link, dot, text } = observablePlot();
  const isDendrogram = projection === "dendrogram";
  const drawing: MorphologyDrawing = isDendrogram
    ? dendrogramOf(tree)
    : projectionOf(tree, projection, fontSpace);
  const { lines, spheres, joints } = drawing;
  const colours = (which: readonly number[]): unknown[] =>
    which.map((compartment) => colouring.of[compartment]);
  const marks = [
    ...(joints
      ? [
          link({ length: joints.x1.length }, {
            ...joints,
            stroke: "#999999",
            strokeWidth: 0.8,
          } as never),
        ]
      : []),
    link({ length: lines.compartments.length }, {
      ...lines.ends,
      ...(drawing.lineRender && { render: drawing.lineRender }),
      stroke: colours(lines.compartments),
      strokeWidth: isDendrogram ? 2 : lines.widths,
      strokeLinecap: isDendrogram ? "butt" : "round",
    } as never),
    dot({ length: spheres.compartments.length }, {
      x: spheres.x,
      y: spheres.y,
      r: 4,
      fill: colours(spheres.compartments),
      stroke: "none",
      ...(drawing.sphereRender && { render: drawing.sphereRender }),
    } as never),
    ...(isDendrogram ? [] : scaleBar(drawing, { link, text })),
  ];
  const { width = TEXT_WIDTH } = rest;
  const aspect = Math.min(TALLEST, Math.max(FLATTEST, drawing.aspect));
  const room = typeof width === "number" ? 0.8 * width * aspect + fontSpace : undefined;
  const hidden = { visible: false, grid: false, label: "" };
  return plot(marks, {
    ...rest,
    height: rest.height ?? (isDendrogram ? undefined : room),
    color,
    x: {
      ...(isDendrogram ? { label: "distance from the root (um)", grid: false } : hidden),
      domain: drawing.domain.x,
      ...rest.x,
    },
    y: { ...hidden, domain: drawing.domain.y, ...rest.y },
  });
}

/** Room for the scale bar below a projection, in points. */
const fontSpace = 20;

interface Colouring {
  of: ArrayLike<unknown>;
  color: ColourOptions;
}

function byType(types: readonly string[]): Colouring {
  const domain = [...new Set(types)];
  const range = domain.map((_, k) => SERIES_COLOURS[k % SERIES_COLOURS.length]);
  return { of: types, color: { domain, range, legend: domain.length > 1 } as ColourOptions };
}

function byValues(values: unknown, count: number, label = ""): Colouring {
  if (values instanceof QuantityArray) {
    const numbers = lowerAll("values", values, values.dimension, { count });
    const { scale, unit } = unitFor(numbers, values.dimension);
    return {
      of: numbers.map((value) => fromScale(value, scale)),
      color: { legend: true, label: unit === "" ? label : `${label} (${unit})`.trim() },
    };
  }
  if (!isManyValues(values))
    throw new UserError(
      `invalid values: ${shown(values)}; expected one number or quantity for each of the ${count} compartments`,
    );
  if (Array.isArray(values) && values.length > 0 && typeof values[0] === "object" && values[0])
    return byValues(QuantityArray.from(values as never), count, label);
  const numbers = lowerAll("values", values, "dimensionless", { count });
  return { of: numbers, color: { legend: true, label } };
}

/** The unit to show values in: areas and volumes of compartments in those that micrometres make. */
function unitFor(numbers: Float64Array, dimension: Dimension): { scale: number; unit: string } {
  const [power, ...others] = dimension;
  if (power > 1 && others.every((exponent) => exponent === 0))
    return { scale: 10 ** (-6 * power), unit: `um^${power}` };
  const { scale, prefix } = bestScale(numbers, dimension);
  return { scale, unit: scaledUnitSymbol(prefix, dimension) };
}
