export { binomialDeviate } from "./binomial.js";
export * from "./distributions/index.js";
export { type Many, type One, type Random, random } from "./generator.js";
export * from "./juliaStream.js";
export * from "./numpyStream.js";
export * from "./streams.js";
export { EXPONENTIAL_TAIL, NORMAL_TAIL, SPLIT_MIX, XoshiroStream } from "./xoshiroStream.js";
export { EXPONENTIAL_TABLES, NORMAL_TABLES } from "./zigguratTables.js";
