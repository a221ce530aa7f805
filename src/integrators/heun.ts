import {
  type Assignment,
  binary,
  type Expression,
  INTERNAL,
  type IntegrableModel,
  name,
  number,
  renameNames,
  where,
} from "../equations/index.js";
import {
  type AbstractCode,
  advance,
  derivativesOf,
  quietSubexpressions,
  subexpressionsAt,
} from "./abstractCode.js";
import { type NoiseTerm, noiseStep, splitNoise } from "./noise.js";

/**
 * Heun's method: a step of Euler, then the mean of the slopes at both ends. Order 2 without
 * noise. With noise it is the stochastic Heun method, which follows the Stratonovich sense
 * where the noise's amplitude depends on the state (Kloeden and Platen 1992, chapter 15).
 */
export function heun(model: IntegrableModel): AbstractCode {
  const derivatives = derivativesOf(model);
  const states = new Set(derivatives.map((item) => item.name));
  const statements: Assignment[] = quietSubexpressions(model);
  const split = derivatives.map(({ name: state, derivative, held }) => ({
    state,
    held,
    ...splitNoise(derivative, model, state),
  }));
  /** What dt and the noise add to a state, from drift and noise on given names; 0 while it is held. */
  const increment = (drift: Expression, noise: readonly NoiseTerm[], held: boolean): Expression => {
    const step = binary("*", name("dt"), drift);
    const whole = noise.length > 0 ? binary("+", step, noiseStep(noise)) : step;
    return held ? where(name(INTERNAL.resting), number(0), whole) : whole;
  };
  const step = (state: string): string => INTERNAL.of(state, "step");
  const end = (text: string): string => INTERNAL.of(text, "end");
  for (const { state, drift, noise, held } of split)
    statements.push({ target: step(state), expression: increment(drift, noise, held) });
  for (const { state } of split)
    statements.push({
      target: end(state),
      expression: binary("+", name(state), name(step(state))),
    });
  statements.push({ target: end("t"), expression: binary("+", name("t"), name("dt")) });
  const there = subexpressionsAt(
    model,
    (text) => (states.has(text) || text === "t" ? end(text) : undefined),
    "end",
  );
  statements.push(...there.statements);
  for (const { state, drift, noise, held } of split) {
    const second = increment(
      renameNames(drift, there.rename),
      noise.map(({ xi, amplitude }) => ({ xi, amplitude: renameNames(amplitude, there.rename) })),
      held,
    );
    const mean = binary("*", number(0.5), binary("+", name(step(state)), second));
    statements.push({
      target: INTERNAL.next(state),
      expression: binary("+", name(state), mean),
    });
  }
  return { statements: [...statements, ...advance(derivatives)], propagators: [] };
}
