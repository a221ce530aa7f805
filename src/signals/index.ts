export * from "./ceilSpikes.js";
export * from "./findRoot.js";
export * from "./matrixText.js";
export * from "./signal.js";
export * from "./spikeStatistics.js";
export * from "./spikeTrain.js";
export * from "./statistics.js";

import "./stored.js";
