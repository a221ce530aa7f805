import { UserError } from "../../../base/index.js";
import {
  type Assignment,
  binary,
  call,
  type Expression,
  INTERNAL,
  inlined,
  linearIn,
  name,
  namesIn,
  number,
  print,
} from "../../../equations/index.js";
import type { SynapseDerivative } from "./equations.js";

// Equations that are solved from one spike to the next. dx/dt = a + b x becomes
// x e^(b T) + a T exprel(b T) after a time T, exprel(z) = (e^z - 1)/z; where a reads c y of another such
// variable that only decays, dy/dt = d y, that adds c y T e^(b T) exprel((d - b) T).

/** A name for the time since the synapse's last spike. */
export const ELAPSED = "'elapsed";

/** What becomes of event-driven variables between spikes. */
export interface BetweenSpikes {
  /** Statements that bring them up to a spike. */
  readonly statements: readonly Assignment[];
  /** Of those that only decay, dx/dt = b x: b. */
  readonly decays: ReadonlyMap<string, Expression>;
}

interface Form {
  state: string;
  constant: Expression;
  coefficient: Expression;
  /** What it gains from others that decay, by their names. */
  from: Map<string, Expression>;
}

/**
 * Statements that bring event-driven variables up to a spike, the time since the last one being ELAPSED.
 * @param isConstant whether a name has the same value all the time
 * @throws UserError naming the equation that cannot be solved, and what would do.
 */
export function solveBetweenSpikes(
  synapses: string,
  equations: readonly SynapseDerivative[],
  subexpressions: readonly Assignment[],
  isConstant: (name: string) => boolean,
): BetweenSpikes {
  const refuse = (state: string, why: string): UserError =>
    new UserError(
      `invalid flag in the equations of ${synapses}: d${state}/dt is (event-driven), but ${why}; expected (clock-driven)`,
    );
  const requireConstant = (state: string, expression: Expression): Expression => {
    const odd = [...namesIn(expression)].find((text) => !isConstant(text));
    if (odd === undefined) return expression;
    const shown = odd.replace("@", "_").replace(/^'timed (.+)$/, "$1(t)");
    throw refuse(state, `${shown} changes between spikes`);
  };
  const states = equations.map((equation) => equation.name);
  const forms = equations.map(({ name: state, derivative }): Form => {
    const own = linearIn(inlined(derivative, subexpressions), state);
    if (!own) throw refuse(state, "it is not linear in itself");
    let { constant } = own;
    const from = new Map<string, Expression>();
    for (const other of states) {
      if (!namesIn(constant).has(other)) continue;
      const form = linearIn(constant, other);
      if (!form) throw refuse(state, `it is not linear in ${other}`);
      from.set(other, requireConstant(state, form.coefficient));
      constant = form.constant;
    }
    return {
      state,
      constant: requireConstant(state, constant),
      coefficient: requireConstant(state, own.coefficient),
      from,
    };
  });
  const elapsed = name(ELAPSED);
  const times = (expression: Expression): Expression => binary("*", expression, elapsed);
  const next = forms.map(({ state, constant, coefficient, from }): Assignment => {
    const decay = call("exp", times(coefficient));
    const isFree = coefficient.kind === "number" && coefficient.value === 0;
    let sum: Expression = isFree ? name(state) : binary("*", name(state), decay);
    const gained = isFree
      ? times(constant)
      : binary("*", times(constant), call("exprel", times(coefficient)));
    if (!(constant.kind === "number" && constant.value === 0)) sum = binary("+", sum, gained);
    for (const [other, factor] of from) {
      const source = forms.find((form) => form.state === other) as Form;
      const isDecay = source.constant.kind === "number" && source.constant.value === 0;
      if (!isDecay || source.from.size > 0)
        throw refuse(
          state,
          `it reads ${other}, which does more than decay (d${other}/dt = ${print(source.coefficient)}*${other} + ...)`,
        );
      const difference = binary("-", source.coefficient, coefficient);
      const part = binary(
        "*",
        times(binary("*", factor, name(other))),
        binary("*", isFree ? number(1) : decay, call("exprel", times(difference))),
      );
      sum = binary("+", sum, part);
    }
    return { target: INTERNAL.next(state), expression: sum };
  });
  const isNothing = (expression: Expression): boolean =>
    expression.kind === "number" && expression.value === 0;
  return {
    statements: [
      ...next,
      ...states.map((state) => ({ target: state, expression: name(INTERNAL.next(state)) })),
    ],
    decays: new Map(
      forms.flatMap(({ state, constant, from, coefficient }) =>
        isNothing(constant) && from.size === 0 ? [[state, coefficient] as const] : [],
      ),
    ),
  };
}
