import { seeManual, UserError } from "../base/index.js";
import {
  type Assignment,
  binary,
  type Expression,
  INTERNAL,
  type IntegrableModel,
  isNoise,
  linearIn,
  name,
  namesIn,
  number,
  print,
  where,
} from "../equations/index.js";
import {
  type AbstractCode,
  advance,
  type Derivative,
  derivativesOf,
  inlinedIn,
  type Propagator,
  type SystemMatrix,
} from "./abstractCode.js";

/**
 * Exact integration of linear systems with constant coefficients (Rotter and Diesmann 1999): the
 * matrix exponential of one step is computed once, and each step multiplies the state by it. What
 * stands still during a step (parameters, other variables) may enter linearly. Where coefficients
 * differ from neuron to neuron, each neuron has a matrix of its own; where variables are held while
 * the neuron is refractory, there is a second matrix for that time, of what they lead to.
 * @throws UserError naming the equation that is not linear, or the coefficient that is not
 *   constant.
 */
export function exact(model: IntegrableModel): AbstractCode {
  const derivatives = derivativesOf(model);
  const states = derivatives.map((item) => item.name);
  const forms = derivatives.map((item) =>
    linearForm(item.name, inlinedIn(item.derivative, model), states, model),
  );
  const inputs = [...new Set(forms.flatMap((form) => [...form.inputs.keys()]))];
  const columns = [...states, ...inputs, CONSTANT];
  const entry = (row: number, column: string): Expression | undefined => {
    const form = forms[row];
    const expression =
      column === CONSTANT
        ? form?.constant
        : (form?.coefficients.get(column) ?? form?.inputs.get(column));
    return expression?.kind === "number" && expression.value === 0 ? undefined : expression;
  };
  const free: SystemMatrix = columns.map((_, row) => columns.map((column) => entry(row, column)));
  // held variables do not move: their rows are empty
  const resting: SystemMatrix = free.map((line, row) =>
    derivatives[row]?.held ? line.map(() => undefined) : line,
  );
  /** Whether something that is held while resting leads to a variable. */
  const isMovedByHeld = reach(free).map((row) =>
    derivatives.some(({ held }, column) => held && row[column]),
  );
  const propagators: Propagator[] = [];
  /** The sum over a row of a system's exponential. */
  const moved = (system: SystemMatrix, row: number, mark: string): Expression => {
    let sum: Expression = number(0);
    reach(system)[row].forEach((isThere, column) => {
      if (!isThere) return;
      const factor = columns[column];
      const text = INTERNAL.of(states[row], `${mark}from ${factor}`);
      propagators.push({ name: text, system, row, column });
      const term = factor === CONSTANT ? name(text) : binary("*", name(text), name(factor));
      sum = binary("+", sum, term);
    });
    return sum;
  };
  const steps = derivatives.map((item, row): Assignment => {
    const expression = moved(free, row, "");
    return {
      target: INTERNAL.next(item.name),
      expression: isMovedByHeld[row]
        ? whileResting(item, expression, () => moved(resting, row, "resting "))
        : expression,
    };
  });
  return { statements: [...steps, ...advance(derivatives)], propagators };
}

/** The new value of a variable in a system of which some are held. */
function whileResting(
  { name: state, held }: Derivative,
  free: Expression,
  resting: () => Expression,
): Expression {
  return where(name(INTERNAL.resting), held ? name(state) : resting(), free);
}

/** The column of what is added whatever the state. */
const CONSTANT = "constant'";

/** Which entries of a matrix's exponential can differ from 0: where a path leads from column to row. */
function reach(system: SystemMatrix): boolean[][] {
  const paths = system.map((row, i) => row.map((x, j) => i === j || x !== undefined));
  for (let via = 0; via < paths.length; via++)
    for (const row of paths)
      if (row[via])
        paths[via].forEach((isThere, j) => {
          if (isThere) row[j] = true;
        });
  return paths;
}

/** One equation taken apart: coefficients of the states, of what stands still, and the rest. */
interface LinearSystemForm {
  coefficients: Map<string, Expression>;
  inputs: Map<string, Expression>;
  constant: Expression;
}

function linearForm(
  state: string,
  derivative: Expression,
  states: readonly string[],
  { parameters }: IntegrableModel,
): LinearSystemForm {
  const refuse = (why: string): UserError =>
    new UserError(
      `invalid method: exact; ${why}; exponential_euler, euler, heun, rk2 or rk4 would do${seeManual("integrators")}`,
    );
  const isShared = (text: string): boolean =>
    text === "dt" || parameters.get(text)?.values.kind === "shared";
  const isConstant = (text: string): boolean => text === "dt" || parameters.has(text);
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
    if (["t", "lastSpike"].includes(text) || isNoise(text))
      throw refuse(`d${state}/dt depends on ${text}`);
    takeOut(text, inputs);
  }
  // values per neuron that only add something keep the matrix the same for all
  for (const text of namesIn(rest)) {
    if (isShared(text)) continue;
    const form = linearIn(rest, text);
    if (!form || ![...namesIn(form.coefficient)].every(isShared)) continue;
    inputs.set(text, form.coefficient);
    rest = form.constant;
  }
  return { coefficients, inputs, constant: requireConstant(rest) };
}
