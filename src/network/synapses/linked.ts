import { checkOptions, UserError } from "../../base/index.js";
import type { Population } from "../population.js";
import type { Slice } from "../slice.js";
import type { Synapses } from "./description.js";
import { sideOf } from "./sides/asSide.js";
import { synapses } from "./synapses.js";

/** Which variable is linked to which. */
export interface LinkedOptions {
  from: Population | Slice;
  /** A variable, subexpression or parameter of the source. */
  variable: string;
  to: Population | Slice;
  /** The variable of the target that it becomes: declared with its unit, without an equation. */
  as: string;
}

/**
 * A variable of a population that is, in every step, one of another population of equal size, neuron by neuron, or
 * of one neuron for all:
 *
 * ```ts
 * const noise = population("noise", {
 *   N: 1, equations: "dx/dt = -x/tau + 20*mV*xi/tau**0.5 : volt", parameters: { tau: ms(50) },
 * });
 * const cells = population("cells", {
 *   N: 10, equations: `dv/dt = (I - v)/tau : volt
 *                      I : volt`, parameters: { tau: ms(10) },
 * });
 * linked("input", { from: noise, variable: "x", to: cells, as: "I" })
 * ```
 *
 * It is as the other one was at the end of the last step: made before the target's update, as all sums over
 * synapses are; it is such synapses.
 * @throws UserError for populations of other sizes, and as synapses do.
 */
export function linked(name: string, options: LinkedOptions): Synapses {
  checkOptions("linked", options ?? null, ["from", "variable", "to", "as"]);
  const { variable, as } = options;
  const from = sideOf(`from of ${name}`, options.from);
  const to = sideOf(`to of ${name}`, options.to);
  const [sources, targets] = [from.end - from.start, to.end - to.start];
  if (sources !== 1 && sources !== targets)
    throw new UserError(
      `invalid link: ${name} from ${sources} to ${targets} neurons; expected as many on both sides, or one source`,
    );
  return synapses(name, {
    from,
    to,
    connection: { rule: sources === targets ? "oneToOne" : "allToAll" },
    summed: { [as]: `${variable}_pre` },
  });
}
