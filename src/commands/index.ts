export { runSlurmTask } from "../sweep/index.js";
export * from "./cacheCommands.js";
export * from "./notebookCommands.js";
export * from "./page.js";
export * from "./simulate.js";
export * from "./sweep.js";
