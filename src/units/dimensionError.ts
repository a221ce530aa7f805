import { UserError } from "../base/index.js";

/**
 * Two quantities (or a quantity and a parameter) whose dimensions do not fit.
 * @example
 * ```ts
 * try {
 *   mV(1).plus(ms(1) as never);
 * } catch (error) {
 *   console.log(error instanceof DimensionError, error.message);
 * }
 * ```
 */
export class DimensionError extends UserError {
  override readonly name: string = "DimensionError";
}
