import { UserError } from "../base/index.js";
import {
  type Assignment,
  binary,
  derivativeOf,
  type Expression,
  INTERNAL,
  type IntegrableModel,
  name,
  number,
  where,
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
import { type NoiseTerm, noiseStep, splitNoise } from "./noise.js";

/**
 * Milstein's method (Milstein 1974; Kloeden and Platen 1992, section 10.3), in the sense of Ito: the step of
 * Euler-Maruyama and what the noise's own change adds to second order in the noise,
 * (dW^2 - dt)/2 times the sum over all variables y with noise of g_y dg/dy. The sum
 * goes over the variables that the same noise moves; where an amplitude reads what another noise moves,
 * double integrals would have to be drawn, and the method is refused. Strong order 1; without multiplicative
 * noise it is Euler's.
 * @throws UserError naming the equation whose amplitude of noise has no derivative, or reads another noise's variable.
 */
export function milstein(model: IntegrableModel): AbstractCode {
  const split = derivativesOf(model).map((item) => ({
    item,
    ...splitNoise(item.derivative, model, item.name),
  }));
  const noisy = split.flatMap(({ item, noise }) =>
    noise.map(({ xi, amplitude }) => ({ ...item, xi, noise: amplitude })),
  );
  /** The amplitude of a variable's noise: none while it is held. */
  const amplitude = ({ held, noise }: (typeof noisy)[number]): Expression =>
    held ? where(name(INTERNAL.resting), number(0), noise) : noise;
  /** Of a noise in an equation: what it changes through the variables that the same noise moves. */
  const secondOrder = (state: string, { xi, amplitude: noise }: NoiseTerm): Expression =>
    noisy.reduce<Expression>((sum, other) => {
      const whole = inlinedIn(noise, model, ({ expression }) =>
        reads(expression, other.name, model),
      );
      const slope = derivativeOf(whole, other.name);
      if (!slope)
        throw new UserError(
          `invalid method: milstein; the amplitude of the noise in d${state}/dt has no derivative with respect to ${other.name}; euler or heun would do`,
        );
      const isNone = slope.kind === "number" && slope.value === 0;
      if (other.xi !== xi && !isNone)
        throw new UserError(
          `invalid method: milstein; the amplitude of ${xi} in d${state}/dt reads ${other.name}, which another noise moves (${other.xi}): their double integral is not drawn; heun or euler would do`,
        );
      return isNone ? sum : binary("+", sum, binary("*", amplitude(other), slope));
    }, number(0));
  const steps = split.map(({ item, drift, noise }): Assignment => {
    const moved = binary("+", name(item.name), binary("*", name("dt"), drift));
    let expression = noise.length > 0 ? binary("+", moved, noiseStep(noise)) : moved;
    for (const term of noise) {
      const square = binary("-", binary("*", name(term.xi), name(term.xi)), number(1));
      const excess = binary("*", binary("*", number(0.5), name("dt")), square);
      expression = binary("+", expression, binary("*", secondOrder(item.name, term), excess));
    }
    return { target: INTERNAL.next(item.name), expression: unlessHeld(item, expression) };
  });
  return {
    statements: [
      ...quietSubexpressions(model),
      ...steps,
      ...advance(split.map(({ item }) => item)),
    ],
    propagators: [],
  };
}
