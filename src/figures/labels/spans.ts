import { figureDocument, SVG } from "../drawing/dom.js";
import type { TextRun } from "./mathLabel.js";

/** Runs of text as the spans of one line: sizes, slants, and shifts from the line. */
export function spansOf(runs: readonly TextRun[], fontSize: number): Element[] {
  let shift = 0;
  return runs.map((run) => {
    const span = spanOf(run, fontSize);
    if (run.shift !== shift) span.setAttribute("dy", String(round((run.shift - shift) * fontSize)));
    shift = run.shift;
    return span;
  });
}

/** One run of text, without its shift. */
export function spanOf(run: TextRun, fontSize: number): Element {
  const span = figureDocument().createElementNS(SVG, "tspan");
  if (run.italic) span.setAttribute("font-style", "italic");
  if (run.size !== 1) span.setAttribute("font-size", String(round(run.size * fontSize)));
  span.textContent = run.text;
  return span;
}

const round = (value: number): number => Math.round(value * 100) / 100;
