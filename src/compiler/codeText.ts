import { type Assignment, type Expression, namesIn } from "../equations/index.js";
import type { Slots } from "./slots.js";

/** Names of the model as names of the code: no word of the language begins with a dollar. */
export const local = (name: string): string => `$${name}`;

/** The lines that a statement list needs for reading the time. */
export function timeCode(used: ReadonlySet<string>, slots: Slots): string[] {
  const lines: string[] = [];
  if (used.has("dt") || used.has("t")) lines.push(`const $dt = ${slots.load("f64", "dt")};`);
  if (used.has("t")) lines.push("const $t = f64(step) * $dt;");
  return lines;
}

/** Whether statements or a threshold read a name. */
export const isRead = (
  name: string,
  statements: readonly Assignment[],
  threshold: Expression | undefined,
): boolean =>
  statements.some(({ expression }) => namesIn(expression).has(name)) ||
  (threshold !== undefined && namesIn(threshold).has(name));

/** Lines moved to the right by some levels. */
export const indent = (lines: readonly string[], levels = 1): string[] =>
  lines.map((line) => "  ".repeat(levels) + line);

/** The lines that look up this step's spikes, and end a function where there are none. */
export const spikeList = (list: string): string[] => [
  `const list = ${list};`,
  "const length = load<i32>(list);",
  "if (length == 0) return;",
];
