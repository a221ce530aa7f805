export * from "./checkModel.js";
export { compileExpression } from "./compileExpression.js";
export { Declarations, type ParameterValue } from "./declarations.js";
export { DRAWN, type Scope, typeOf, type ValueType } from "./dimensions.js";
export {
  evaluate,
  type FunctionTable,
  isSmallPower,
  JAVASCRIPT,
  type Value,
} from "./evaluate.js";
export * from "./expression.js";
export * from "./functions/index.js";
export * from "./latex.js";
export * from "./linear.js";
export type * from "./modelText.js";
export * from "./names.js";
export * from "./parse.js";
export * from "./statements.js";
export * from "./subexpressions.js";
export * from "./textError.js";
export { isTimed, type Timed, timed } from "./timed.js";
export * from "./unavailable.js";
export * from "./values.js";
export * from "./valueText.js";
