import { InternalError } from "../../../../base/index.js";
import { type Expression, isSmallPower, WHERE } from "../../../../equations/index.js";
import { constant, type FunctionWriter, type Shape, type Value } from "../../assembler/index.js";
import { lookUp } from "../../library/lookUp.js";
import * as math from "../../library/math/index.js";

/** How a power is computed. */
export type PowerCode = (f: FunctionWriter, base: Value, exponent: Value) => Value;

/** What the code of an expression depends on. */
export interface ExpressionContext {
  f: FunctionWriter;
  /** Of numbers: one, or two elements at once. */
  shape: "f64" | "f64x2";
  read: (name: string) => Value;
  power?: PowerCode;
  /** The address of a table that is called by a name; undefined for other functions. */
  table?: (name: string) => Value | undefined;
  /** Computes an expression once, before the loop over elements, where it is the same for all. */
  once?: (expression: Expression, make: () => Value) => Value | undefined;
}

/**
 * The larger of two numbers as Math.max() has it. The instruction for that becomes eight of the machine's on vectors;
 * beside a constant, one that becomes one says the same.
 */
function larger(x: Value, y: Value): Value {
  const [one, bound] = x.number === undefined ? [x, y] : [y, x];
  if (!isBound(bound) || one.shape === "f64") return x.max(y);
  const larger = one.pmax(bound);
  // of two zeros the positive one is the larger
  return bound.number === 0 ? larger.add(0) : larger;
}

/** The smaller of two numbers as Math.min() has it. */
function smaller(x: Value, y: Value): Value {
  const [one, bound] = x.number === undefined ? [x, y] : [y, x];
  return isBound(bound) && one.shape !== "f64" ? one.pmin(bound) : x.min(y);
}

/** Whether a value is known to be a number, and not the negative zero. */
const isBound = ({ number }: Value): boolean =>
  number !== undefined && !Number.isNaN(number) && !Object.is(number, -0);

/** Functions of numbers that the library of kernels has. */
const FUNCTIONS: Readonly<Record<string, math.MathCode>> = {
  exp: math.exp,
  expm1: math.expm1,
  exprel: math.exprel,
  log: math.log,
  log10: math.log10,
  log1p: math.log1p,
  sin: math.sin,
  cos: math.cos,
  tan: math.tan,
  tanh: math.tanh,
  asin: math.asin,
  acos: math.acos,
  atan: math.atan,
  atan2: math.atan2,
  mod: math.mod,
  sqrt: (_, x) => x.sqrt(),
  abs: (_, x) => x.abs(),
  floor: (_, x) => x.floor(),
  ceil: (_, x) => x.ceil(),
  min: (_, x, y) => smaller(x, y),
  max: (_, x, y) => larger(x, y),
  clip: (_, x, low, high) => smaller(larger(x, low), high),
  sign: (f, given) => {
    const x = f.keep(given);
    const negative = x.lt(0).select(constant(-1, x.shape), x);
    return x.gt(0).select(constant(1, x.shape), negative);
  },
};

/** The names of functions that kernels know, for a test that none is missing. */
export const KERNEL_FUNCTIONS: readonly string[] = [...Object.keys(FUNCTIONS), "int"];

/** Shapes of truth values: of one number, and masks of two. */
const isTruth = ({ shape }: Value): boolean => shape === "i32" || shape === "i64x2";

/** The code of an expression. Scalar and vector code give the same bits. */
export function expressionCode(expression: Expression, context: ExpressionContext): Value {
  const same = context.once?.(expression, () =>
    expressionCode(expression, { ...context, once: undefined }),
  );
  return same ?? nodeCode(expression, context);
}

function nodeCode(expression: Expression, context: ExpressionContext): Value {
  const { f, shape, read } = context;
  const of = (operand: Expression): Value => expressionCode(operand, context);
  switch (expression.kind) {
    case "number":
      return constant(expression.value, shape);
    case "name":
      return read(expression.name);
    case "unary": {
      const operand = of(expression.operand);
      if (expression.operator === "+") return operand;
      return expression.operator === "-" ? operand.neg() : operand.not();
    }
    case "binary":
      return binaryCode(expression, context);
    case "call": {
      const values = expression.arguments.map(of);
      if (expression.name === WHERE) return values[0].select(values[1], values[2]);
      const table = context.table?.(expression.name);
      if (table) return lookUpCode(f, values[0], table);
      if (expression.name === "int") return intCode(values[0], shape);
      const code = Object.hasOwn(FUNCTIONS, expression.name)
        ? FUNCTIONS[expression.name]
        : undefined;
      if (!code) throw new InternalError(`kernels do not know the function ${expression.name}`);
      return code(f, ...values);
    }
  }
}

/** A table is looked up for one number after the other. */
function lookUpCode(f: FunctionWriter, given: Value, table: Value): Value {
  const x = f.keep(given);
  if (x.shape === "f64") return f.call(lookUp, "f64", x, table);
  const [low, high] = [0, 1].map((lane) => f.keep(f.call(lookUp, "f64", x.lane(lane), table)));
  return low.splat().withLane(1, high);
}

function intCode(value: Value, shape: Shape): Value {
  if (!isTruth(value)) return value.trunc();
  return value.select(constant(1, shape), constant(0, shape));
}

function binaryCode(
  { operator, left, right }: Expression & { kind: "binary" },
  context: ExpressionContext,
): Value {
  const { f, power = math.power } = context;
  const a = expressionCode(left, context);
  if (operator === "**") {
    if (right.kind === "number" && isSmallPower(right.value))
      return math.wholePower(f, a, right.value);
    return power(f, a, expressionCode(right, context));
  }
  if (operator === "and" && right.kind === "unary" && right.operator === "not" && a.shape !== "i32")
    return a.andNot(expressionCode(right.operand, context));
  const b = expressionCode(right, context);
  switch (operator) {
    case "+":
      return a.add(b);
    case "-":
      return a.sub(b);
    case "*":
      return a.mul(b);
    case "/":
      return a.div(b);
    case "<":
      return a.lt(b);
    case "<=":
      return a.le(b);
    case ">":
      return a.gt(b);
    case ">=":
      return a.ge(b);
    case "==":
      return a.eq(b);
    case "!=":
      return a.ne(b);
    case "and":
      return a.and(b);
    case "or":
      return a.or(b);
  }
}
