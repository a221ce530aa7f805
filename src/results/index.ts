export * from "./finalState.js";
export * from "./networkResult.js";
export type { RecordedVariable } from "./recordedSignals.js";
export { simulatedWindow } from "./simulatedWindow.js";
export type * from "./statistics.js";
export * from "./synapseReader.js";
export type { SynapseList, SynapseSelection } from "./synapseSelection.js";
export { valuesByNeuron } from "./valuesByNeuron.js";
