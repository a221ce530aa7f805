import { checkChoice, checkOptions, checkTruth, shown, UserError } from "../../base/index.js";
import { isDimensionless, lower, Quantity } from "../../units/index.js";
import { isPlotMark } from "../observable/collect.js";
import type { Numbers, PanelMark, RuleMark } from "../panel.js";
import { requireText } from "./requireText.js";
import { type ValuesUnit, valuesOf } from "./valuesOf.js";

/** The properties of each kind of mark. */
const MARKS = {
  line: ["kind", "x", "y", "colour", "width", "dotRadius", "dash", "clip", "label"],
  bars: ["kind", "x", "y", "colour", "label"],
  dots: ["kind", "x", "y", "colour", "radius", "label"],
  rule: ["kind", "x", "y", "colour", "width", "dash", "label"],
  raster: ["kind", "x", "y", "colour", "size"],
} as const satisfies Readonly<Record<PanelMark["kind"], readonly string[]>>;

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

export function checkedMark(mark: PanelMark, index: number): PanelMark {
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
