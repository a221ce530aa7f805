import { seeManual, shown, UserError } from "../base/index.js";
import type { Program } from "../program/index.js";
import type { NotFinite } from "../targets/index.js";

/** The error for a variable that is no finite number any more; time in s, where it is known. */
export function divergenceError(
  { domains }: Program,
  { domain, variable, element, value }: Omit<NotFinite, "step">,
  seconds: number,
): UserError {
  const owner = domains.find(({ name }) => name === domain);
  const whose =
    owner?.kind === "synapses" ? `a synapse of ${owner.label}` : `neuron ${element} of ${domain}`;
  const time = Number((seconds * 1000).toPrecision(12));
  return new UserError(
    `invalid result: ${variable} of ${whose} is ${shown(value)} at ${time} ms; expected finite numbers ` +
      `(a time step may be too long, or a model grow without bounds; run(..., { onDivergence: "continue" }) computes on)${seeManual("running")}`,
  );
}
