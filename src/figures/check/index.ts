export { isOwnMark, type PlainMark, unitsOfMark } from "./checkMark.js";
export { checkedPanel, checkPanelOptions, PANEL_OPTIONS } from "./checkPanel.js";
export { requireText } from "./requireText.js";
export { axisNumbers } from "./valuesOf.js";
