export * from "./figure.js";
export type * from "./panel.js";
export * from "./plots/index.js";
export * from "./save.js";
export { MARGIN_WIDTH, PAGE_WIDTH, TEXT_WIDTH } from "./theme.js";
export type { Domain } from "./ticks.js";
