import { type Dimension, QuantityArray } from "../units/index.js";
import { type CompartmentTree, compartmentTree } from "./compartmentTree.js";
import type { MorphologyData } from "./data.js";

/** What a morphology has one number of for each compartment. */
export type ArrayName = {
  [Name in keyof CompartmentTree]: CompartmentTree[Name] extends Float64Array ? Name : never;
}[keyof CompartmentTree];

/** Those of them that can be asked for of all compartments at once. */
export const WHOLE_NAMES = [
  "area",
  "volume",
  "length",
  "diameter",
  "distance",
  "x",
  "y",
  "z",
] as const satisfies readonly ArrayName[];
export type WholeName = (typeof WHOLE_NAMES)[number];

/** Values of compartments with their unit: areas and volumes have none with a name. */
export type CompartmentArray<Name extends ArrayName> = QuantityArray<
  Name extends "area" | "volume" ? never : "length"
>;

/** Lengths, areas and volumes; SI exponents. */
const LENGTH: Dimension = [1, 0, 0, 0, 0, 0, 0];
const AREA: Dimension = [2, 0, 0, 0, 0, 0, 0];
const VOLUME: Dimension = [3, 0, 0, 0, 0, 0, 0];

/** One of the arrays, of the compartments from `first` to before `end`, depth first: a copy. */
export const compartmentArray = <Name extends ArrayName>(
  data: MorphologyData,
  name: Name,
  first: number,
  end: number,
): CompartmentArray<Name> =>
  new QuantityArray(
    compartmentTree(data)[name].slice(first, end),
    name === "area" ? AREA : name === "volume" ? VOLUME : LENGTH,
  );
