export * from "./builtNetwork.js";
export * from "./countTable.js";
export * from "./events.js";
export * from "./poissonDeviate.js";
export * from "./requireElements.js";
export * from "./sizes.js";
export * from "./synapseTable.js";
