import {
  type CompartmentTree,
  compartmentTree,
  type MorphologyData,
} from "../../morphology/index.js";
import type { Quantity } from "../../units/index.js";

/**
 * The shape that all cells of a population share. Its elements are compartments, numbered by
 * compartment first and by cell within it: compartment c of cell k is element c*cells + k, so that
 * the cells' compartments of one place follow each other.
 */
export interface Shape {
  readonly morphology: MorphologyData;
  readonly cells: number;
  /** The resistivity of what is inside, ohm m. */
  readonly Ri: Quantity;
  /** The compartments whose spikes count; all where nothing is said. */
  readonly spikesAt?: { readonly first: number; readonly end: number };
}

/** Most elements of a population: neurons, or compartments of all cells. */
export const MOST_ELEMENTS = 1e7;

/** Numbers of compartments for all cells of a population, in the order of its elements. */
export const forCells = (values: Float64Array, cells: number): Float64Array =>
  Float64Array.from({ length: values.length * cells }, (_, k) => values[Math.floor(k / cells)]);

/** The compartments of a shaped population as arrays. */
export const treeOf = ({ morphology }: Shape): CompartmentTree => compartmentTree(morphology);
