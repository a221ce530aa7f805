import { cosh } from "./cosh.js";
import { EXPONENTIAL } from "./exponential.js";
import type { ModelFunction } from "./function.js";
import { INVERSE } from "./inverse.js";
import { mod } from "./mod.js";
import { ROUNDING } from "./rounding.js";
import { sinh } from "./sinh.js";
import { TRIGONOMETRIC } from "./trigonometric.js";

export type { FunctionRule, ModelFunction } from "./function.js";

/** The functions that models may use, by name. */
export const FUNCTIONS: ReadonlyMap<string, ModelFunction> = new Map(
  [...EXPONENTIAL, ...TRIGONOMETRIC, ...INVERSE, sinh, cosh, ...ROUNDING, mod].map((item) => [
    item.name,
    item,
  ]),
);

/** Their names, for messages. */
export const FUNCTION_NAMES: readonly string[] = [...FUNCTIONS.keys()];

/** The functions without a meaning in terms of others: those that a target has to know. */
export const PRIMITIVE_FUNCTIONS: readonly ModelFunction[] = [...FUNCTIONS.values()].filter(
  ({ means }) => means === undefined,
);
