export { settle } from "./settle.js";
export type { LookScale, ReadyMark, SettledPanel } from "./settledPanel.js";
