import { didYouMean, seeManual, shown, UserError } from "../base/index.js";
import { type IntegrableModel, withSubexpressions } from "../equations/index.js";
import { type AbstractCode, noisesOf } from "./abstractCode.js";
import { rkf45 } from "./adaptive.js";
import { euler } from "./euler.js";
import { exact } from "./exact.js";
import { exponentialEuler } from "./exponentialEuler.js";
import { heun } from "./heun.js";
import { milstein } from "./milstein.js";
import { rk2, rk4 } from "./staged.js";

export {
  type AbstractCode,
  linesOfRepetition,
  noisesOf,
  type Propagator,
  printCode,
  type Repetition,
  type SystemMatrix,
} from "./abstractCode.js";
export { matrixExponential } from "./matrixExponential.js";

/** A method that makes abstract code of equations. A new one is a file beside this, and a line here. */
interface Integrator {
  integrate: (model: IntegrableModel, tolerance?: number) => AbstractCode;
  takesNoise: boolean;
  /** Whether its own error is kept below a tolerance. */
  takesTolerance?: boolean;
}

const INTEGRATORS: ReadonlyMap<string, Integrator> = new Map([
  ["euler", { integrate: euler, takesNoise: true }],
  ["heun", { integrate: heun, takesNoise: true }],
  ["milstein", { integrate: milstein, takesNoise: true }],
  ["rk2", { integrate: rk2, takesNoise: false }],
  ["rk4", { integrate: rk4, takesNoise: false }],
  ["rkf45", { integrate: rkf45, takesNoise: false, takesTolerance: true }],
  ["exponential_euler", { integrate: exponentialEuler, takesNoise: false }],
  ["exact", { integrate: exact, takesNoise: false }],
]);

/** The names of the integration methods. */
export type IntegratorName =
  | "euler"
  | "heun"
  | "milstein"
  | "rk2"
  | "rk4"
  | "rkf45"
  | "exponential_euler"
  | "exact";

/** Their names, for messages and tests. */
export const INTEGRATOR_NAMES: readonly IntegratorName[] = [
  ...INTEGRATORS.keys(),
] as IntegratorName[];

/**
 * The abstract code of one step of a model: its equations by the named method, then its update
 * statements.
 * @param tolerance of methods that keep their error below one
 * @throws UserError for an unknown method, or one that does not fit, saying which would.
 */
export function integrate(
  model: IntegrableModel,
  method: string,
  tolerance?: number,
): AbstractCode {
  const integrator = INTEGRATORS.get(method);
  if (!integrator) {
    const near = typeof method === "string" ? didYouMean(method, INTEGRATOR_NAMES) : "";
    throw new UserError(
      `unknown method: ${typeof method === "string" ? method : shown(method)}; expected one of ${INTEGRATOR_NAMES.join(", ")}${near}${seeManual("integrators")}`,
    );
  }
  if (!integrator.takesNoise && noisesOf(model).length > 0)
    throw new UserError(
      `invalid method: ${method}; the equations have noise (xi); euler, heun or milstein would do${seeManual("integrators")}`,
    );
  if (tolerance !== undefined && !integrator.takesTolerance)
    throw new UserError(
      `invalid tolerance: ${tolerance}; the method ${method} has steps of one length; expected rkf45, or no tolerance${seeManual("integrators")}`,
    );
  const code = integrator.integrate(model, tolerance);
  return {
    ...code,
    statements: [...code.statements, ...withSubexpressions(model.update, model.subexpressions)],
  };
}
