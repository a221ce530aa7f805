import { checkOptions, shown, UserError } from "../base/index.js";
import { lower, type Quantity } from "../units/index.js";
import { requireKnown } from "./names.js";
import { checkRecording, type Recordable, type Recording } from "./recording.js";

/**
 * What is worked out while a network runs, and kept instead of spikes and samples: the memory that it
 * takes does not grow with the duration.
 */
export interface Statistics {
  /** A population or source, or events of a population: "cells.burst". */
  readonly of: string;
  /** The mean and variance over time of a variable; without it, those of spikes. */
  readonly variable?: string;
  /** Of a variable: which neurons; all by default. */
  readonly neurons?: readonly number[];
  /** Of a variable: every so many steps; 1 by default. */
  readonly every?: number;
  /** Of spikes: the population's rate in bins of this width, beside the neurons' own. */
  readonly bin?: Quantity<"time">;
}

/** What the names of statistics can be. */
export interface Known extends Recordable {
  /** Of all that spikes. */
  readonly spiking: readonly string[];
  /** The time step in s. */
  readonly dt: number;
}

/**
 * Checks what statistics are asked for.
 * @returns a copy that nobody else can change
 * @throws UserError naming the value and what was expected.
 */
export function checkStatistics(given: Statistics, known: Known): Statistics {
  checkOptions("statistics", given ?? null, ["of", "variable", "neurons", "every", "bin"]);
  const { of, variable, bin } = given;
  if (variable !== undefined) {
    if (bin !== undefined)
      throw new UserError(
        `invalid statistics of ${of}: a variable has no bin; expected "every", or no variable`,
      );
    if (!known.populations.some(({ name }) => name === of))
      requireKnown(
        "population",
        of,
        known.populations.map(({ name }) => name),
      );
    return checkRecording(given as Recording, known);
  }
  requireKnown("population", of, known.spiking);
  for (const option of ["neurons", "every"] as const)
    if (given[option] !== undefined)
      throw new UserError(
        `invalid statistics of ${of}: ${option} ${shown(given[option])}; it goes with a variable: expected { of: "${of}", variable: ... }`,
      );
  if (bin === undefined) return Object.freeze({ of });
  const steps = lower(`bin of the statistics of ${of}`, bin, "time", { above: 0 }) / known.dt;
  if (Math.round(steps) < 1 || Math.abs(steps - Math.round(steps)) > 1e-6 * steps)
    throw new UserError(
      `invalid bin of the statistics of ${of}: ${bin}; expected a multiple of the time step, ${known.dt} s`,
    );
  return Object.freeze({ of, bin });
}
