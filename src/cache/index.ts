export * from "./cached.js";
export { Claims } from "./claims.js";
export type { CacheEntry, UsedEntry } from "./descriptions.js";
export * from "./folder.js";
export * from "./key.js";
export { parseBytes } from "./limit.js";
export * from "./resultCache.js";
export * from "./stored.js";
export * from "./version.js";
