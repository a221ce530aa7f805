import { UserError } from "../base/index.js";
import {
  type Assignment,
  binary,
  type CheckedModel,
  call,
  type Expression,
  linearIn,
  name,
  number,
} from "../equations/index.js";
import { type AbstractCode, advance, derivativesOf, inlined, reads } from "./abstractCode.js";

/**
 * Exponential Euler (MacGregor 1987): each equation dx/dt = a + b x is solved exactly for one
 * step with a and b held still: x = x e^(b dt) + (a / b) (e^(b dt) - 1). Order 1, and stable
 * where b dt is large.
 * @throws UserError naming the equation that is not of this form.
 */
export function exponentialEuler(model: CheckedModel): AbstractCode {
  const derivatives = derivativesOf(model);
  const steps = derivatives.flatMap(({ name: state, derivative }): Assignment[] => {
    const whole = inlined(derivative, model, ({ expression }) => reads(expression, state, model));
    const form = linearIn(whole, state);
    if (!form)
      throw new UserError(
        `invalid method: exponential_euler; d${state}/dt is not linear in ${state}; euler, heun, rk2 or rk4 would do`,
      );
    const { constant, coefficient } = form;
    const isConstant = coefficient.kind === "number" && coefficient.value === 0;
    const target = `_${state}`;
    if (isConstant)
      return [{ target, expression: binary("+", name(state), binary("*", name("dt"), constant)) }];
    const [rate, growth] = [`_${state}_rate`, `_${state}_growth`];
    return [
      { target: rate, expression: coefficient },
      { target: growth, expression: call("exp", binary("*", name(rate), name("dt"))) },
      { target, expression: relaxed(state, constant, name(rate), name(growth)) },
    ];
  });
  const statements = [
    ...model.subexpressions.map(({ target, expression }) => ({ target, expression })),
    ...steps,
    ...advance(derivatives.map((item) => item.name)),
  ];
  return { statements, constants: new Map() };
}

function relaxed(state: string, a: Expression, b: Expression, growth: Expression): Expression {
  const decayed = binary("*", name(state), growth);
  const steady = binary("/", a, b);
  return binary("+", decayed, binary("*", steady, binary("-", growth, number(1))));
}
