import {
  compileExpression,
  type Expression,
  FUNCTIONS,
  type FunctionTable,
  name,
  PRIMITIVE_FUNCTIONS,
  parseExpression,
} from "../../equations/index.js";
import { constant, defineFunction, encodeModule, writeModule } from "./assembler/index.js";
import { expressionCode } from "./code/scope/expression.js";
import { CONSTANTS } from "./library/addresses.js";

/**
 * The kernels' functions for JavaScript: with them, constants have the same bits as the kernels would
 * give them, in every engine of JavaScript.
 */
export const portableFunctions = (): FunctionTable => PORTABLE;

type Compute = (...values: number[]) => number;

/** Functions that were asked for: each is made when it is called first, since most networks need few or none. */
const known = new Map<string, Compute>();

const PORTABLE: FunctionTable = {
  call: (text, values) => functionNamed(text)(...values),
  power: (base, exponent) => functionNamed(POWER)(base, exponent),
};

const POWER = "**";
const PARAMETERS = ["x", "y", "z"] as const;

function functionNamed(text: string): Compute {
  let found = known.get(text);
  if (!found) {
    found = makeFunction(text);
    known.set(text, found);
  }
  return found;
}

function makeFunction(text: string): Compute {
  if (text === POWER) {
    const [left, right] = [name("x"), name("y")];
    return compiled(2, { kind: "binary", operator: "**", left, right, start: 0, end: 0 });
  }
  const primitive = PRIMITIVE_FUNCTIONS.find((item) => item.name === text);
  if (!primitive) return derived(text);
  const given = PARAMETERS.slice(0, primitive.arguments).map((parameter) => name(parameter));
  return compiled(primitive.arguments, {
    kind: "call",
    name: text,
    arguments: given,
    start: 0,
    end: 0,
  });
}

/** An expression of x, y and z as a kernel by itself. */
function compiled(count: number, expression: Expression): Compute {
  const shapes = Object.fromEntries(
    PARAMETERS.slice(0, count).map((parameter) => [parameter, "f64"]),
  ) as Record<string, "f64">;
  const definition = defineFunction("compute", shapes, "f64", (f, values) =>
    f.return(
      expressionCode(expression, {
        f,
        shape: "f64",
        read: (p) => values[p] ?? constant(0, "f64"),
      }),
    ),
  );
  const { bytes } = encodeModule(writeModule(new Map([["compute", definition]]), false), CONSTANTS);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return instance.exports.compute as Compute;
}

/** Functions in terms of others have no code of their own; their parts have. */
function derived(text: string): Compute {
  const meaning = FUNCTIONS.get(text)?.means;
  if (meaning === undefined) return () => Number.NaN;
  let given: readonly number[] = [];
  const read = (p: string) => () => given[PARAMETERS.indexOf(p as "x")];
  const compute = compileExpression(parseExpression(meaning), read, PORTABLE);
  return (...values) => {
    given = values;
    return Number(compute());
  };
}
