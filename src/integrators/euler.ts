import { UserError } from "../base/index.js";
import {
  type Assignment,
  binary,
  type CheckedModel,
  call,
  type Expression,
  linearIn,
  name,
} from "../equations/index.js";
import { type AbstractCode, advance, derivativesOf, inlined, reads } from "./abstractCode.js";

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
  const whole = inlined(derivative, model, ({ expression }) => reads(expression, "xi", model));
  const form = linearIn(whole, "xi");
  if (!form)
    throw new UserError(
      `invalid noise: d${state}/dt is not of the form f + g * xi; expected xi once, as a factor`,
    );
  return { drift: form.constant, noise: form.coefficient };
}

/**
 * Forward Euler; with noise Euler-Maruyama (Maruyama 1955), in the sense of Ito:
 * x += dt f + sqrt(dt) g xi, all from the old state. Order 1 (strong order 1/2 with noise).
 */
export function euler(model: CheckedModel): AbstractCode {
  const derivatives = derivativesOf(model);
  const isQuiet = ({ expression }: Assignment): boolean => !reads(expression, "xi", model);
  const steps = derivatives.map(({ name: state, derivative }): Assignment => {
    const { drift, noise } = splitNoise(derivative, model, state);
    const moved = binary("+", name(state), binary("*", name("dt"), drift));
    const expression = noise ? binary("+", moved, noiseStep(noise)) : moved;
    return { target: `_${state}`, expression };
  });
  const statements: Assignment[] = [
    ...model.subexpressions
      .filter(isQuiet)
      .map(({ target, expression }) => ({ target, expression })),
    ...steps,
    ...advance(derivatives.map((item) => item.name)),
  ];
  return { statements, constants: new Map() };
}

/** What noise of amplitude g adds in one step: g sqrt(dt) xi, xi a normal deviate. */
export const noiseStep = (noise: Expression): Expression =>
  binary("*", binary("*", noise, call("sqrt", name("dt"))), name("xi"));
