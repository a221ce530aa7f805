export * from "./grid.js";
export * from "./progress.js";
export * from "./progressState.js";
export * from "./runWithProgress.js";
