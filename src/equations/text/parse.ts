import { SyntaxError as GrammarError, parse } from "../../../dist/grammar/modelText.js";
import { shown, UserError } from "../../base/index.js";
import { type Expression, namesIn, operandsOf, type Place } from "../expressions/expression.js";
import { joinLines, withoutComments } from "./lines.js";
import { reasonFor, type TextKind } from "./syntaxReasons.js";
import { textError } from "./textError.js";

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

/** Parses one expression; `what` is for messages. @throws UserError that shows the place. */
export const parseExpression = (text: string, what = "expression"): Expression =>
  parseAs(text, "OneExpression", what) as Expression;

/** Deepest nesting of an expression: deeper trees would end in a stack overflow somewhere. */
const DEEPEST = 500;

/** Longest text of a model. */
const LONGEST = 1_000_000;

function parseAs(text: string, startRule: TextKind, what: string): unknown {
  if (typeof text !== "string")
    throw new UserError(`invalid ${what}: ${shown(text)}; expected text`);
  if (text.length > LONGEST)
    throw new UserError(
      `invalid ${what}: a text of ${text.length} characters; expected at most ${LONGEST}`,
    );
  const bare = withoutComments(text).text;
  const prepared = startRule === "Statements" ? joinLines(bare) : bare;
  try {
    const parsed = parse(prepared, { startRule });
    for (const item of Array.isArray(parsed) ? parsed : [{ expression: parsed }])
      requireShallow((item as { expression?: Expression }).expression, what);
    return parsed;
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(what);
    if (!(error instanceof GrammarError)) throw error;
    const { reason, place } = reasonFor(bare, error.location.start.offset, startRule);
    throw textError(`invalid ${what}: ${reason}`, text, place);
  }
}

const tooDeep = (what: string): UserError =>
  new UserError(
    `invalid ${what}: nested too deeply; expected at most ${DEEPEST} levels: give parts of it names of their own`,
  );

/** Refuses trees that are too deep, level by level. */
function requireShallow(expression: Expression | undefined, what: string): void {
  let level: Expression[] = expression ? [expression] : [];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw tooDeep(what);
    level = level.flatMap(operandsOf);
  }
}

/**
 * Refuses `//` where nobody can tell whether it begins a comment or divides: what follows would be
 * arithmetic on known names.
 * @throws UserError that says how to write either.
 */
export function refuseDoubtfulSlashes(text: string, isKnown: (name: string) => boolean): void {
  for (const { start, end } of withoutComments(text).slashes) {
    // a comment on a line of its own divides nothing
    if (/(^|[\n;])\s*$/.test(text.slice(0, start))) continue;
    let names: Set<string>;
    try {
      names = namesIn(parseExpression(text.slice(start + 2, end)));
    } catch {
      continue;
    }
    if ([...names].every(isKnown))
      throw textError(
        'ambiguous "//": write (a // b) or floor(a/b) for a whole quotient, # for a comment',
        text,
        { start, end },
      );
  }
}
