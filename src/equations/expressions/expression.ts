/** Where a piece of the user's text stands: offsets into it. */
export interface Place {
  start: number;
  end: number;
  /** The formula that the piece comes from, which was written out at this place. */
  within?: string;
}

/** Operators of two operands; `and`, `or` and comparisons give truth values. */
export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "**"
  | "<"
  | "<="
  | ">"
  | ">="
  | "=="
  | "!="
  | "and"
  | "or";

/** An expression as a tree. Made by the parser; never evaluated as code. */
export type Expression = Place &
  (
    | { kind: "number"; value: number }
    | { kind: "name"; name: string }
    | { kind: "unary"; operator: "-" | "+" | "not"; operand: Expression }
    | { kind: "binary"; operator: BinaryOperator; left: Expression; right: Expression }
    | { kind: "call"; name: string; arguments: Expression[] }
  );

const NOWHERE: Place = { start: 0, end: 0 };

/** A number that stands in no text. */
export const number = (value: number): Expression => ({ kind: "number", value, ...NOWHERE });

/** A name that stands in no text. */
export const name = (text: string): Expression => ({ kind: "name", name: text, ...NOWHERE });

/** A call that stands in no text. */
export const call = (callee: string, ...args: Expression[]): Expression => ({
  kind: "call",
  name: callee,
  arguments: args,
  ...NOWHERE,
});

/**
 * One of two values, as a truth value says; only the targets know it, users write no such call. Its
 * name has a character that no name of a user has.
 */
export const WHERE = "where'";

export const where = (condition: Expression, yes: Expression, no: Expression): Expression =>
  call(WHERE, condition, yes, no);

/** The opposite of a truth value. */
export const not = (operand: Expression): Expression => ({
  kind: "unary",
  operator: "not",
  operand,
  ...NOWHERE,
});

/** The negative of an expression. */
export function negate(operand: Expression): Expression {
  if (operand.kind === "number") return number(-operand.value);
  return { kind: "unary", operator: "-", operand, ...NOWHERE };
}

/** An operation; sums with 0 and products with 0 and 1 are left out. */
export function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  const isValue = (side: Expression, value: number): boolean =>
    side.kind === "number" && side.value === value;
  if (operator === "+" && isValue(left, 0)) return right;
  if ((operator === "+" || operator === "-") && isValue(right, 0)) return left;
  if (operator === "-" && isValue(left, 0)) return negate(right);
  if (operator === "*" && (isValue(left, 0) || isValue(right, 0))) return number(0);
  if (operator === "*" && isValue(left, 1)) return right;
  if ((operator === "*" || operator === "/") && isValue(right, 1)) return left;
  if (operator === "/" && isValue(left, 0)) return number(0);
  return { kind: "binary", operator, left, right, ...NOWHERE };
}

/** The functions that an expression calls. */
export function callsIn(expression: Expression, calls = new Set<string>()): Set<string> {
  if (expression.kind === "call") calls.add(expression.name);
  for (const operand of operandsOf(expression)) callsIn(operand, calls);
  return calls;
}

/** The operands of an expression. */
export function operandsOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "call":
      return expression.arguments;
    default:
      return [];
  }
}

/** How many numbers, names and operations an expression has. */
export const sizeOf = (expression: Expression): number =>
  operandsOf(expression).reduce((sum, operand) => sum + sizeOf(operand), 1);

/** The names that an expression reads, functions left out. */
export function namesIn(expression: Expression, found: Set<string> = new Set()): Set<string> {
  if (expression.kind === "name") found.add(expression.name);
  for (const operand of operandsOf(expression)) namesIn(operand, found);
  return found;
}

/** An expression with other operands, each made of the one before. */
export function mapOperands(
  expression: Expression,
  make: (operand: Expression) => Expression,
): Expression {
  switch (expression.kind) {
    case "unary":
      return { ...expression, operand: make(expression.operand) };
    case "binary":
      return { ...expression, left: make(expression.left), right: make(expression.right) };
    case "call":
      return { ...expression, arguments: expression.arguments.map(make) };
    default:
      return expression;
  }
}

/** An expression with some names replaced by expressions. */
export function substitute(
  expression: Expression,
  replace: (name: string) => Expression | undefined,
): Expression {
  if (expression.kind === "name") return replace(expression.name) ?? expression;
  return mapOperands(expression, (operand) => substitute(operand, replace));
}

/** An expression with some names replaced by others. */
export const renameNames = (
  expression: Expression,
  rename: (name: string) => string | undefined,
): Expression =>
  substitute(expression, (text) => {
    const other = rename(text);
    return other === undefined ? undefined : name(other);
  });

const PRECEDENCE: Record<BinaryOperator, number> = {
  or: 1,
  and: 2,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "==": 4,
  "!=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "**": 8,
};

/** An expression as text that parses to the same tree, with as few parentheses as that allows. */
export function print(expression: Expression, outer = 0): string {
  const wrapped = (text: string, precedence: number): string =>
    precedence < outer ? `(${text})` : text;
  switch (expression.kind) {
    case "number":
      return expression.value < 0 || Object.is(expression.value, -0)
        ? wrapped(`-${-expression.value}`, 7)
        : String(expression.value);
    case "name":
      return expression.name;
    case "call":
      return `${expression.name}(${expression.arguments.map((argument) => print(argument)).join(", ")})`;
    case "unary": {
      const { operator, operand } = expression;
      return operator === "not"
        ? wrapped(`not ${print(operand, 3)}`, 3)
        : wrapped(`${operator}${print(operand, 7)}`, 7);
    }
    case "binary": {
      const { operator, left, right } = expression;
      const own = PRECEDENCE[operator];
      // powers group to the right, comparisons do not chain, all others group to the left
      const leftLimit = operator === "**" || own === 4 ? own + 1 : own;
      const rightLimit = operator === "**" ? 7 : own + 1;
      const text = `${print(left, leftLimit)} ${operator} ${print(right, rightLimit)}`;
      return wrapped(operator === "**" ? text.replace(" ** ", "**") : text, own);
    }
  }
}
