import { UserError } from "../base/index.js";
import {
  binary,
  type CheckedModel,
  call,
  type Expression,
  linearIn,
  name,
} from "../equations/index.js";
import { inlinedIn, reads } from "./abstractCode.js";

/** Drift and noise of one equation: dx = drift dt + noise dW. */
export interface DriftAndNoise {
  drift: Expression;
  /** Undefined where the equation has no noise. */
  noise: Expression | undefined;
}

/**
 * Takes an equation's right side apart into drift and noise.
 * @throws UserError if xi does not enter linearly.
 */
export function splitNoise(
  derivative: Expression,
  model: CheckedModel,
  state: string,
): DriftAndNoise {
  if (!reads(derivative, "xi", model)) return { drift: derivative, noise: undefined };
  const whole = inlinedIn(derivative, model, ({ expression }) => reads(expression, "xi", model));
  const form = linearIn(whole, "xi");
  if (!form)
    throw new UserError(
      `invalid noise: d${state}/dt is not of the form f + g * xi; expected xi once, as a factor`,
    );
  return { drift: form.constant, noise: form.coefficient };
}

/** What noise of amplitude g adds in one step: g sqrt(dt) xi, xi a normal deviate. */
export const noiseStep = (noise: Expression): Expression =>
  binary("*", binary("*", noise, call("sqrt", name("dt"))), name("xi"));
