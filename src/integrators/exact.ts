import {
  type Assignment,
  binary,
  type CheckedModel,
  type Expression,
  evaluate,
  linearIn,
  name,
  namesIn,
  number,
  print,
} from "../equations/index.js";
import { UserError } from "../units/index.js";
import { type AbstractCode, advance, derivativesOf, inlined } from "./abstractCode.js";
import { matrixExponential } from "./matrixExponential.js";

/**
 * Exact integration of linear systems with constant coefficients (Rotter and Diesmann 1999): the
 * matrix exponential of one step is computed once, and each step multiplies the state by it. What
 * stands still during a step (parameters, other variables) may enter linearly.
 * @throws UserError naming the equation that is not linear, or the coefficient that is not
 *   constant.
 */
export function exact(model: CheckedModel, dt: number): AbstractCode {
  const derivatives = derivativesOf(model);
  const states = derivatives.map((item) => item.name);
  const forms = derivatives.map(({ name: state, derivative }) =>
    linearForm(state, inlined(derivative, model), states, model),
  );
  const inputs = [...new Set(forms.flatMap((form) => [...form.inputs.keys()]))];
  // the last column is the constant term
  const size = states.length + inputs.length + 1;
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  forms.forEach((form, row) => {
    states.forEach((state, column) => {
      matrix[row][column] = (form.coefficients.get(state) ?? 0) * dt;
    });
    inputs.forEach((input, k) => {
      matrix[row][states.length + k] = (form.inputs.get(input) ?? 0) * dt;
    });
    matrix[row][size - 1] = form.constant * dt;
  });
  const propagator = matrixExponential(matrix);
  const constants = new Map<string, number>();
  const steps = states.map((state, row): Assignment => {
    let sum: Expression = number(0);
    propagator[row].forEach((value, column) => {
      if (value === 0) return;
      const factor = [...states, ...inputs][column];
      const constant = `_${state}_from_${factor ?? "constant"}`;
      constants.set(constant, value);
      sum = binary("+", sum, factor ? binary("*", name(constant), name(factor)) : name(constant));
    });
    return { target: `_${state}`, expression: sum };
  });
  return { statements: [...steps, ...advance(states)], constants };
}

interface NumericForm {
  coefficients: Map<string, number>;
  inputs: Map<string, number>;
  constant: number;
}

/** One equation as numbers: coefficients of the states and of what stands still. */
function linearForm(
  state: string,
  derivative: Expression,
  states: readonly string[],
  model: CheckedModel,
): NumericForm {
  const refuse = (why: string): UserError =>
    new UserError(
      `invalid method: exact; ${why}; exponential_euler, euler, heun, rk2 or rk4 would do`,
    );
  const isConstant = (text: string): boolean => model.constants.has(text) || text === "dt";
  const numeric = (expression: Expression): number => {
    const odd = [...namesIn(expression)].find((text) => !isConstant(text));
    if (odd !== undefined)
      throw refuse(
        `in d${state}/dt the coefficient ${print(expression)} is not constant: it reads ${odd}`,
      );
    return Number(evaluate(expression, (text) => model.constants.get(text)?.value as number));
  };
  const coefficients = new Map<string, number>();
  const inputs = new Map<string, number>();
  let rest = derivative;
  const takeOut = (text: string, into: Map<string, number>): void => {
    const form = linearIn(rest, text);
    if (!form) throw refuse(`d${state}/dt is not linear in ${text}`);
    into.set(text, numeric(form.coefficient));
    rest = form.constant;
  };
  for (const text of states) if (namesIn(rest).has(text)) takeOut(text, coefficients);
  for (const text of namesIn(rest)) {
    if (isConstant(text)) continue;
    if (text === "t" || text === "xi") throw refuse(`d${state}/dt depends on ${text}`);
    takeOut(text, inputs);
  }
  return { coefficients, inputs, constant: numeric(rest) };
}
