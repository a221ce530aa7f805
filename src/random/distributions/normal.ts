import { UserError } from "../../base/index.js";
import type { Quantity } from "../../units/index.js";
import { type Distribution, type Drawn, type DrawnBounds, describeDrawn } from "./drawn.js";

export const NORMAL: Distribution = {
  name: "normal",
  draw: (stream, [mean, deviation]) => mean + deviation * stream.normal(),
};

/**
 * Values drawn from the normal distribution: `normal(ms(10), ms(1))`. With bounds, values outside
 * are drawn again: `normal(ms(1.5), ms(0.75), { above: ms(0) })`.
 * @throws DimensionError if units differ; UserError for a deviation below 0, or bounds out of order.
 * @example
 * ```ts
 * synapses("onto", {
 *   from: input, to: neurons, connection: { rule: "allToAll" }, onPre: "v += w",
 *   parameters: { w: normal(mV(0.1), mV(0.02)) },
 *   delay: normal(ms(1.5), ms(0.75), { above: ms(0) }), // drawn again where it is not above 0
 * })
 * ```
 */
export function normal(
  mean: number,
  deviation: number,
  bounds?: DrawnBounds<"dimensionless">,
): Drawn<"dimensionless">;
export function normal<D extends string>(
  mean: Quantity<D>,
  deviation: Quantity<D>,
  bounds?: DrawnBounds<D>,
): Drawn<D>;
export function normal(
  mean: Quantity | number,
  deviation: Quantity | number,
  bounds?: DrawnBounds,
): Drawn {
  const drawn = describeDrawn(NORMAL, { mean, deviation }, {}, bounds);
  if (drawn.parameters[1] < 0)
    throw new UserError(`invalid deviation of normal: ${deviation}; expected 0 or more`);
  return drawn;
}
