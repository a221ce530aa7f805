export { alignDelays } from "./align.js";
export { makeSynapses, makingSynapses } from "./maker.js";
export { leastDelay, madeByKernels, makeFrom, requireRoom, tasksOf } from "./prepare.js";
export type { Made, MadeRows, MakeTask } from "./task.js";
