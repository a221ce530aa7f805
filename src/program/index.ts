export { abstractCode } from "./abstractCode.js";
export * from "./build.js";
export * from "./names.js";
export { optimise } from "./optimise/index.js";
export { isPostponed, isSideOf, variablesOf } from "./postponed.js";
export { printProgram } from "./print.js";
export * from "./program.js";
export * from "./sources/index.js";
export { waitingLayout } from "./waiting.js";
