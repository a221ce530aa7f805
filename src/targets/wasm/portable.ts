import {
  compileExpression,
  type Expression,
  FUNCTIONS,
  type FunctionTable,
  name,
  PRIMITIVE_FUNCTIONS,
  parseExpression,
} from "../../equations/index.js";
import {
  constant,
  defineFunction,
  encodeModule,
  type FunctionDefinition,
  writeModule,
} from "./assembler/index.js";
import { expressionCode } from "./code/expression.js";
import { CONSTANTS } from "./library/addresses.js";

let table: FunctionTable | undefined;

/**
 * The kernels' functions for JavaScript: with them, constants have the same bits as the kernels would
 * give them, in every engine of JavaScript.
 */
export const portableFunctions = (): FunctionTable => PORTABLE;

const made = (): FunctionTable => {
  table ??= makeTable();
  return table;
};

/** Made when the first of them is called: most networks begin with numbers that are given. */
const PORTABLE: FunctionTable = {
  call: (text, values) => made().call(text, values),
  power: (base, exponent) => made().power(base, exponent),
};

function makeTable(): FunctionTable {
  const parameters = ["x", "y", "z"] as const;
  const define = (text: string, count: number, expression: Expression): FunctionDefinition =>
    defineFunction(
      text,
      Object.fromEntries(
        parameters.slice(0, count).map((parameter) => [parameter, "f64"]),
      ) as Record<string, "f64">,
      "f64",
      (f, values) =>
        f.return(
          expressionCode(expression, {
            f,
            shape: "f64",
            read: (p) => values[p] ?? constant(0, "f64"),
          }),
        ),
    );
  const exported = new Map<string, FunctionDefinition>();
  for (const { name: text, arguments: count } of PRIMITIVE_FUNCTIONS)
    exported.set(
      text,
      define(text, count, {
        kind: "call",
        name: text,
        arguments: parameters.slice(0, count).map((parameter) => name(parameter)),
        start: 0,
        end: 0,
      }),
    );
  exported.set(
    "**",
    define("**", 2, {
      kind: "binary",
      operator: "**",
      left: name("x"),
      right: name("y"),
      start: 0,
      end: 0,
    }),
  );
  const { bytes } = encodeModule(writeModule(exported, false), CONSTANTS);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const functions = { ...instance.exports } as Record<string, (...values: number[]) => number>;
  const portable: FunctionTable = {
    call: (text, values) => (functions[text] ?? derived(text))(...values),
    power: (base, exponent) => functions["**"](base, exponent),
  };
  // functions in terms of others have no code of their own; their parts have
  const derived = (text: string): ((...values: number[]) => number) => {
    const meaning = FUNCTIONS.get(text)?.means;
    if (meaning === undefined) return () => Number.NaN;
    let given: readonly number[] = [];
    const read = (p: string) => () => given[parameters.indexOf(p as "x")];
    const compute = compileExpression(parseExpression(meaning), read, portable);
    functions[text] = (...values) => {
      given = values;
      return Number(compute());
    };
    return functions[text];
  };
  return portable;
}
