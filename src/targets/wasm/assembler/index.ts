export * from "./encode.js";
export * from "./function.js";
export * from "./module.js";
export * from "./value.js";
