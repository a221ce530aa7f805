import {
  checkChoice,
  checkOptions,
  checkTruth,
  requireFunction,
  requireWholeNumber,
  shown,
  UserError,
} from "../base/index.js";
import { Signal, SpikeTrain } from "../signals/index.js";
import {
  type Dimension,
  isDimensionless,
  isNumericArray,
  lower,
  NAMED_DIMENSIONS,
  Quantity,
  QuantityArray,
} from "../units/index.js";
import { isPlotMark } from "./observable/collect.js";
import {
  AXIS_OPTIONS_OF_PLOT,
  LOOK_SCALE_OPTIONS,
  OTHER_SCALES,
  PASSED_OPTIONS,
  SCALE_OPTIONS,
  WHOLE_OPTIONS,
} from "./observable/plotOptions.js";
import { type AxisUnit, unitOfColumn } from "./observable/units.js";
import type {
  AnyMark,
  AxisOptions,
  Numbers,
  Panel,
  PanelMark,
  RuleMark,
  VerticalAxisOptions,
} from "./panel.js";

// What users say of a figure is checked when they say it, before anything is drawn.

/** Options of an axis: ours, then those that are handed on to Plot. */
const AXIS_OPTIONS = [
  "label",
  "domain",
  "scale",
  "unit",
  "intervals",
  "visible",
  "grid",
  ...[...SCALE_OPTIONS, ...AXIS_OPTIONS_OF_PLOT].filter(
    (name) => !["label", "domain", "range", "unknown"].includes(name),
  ),
];

/** The options of a panel beside its marks. */
export const PANEL_OPTIONS: readonly string[] = [
  "x",
  "y",
  "y2",
  "title",
  "legend",
  ...PASSED_OPTIONS,
];

/** The properties of each kind of mark. */
const MARKS = {
  line: ["kind", "x", "y", "colour", "width", "dotRadius", "dash", "clip", "label"],
  bars: ["kind", "x", "y", "colour", "label"],
  dots: ["kind", "x", "y", "colour", "radius", "label"],
  rule: ["kind", "x", "y", "colour", "width", "dash", "label"],
  raster: ["kind", "x", "y", "colour", "size"],
} as const satisfies Readonly<Record<PanelMark["kind"], readonly string[]>>;

/** What the values of a mark's coordinate are in: a fixed unit, or SI base units of a dimension. */
export interface ValuesUnit {
  unit?: AxisUnit;
  dimension?: Dimension;
}

/** A mark of our own whose values are plain numbers, with what they are in. */
export type PlainMark = PanelMark & { readonly x: Numbers; readonly y: Numbers };

/** Marks that were checked and copied: figures made of other figures' panels take them as they are. */
const checked = new WeakMap<PanelMark, { x?: ValuesUnit; y?: ValuesUnit }>();

/** What the values of a checked mark are in; undefined for plain numbers. */
export const unitsOfMark = (mark: PanelMark): { x?: ValuesUnit; y?: ValuesUnit } =>
  checked.get(mark) ?? {};

/** Whether a mark is one of our own. */
export const isOwnMark = (mark: unknown): mark is PanelMark =>
  typeof mark === "object" && mark !== null && !isPlotMark(mark);

/**
 * A panel whose options and data were checked. The data of our own marks are copies: what the user does to the
 * arrays afterwards changes no picture.
 * @throws UserError naming what is wrong and what was expected.
 */
export function checkedPanel(panel: unknown): Panel {
  const { marks, y2, ...rest } = requirePanel(panel);
  checkPanelOptions(rest);
  return {
    ...rest,
    marks: checkedMarks(marks),
    ...(y2 && { y2: { ...y2, marks: checkedMarks(requireMarks(y2.marks)) } }),
  };
}

/**
 * Checks the options of a panel: axes, texts, legend, and what is handed on to Plot.
 * @throws UserError naming what does not exist or has no such value.
 */
export function checkPanelOptions(options: Omit<Panel, "marks">): void {
  const { x, y, y2, title, legend } = options;
  checkAxis("x axis", x, AXIS_OPTIONS);
  checkAxis("y axis", y, [...AXIS_OPTIONS, "labelPosition"]);
  checkAxis("y2 axis", y2, [...AXIS_OPTIONS, "labelPosition", "marks"]);
  requireText("title", title);
  if (legend !== undefined)
    checkChoice("legend", legend, [
      "top-right",
      "top-left",
      "bottom-right",
      "bottom-left",
      "right",
    ]);
  for (const scale of OTHER_SCALES)
    checkOptions(
      `the ${scale} scale`,
      options[scale],
      scale === "fx" || scale === "fy"
        ? [...SCALE_OPTIONS, ...AXIS_OPTIONS_OF_PLOT]
        : LOOK_SCALE_OPTIONS,
    );
  requireText("label of the color scale", options.color?.label);
  requireText("unit of the color scale", options.color?.unit);
  checkOptions("facet", options.facet, ["data", "x", "y", "include", "exclude"]);
  if (options.clip !== undefined && options.clip !== "frame" && options.clip !== null)
    checkTruth("clip", options.clip);
  for (const name of WHOLE_OPTIONS)
    if (name.startsWith("aria")) requireText(name, (options as Record<string, unknown>)[name]);
}

function requirePanel(panel: unknown): Panel {
  checkOptions("a panel", panel ?? null, ["marks", ...PANEL_OPTIONS]);
  requireMarks((panel as Partial<Panel>).marks);
  return panel as Panel;
}

function requireMarks(marks: unknown): readonly AnyMark[] {
  if (!Array.isArray(marks) || marks.length === 0)
    throw new UserError(`invalid marks: ${shown(marks)}; expected an array of at least one`);
  return marks;
}

const checkedMarks = (marks: readonly AnyMark[]): AnyMark[] =>
  marks.map((mark, index) => (isPlotMark(mark) ? mark : checkedMark(mark as PanelMark, index)));

function checkAxis(name: string, options: unknown, names: readonly string[]): void {
  checkOptions(`the ${name}`, options, names);
  const { label, domain, scale, unit, intervals, visible, grid, labelPosition } = (options ??
    {}) as AxisOptions & VerticalAxisOptions;
  requireText(`label of the ${name}`, label);
  requireText(`unit of the ${name}`, unit);
  const { type, scale: _, ...handedOn } = (options ?? {}) as AxisOptions;
  if (domain !== undefined) requireDomain(name, domain);
  if (scale !== undefined) checkChoice(`scale of the ${name}`, scale, ["linear", "log"]);
  if (type !== undefined) {
    checkChoice(`type of the ${name}`, type, SCALE_TYPES);
    if (scale !== undefined && scale !== type)
      throw new UserError(
        `invalid type of the ${name}: ${type}; expected ${scale}, its scale, or only one of both`,
      );
  }
  checkHandedOn(name, handedOn);
  if (intervals !== undefined)
    requireWholeNumber(`intervals of the ${name}`, intervals, 1, MOST_INTERVALS);
  if (visible !== undefined) checkTruth(`visible of the ${name}`, visible);
  if (grid !== undefined) checkTruth(`grid of the ${name}`, grid);
  if (labelPosition !== undefined)
    checkChoice(`labelPosition of the ${name}`, labelPosition, ["top", "side"]);
}

const MOST_INTERVALS = 1000;

/** Types of scales that Plot has for axes. */
const SCALE_TYPES = [
  "linear",
  "pow",
  "sqrt",
  "log",
  "symlog",
  "utc",
  "time",
  "point",
  "band",
  "ordinal",
  "identity",
] as const;

/** Checks what is handed on to Plot's axes and scales, as far as Plot itself would not. */
function checkHandedOn(name: string, options: AxisOptions): void {
  const given = options as Record<string, unknown>;
  for (const option of ["reverse", "clamp", "percent", "round", "zero"])
    if (given[option] !== undefined) checkTruth(`${option} of the ${name}`, given[option]);
  const numbers = ["inset", "insetTop", "insetRight", "insetBottom", "insetLeft", "align"];
  for (const option of [...numbers, "padding", "paddingInner", "paddingOuter", "tickRotate"])
    if (given[option] !== undefined)
      lower(`${option} of the ${name}`, given[option], "dimensionless");
  for (const option of ["exponent", "base", "constant", "tickSpacing"])
    if (given[option] !== undefined)
      lower(`${option} of the ${name}`, given[option], "dimensionless", { above: 0 });
  const { ticks, tickFormat, transform } = options;
  if (typeof ticks === "number")
    requireWholeNumber(`ticks of the ${name}`, ticks, 0, MOST_INTERVALS);
  else if (ticks !== undefined && typeof ticks !== "string" && !isIterable(ticks))
    throw new UserError(
      `invalid ticks of the ${name}: ${shown(ticks)}; expected how many, or a list of them`,
    );
  if (tickFormat !== undefined && tickFormat !== null && typeof tickFormat !== "string")
    requireFunction(`tickFormat of the ${name}`, tickFormat);
  if (transform !== undefined) requireFunction(`transform of the ${name}`, transform);
}

const isIterable = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Symbol.iterator in value;

/** @throws UserError unless a domain is two numbers, or words; whether they fit the scale is seen later. */
function requireDomain(name: string, domain: unknown): void {
  if (domain instanceof QuantityArray && domain.length === 2) return;
  const isList = Array.isArray(domain) && domain.length > 0;
  if (isList && domain.every((word) => typeof word === "string")) return;
  if (isList && domain.length === 2 && domain.every((end) => end instanceof Date)) return;
  if (isList && domain.length === 2 && domain.every((end) => end instanceof Quantity)) return;
  if (!isList || domain.length !== 2 || domain.some((end) => typeof end !== "number"))
    throw new UserError(
      `invalid domain of the ${name}: ${shown(domain)}; expected two plain numbers in the axis' unit, or two quantities`,
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
  const [copy, units] = mark.kind === "rule" ? checkedRule(name, mark) : plainMark(name, mark);
  if (copy.kind !== "rule") requireShape(name, copy as PlainMark & typeof copy);
  checked.set(copy, units);
  return Object.freeze(copy);
}

type CopyWithUnits = [PanelMark, { x?: ValuesUnit; y?: ValuesUnit }];

function checkedRule(name: string, mark: RuleMark): CopyWithUnits {
  if ((mark.x === undefined) === (mark.y === undefined))
    throw new UserError(
      `invalid ${name}: x ${shown(mark.x)}, y ${shown(mark.y)}; expected one of both`,
    );
  const along = mark.x === undefined ? "y" : "x";
  const place = mark[along] as number | Quantity;
  const dimension =
    place instanceof Quantity && !isDimensionless(place.dimension) ? place.dimension : undefined;
  const value = lower(`${along} of ${name}`, place, dimension ?? "dimensionless");
  return [{ ...mark, [along]: value }, dimension ? { [along]: { dimension } } : {}];
}

function plainMark(name: string, mark: Exclude<PanelMark, RuleMark>): CopyWithUnits {
  const [x, y] = [
    valuesOf(`x of ${name}`, mark.x, mark.kind !== "raster"),
    valuesOf(`y of ${name}`, mark.y, mark.kind !== "raster"),
  ];
  return [
    { ...mark, x: x.numbers, y: y.numbers },
    { x: x.unit, y: y.unit },
  ];
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

/** The numbers of a coordinate, copied, and what they are in. @throws UserError for anything else. */
function valuesOf(
  what: string,
  values: unknown,
  quantities: boolean,
): { numbers: Float64Array; unit?: ValuesUnit } {
  const measured = (numbers: Float64Array, dimension: Dimension) => ({
    numbers: Float64Array.from(numbers),
    unit: isDimensionless(dimension) ? undefined : { dimension },
  });
  if (quantities) {
    if (values instanceof QuantityArray || values instanceof Signal)
      return measured(values.values, values.dimension);
    if (values instanceof SpikeTrain)
      return measured(values.seconds, NAMED_DIMENSIONS.time.exponents);
    if (Array.isArray(values) && values.length > 0 && values.every((v) => v instanceof Quantity)) {
      const all = QuantityArray.from(values as Quantity[]);
      return measured(all.values, all.dimension);
    }
    if (isColumn(values)) {
      const unit = unitOfColumn(String(values.columns[0]))?.unit;
      return { numbers: axisNumbers(what, values.values), unit: unit && { unit } };
    }
  }
  return { numbers: axisNumbers(what, values) };
}

/** Whether something is a column of a table. */
const isColumn = (values: unknown): values is { values: unknown[]; columns: unknown[] } =>
  typeof values === "object" &&
  values !== null &&
  "$data" in values &&
  Array.isArray((values as { values?: unknown }).values) &&
  Array.isArray((values as { columns?: unknown }).columns);

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
function requireShape(name: string, mark: PlainMark & { kind: string }): void {
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
