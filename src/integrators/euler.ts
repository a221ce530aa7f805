import {
  type Assignment,
  binary,
  INTERNAL,
  type IntegrableModel,
  name,
} from "../equations/index.js";
import {
  type AbstractCode,
  advance,
  derivativesOf,
  quietSubexpressions,
  unlessHeld,
} from "./abstractCode.js";
import { noiseStep, splitNoise } from "./noise.js";

/**
 * Forward Euler; with noise Euler-Maruyama (Maruyama 1955), in the sense of Ito:
 * x += dt f + sqrt(dt) g xi, all from the old state. Order 1 (strong order 1/2 with noise).
 */
export function euler(model: IntegrableModel): AbstractCode {
  const derivatives = derivativesOf(model);
  const steps = derivatives.map((item): Assignment => {
    const { drift, noise } = splitNoise(item.derivative, model, item.name);
    const moved = binary("+", name(item.name), binary("*", name("dt"), drift));
    const expression = noise.length > 0 ? binary("+", moved, noiseStep(noise)) : moved;
    return { target: INTERNAL.next(item.name), expression: unlessHeld(item, expression) };
  });
  return {
    statements: [...quietSubexpressions(model), ...steps, ...advance(derivatives)],
    propagators: [],
  };
}
