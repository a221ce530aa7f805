import { checkOptions, requireWholeNumber } from "../base/index.js";
import { requireKnown } from "./names.js";

/** When a run ends before its duration. */
export interface StopWhen {
  /** A population or source whose spikes are counted, or events of a population: "cells.escape". */
  readonly of: string;
  /** At how many of them, counted from the beginning of the run; 1 by default. */
  readonly count?: number;
}

/** Checks when a run is to end. @throws UserError naming the value and what was expected. */
export function checkStopWhen(given: unknown, spiking: readonly string[]): StopWhen {
  if (typeof given === "string") return checkStopWhen({ of: given }, spiking);
  checkOptions("stopWhen", (given ?? null) as StopWhen, ["of", "count"]);
  const { of, count = 1 } = given as StopWhen;
  requireKnown("population or event", of, spiking);
  requireWholeNumber("count of stopWhen", count, 1, Number.MAX_SAFE_INTEGER);
  return Object.freeze({ of, count });
}
