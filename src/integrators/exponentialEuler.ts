import { seeManual, UserError } from "../base/index.js";
import {
  type Assignment,
  binary,
  call,
  INTERNAL,
  type IntegrableModel,
  linearWithFrozen,
  name,
} from "../equations/index.js";
import {
  type AbstractCode,
  advance,
  derivativesOf,
  inlinedIn,
  quietSubexpressions,
  reads,
  unlessHeld,
} from "./abstractCode.js";

/**
 * Exponential Euler (MacGregor 1987): each equation dx/dt = a + b x is solved exactly for one
 * step with a and b held still: x = x e^(b dt) + a dt exprel(b dt), exprel(z) = (e^z - 1)/z.
 * Where a or b read x inside functions, they are those at the beginning of the step, as in Brian 2.
 * Order 1, and stable where b dt is large.
 * @throws UserError naming the equation that is not of this form.
 */
export function exponentialEuler(model: IntegrableModel): AbstractCode {
  const derivatives = derivativesOf(model);
  const steps = derivatives.flatMap((item): Assignment[] => {
    const { name: state, derivative } = item;
    const whole = inlinedIn(derivative, model, ({ expression }) => reads(expression, state, model));
    const form = linearWithFrozen(whole, state);
    if (!form)
      throw new UserError(
        `invalid method: exponential_euler; d${state}/dt is not linear in ${state}; euler, heun, rk2 or rk4 would do${seeManual("integrators")}`,
      );
    const { constant, coefficient } = form;
    const target = INTERNAL.next(state);
    const step = binary("*", name("dt"), constant);
    if (coefficient.kind === "number" && coefficient.value === 0)
      return [{ target, expression: unlessHeld(item, binary("+", name(state), step)) }];
    const exponent = INTERNAL.of(state, "exponent");
    const decayed = binary("*", name(state), call("exp", name(exponent)));
    const gained = binary("*", step, call("exprel", name(exponent)));
    return [
      { target: exponent, expression: binary("*", coefficient, name("dt")) },
      { target, expression: unlessHeld(item, binary("+", decayed, gained)) },
    ];
  });
  return {
    statements: [...quietSubexpressions(model), ...steps, ...advance(derivatives)],
    propagators: [],
  };
}
