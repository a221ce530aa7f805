import { UserError } from "../base/index.js";

/** Two quantities (or a quantity and a parameter) whose dimensions do not fit. */
export class DimensionError extends UserError {
  override readonly name: string = "DimensionError";
}
