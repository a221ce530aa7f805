import { didYouMean, UserError } from "../base/index.js";
import type { CheckedModel } from "../equations/index.js";
import { type AbstractCode, isNoisy } from "./abstractCode.js";
import { euler } from "./euler.js";
import { exact } from "./exact.js";
import { exponentialEuler } from "./exponentialEuler.js";
import { heun, rk2, rk4 } from "./staged.js";

export { type AbstractCode, inlined, isNoisy, printCode } from "./abstractCode.js";
export { matrixExponential } from "./matrixExponential.js";

/** A method that makes abstract code of equations. */
interface Integrator {
  integrate: (model: CheckedModel, dt: number) => AbstractCode;
  takesNoise: boolean;
}

const INTEGRATORS = {
  euler: { integrate: euler, takesNoise: true },
  heun: { integrate: heun, takesNoise: true },
  rk2: { integrate: rk2, takesNoise: false },
  rk4: { integrate: rk4, takesNoise: false },
  exponential_euler: { integrate: exponentialEuler, takesNoise: false },
  exact: { integrate: exact, takesNoise: false },
} as const satisfies Record<string, Integrator>;

/** The names of the integration methods. */
export type IntegratorName = keyof typeof INTEGRATORS;

/**
 * The abstract code of one step of a model: its equations by the named method, then its update
 * statements.
 * @param dt the time step in s
 * @throws UserError for an unknown method, or one that does not fit, saying which would.
 */
export function integrate(model: CheckedModel, method: string, dt: number): AbstractCode {
  if (!Object.hasOwn(INTEGRATORS, method)) {
    const names = Object.keys(INTEGRATORS);
    throw new UserError(
      `unknown method: ${method}; expected one of ${names.join(", ")}${didYouMean(method, names)}`,
    );
  }
  const { integrate: apply, takesNoise }: Integrator = INTEGRATORS[method as IntegratorName];
  if (!takesNoise && isNoisy(model))
    throw new UserError(
      `invalid method: ${method}; the equations have noise (xi); euler or heun would do`,
    );
  const code = apply(model, dt);
  return { ...code, statements: [...code.statements, ...model.update] };
}
