import { UserError } from "../../base/index.js";
import type { Quantity } from "../../units/index.js";
import { type Distribution, type Drawn, type DrawnBounds, describeDrawn } from "./drawn.js";

export const EXPONENTIAL: Distribution = {
  name: "exponential",
  draw: (stream, [mean]) => mean * stream.exponential(),
};

/**
 * Values drawn from the exponential distribution: `exponential(ms(10))`, with a mean of 10 ms. On the
 * numpy and julia streams they are those of `np.random.exponential` and `randexp`.
 * @throws UserError for a mean that is not positive, or bounds out of order.
 * @example
 * ```ts
 * population("cells", { N: 10, equations: "dv/dt = -v/tau : volt", parameters: { tau: exponential(ms(10)) } })
 * ```
 */
export function exponential(
  mean: number,
  bounds?: DrawnBounds<"dimensionless">,
): Drawn<"dimensionless">;
export function exponential<D extends string>(mean: Quantity<D>, bounds?: DrawnBounds<D>): Drawn<D>;
export function exponential(mean: Quantity | number, bounds?: DrawnBounds): Drawn {
  const drawn = describeDrawn(EXPONENTIAL, { mean }, {}, bounds);
  if (!(drawn.parameters[0] > 0))
    throw new UserError(`invalid mean of exponential: ${mean}; expected more than 0`);
  return drawn;
}
