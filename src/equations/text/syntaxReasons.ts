import type { Place } from "../expressions/expression.js";

/** The kinds of text there are, by the grammar's rule. */
export type TextKind = "Equations" | "Statements" | "OneExpression";

/** Why text is not understood, in words, and where. */
export interface Reason {
  reason: string;
  place: Place;
}

/** What users of other languages write, and what it is here. */
const HABITS: readonly (readonly [RegExp, string])[] = [
  [/^&&/, 'expected "and" instead of "&&"'],
  [/^\|\|/, 'expected "or" instead of "||"'],
  [/^!(?!=)/, 'expected "not" instead of "!"'],
  [/^=(?!=)/, 'expected "==" to compare'],
  [/^\[/, "there are no lists in model text"],
  [/^["'`]/, "there is no text in model text"],
  [/^\?/, "there is no ? : in model text; expected a*int(condition) + b*int(not condition)"],
];

/**
 * Why the grammar stopped at a place.
 * @param text without comments
 */
export function reasonFor(text: string, offset: number, kind: TextKind): Reason {
  const open = openParenthesis(text, offset, kind);
  const at = (place: number, length = 1): Place => ({ start: place, end: place + length });
  const rest = text.slice(offset);
  const before = text.slice(0, offset).trimEnd();
  const habit = HABITS.find(([pattern]) => pattern.test(rest));
  const startsEquation = /^\s*(d\w+\s*\/\s*dt\s*=|[a-zA-Z]\w*\s*(=(?!=)|:))/.test(rest);
  const isAtLineStart = /\n\s*$/.test(text.slice(0, offset)) || rest.trim() === "";
  if (rest.startsWith(")") && open === undefined)
    return { reason: 'a ")" without its "("', place: at(offset) };
  if (open !== undefined && (rest.trim() === "" || /^[:;]/.test(rest) || startsEquation))
    return { reason: 'missing ")": this "(" is never closed', place: at(open) };
  if (kind === "Equations" && isAtLineStart && (startsEquation || rest.trim() === "")) {
    if (/[-+*/^=(,]$/.test(before))
      return {
        reason: `something is missing after "${before.slice(-1)}"`,
        place: at(before.length - 1),
      };
    return {
      reason: 'missing unit; expected " : unit" at the end, like " : volt" or " : 1"',
      place: at(before.length),
    };
  }
  if (habit) return { reason: habit[1], place: at(offset) };
  if (rest.trim() === "" || /^[;:)]/.test(rest)) {
    if (/[-+*/^=(,<>]$/.test(before))
      return {
        reason: `something is missing after "${before.slice(-1)}"`,
        place: at(before.length - 1),
      };
    if (kind === "Statements")
      return {
        reason: 'expected a statement like "v = 0*mV"',
        place: at(Math.min(offset, text.length)),
      };
  }
  const word = /^\s*(\w+|\S)/u.exec(rest)?.[1] ?? "";
  if (/[\d.]$/.test(before) && /^[a-zA-Z]/.test(word) && before.length === offset)
    return {
      reason: `"${word}" follows a number; expected an operator: 5*mV`,
      place: at(offset, word.length),
    };
  if (/[\w)]$/.test(before) && /^[\w(]/.test(word))
    return {
      reason: `an operator is missing before "${word}"`,
      place: at(offset + rest.indexOf(word), word.length),
    };
  return {
    reason: word === "" ? "it ends too early" : `"${word}" is not understood here`,
    place: at(offset, Math.max(1, word.length)),
  };
}

/** Where the innermost parenthesis stands that is open at a place; undefined if none is. */
function openParenthesis(text: string, offset: number, kind: TextKind): number | undefined {
  const open: number[] = [];
  for (let at = 0; at < offset; at++) {
    const character = text[at];
    if (character === "(") open.push(at);
    if (character === ")") open.pop();
    // a unit ends an equation, a semicolon a statement: what is open before them stays open
    const ends =
      kind === "Equations"
        ? character === "\n" && lineBefore(text, at).includes(":")
        : character === ";";
    if (ends) open.length = 0;
  }
  return open.at(-1);
}

const lineBefore = (text: string, at: number): string =>
  text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
