import { checkOptions, shown, UserError } from "../../base/index.js";
import type { Quantity } from "../../units/index.js";
import { DefaultStream } from "../streams.js";
import { type Drawn, isWithin, withBounds } from "./drawn.js";
import { distributionOf, isDrawn } from "./list.js";

/** The ends of a range of values, both belonging to it; one may be left out. */
export interface Truncation<D extends string = string> {
  from?: Quantity<D> | number;
  to?: Quantity<D> | number;
}

/** Values that are tried, and how many of them have to lie within the bounds. */
const TRIED = 10_000;
const FEWEST = 3;

/**
 * Values of a distribution that lie in a range: what lies outside is drawn again.
 * `truncated(normal(mV(-65), mV(5)), { from: mV(-80), to: mV(-50) })`.
 * @throws UserError for bounds of another dimension, out of order, or that next to no value meets.
 * @example
 * ```ts
 * population("cells", {
 *   N: 10, equations: "dv/dt = -v/tau : volt", parameters: { tau: ms(10) },
 *   initial: { v: truncated(normal(mV(-65), mV(5)), { from: mV(-80), to: mV(-50) }) },
 * })
 * ```
 */
export function truncated<D extends string>(drawn: Drawn<D>, bounds: Truncation<D>): Drawn<D> {
  if (!isDrawn(drawn))
    throw new UserError(
      `invalid values of truncated: ${shown(drawn)}; expected a distribution like normal(mV(-65), mV(5))`,
    );
  const distribution = distributionOf(drawn);
  checkOptions("truncated", bounds ?? null, ["from", "to"]);
  const { from, to } = bounds;
  if (from === undefined && to === undefined)
    throw new UserError("missing bounds of truncated: expected from, to, or both");
  const made = withBounds(drawn, {
    ...(from !== undefined && { least: from }),
    ...(to !== undefined && { most: to }),
  });
  const stream = new DefaultStream(0, "truncated");
  let within = 0;
  for (let k = 0; k < TRIED && within < FEWEST; k++)
    if (isWithin(distribution.draw(stream, made.parameters), made.bounds ?? {})) within += 1;
  if (within < FEWEST)
    throw new UserError(
      `invalid bounds of truncated ${distribution.name}: ${[from, to].filter((end) => end !== undefined).join(" to ")}; of ${TRIED} values ${within} lie within them: expected bounds that more of them meet`,
    );
  return Object.freeze(made) as Drawn<D>;
}
