import { didYouMean, seeManual, shown, UserError } from "../base/index.js";
import { type CheckedModel, withSubexpressions } from "../equations/index.js";
import { type AbstractCode, noisesOf } from "./abstractCode.js";
import { euler } from "./euler.js";
import { exact } from "./exact.js";
import { exponentialEuler } from "./exponentialEuler.js";
import { heun } from "./heun.js";
import { milstein } from "./milstein.js";
import { rk2, rk4 } from "./staged.js";

export {
  type AbstractCode,
  noisesOf,
  type Propagator,
  printCode,
  type SystemMatrix,
} from "./abstractCode.js";
export { matrixExponential } from "./matrixExponential.js";

/** A method that makes abstract code of equations. A new one is a file beside this, and a line here. */
interface Integrator {
  integrate: (model: CheckedModel) => AbstractCode;
  takesNoise: boolean;
}

const INTEGRATORS: ReadonlyMap<string, Integrator> = new Map([
  ["euler", { integrate: euler, takesNoise: true }],
  ["heun", { integrate: heun, takesNoise: true }],
  ["milstein", { integrate: milstein, takesNoise: true }],
  ["rk2", { integrate: rk2, takesNoise: false }],
  ["rk4", { integrate: rk4, takesNoise: false }],
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
  | "exponential_euler"
  | "exact";

/** Their names, for messages and tests. */
export const INTEGRATOR_NAMES: readonly IntegratorName[] = [
  ...INTEGRATORS.keys(),
] as IntegratorName[];

/**
 * The abstract code of one step of a model: its equations by the named method, then its update
 * statements.
 * @throws UserError for an unknown method, or one that does not fit, saying which would.
 */
export function integrate(model: CheckedModel, method: string): AbstractCode {
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
  const code = integrator.integrate(model);
  return {
    ...code,
    statements: [...code.statements, ...withSubexpressions(model.update, model.subexpressions)],
  };
}
