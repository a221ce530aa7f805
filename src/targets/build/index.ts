export * from "./builtNetwork.js";
export * from "./events.js";
