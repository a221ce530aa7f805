import { SyntaxError as GrammarError, parse } from "../../dist/grammar/modelText.js";
import { UserError } from "../base/index.js";
import type { Expression, Place } from "./expression.js";

/** One line of a model: `dV/dt = ... : volt`, `I = ... : amp` or `gL : siemens`. */
export type ParsedEquation = Place & {
  name: string;
  unit: string;
  flags: string[];
} & (
    | { kind: "differential"; expression: Expression }
    | { kind: "subexpression"; expression: Expression }
    | { kind: "parameter" }
  );

/** One statement: `V = Vr`, `w += b`. */
export interface ParsedStatement extends Place {
  name: string;
  operator: "=" | "+=" | "-=" | "*=" | "/=";
  expression: Expression;
}

/** Parses the equations of a model. @throws UserError that shows the line and the place. */
export const parseEquations = (text: string): ParsedEquation[] =>
  parseAs(text, "Equations", "equations") as ParsedEquation[];

/** Parses statements separated by `;` or line ends. @throws UserError that shows the place. */
export const parseStatements = (text: string): ParsedStatement[] =>
  parseAs(text, "Statements", "statements") as ParsedStatement[];

/** Parses one expression. @throws UserError that shows the place. */
export const parseExpression = (text: string): Expression =>
  parseAs(text, "OneExpression", "expression") as Expression;

function parseAs(
  text: string,
  startRule: "Equations" | "Statements" | "OneExpression",
  what: string,
): unknown {
  if (typeof text !== "string")
    throw new UserError(`invalid ${what}: ${String(text)}; expected text`);
  try {
    return parse(text, { startRule });
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    const { offset } = error.location.start;
    const reason = error.message.replace(/,? ?white space,?/g, "").replace(/\.$/, "");
    throw textError(`invalid ${what}: ${lowerFirst(reason)}`, text, {
      start: offset,
      end: offset + 1,
    });
  }
}

const lowerFirst = (text: string): string => text[0].toLowerCase() + text.slice(1);

/** An error about a piece of text, which is shown with its line number and underlined. */
export function textError(message: string, text: string, { start, end }: Place): UserError {
  const before = text.slice(0, start);
  const line = before.split("\n").length;
  const lineStart = before.lastIndexOf("\n") + 1;
  const lineText = text.slice(lineStart).split("\n")[0];
  const length = Math.max(1, Math.min(end, lineStart + lineText.length) - start);
  const gutter = `${line} | `;
  return new UserError(
    `${message}\n${gutter}${lineText}\n${" ".repeat(gutter.length + start - lineStart)}${"^".repeat(length)}`,
  );
}
