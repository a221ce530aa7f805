import { UserError } from "../../base/index.js";
import type { Quantity } from "../../units/index.js";
import { type Distribution, type Drawn, type DrawnBounds, describeDrawn } from "./drawn.js";

export const UNIFORM: Distribution = {
  name: "uniform",
  draw: (stream, [low, high]) => low + (high - low) * stream.uniform(),
};

/**
 * Values drawn uniformly from `low` to before `high`: `uniform(mV(0), mV(20))`. With bounds, values outside
 * are drawn again: `uniform(ms(0), ms(2), { above: ms(0) })`.
 * @throws DimensionError if the two have different units; UserError if they are not in order.
 * @example
 * ```ts
 * population("leaky", {
 *   N: 10, equations: "dv/dt = -v/tau : volt",
 *   parameters: { tau: uniform(ms(5), ms(20)) }, initial: { v: uniform(mV(0), mV(20)) },
 * })
 * ```
 */
export function uniform(
  low: number,
  high: number,
  bounds?: DrawnBounds<"dimensionless">,
): Drawn<"dimensionless">;
export function uniform<D extends string>(
  low: Quantity<D>,
  high: Quantity<D>,
  bounds?: DrawnBounds<D>,
): Drawn<D>;
export function uniform(
  low: Quantity | number,
  high: Quantity | number,
  bounds?: DrawnBounds,
): Drawn {
  const drawn = describeDrawn(UNIFORM, { "lower end": low, "upper end": high }, {}, bounds);
  if (drawn.parameters[0] > drawn.parameters[1])
    throw new UserError(
      `invalid ends of uniform: ${low} and ${high}; expected the lower one first`,
    );
  return drawn;
}
