import { onDanfojsLoaded } from "./danfojs.js";
import { guardMethods } from "./danfojsGuards.js";

export * from "./columnUnit.js";
export * from "./danfojs.js";
export * from "./dataFrame.js";
export * from "./files/csv.js";
export * from "./files/json.js";
export { type NumpyArray, readNpy, saveNpy } from "./files/npy.js";
export * from "./files/npz.js";
export * from "./files/nwb.js";
export * from "./files/parquet.js";
export * from "./files/sonata.js";
export type { SpikeTrainsByName, SpikeWindow } from "./files/spikeSources.js";
export * from "./synapseTable.js";
export * from "./unitsToHeader.js";
export * from "./verbs/concat.js";
export * from "./verbs/describe.js";
export * from "./verbs/filter.js";
export * from "./verbs/groupBy.js";
export * from "./verbs/groupMeans.js";
export * from "./verbs/melt.js";
export * from "./verbs/merge.js";
export * from "./verbs/pivot.js";
export * from "./verbs/rows.js";
export * from "./verbs/sortBy.js";
export type { Statistic, StatisticName } from "./verbs/statistics.js";

onDanfojsLoaded(guardMethods);
