export type { Built, RunOptions } from "./options.js";
export { requireSimulation, run } from "./run.js";
export { type AfterRun, RunSynapses } from "./synapses.js";
