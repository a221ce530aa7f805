import { didYouMean, UserError } from "../../base/index.js";
import type { RandomStream } from "../streams.js";
import { type Distribution, type Drawn, drawWithin } from "./drawn.js";
import { EXPONENTIAL } from "./exponential.js";
import { GAMMA } from "./gamma.js";
import { INTEGERS } from "./integers.js";
import { LOG_NORMAL } from "./logNormal.js";
import { NORMAL } from "./normal.js";
import { ONE_OF } from "./oneOf.js";
import { UNIFORM } from "./uniform.js";

/** All distributions. */
const DISTRIBUTIONS: readonly Distribution[] = [
  UNIFORM,
  NORMAL,
  LOG_NORMAL,
  EXPONENTIAL,
  GAMMA,
  INTEGERS,
  ONE_OF,
];

/** Whether a value is to be drawn. */
export const isDrawn = (value: unknown): value is Drawn =>
  typeof value === "object" && value !== null && Array.isArray((value as Drawn).parameters);

/** The distribution of drawn values. @throws UserError for one that does not exist. */
export function distributionOf({ distribution }: Drawn): Distribution {
  const found = DISTRIBUTIONS.find(({ name }) => name === distribution);
  if (found) return found;
  const names = DISTRIBUTIONS.map(({ name }) => name);
  throw new UserError(
    `unknown distribution: ${distribution}; expected one of ${names.join(", ")}${didYouMean(distribution, names)}`,
  );
}

/** Whether all values that may be drawn are whole numbers. */
export const isWholeDrawn = (drawn: Drawn): boolean =>
  distributionOf(drawn).isWhole?.(drawn.parameters) ?? false;

/** So many values from a stream, in order. */
export function drawMany(drawn: Drawn, count: number, stream: RandomStream): Float64Array {
  const distribution = distributionOf(drawn);
  if (distribution.drawAll && !drawn.bounds)
    return distribution.drawAll(stream, drawn.parameters, count);
  const values = new Float64Array(count);
  for (let k = 0; k < count; k++) values[k] = drawWithin(distribution, drawn, stream);
  return values;
}
