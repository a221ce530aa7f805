export { type Control, type ControlForm, type Position, useControls } from "./control.js";
export { type NumberOptions, number, type SliderOptions, slider } from "./measured.js";
export {
  type ControlOptions,
  checkbox,
  choice,
  seed,
  type TextOptions,
  text,
} from "./others.js";
