export * from "./csv.js";
export * from "./danfojs.js";
export * from "./dataFrame.js";
export * from "./groupMeans.js";
export * from "./json.js";
export * from "./npy.js";
export * from "./synapseTable.js";
export * from "./unitsToHeader.js";
