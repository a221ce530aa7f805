export { showControlsInCells } from "./cellControls.js";
export * from "./controls/index.js";
export { type LiveFigure, live, showLiveFiguresInCells } from "./live/live.js";
