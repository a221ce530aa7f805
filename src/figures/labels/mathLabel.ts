import { UserError } from "../../base/index.js";
import { figureDocument, katex } from "../drawing/dom.js";

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

/** A fraction: labels one above the other, with a line between them. */
export interface Fraction {
  above: readonly LabelPart[];
  below: readonly LabelPart[];
  /** Size relative to the label's, and shift of the line. */
  size: number;
  shift: number;
}

/** What a label is made of, from left to right. */
export type LabelPart = TextRun | Fraction;

/** Whether a part of a label is a fraction. */
export const isFraction = (part: LabelPart): part is Fraction => "above" in part;

/**
 * A label as runs of text. Between dollar signs stands TeX mathematics: "Median $V_m$ (mV)",
 * "$\\Delta g_\\mathrm{exc}$". The result stays text, so that it can be searched in a PDF;
 * therefore what needs more than a line of text and fractions in it (matrices, sums with limits) is an error.
 * A dollar sign itself is written "\\$".
 * @throws UserError showing the mathematics that cannot be set, and for a dollar sign too many.
 */
export function labelRuns(label: string): LabelPart[] {
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
function joinAlike(runs: readonly LabelPart[]): LabelPart[] {
  const joined: LabelPart[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (isFraction(run)) {
      joined.push({ ...run, above: joinAlike(run.above), below: joinAlike(run.below) });
      continue;
    }
    if (run.text === "") continue;
    const isAlike =
      last !== undefined &&
      !isFraction(last) &&
      last.italic === run.italic &&
      last.size === run.size &&
      last.shift === run.shift;
    if (isAlike) last.text += run.text;
    else joined.push({ ...run });
  }
  return joined;
}

/** KaTeX parses the TeX and gives MathML, whose tree is read here. */
function mathRuns(tex: string): LabelPart[] {
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

function runsOf(node: Element, style: Style, tex: string): LabelPart[] {
  const children = Array.from(node.children);
  const text = node.textContent ?? "";
  const scripted = (child: Element, script: Style): LabelPart[] =>
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
      // names of functions: sin x, not sinx
      const space = [...text].length > 1 && isOperand(node.previousElementSibling) ? THIN : "";
      return [{ text: space + text, italic, ...style }];
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
    case "mfrac":
      return [
        {
          above: runsOf(children[0], { size: FRACTION * style.size, shift: 0 }, tex),
          below: runsOf(children[1], { size: FRACTION * style.size, shift: 0 }, tex),
          ...style,
        },
      ];
    case "mover": {
      const accent = ACCENTS.get(children[1].textContent ?? "");
      if (accent) return accented(runsOf(children[0], style, tex), accent);
      break;
    }
    case "msqrt":
      return [
        { text: "√", italic: false, ...style },
        ...accented(
          children.flatMap((child) => runsOf(child, style, tex)),
          OVERLINE,
        ),
      ];
  }
  throw new UserError(
    `invalid label: $${tex}$; "${text}" (${node.localName}) cannot be set in one line of text`,
  );
}

/** Size of what stands above and below the line of a fraction. */
const FRACTION = 0.8;

const OVERLINE = "\u0305";

/** Accents of TeX, as MathML has them, and the characters that put them over the one before. */
const ACCENTS: ReadonlyMap<string, string> = new Map([
  ["\u02c9", "\u0304"],
  ["\u00af", "\u0304"],
  ["\u203e", OVERLINE],
  ["^", "\u0302"],
  ["~", "\u0303"],
  ["\u02d9", "\u0307"],
  ["\u00a8", "\u0308"],
  ["\u20d7", "\u20d7"],
  ["\u2192", "\u20d7"],
]);

/** Text with an accent over each of its characters. */
const accented = (parts: readonly LabelPart[], accent: string): LabelPart[] =>
  parts.map((part) =>
    isFraction(part)
      ? part
      : { ...part, text: [...part.text].map((character) => character + accent).join("") },
  );

const THIN = "\u2009";

/** MathML's sign between a function and what it is applied to. */
const APPLIED = "\u2061";

const isOperand = (node: Element | null): boolean =>
  node !== null && ["mi", "mn", "msub", "msup", "msubsup"].includes(node.localName);

/** Relations and sums get thin spaces around them where something stands before them. */
function spacedOperator(node: Element, text: string): string {
  if (text === APPLIED) return THIN;
  const spaced = /^[=<>≤≥≈≠+−±×·→∼]$/.test(text) && node.previousElementSibling !== null;
  return spaced ? `${THIN}${text}${THIN}` : text;
}
