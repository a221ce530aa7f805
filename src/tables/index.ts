export * from "./csv.js";
export * from "./danfojs.js";
export * from "./dataFrame.js";
export * from "./groupMeans.js";
export * from "./json.js";
export { type NumpyArray, readNpy, saveNpy } from "./npy.js";
export * from "./npz.js";
export * from "./synapseTable.js";
export * from "./unitsToHeader.js";
