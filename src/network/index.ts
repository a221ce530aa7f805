export * from "./connections/index.js";
export { requireKnown, requireName } from "./names.js";
export * from "./network.js";
export type * from "./plasticity.js";
export * from "./population.js";
export * from "./recording.js";
export * from "./slice.js";
export type * from "./source.js";
export * from "./synapses.js";
