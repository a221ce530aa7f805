export * from "./cached.js";
export * from "./folder.js";
export * from "./key.js";
export * from "./resultCache.js";
export * from "./stored.js";
export * from "./version.js";
