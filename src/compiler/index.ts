export * from "./compile.js";
export * from "./kernelSource.js";
export type * from "./plan.js";
export { Slots } from "./slots.js";
