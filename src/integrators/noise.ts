import { UserError } from "../base/index.js";
import {
  binary,
  call,
  type Expression,
  type IntegrableModel,
  isNoise,
  linearIn,
  name,
  namesIn,
} from "../equations/index.js";
import { inlinedIn, noisesIn } from "./abstractCode.js";

/** A noise in an equation: its name, and what stands before it. */
export interface NoiseTerm {
  xi: string;
  amplitude: Expression;
}

/** Drift and noise of one equation: dx = drift dt + amplitude dW + ... */
export interface DriftAndNoise {
  drift: Expression;
  /** None where the equation has no noise; several that are independent are xi_1, xi_2. */
  noise: readonly NoiseTerm[];
}

/**
 * Takes an equation's right side apart into drift and noise.
 * @throws UserError if a noise does not enter linearly.
 */
export function splitNoise(
  derivative: Expression,
  model: IntegrableModel,
  state: string,
): DriftAndNoise {
  const noises = noisesIn(derivative, model);
  if (noises.length === 0) return { drift: derivative, noise: [] };
  let drift = inlinedIn(
    derivative,
    model,
    ({ expression }) => noisesIn(expression, model).length > 0,
  );
  const noise = noises.map((xi): NoiseTerm => {
    const form = linearIn(drift, xi);
    if (!form || [...namesIn(form.coefficient)].some(isNoise))
      throw new UserError(
        `invalid noise: d${state}/dt is not of the form f + g * ${xi}; expected ${xi} once, as a factor`,
      );
    drift = form.constant;
    return { xi, amplitude: form.coefficient };
  });
  return { drift, noise };
}

/** What noise adds in one step: g sqrt(dt) xi each, xi a normal deviate. */
export const noiseStep = (noise: readonly NoiseTerm[]): Expression =>
  noise
    .map(({ xi, amplitude }) =>
      binary("*", binary("*", amplitude, call("sqrt", name("dt"))), name(xi)),
    )
    .reduce((sum, term) => binary("+", sum, term));
