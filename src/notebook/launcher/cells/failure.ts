import { inspect } from "node:util";
import { shown } from "../../../base/index.js";
import { awaitsOf } from "./awaitTrail.js";
import { lineOfCell } from "./cellTexts.js";

/** What Jupyter is told of a failure; a front-end shows the lines of the traceback. */
export interface Failure {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** The failure of a cell that TypeScript refuses: its lines, "1:7 - Type ... is not assignable". */
export function refused(lines: readonly string[]): Failure {
  return { ename: "TypeScriptError", evalue: lines.join("\n"), traceback: [...lines] };
}

/**
 * The failure of a cell that threw a value. The message comes first, then the lines of the user's cells,
 * innermost first, then those of packages. Lines of Node and of the kernel are left out.
 */
export function thrown(value: unknown): Failure {
  if (!isError(value)) {
    const text = textOf(value);
    return { ename: "Error", evalue: text, traceback: [`thrown: ${text}`] };
  }
  return {
    ename: textOfPart(value.name),
    evalue: textOfPart(value.message),
    traceback: [titleOf(value), ...placesOf(value), ...causesOf(value)],
  };
}

/** Any value as text, also where it cannot tell its own. */
function textOf(value: unknown): string {
  try {
    return inspect(value);
  } catch {
    return shown(value);
  }
}

/** Errors of other realms, such as those of jsdom, are errors too. */
const isError = (value: unknown): value is Error =>
  value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";

const titleOf = (error: Error): string => {
  const [name, message] = [textOfPart(error.name), textOfPart(error.message)];
  return message === "" ? name : `${name}: ${message}`;
};

/** Name and message are text by custom, not by rule. */
const textOfPart = (part: unknown): string => (typeof part === "string" ? part : textOf(part));

function placesOf(error: Error): string[] {
  const lines = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const own: string[] = [];
  const others: string[] = [];
  for (const line of [...lines, ...awaitsOf(error)]) {
    const place = placeInCell(line);
    if (place === undefined) {
      if (!isMachinery(line)) others.push(line);
    } else if (place !== "" && place !== own.at(-1)) own.push(place);
  }
  return [...own, ...others];
}

/**
 * A line of a stack trace with the code that stands there, instead of its number: that counts
 * lines of JavaScript, which nobody sees. Empty for tslab's line around a cell; undefined where the
 * line is of no cell.
 */
function placeInCell(line: string): string | undefined {
  const match = /^\s+at (?:async )?(?:(.*?) \()?(cell \[\d+\]):(\d+):\d+\)?$/.exec(line);
  if (!match) return undefined;
  const [, name, cell, number] = match;
  const code = lineOfCell(cell, Number(number));
  if (code === undefined) return "";
  const place = `${cell}: ${asWritten(code)}`;
  return name ? `    at ${name} (${place})` : `    at ${place}`;
}

const LONGEST = 80;

/** A line of JavaScript without what tslab puts into it. */
function asWritten(line: string): string {
  const text = line
    .trim()
    .replace(/^exports\.tsLastExpr\d* = /, "")
    .replace(/\(0, \w+\.(\w+)\)\(/g, "$1(")
    .replace(/\bexports\./g, "");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/** Whether a line is of Node, of tslab or of what starts it. */
const isMachinery = (line: string): boolean =>
  /\(?node:|[\\/]tslab[\\/]dist[\\/]|[\\/]notebook[\\/]launcher[\\/]|\(<anonymous>\)$|at <anonymous>$/.test(
    line,
  );

/** What an error names as its causes, each with its own lines. */
function causesOf(error: Error, seen = new Set<unknown>([error])): string[] {
  const { cause, errors } = error as Error & { errors?: unknown };
  const inner = [...(cause === undefined ? [] : [cause]), ...(Array.isArray(errors) ? errors : [])];
  return inner.flatMap((value) => {
    if (seen.has(value)) return [];
    seen.add(value);
    if (!isError(value)) return [`  because of: ${textOf(value)}`];
    return [`  because of: ${titleOf(value)}`, ...placesOf(value), ...causesOf(value, seen)];
  });
}
