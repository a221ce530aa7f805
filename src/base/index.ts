export * from "./didYouMean.js";
export * from "./errors.js";
export * from "./options.js";
export * from "./showAs.js";
