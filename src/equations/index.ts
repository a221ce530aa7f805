export * from "./actions.js";
export * from "./checkModel.js";
export { Declarations, type DeclaredNames, type ParameterValue } from "./declarations.js";
export { DRAWN, requireType, type Scope, typeOf, type ValueType } from "./dimensions.js";
export { derivativeOf } from "./expressions/derivative.js";
export {
  compileExpression,
  evaluate,
  type FunctionTable,
  isSmallPower,
  JAVASCRIPT,
  operate,
  type Value,
} from "./expressions/evaluate.js";
export * from "./expressions/expression.js";
export * from "./expressions/latex.js";
export * from "./expressions/linear.js";
export * from "./functions/index.js";
export type * from "./modelText.js";
export * from "./names.js";
export * from "./statements.js";
export { requireWhole, STORED_TYPES, type StoredAs, storedTruth, truthOf } from "./stored.js";
export * from "./subexpressions.js";
export * from "./text/parse.js";
export * from "./text/textError.js";
export * from "./unavailable.js";
export { type Formula, formula, isFormula, withFormulas } from "./values/formula.js";
export { type Tabulated, tableNamed, tabulated } from "./values/tabulated.js";
export { isTimed, type Timed, timed, withTimed } from "./values/timed.js";
export * from "./values/values.js";
export * from "./values/valueText.js";
