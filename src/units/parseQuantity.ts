import { SyntaxError as GrammarError, parse } from "../../dist/grammar/quantityText.js";
import { didYouMean, shown, UserError } from "../base/index.js";
import { PREFIXES, type Prefix } from "./bestUnit.js";
import {
  combineDimensions,
  DIMENSIONLESS,
  type Dimension,
  dimensionPower,
  NAMED_DIMENSIONS,
} from "./dimension.js";
import type { Unchecked } from "./dimensionNames.js";
import { Quantity } from "./quantity.js";
import { makeUnit, type Unit } from "./unit.js";

/** What the grammar makes of a unit's text. */
type UnitTree =
  | { kind: "name"; name: string }
  | { kind: "power"; base: UnitTree; exponent: number }
  | { kind: "product"; factors: { factor: UnitTree; sign: 1 | -1 }[] };

interface SizedDimension {
  scale: number;
  dimension: Dimension;
}

/**
 * Parses a quantity: `parseQuantity("15 pS")`, "0.7 nS/mV", "8 pA sqrt(second)". Text without a
 * unit is a plain number. The dimension is known at run time only.
 * @throws UserError that shows the text, the place and what was expected.
 * @example
 * ```ts
 * parseQuantity("0.7 nS/mV").times(mV(10)) // => 7 nS
 * ```
 */
export function parseQuantity(text: string): Quantity<Unchecked> {
  const { value, unit } = parseTree(text, "quantity", "15 pS");
  if (value === null)
    throw new UserError(`invalid quantity: "${text}"; expected a number and a unit like "15 pS"`);
  if (!Number.isFinite(value))
    throw new UserError(`invalid quantity: "${text}"; the number is too large`);
  if (unit === null) return new Quantity(value, DIMENSIONLESS);
  const { scale, dimension } = evaluate(unit, text);
  return new Quantity(value * scale, dimension);
}

/**
 * Parses a unit: `parseUnit("pS")`, "nS/mV", "pA sqrt(s)"; "1" is the unit of plain numbers.
 * @throws UserError that shows the text, the place and what was expected.
 * @example
 * ```ts
 * parseUnit("nS/mV").symbol // => nS/mV
 * ```
 */
export function parseUnit(text: string): Unit<Unchecked> {
  const { value, unit } = parseTree(text, "unit", "pS");
  // "1" alone, and "1/second"
  const isUnit = value === null || (value === 1 && (unit === null || /^\s*1\s*\//.test(text)));
  if (!isUnit)
    throw new UserError(`invalid unit: "${text}"; expected a unit like "pS" without a number`);
  const { scale, dimension } = unit ? evaluate(unit, text) : { scale: 1, dimension: DIMENSIONLESS };
  return makeUnit(text.trim(), scale, dimension);
}

/** Longest text of a quantity: longer ones could be nested without end. */
const LONGEST = 1000;

function parseTree(
  text: string,
  what: string,
  example: string,
): { value: number | null; unit: UnitTree | null } {
  if (typeof text !== "string")
    throw new UserError(`invalid ${what}: ${shown(text)}; expected text like "${example}"`);
  if (text.length > LONGEST)
    throw new UserError(
      `invalid ${what}: a text of ${text.length} characters; expected at most ${LONGEST}`,
    );
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    const { offset } = error.location.start;
    const place = offset >= text.length ? "at its end" : `at "${text.slice(offset)}"`;
    throw new UserError(
      `invalid ${what}: "${text}"; not understood ${place}; expected "${example}"`,
    );
  }
}

function evaluate(tree: UnitTree, text: string): SizedDimension {
  switch (tree.kind) {
    case "name":
      return lookUp(tree.name, text);
    case "power": {
      const base = evaluate(tree.base, text);
      return {
        scale: base.scale ** tree.exponent,
        dimension: dimensionPower(base.dimension, tree.exponent),
      };
    }
    case "product": {
      let scale = 1;
      let dimension = DIMENSIONLESS;
      for (const { factor, sign } of tree.factors) {
        const part = evaluate(factor, text);
        scale = sign === 1 ? scale * part.scale : scale / part.scale;
        dimension = combineDimensions(dimension, part.dimension, sign);
      }
      return { scale, dimension };
    }
  }
}

/** Size and dimension of a unit by its single name, "mV" or "second"; undefined if it is none. */
export function unitNamed(name: string): { scale: number; dimension: Dimension } | undefined {
  return unitTable().get(name);
}

function lookUp(name: string, text: string): SizedDimension {
  const found = unitTable().get(name.replace(/[µμ]/, "u"));
  if (found) return found;
  const shown = name === text.trim() ? "" : ` in "${text}"`;
  throw new UserError(
    `unknown unit: ${name}${shown}; expected a unit like pS, mV, ms or Hz${didYouMean(name, unitTable().keys())}`,
  );
}

/** Units of a kind: their dimension, the size of the one without a prefix, and its names. */
type NamedUnits = readonly [dimension: Dimension, scale: number, ...names: string[]];

const named = (
  dimension: keyof typeof NAMED_DIMENSIONS,
  scale: number,
  ...names: string[]
): NamedUnits => [NAMED_DIMENSIONS[dimension].exponents, scale, ...names];

/** Unit names without a prefix, symbol first. */
const UNIT_NAMES: readonly NamedUnits[] = [
  named("length", 1, "m", "metre", "meter"),
  named("mass", 1e-3, "g", "gram", "gramme"),
  named("time", 1, "s", "second", "seconds"),
  named("rate", 1, "Hz", "hertz"),
  named("current", 1, "A", "amp", "ampere", "amperes"),
  named("voltage", 1, "V", "volt", "volts"),
  named("conductance", 1, "S", "siemens"),
  named("resistance", 1, "ohm", "ohms", "Ω"),
  named("capacitance", 1, "F", "farad"),
  named("charge", 1, "C", "coulomb"),
  named("temperature", 1, "K", "kelvin"),
  named("energy", 1, "J", "joule"),
  named("power", 1, "W", "watt"),
  named("concentration", 1e3, "M", "molar"),
  named("dimensionless", 1, "rad", "radian"),
  [[0, 0, 0, 0, 0, 1, 0], 1, "mol", "mole"],
  [[3, 0, 0, 0, 0, 0, 0], 1e-3, "liter", "litre"],
  [[1, 1, -2, 0, 0, 0, 0], 1, "newton"],
  [[-1, 1, -2, 0, 0, 0, 0], 1, "Pa", "pascal"],
  [[0, 1, -2, -1, 0, 0, 0], 1, "tesla"],
  [[2, 1, -2, -1, 0, 0, 0], 1, "weber"],
  [[2, 1, -2, -2, 0, 0, 0], 1, "henry"],
];

/** Prefixes that go with lengths and volumes only. */
const FOR_LENGTHS: readonly Prefix[] = [
  { symbol: "c", scale: 1e-2 },
  { symbol: "d", scale: 1e-1 },
];

let table: Map<string, SizedDimension> | undefined;

/** Every unit name with every prefix: "pS", "psiemens", ... */
function unitTable(): Map<string, SizedDimension> {
  if (table) return table;
  table = new Map();
  for (const [dimension, size, ...names] of UNIT_NAMES) {
    const isLength = names.includes("metre") || names.includes("litre");
    // the product of two powers of ten is rounded to one
    for (const { symbol, scale } of isLength ? [...PREFIXES, ...FOR_LENGTHS] : PREFIXES)
      for (const name of names)
        table.set(symbol + name, { scale: Number((scale * size).toPrecision(15)), dimension });
  }
  return table;
}
