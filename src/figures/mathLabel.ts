import { UserError } from "../base/index.js";
import { figureDocument, katex, SVG } from "./dom.js";

/** A stretch of text set in one style. */
export interface TextRun {
  text: string;
  italic: boolean;
  /** Size relative to the label's. */
  size: number;
  /** Shift of the baseline downward, in units of the label's size. */
  shift: number;
}

const SUBSCRIPT = { size: 0.7, shift: 0.2 };
const SUPERSCRIPT = { size: 0.7, shift: -0.35 };

/**
 * A label as runs of text. Between dollar signs stands TeX mathematics: "Median $V_m$ (mV)",
 * "$\\Delta g_\\mathrm{exc}$". The result stays text, so that it can be searched in a PDF;
 * therefore what needs more than one line of text (fractions, matrices) is an error.
 * A dollar sign itself is written "\\$".
 * @throws UserError showing the mathematics that cannot be set, and for a dollar sign too many.
 */
export function labelRuns(label: string): TextRun[] {
  const parts = label.split(/(?<!\\)\$/);
  if (parts.length % 2 === 0)
    throw new UserError(
      `invalid label: ${label}; expected two dollar signs around mathematics, and "\\\\$" for the sign itself`,
    );
  const runs = parts.flatMap((part, i) =>
    i % 2 === 1
      ? mathRuns(part)
      : [{ text: part.replaceAll("\\$", "$"), italic: false, size: 1, shift: 0 }],
  );
  return joinAlike(runs);
}

/** Joins neighbours of one style, so that a subscript is found as one word. */
function joinAlike(runs: readonly TextRun[]): TextRun[] {
  const joined: TextRun[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (run.text === "") continue;
    if (last?.italic === run.italic && last.size === run.size && last.shift === run.shift)
      last.text += run.text;
    else joined.push({ ...run });
  }
  return joined;
}

/** Replaces an element's text by the runs of the label that it holds. */
export function setLabel(element: Element, label: string): void {
  const runs = labelRuns(label);
  element.replaceChildren();
  const fontSize = fontSizeOf(element);
  let shift = 0;
  for (const run of runs) {
    const span = figureDocument().createElementNS(SVG, "tspan");
    if (run.italic) span.setAttribute("font-style", "italic");
    if (run.size !== 1) span.setAttribute("font-size", String(round(run.size * fontSize)));
    if (run.shift !== shift) span.setAttribute("dy", String(round((run.shift - shift) * fontSize)));
    shift = run.shift;
    span.textContent = run.text;
    element.append(span);
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;

function fontSizeOf(element: Element): number {
  const own = element.closest("[font-size]")?.getAttribute("font-size");
  return Number.parseFloat(own ?? "10");
}

/** KaTeX parses the TeX and gives MathML, whose tree is read here. */
function mathRuns(tex: string): TextRun[] {
  let markup: string;
  try {
    markup = katex().renderToString(tex, { output: "mathml", throwOnError: true, strict: false });
  } catch (error) {
    throw new UserError(`invalid label: $${tex}$; ${(error as Error).message}`);
  }
  const holder = figureDocument().createElement("div");
  holder.innerHTML = markup;
  const root = holder.querySelector("semantics")?.firstElementChild;
  if (!root) throw new UserError(`invalid label: $${tex}$; it holds no mathematics`);
  return runsOf(root, { size: 1, shift: 0 }, tex);
}

interface Style {
  size: number;
  shift: number;
}

function runsOf(node: Element, style: Style, tex: string): TextRun[] {
  const children = Array.from(node.children);
  const text = node.textContent ?? "";
  const scripted = (child: Element, script: Style): TextRun[] =>
    runsOf(
      child,
      { size: style.size * script.size, shift: style.shift + style.size * script.shift },
      tex,
    );
  switch (node.localName) {
    case "mrow":
    case "mstyle":
    case "mpadded":
      return children.flatMap((child) => runsOf(child, style, tex));
    case "mi": {
      const italic = node.getAttribute("mathvariant") !== "normal" && [...text].length === 1;
      return [{ text, italic, ...style }];
    }
    case "mn":
    case "mtext":
      return [{ text, italic: false, ...style }];
    case "mo":
      return [{ text: spacedOperator(node, text), italic: false, ...style }];
    case "mspace":
      return [{ text: " ", italic: false, ...style }];
    case "msub":
      return [...runsOf(children[0], style, tex), ...scripted(children[1], SUBSCRIPT)];
    case "msup":
      return [...runsOf(children[0], style, tex), ...scripted(children[1], SUPERSCRIPT)];
    case "msubsup":
      return [
        ...runsOf(children[0], style, tex),
        ...scripted(children[1], SUBSCRIPT),
        ...scripted(children[2], SUPERSCRIPT),
      ];
    default:
      throw new UserError(
        `invalid label: $${tex}$; "${text}" (${node.localName}) cannot be set in one line of text`,
      );
  }
}

/** Relations and sums get thin spaces around them where something stands before them. */
function spacedOperator(node: Element, text: string): string {
  const spaced = /^[=<>≤≥≈≠+−±×·→∼]$/.test(text) && node.previousElementSibling !== null;
  return spaced ? `\u2009${text}\u2009` : text;
}
