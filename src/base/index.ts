export * from "./didYouMean.js";
export { DIGEST_PARTS, digestOf } from "./digest.js";
export * as elementary from "./elementary.js";
export * from "./errors.js";
export { type Hasher, type Host, type HostThread, host, useHost } from "./host.js";
export { joined } from "./joined.js";
export { type ManualPage, seeManual } from "./manual.js";
export * from "./options.js";
export * from "./showAs.js";
