export * from "./nto1Result.js";
export * from "./run.js";
export type * from "./simulation.js";
