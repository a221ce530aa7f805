export { showControlsInCells } from "./cellControls.js";
export * from "./controls/index.js";
