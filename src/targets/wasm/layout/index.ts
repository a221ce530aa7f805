export { bundlesOf, neighboursOf } from "./bundles.js";
export type { PartLayout, PlacedDraw, PlacedField } from "./layout.js";
export { layOut, SynapseTables } from "./layout.js";
export { growTo } from "./memoryPlan.js";
export type { PlacedMonitor } from "./monitors.js";
export { Neighbours } from "./neighbours.js";
export { isUndivided, type Part, partition, type Range } from "./part.js";
export type { PlacedPlasticity, PlacedSynapses } from "./pathway.js";
export type { PlacedSpiking, Ring } from "./spiking.js";
