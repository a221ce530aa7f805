import {
  checkChoice,
  checkOptions,
  checkTruth,
  requireFunction,
  requireWholeNumber,
  shown,
  UserError,
} from "../../base/index.js";
import { lower, Quantity, QuantityArray } from "../../units/index.js";
import { AXIS_OPTIONS_OF_PLOT, SCALE_OPTIONS } from "../observable/plotOptions.js";
import type { AxisOptions, VerticalAxisOptions } from "../panel.js";
import { requireText } from "./requireText.js";

/** Options of an axis: ours, then those that are handed on to Plot. */
export const AXIS_OPTIONS = [
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

export function checkAxis(name: string, options: unknown, names: readonly string[]): void {
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
