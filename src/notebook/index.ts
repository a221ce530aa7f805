export * from "./install.js";
export { type ReproducibilityReport, reproducibilityReport } from "./reproducibility.js";
