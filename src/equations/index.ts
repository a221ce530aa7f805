export * from "./evaluate.js";
export * from "./expression.js";
export * from "./functions.js";
export * from "./latex.js";
export * from "./linear.js";
export * from "./model.js";
export * from "./parse.js";
export * from "./unavailable.js";
