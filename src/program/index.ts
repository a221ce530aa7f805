export * from "./build.js";
export * from "./names.js";
export { optimise } from "./optimise/index.js";
export type * from "./program.js";
export * from "./sources/index.js";
