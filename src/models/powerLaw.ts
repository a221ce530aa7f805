import { checkOptions } from "../base/index.js";
import type { Plasticity } from "../network/index.js";
import { lower, pA, type Quantity } from "../units/index.js";

/** Parameters of the power law; symbols as in the paper. */
export interface PowerLaw {
  /** Initial weight. */
  weight: Quantity<"current">;
  /** Learning rate, for weights in pA: w grows by lambda w^mu times the trace. */
  lambda: number;
  /** Strength of depression relative to that of potentiation. */
  alpha: number;
  /** Exponent of the weight in potentiation. */
  mu: number;
  /** Time constants of the source's and of the target's trace. */
  tau_plus: Quantity<"time">;
  tau_minus: Quantity<"time">;
}

/**
 * Spike-timing dependent plasticity by a power law (Morrison et al. 2007), as NEST's
 * stdsp_pl_synapse_hom has it: at a spike of the target w += lambda w^mu K_plus (w in pA), at one of
 * the source w -= lambda alpha w K_minus, but not below 0. The variable is called `weight`.
 * The delay is in the dendrite, as in NEST. Powers are computed to a relative error below 1e-10.
 * @example
 * ```ts
 * const learning = synapses("learning", {
 *   from: neurons, to: neurons, connection: { rule: "inDegree", inDegree: 10 },
 *   onPre: "v += weight*mV/pA/100", delay: ms(1.5),
 *   plasticity: powerLaw({
 *     weight: pA(45), lambda: 0.1, alpha: 0.05, mu: 0.4, tau_plus: ms(15), tau_minus: ms(30),
 *   }),
 * });
 * ```
 */
export function powerLaw(parameters: PowerLaw): Plasticity {
  const names = ["weight", "lambda", "alpha", "mu", "tau_plus", "tau_minus"];
  checkOptions("powerLaw", parameters ?? null, names);
  const { weight, lambda, alpha, mu, tau_plus, tau_minus } = parameters;
  lower("weight", weight, "current");
  for (const [name, value] of Object.entries({ lambda, alpha, mu }))
    lower(name, value, "dimensionless");
  for (const [name, value] of Object.entries({ tau_plus, tau_minus }))
    lower(name, value, "time", { above: 0 });
  return {
    delayIn: "dendrite",
    variables: { weight },
    preTraces: { K_plus: tau_plus },
    postTraces: { K_minus: tau_minus },
    onPost: "weight += growth * (weight*per_unit)**mu * K_plus",
    onPre: "weight = max(weight - decrease*K_minus*weight, 0*amp)",
    parameters: {
      growth: pA(lambda),
      per_unit: pA(1).power(-1),
      mu,
      decrease: lambda * alpha,
    },
    powers: "fast",
  };
}
