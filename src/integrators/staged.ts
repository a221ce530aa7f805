import {
  type Assignment,
  binary,
  type Expression,
  INTERNAL,
  type IntegrableModel,
  name,
  number,
  renameNames,
} from "../equations/index.js";
import { type AbstractCode, advance, heldDerivativesOf, subexpressionsAt } from "./abstractCode.js";

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
export const rk2 = (model: IntegrableModel): AbstractCode => rungeKutta(model, MIDPOINT);

/** Runge-Kutta of order 4. */
export const rk4 = (model: IntegrableModel): AbstractCode => rungeKutta(model, CLASSICAL);

function rungeKutta(model: IntegrableModel, { stages, weights }: Tableau): AbstractCode {
  const derivatives = heldDerivativesOf(model);
  const states = new Set(derivatives.map((item) => item.name));
  const slope = (state: string, stage: number): string => INTERNAL.of(state, `slope${stage + 1}`);
  const statements: Assignment[] = [];
  stages.forEach((multiples, stage) => {
    const at = stage === 0 ? "" : `at${stage + 1}`;
    const moment = (text: string): string => INTERNAL.of(text, at);
    if (stage > 0) {
      for (const state of states)
        statements.push({
          target: moment(state),
          expression: moved(state, multiples, (k) => name(slope(state, k))),
        });
      const shift = multiples.reduce((sum, multiple) => sum + multiple, 0);
      statements.push({
        target: moment("t"),
        expression: binary("+", name("t"), binary("*", number(shift), name("dt"))),
      });
    }
    const there = subexpressionsAt(
      model,
      (text) => (stage > 0 && (text === "t" || states.has(text)) ? moment(text) : undefined),
      at,
    );
    statements.push(...there.statements);
    for (const { name: state, derivative } of derivatives)
      statements.push({
        target: slope(state, stage),
        expression: renameNames(derivative, there.rename),
      });
  });
  for (const state of states)
    statements.push({
      target: INTERNAL.next(state),
      expression: moved(state, weights, (k) => name(slope(state, k))),
    });
  return { statements: [...statements, ...advance(derivatives)], propagators: [] };
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
