export * from "./buildNetwork.js";
export type { Pairs } from "./connect.js";
export * from "./kernelText.js";
export * from "./network.js";
export * from "./networkResult.js";
export * from "./nto1Result.js";
export * from "./run.js";
export type { RunOptions } from "./runNetwork.js";
export type * from "./simulation.js";
