import {
  checkChoice,
  checkOptions,
  checkTruth,
  requireWholeNumber,
  shown,
  UserError,
} from "../base/index.js";
import { isNumericArray, lower, Quantity, QuantityArray } from "../units/index.js";
import type { AxisOptions, Panel, PanelMark, VerticalAxisOptions } from "./panel.js";

// What users say of a figure is checked when they say it, before anything is drawn.

const AXIS_OPTIONS = ["label", "domain", "scale", "unit", "intervals", "visible", "grid"];

/** The properties of each kind of mark. */
const MARKS = {
  line: ["kind", "x", "y", "colour", "width", "dotRadius", "dash", "clip", "label"],
  bars: ["kind", "x", "y", "colour", "label"],
  dots: ["kind", "x", "y", "colour", "radius", "label"],
  rule: ["kind", "y", "colour", "width"],
  raster: ["kind", "x", "y", "colour", "size"],
} as const satisfies Readonly<Record<PanelMark["kind"], readonly string[]>>;

/** Marks that were checked and copied: figures made of other figures' panels take them as they are. */
const checked = new WeakSet<PanelMark>();

/**
 * A panel whose options and data were checked. The data are copies: what the user does to the
 * arrays afterwards changes no picture.
 * @throws UserError naming what is wrong and what was expected.
 */
export function checkedPanel(panel: unknown): Panel {
  const { marks, x, y, title, legend } = requirePanel(panel);
  checkAxes({ x, y });
  requireText("title", title);
  if (legend !== undefined)
    checkChoice("legend", legend, ["top-right", "top-left", "bottom-right", "bottom-left"]);
  return { marks: marks.map(checkedMark), x, y, title, legend };
}

/** Checks the options of both axes. @throws UserError naming what does not exist or has no such value. */
export function checkAxes({ x, y }: Pick<Panel, "x" | "y">): void {
  checkAxis("x axis", x, AXIS_OPTIONS);
  checkAxis("y axis", y, [...AXIS_OPTIONS, "labelPosition"]);
}

function requirePanel(panel: unknown): Panel {
  checkOptions("a panel", panel ?? null, ["marks", "x", "y", "title", "legend"]);
  const { marks } = panel as Partial<Panel>;
  if (!Array.isArray(marks) || marks.length === 0)
    throw new UserError(`invalid marks: ${shown(marks)}; expected an array of at least one`);
  return panel as Panel;
}

function checkAxis(name: string, options: unknown, names: readonly string[]): void {
  checkOptions(`the ${name}`, options, names);
  const { label, domain, scale, unit, intervals, visible, grid, labelPosition } = (options ??
    {}) as AxisOptions & VerticalAxisOptions;
  requireText(`label of the ${name}`, label);
  requireText(`unit of the ${name}`, unit);
  if (domain !== undefined) requireDomain(name, domain);
  if (scale !== undefined) checkChoice(`scale of the ${name}`, scale, ["linear", "log"]);
  if (intervals !== undefined)
    requireWholeNumber(`intervals of the ${name}`, intervals, 1, MOST_INTERVALS);
  if (visible !== undefined) checkTruth(`visible of the ${name}`, visible);
  if (grid !== undefined) checkTruth(`grid of the ${name}`, grid);
  if (labelPosition !== undefined)
    checkChoice(`labelPosition of the ${name}`, labelPosition, ["top", "side"]);
}

const MOST_INTERVALS = 1000;

/** @throws UserError unless a domain is two plain numbers; whether they fit the scale is seen later. */
function requireDomain(name: string, domain: unknown): void {
  if (
    !Array.isArray(domain) ||
    domain.length !== 2 ||
    domain.some((end) => typeof end !== "number")
  )
    throw new UserError(
      `invalid domain of the ${name}: ${shown(domain)}; expected two plain numbers in the axis' unit`,
    );
}

/** Characters that no SVG may hold: control characters and halves of others. */
const UNWRITABLE = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

/** @throws UserError unless a text, where there is one, is text that can be written. */
export function requireText(what: string, text: unknown): void {
  if (text === undefined) return;
  if (typeof text !== "string")
    throw new UserError(`invalid ${what}: ${shown(text)}; expected text`);
  if (UNWRITABLE.test(text))
    throw new UserError(
      `invalid ${what}: ${shown(text)}; expected text without control characters`,
    );
}

function checkedMark(mark: PanelMark, index: number): PanelMark {
  if (checked.has(mark)) return mark;
  if (typeof mark !== "object" || mark === null)
    throw new UserError(`invalid mark ${index}: ${shown(mark)}; expected { kind: "line", x, y }`);
  const kind = checkChoice(`kind of mark ${index}`, mark.kind, Object.keys(MARKS) as "line"[]);
  const name = `mark ${index} (${kind})`;
  checkOptions(name, mark, MARKS[kind]);
  checkLook(name, mark);
  const copy: PanelMark =
    mark.kind === "rule"
      ? { ...mark, y: lower(`y of ${name}`, mark.y, "dimensionless") }
      : { ...mark, x: axisNumbers(`x of ${name}`, mark.x), y: axisNumbers(`y of ${name}`, mark.y) };
  if (copy.kind !== "rule") requireShape(name, copy);
  checked.add(copy);
  return Object.freeze(copy);
}

/** How a mark looks: colours and texts are text, lengths are numbers. */
function checkLook(name: string, mark: PanelMark): void {
  const { colour, label, dash, clip, ...rest } = mark as unknown as Record<string, unknown>;
  requireText(`colour of ${name}`, colour);
  requireText(`label of ${name}`, label);
  for (const length of ["width", "dotRadius", "radius", "size"])
    if (rest[length] !== undefined)
      lower(`${length} of ${name}`, rest[length], "dimensionless", { least: 0 });
  if (dash !== undefined && (typeof dash !== "string" || !/^\s*\d[\d.\s,]*$/.test(dash)))
    throw new UserError(`invalid dash of ${name}: ${shown(dash)}; expected lengths like "4 2"`);
  if (clip !== undefined) checkTruth(`clip of ${name}`, clip);
}

/**
 * Plain numbers to draw, copied; missing ones (null, undefined) are NaN.
 * @throws UserError for anything else.
 */
export function axisNumbers(what: string, values: unknown): Float64Array {
  if (values instanceof QuantityArray)
    throw new UserError(`invalid ${what}: ${values}; expected plain numbers: take .in(unit)`);
  if (isNumericArray(values)) return Float64Array.from(values);
  if (!Array.isArray(values))
    throw new UserError(`invalid ${what}: ${shown(values)}; expected an array of numbers`);
  return Float64Array.from(values, (value: unknown, k) => {
    if (value === null || value === undefined) return Number.NaN;
    if (typeof value === "number") return value;
    const hint = value instanceof Quantity ? "a plain number: take .in(unit)" : "a number";
    throw new UserError(`invalid ${what}: ${shown(value)} at ${k}; expected ${hint}`);
  });
}

/** @throws UserError for numbers of x and y that do not belong together, or are none. */
function requireShape(name: string, mark: Exclude<PanelMark, { kind: "rule" }>): void {
  const { x, y, kind } = mark;
  const expected = kind === "bars" ? y.length + 1 : y.length;
  if (x.length !== expected)
    throw new UserError(
      `invalid ${name}: ${x.length} x and ${y.length} y values; expected ${kind === "bars" ? "one edge more than heights" : "as many of both"}`,
    );
  if (kind === "bars") {
    for (let k = 1; k < x.length; k++)
      if (!(x[k - 1] < x[k]))
        throw new UserError(
          `invalid x of ${name}: ${x[k - 1]} before ${x[k]}; expected ascending edges`,
        );
  }
  for (let k = 0; k < y.length; k++) if (Number.isFinite(x[k]) && Number.isFinite(y[k])) return;
  if (y.length > 0)
    throw new UserError(
      `invalid ${name}: none of its ${y.length} points has finite numbers; there is nothing to draw`,
    );
}
