import { type Assignment, type Expression, namesIn, print } from "../equations/index.js";
import { scalarCode } from "./expressionCode.js";
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

/** Where a name's slot is: "size" becomes "population 0 size". */
export type SlotName = (what: string) => string;

/** The lines that read those constants that are used. */
export const constantCode = (
  constants: readonly string[],
  used: ReadonlySet<string>,
  slot: SlotName,
  slots: Slots,
): string[] =>
  constants
    .filter((constant) => used.has(constant))
    .map((text) => `const ${local(text)} = ${slots.load("f64", slot(`constant ${text}`))};`);

/** The line that reads the number of neurons, where it is used. */
export const sizeCode = (used: ReadonlySet<string>, slot: SlotName, slots: Slots): string[] =>
  used.has("N") ? [`const $N = f64(${slots.load("i32", slot("total"))});`] : [];

/** The lines that read where arrays begin. */
export const addressCode = (arrays: readonly string[], slot: SlotName, slots: Slots): string[] =>
  arrays.map((text) => `const at_${text} = ${slots.load("usize", slot(`array ${text}`))};`);

/** The lines that read a neuron's values, at `o` in each array, change them and store them. */
export function statementCode(
  statements: readonly Assignment[],
  arrays: readonly string[],
): string[] {
  return [
    ...arrays.map((array) => `let ${local(array)} = load<f64>(at_${array} + o);`),
    ...statements.map(
      ({ target, expression }) =>
        `${local(target)} = ${scalarCode(expression, local)}; // ${target} = ${print(expression)}`,
    ),
    ...Array.from(
      new Set(statements.map((item) => item.target)),
      (target) => `store<f64>(at_${target} + o, ${local(target)});`,
    ),
  ];
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
