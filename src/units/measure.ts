import type { Dimension } from "./dimension.js";

/** What quantities are measured in: the part of a unit that reading a number needs. */
export interface Measure<D extends string = string> {
  /** How the unit is written: "pS". */
  readonly symbol: string;
  /** The size of the unit in SI base units. */
  readonly scale: number;
  /** Exponents of the SI base units. */
  readonly dimension: Dimension;
  /** The name of the dimension, for the type checker only: always undefined at run time. */
  readonly dimensionName?: D;
}
