import "./codecs.js";

export * from "./cached.js";
export { each } from "./each.js";
export type { CacheEntry, UsedEntry } from "./entries.js";
export * from "./folder.js";
export * from "./key.js";
export { parseBytes } from "./limit.js";
export * from "./recordings/index.js";
export * from "./resultCache.js";
export { loadState, saveState } from "./savedState.js";
export * from "./stored.js";
export * from "./version.js";
