import { InternalError } from "../base/index.js";
import type { Expression } from "../equations/index.js";

/** How names are written in the code. */
export type NameCode = (name: string) => string;

const isTruth = (expression: Expression): boolean =>
  (expression.kind === "unary" && expression.operator === "not") ||
  (expression.kind === "binary" &&
    ["<", "<=", ">", ">=", "==", "!=", "and", "or"].includes(expression.operator));

/** A double as AssemblyScript, to all its digits. */
export function literal(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  const text = String(Math.abs(value));
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  return sign + (/[.e]/.test(text) ? text : `${text}.0`);
}

const VECTOR_OPERATORS: Readonly<Record<string, string>> = {
  "+": "f64x2.add",
  "-": "f64x2.sub",
  "*": "f64x2.mul",
  "/": "f64x2.div",
  "**": "vpow",
  "<": "f64x2.lt",
  "<=": "f64x2.le",
  ">": "f64x2.gt",
  ">=": "f64x2.ge",
  "==": "f64x2.eq",
  "!=": "f64x2.ne",
  and: "v128.and",
  or: "v128.or",
};

const VECTOR_FUNCTIONS: Readonly<Record<string, string>> = {
  exp: "vexp",
  log: "vlog",
  log10: "vlog10",
  sin: "vsin",
  cos: "vcos",
  tan: "vtan",
  tanh: "vtanh",
  sqrt: "f64x2.sqrt",
  abs: "f64x2.abs",
  floor: "f64x2.floor",
  ceil: "f64x2.ceil",
  min: "f64x2.min",
  max: "f64x2.max",
};

/** An expression as code on two neurons at once; truth values are masks. */
export function vectorCode(expression: Expression, nameCode: NameCode): string {
  const of = (operand: Expression): string => vectorCode(operand, nameCode);
  switch (expression.kind) {
    case "number":
      return `f64x2.splat(${literal(expression.value)})`;
    case "name":
      return nameCode(expression.name);
    case "unary":
      if (expression.operator === "+") return of(expression.operand);
      return `${expression.operator === "-" ? "f64x2.neg" : "v128.not"}(${of(expression.operand)})`;
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "**" && right.kind === "number" && SMALL_POWERS.includes(right.value))
        return new Array(right.value - 1)
          .fill(of(left))
          .reduce(
            (product: string, factor: string) => `f64x2.mul(${product}, ${factor})`,
            of(left),
          );
      return `${VECTOR_OPERATORS[operator]}(${of(left)}, ${of(right)})`;
    }
    case "call": {
      const args = expression.arguments.map(of);
      if (expression.name === "clip")
        return `f64x2.min(f64x2.max(${args[0]}, ${args[1]}), ${args[2]})`;
      if (expression.name === "int")
        return isTruth(expression.arguments[0])
          ? `v128.and(${args[0]}, f64x2.splat(1.0))`
          : `f64x2.trunc(${args[0]})`;
      return `${known(VECTOR_FUNCTIONS, expression.name)}(${args.join(", ")})`;
    }
  }
}

/** Whole powers that are written as products. */
const SMALL_POWERS = [2, 3, 4];

const SCALAR_FUNCTIONS: Readonly<Record<string, string>> = {
  exp: "sexp",
  log: "slog",
  log10: "slog10",
  sin: "ssin",
  cos: "scos",
  tan: "stan",
  tanh: "stanh",
  sqrt: "sqrt<f64>",
  abs: "abs<f64>",
  floor: "floor<f64>",
  ceil: "ceil<f64>",
  min: "min<f64>",
  max: "max<f64>",
};

/** How a power is written: base and exponent as code. */
export type PowerCode = (base: string, exponent: string) => string;

const accuratePower: PowerCode = (base, exponent) => `spow(${base}, ${exponent})`;

/** An expression as code on one number; gives the very bits that the vector code gives. */
export function scalarCode(
  expression: Expression,
  nameCode: NameCode,
  powerCode: PowerCode = accuratePower,
): string {
  const of = (operand: Expression): string => scalarCode(operand, nameCode, powerCode);
  switch (expression.kind) {
    case "number":
      return literal(expression.value);
    case "name":
      return nameCode(expression.name);
    case "unary":
      if (expression.operator === "+") return of(expression.operand);
      return `${expression.operator === "-" ? "-" : "!"}(${of(expression.operand)})`;
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "**") {
        if (right.kind === "number" && SMALL_POWERS.includes(right.value))
          return `(${new Array(right.value).fill(`(${of(left)})`).join(" * ")})`;
        return powerCode(of(left), of(right));
      }
      const symbol = { and: "&&", or: "||" }[operator as string] ?? operator;
      return `(${of(left)} ${symbol} ${of(right)})`;
    }
    case "call": {
      const args = expression.arguments.map(of);
      if (expression.name === "clip")
        return `min<f64>(max<f64>(${args[0]}, ${args[1]}), ${args[2]})`;
      if (expression.name === "int")
        return isTruth(expression.arguments[0]) ? `f64(${args[0]})` : `trunc<f64>(${args[0]})`;
      return `${known(SCALAR_FUNCTIONS, expression.name)}(${args.join(", ")})`;
    }
  }
}

function known(table: Readonly<Record<string, string>>, name: string): string {
  if (!Object.hasOwn(table, name)) throw new InternalError(`no code for the function ${name}`);
  return table[name];
}
