import { UserError } from "../../base/index.js";
import type { Place } from "../expressions/expression.js";

/** An error about a piece of text, which is shown with its line number and underlined. */
export function textError(message: string, text: string, { start, end }: Place): UserError {
  const before = text.slice(0, start);
  const line = before.split("\n").length;
  const lineStart = before.lastIndexOf("\n") + 1;
  const lineText = text.slice(lineStart).split("\n")[0];
  // of a long line the part around the place
  const from = Math.max(0, start - lineStart - LONGEST_BEFORE);
  const shown = lineText.slice(from, from + LONGEST_LINE);
  const column = start - lineStart - from;
  const length = Math.max(1, Math.min(end, lineStart + lineText.length) - start);
  const gutter = `${line} | `;
  const underline = "^".repeat(Math.min(length, Math.max(1, shown.length - column)));
  return new UserError(
    `${message}\n${gutter}${shown}\n${" ".repeat(gutter.length + column)}${underline}`,
  );
}

const LONGEST_BEFORE = 80;
const LONGEST_LINE = 160;
