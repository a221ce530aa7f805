import { checkChoice, checkOptions, checkTruth, shown, UserError } from "../../base/index.js";
import { isPlotMark } from "../observable/collect.js";
import {
  AXIS_OPTIONS_OF_PLOT,
  LOOK_SCALE_OPTIONS,
  OTHER_SCALES,
  PASSED_OPTIONS,
  SCALE_OPTIONS,
  WHOLE_OPTIONS,
} from "../observable/plotOptions.js";
import type { AnyMark, Panel, PanelMark } from "../panel.js";
import { AXIS_OPTIONS, checkAxis } from "./checkAxis.js";
import { checkedMark } from "./checkMark.js";
import { requireText } from "./requireText.js";

// What users say of a figure is checked when they say it, before anything is drawn.

/** The options of a panel beside its marks. */
export const PANEL_OPTIONS: readonly string[] = [
  "x",
  "y",
  "y2",
  "title",
  "subtitle",
  "caption",
  "legend",
  ...PASSED_OPTIONS,
];

/**
 * A panel whose options and data were checked. The data of our own marks are copies: what the user does to the
 * arrays afterwards changes no picture.
 * @throws UserError naming what is wrong and what was expected.
 */
export function checkedPanel(panel: unknown): Panel {
  const { marks, y2, ...rest } = requirePanel(panel);
  checkPanelOptions(rest);
  return {
    ...rest,
    marks: checkedMarks(marks),
    ...(y2 && { y2: { ...y2, marks: checkedMarks(requireMarks(y2.marks)) } }),
  };
}

/**
 * Checks the options of a panel: axes, texts, legend, and what is handed on to Plot.
 * @throws UserError naming what does not exist or has no such value.
 */
export function checkPanelOptions(options: Omit<Panel, "marks">): void {
  const { x, y, y2, title, subtitle, caption, legend } = options;
  checkAxis("x axis", x, AXIS_OPTIONS);
  checkAxis("y axis", y, [...AXIS_OPTIONS, "labelPosition"]);
  checkAxis("y2 axis", y2, [...AXIS_OPTIONS, "labelPosition", "marks"]);
  for (const [name, text] of Object.entries({ title, subtitle, caption })) requireText(name, text);
  if (legend !== undefined)
    checkChoice("legend", legend, [
      "top-right",
      "top-left",
      "bottom-right",
      "bottom-left",
      "right",
    ]);
  for (const scale of OTHER_SCALES)
    checkOptions(
      `the ${scale} scale`,
      options[scale],
      scale === "fx" || scale === "fy"
        ? [...SCALE_OPTIONS, ...AXIS_OPTIONS_OF_PLOT]
        : LOOK_SCALE_OPTIONS,
    );
  for (const scale of ["fx", "fy"] as const)
    requireText(`label of the ${scale} scale`, options[scale]?.label ?? undefined);
  requireText("label of the color scale", options.color?.label);
  requireText("unit of the color scale", options.color?.unit);
  checkOptions("facet", options.facet, ["data", "x", "y", "include", "exclude"]);
  if (options.clip !== undefined && options.clip !== "frame" && options.clip !== null)
    checkTruth("clip", options.clip);
  for (const name of WHOLE_OPTIONS)
    if (name.startsWith("aria")) requireText(name, (options as Record<string, unknown>)[name]);
}

function requirePanel(panel: unknown): Panel {
  checkOptions("a panel", panel ?? null, ["marks", ...PANEL_OPTIONS]);
  requireMarks((panel as Partial<Panel>).marks);
  return panel as Panel;
}

function requireMarks(marks: unknown): readonly AnyMark[] {
  if (!Array.isArray(marks) || marks.length === 0)
    throw new UserError(`invalid marks: ${shown(marks)}; expected an array of at least one`);
  return marks;
}

const checkedMarks = (marks: readonly AnyMark[]): AnyMark[] =>
  marks.map((mark, index) => (isPlotMark(mark) ? mark : checkedMark(mark as PanelMark, index)));
