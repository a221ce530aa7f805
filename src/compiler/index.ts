export * from "./compile.js";
export * from "./kernelSource.js";
export type * from "./plan.js";
export { BEFORE_HISTORY, HISTORY_NODE, NEVER } from "./plasticityCode.js";
export { Slots } from "./slots.js";
