export * from "./ceilSpikes.js";
export * from "./findRoot.js";
export * from "./matrixText.js";
export type { Numbers } from "./numbers.js";
export * from "./signal.js";
export * from "./spikeStatistics.js";
export * from "./spikeTrain.js";
export * from "./statistics.js";
export { TimeBins } from "./timeBins.js";
export { commonWindow, type TimeWindow, windowText } from "./timeWindow.js";

import "./stored.js";
