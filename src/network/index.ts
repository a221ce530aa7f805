export type { Alias } from "./aliases.js";
export { RESULT_MEMBERS } from "./aliases.js";
export { type Changes, changed, originOf } from "./changed.js";
export { type Clock, StepTimes } from "./clock.js";
export { type ByPlaceOptions, byPlace } from "./compartments/byPlace.js";
export { type CompartmentsOptions, compartments } from "./compartments/compartments.js";
export { elementsAt } from "./compartments/elements.js";
export { type Shape, treeOf } from "./compartments/shape.js";
export * from "./connections/index.js";
export { differingPart, type Layout, layoutOf } from "./layout.js";
export { eventName, isEventName, ownerOfEvents, requireKnown, requireName } from "./names.js";
export * from "./network.js";
export * from "./population.js";
export * from "./recording.js";
export type * from "./simulation.js";
export * from "./slice.js";
export * from "./source.js";
export type { Statistics } from "./statistics.js";
export type { StopWhen } from "./stopWhen.js";
export { checkedSynapses, synapsesIn } from "./synapses/check/check.js";
export type * from "./synapses/check/checkedSynapses.js";
export {
  type AtSpikes,
  type Delay,
  type Delays,
  PRECISIONS,
  type Precision,
  type Synapses,
  type SynapsesOptions,
} from "./synapses/description.js";
export { ELAPSED } from "./synapses/equations/eventDriven.js";
export * from "./synapses/linked.js";
export { ofSource, ofTarget, timedAt } from "./synapses/names/rules.js";
export type { Pathway } from "./synapses/pathways/pathways.js";
export type * from "./synapses/plasticity.js";
export * from "./synapses/synapses.js";
