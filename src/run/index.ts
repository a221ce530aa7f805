export type { Built, RunOptions } from "./options.js";
export { run } from "./run.js";
export { type AfterRun, RunSynapses } from "./synapses.js";
