import { UserError } from "../base/index.js";
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
import { type AbstractCode, advance, derivativesOf, inlined } from "./abstractCode.js";
import { type Matrix, matrixExponential } from "./matrixExponential.js";

/**
 * Exact integration of linear systems with constant coefficients (Rotter and Diesmann 1999): the
 * matrix exponential of one step is computed once, and each step multiplies the state by it. What
 * stands still during a step (parameters, other variables) may enter linearly. Where coefficients
 * differ from neuron to neuron, each neuron has a matrix of its own.
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
  const columns = [...states, ...inputs, CONSTANT];
  const entry = (row: number, column: string): Expression | undefined => {
    const form = forms[row];
    if (column === CONSTANT) return form?.constant;
    return form?.coefficients.get(column) ?? form?.inputs.get(column);
  };
  const isShared = forms.every((form) =>
    [...form.coefficients.values(), ...form.inputs.values(), form.constant].every(
      (expression) => ![...namesIn(expression)].some((text) => model.perNeuron.has(text)),
    ),
  );
  /** The matrix of one step, of a neuron where neurons differ. */
  const propagator = (neuron: number): number[][] => {
    const read = (text: string): number =>
      text === "dt"
        ? dt
        : (model.constants.get(text)?.value ??
          (model.perNeuron.get(text)?.values[neuron] as number));
    const matrix = columns.map((_, row) =>
      columns.map((column) => {
        const expression = entry(row, column);
        return expression ? Number(evaluate(expression, read)) * dt : 0;
      }),
    );
    return matrixExponential(matrix);
  };
  const shared = isShared ? propagator(0) : undefined;
  const occurs =
    shared ?? reach(columns.map((_, row) => columns.map((c) => isThere(entry(row, c)))));
  const constants = new Map<string, number>();
  const places: { text: string; row: number; column: number }[] = [];
  const steps = states.map((state, row): Assignment => {
    let sum: Expression = number(0);
    columns.forEach((factor, column) => {
      if (occurs[row][column] === 0) return;
      const text = `_${state}_from_${factor.trim()}`;
      if (shared) constants.set(text, shared[row][column]);
      else places.push({ text, row, column });
      const term = factor === CONSTANT ? name(text) : binary("*", name(text), name(factor));
      sum = binary("+", sum, term);
    });
    return { target: `_${state}`, expression: sum };
  });
  const statements = [...steps, ...advance(states)];
  if (shared) return { statements, constants };
  const valuesFor = (neurons: number): Map<string, Float64Array> => {
    const values = new Map(places.map(({ text }) => [text, new Float64Array(neurons)]));
    for (let neuron = 0; neuron < neurons; neuron++) {
      const matrix = propagator(neuron);
      for (const { text, row, column } of places)
        (values.get(text) as Float64Array)[neuron] = matrix[row][column];
    }
    return values;
  };
  return { statements, constants, perNeuron: { names: places.map(({ text }) => text), valuesFor } };
}

/** The column of what is added whatever the state: no variable's name has a space. */
const CONSTANT = " constant";

const isThere = (expression: Expression | undefined): number =>
  expression && !(expression.kind === "number" && expression.value === 0) ? 1 : 0;

/** Which entries of a matrix's exponential can differ from 0: where a path leads from column to row. */
function reach(matrix: Matrix): number[][] {
  const paths = matrix.map((row, i) => row.map((x, j) => (i === j ? 1 : x)));
  for (let via = 0; via < paths.length; via++)
    for (const row of paths)
      if (row[via])
        paths[via].forEach((x, j) => {
          if (x) row[j] = 1;
        });
  return paths;
}

/** One equation taken apart: coefficients of the states, of what stands still, and the rest. */
interface LinearForm {
  coefficients: Map<string, Expression>;
  inputs: Map<string, Expression>;
  constant: Expression;
}

function linearForm(
  state: string,
  derivative: Expression,
  states: readonly string[],
  model: CheckedModel,
): LinearForm {
  const refuse = (why: string): UserError =>
    new UserError(
      `invalid method: exact; ${why}; exponential_euler, euler, heun, rk2 or rk4 would do`,
    );
  const isShared = (text: string): boolean => model.constants.has(text) || text === "dt";
  const isConstant = (text: string): boolean => isShared(text) || model.perNeuron.has(text);
  const requireConstant = (expression: Expression): Expression => {
    const odd = [...namesIn(expression)].find((text) => !isConstant(text));
    if (odd !== undefined)
      throw refuse(
        `in d${state}/dt the coefficient ${print(expression)} is not constant: it reads ${odd}`,
      );
    return expression;
  };
  const coefficients = new Map<string, Expression>();
  const inputs = new Map<string, Expression>();
  let rest = derivative;
  const takeOut = (text: string, into: Map<string, Expression>): void => {
    const form = linearIn(rest, text);
    if (!form) throw refuse(`d${state}/dt is not linear in ${text}`);
    into.set(text, requireConstant(form.coefficient));
    rest = form.constant;
  };
  for (const text of states) if (namesIn(rest).has(text)) takeOut(text, coefficients);
  for (const text of namesIn(rest)) {
    if (isConstant(text)) continue;
    if (text === "t" || text === "xi") throw refuse(`d${state}/dt depends on ${text}`);
    takeOut(text, inputs);
  }
  // values per neuron that only add something keep the matrix the same for all
  for (const text of namesIn(rest)) {
    if (!model.perNeuron.has(text)) continue;
    const form = linearIn(rest, text);
    if (!form || ![...namesIn(form.coefficient)].every(isShared)) continue;
    inputs.set(text, form.coefficient);
    rest = form.constant;
  }
  return { coefficients, inputs, constant: requireConstant(rest) };
}
