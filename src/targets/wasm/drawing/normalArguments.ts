import type { Drawn } from "../../../random/index.js";

/** What drawNormals() takes of a distribution: mean, deviation, and the bounds, infinite where there is none. */
export function normalArguments({ parameters: [mean, deviation], bounds }: Drawn): number[] {
  const infinite = Number.POSITIVE_INFINITY;
  const { least = -infinite, most = infinite, above = -infinite } = bounds ?? {};
  return [mean, deviation, least, most, above];
}
