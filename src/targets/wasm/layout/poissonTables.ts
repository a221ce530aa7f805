import { elementary } from "../../../base/index.js";
import { BLOCK } from "../../../network/index.js";
import { FIELDS } from "../../../program/index.js";
import { type BuiltNetwork, countTable, poissonParts } from "../../build/index.js";
import type { MemoryPlan } from "./memoryPlan.js";
import type { Range } from "./part.js";

/** Means of Poisson processes with rates of their own, in so many parts that each is small. */
export interface PoissonMeans {
  parts: number;
  /** Address of e^-mean of a part, and of the means of a part. */
  silent: number;
  partialMeans: number;
}

/** The means of a source's channels in a range. */
export function placeMeans(
  built: BuiltNetwork,
  domain: string,
  { first, end }: Range,
  plan: MemoryPlan,
): PoissonMeans {
  const means = built.values(domain, FIELDS.mean);
  // of all channels, so that the draws of one do not depend on how the others are divided
  const parts = poissonParts(means);
  const partial = means.subarray(first, end).map((mean) => mean / parts);
  return {
    parts,
    partialMeans: plan.padded(partial),
    silent: plan.padded(partial.map((mean) => elementary.exp(-mean))),
  };
}

/** Tables of counts of processes that share a mean: of whole blocks, or of the last one. */
export function placeCounts(
  built: BuiltNetwork,
  domain: string,
  { first, end }: Range,
  which: "whole" | "last",
  plan: MemoryPlan,
): number {
  const channels = which === "whole" ? BLOCK : (end - first) % BLOCK;
  return plan.array(countTable(built.number(domain, FIELDS.mean) * channels));
}
