export * from "./cacheCommands.js";
export * from "./notebookCommands.js";
export * from "./simulate.js";
