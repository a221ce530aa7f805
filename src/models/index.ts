export * from "./nto1.js";
export * from "./parameters.js";
