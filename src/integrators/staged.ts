import {
  type Assignment,
  binary,
  type CheckedModel,
  type Expression,
  name,
  number,
} from "../equations/index.js";
import {
  type AbstractCode,
  advance,
  derivativesOf,
  renameIn,
  subexpressionsAt,
} from "./abstractCode.js";
import { noiseStep, splitNoise } from "./euler.js";

/** A Runge-Kutta method: where each stage is evaluated, and the weights of the stages' slopes. */
interface Tableau {
  /** For each stage, the multiples of dt with which the earlier slopes are added. */
  stages: readonly (readonly number[])[];
  weights: readonly number[];
}

/** The midpoint method, order 2. */
const MIDPOINT: Tableau = { stages: [[], [1 / 2]], weights: [0, 1] };

/** The classical method of Kutta (1901), order 4. */
const CLASSICAL: Tableau = {
  stages: [[], [1 / 2], [0, 1 / 2], [0, 0, 1]],
  weights: [1 / 6, 1 / 3, 1 / 3, 1 / 6],
};

/** Runge-Kutta of order 2 (midpoint). */
export const rk2 = (model: CheckedModel): AbstractCode => rungeKutta(model, MIDPOINT);

/** Runge-Kutta of order 4. */
export const rk4 = (model: CheckedModel): AbstractCode => rungeKutta(model, CLASSICAL);

function rungeKutta(model: CheckedModel, { stages, weights }: Tableau): AbstractCode {
  const derivatives = derivativesOf(model);
  const states = new Set(derivatives.map((item) => item.name));
  const slope = (state: string, stage: number): Expression => name(`_${state}_slope${stage + 1}`);
  const statements: Assignment[] = [];
  stages.forEach((multiples, stage) => {
    const suffix = stage === 0 ? "" : `_at${stage + 1}`;
    const position = (state: string): string => `_${state}${suffix}`;
    if (stage > 0)
      for (const state of states)
        statements.push({
          target: position(state),
          expression: moved(state, multiples, (k) => slope(state, k)),
        });
    const shift = multiples.reduce((sum, multiple) => sum + multiple, 0);
    const time = `_t${suffix}`;
    if (stage > 0)
      statements.push({
        target: time,
        expression: binary("+", name("t"), binary("*", number(shift), name("dt"))),
      });
    const at = subexpressionsAt(
      model,
      (text) => {
        if (stage === 0) return undefined;
        return text === "t" ? time : states.has(text) ? position(text) : undefined;
      },
      suffix,
    );
    statements.push(...at.statements);
    for (const { name: state, derivative } of derivatives)
      statements.push({
        target: `_${state}_slope${stage + 1}`,
        expression: renameIn(derivative, at.rename),
      });
  });
  for (const state of states)
    statements.push({
      target: `_${state}`,
      expression: moved(state, weights, (k) => slope(state, k)),
    });
  return { statements: [...statements, ...advance([...states])], constants: new Map() };
}

/** state + dt * (sum of weighted slopes). */
function moved(
  state: string,
  weights: readonly number[],
  slope: (stage: number) => Expression,
): Expression {
  const sum = weights.reduce<Expression>(
    (total, weight, k) => binary("+", total, binary("*", number(weight), slope(k))),
    number(0),
  );
  return binary("+", name(state), binary("*", name("dt"), sum));
}

/**
 * Heun's method: a step of Euler, then the mean of the slopes at both ends. Order 2 without
 * noise. With noise it is the stochastic Heun method, which follows the Stratonovich sense
 * where the noise's amplitude depends on the state (Kloeden and Platen 1992, chapter 15).
 */
export function heun(model: CheckedModel): AbstractCode {
  const derivatives = derivativesOf(model);
  const states = new Set(derivatives.map((item) => item.name));
  const statements: Assignment[] = model.subexpressions.map(({ target, expression }) => ({
    target,
    expression,
  }));
  const split = derivatives.map(({ name: state, derivative }) => ({
    state,
    ...splitNoise(derivative, model, state),
  }));
  /** What dt and the noise add to a state, from drift and noise on given names. */
  const increment = (drift: Expression, noise: Expression | undefined): Expression => {
    const step = binary("*", name("dt"), drift);
    return noise ? binary("+", step, noiseStep(noise)) : step;
  };
  for (const { state, drift, noise } of split)
    statements.push({ target: `_${state}_step`, expression: increment(drift, noise) });
  for (const { state } of split)
    statements.push({
      target: `_${state}_end`,
      expression: binary("+", name(state), name(`_${state}_step`)),
    });
  statements.push({ target: "_t_end", expression: binary("+", name("t"), name("dt")) });
  const end = subexpressionsAt(
    model,
    (text) => (states.has(text) || text === "t" ? `_${text}_end` : undefined),
    "_end",
  );
  statements.push(...end.statements);
  for (const { state, drift, noise } of split) {
    const there = increment(renameIn(drift, end.rename), noise && renameIn(noise, end.rename));
    const mean = binary("*", number(0.5), binary("+", name(`_${state}_step`), there));
    statements.push({ target: `_${state}`, expression: binary("+", name(state), mean) });
  }
  return { statements: [...statements, ...advance([...states])], constants: new Map() };
}
