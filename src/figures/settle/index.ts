export { settle } from "./settle.js";
export type { Facets, LookScale, ReadyMark, SettledPanel } from "./settledPanel.js";
