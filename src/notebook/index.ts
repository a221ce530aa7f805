export { cellTheme } from "./figureBundle.js";
export * from "./install.js";
export { type ReproducibilityReport, reproducibilityReport } from "./reproducibility.js";
export { type TypesetModel, typeset } from "./typeset.js";
