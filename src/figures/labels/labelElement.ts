import { svgElement } from "../drawing/dom.js";
import { THEME } from "../theme.js";
import { setLabel } from "./setLabel.js";
import { isTall, textWidth } from "./textWidth.js";
import { wrapLabel } from "./wrapLabel.js";

/** Space from one line of a label to the next, in parts of its size. */
const LINE = 1.25;

/** What the fractions of a label need above and below a line of text, in parts of its size. */
const TALL = 0.55;

/** A label broken into lines, and the height of all. */
export interface LabelBlock {
  lines: readonly string[];
  fontSize: number;
  height: number;
}

/** A label in the lines that fit a width. */
export function labelBlock(
  label: string,
  width: number,
  fontSize: number = THEME.fontSize,
): LabelBlock {
  const lines = label === "" ? [] : wrapLabel(label, width, fontSize);
  const height = lines.reduce(
    (sum, line, i) => sum + fontSize * ((i > 0 ? LINE : 1) + (isTall(line) ? 2 * TALL : 0)),
    0,
  );
  return { lines, fontSize, height };
}

/**
 * The lines of a label as texts, the lowest on the baseline given.
 * @param place what all lines share: text-anchor, x, transform
 */
export function labelElements(
  { lines, fontSize }: LabelBlock,
  place: { x: number; y: number; anchor?: "start" | "middle" | "end" },
): SVGElement[] {
  let y = place.y;
  return [...lines]
    .reverse()
    .map((line) => {
      const own = isTall(line) ? TALL * fontSize : 0;
      y -= own;
      const text = svgElement("text", {
        "font-size": fontSize,
        x: place.x,
        y,
        ...(place.anchor && { "text-anchor": place.anchor }),
      });
      y -= own + LINE * fontSize;
      return setLabel(text, line);
    })
    .reverse();
}

/** Half of the width of the widest line. */
export const halfWidth = ({ lines, fontSize }: LabelBlock): number =>
  Math.max(0, ...lines.map((line) => textWidth(line, fontSize))) / 2;
