import { didYouMean, UserError } from "../../base/index.js";
import {
  type Expression,
  evaluate,
  namesIn,
  operate,
  parseExpression,
  type Scope,
  textError,
  typeOf,
  type ValueType,
} from "../../equations/index.js";
import {
  DIMENSIONLESS,
  fromScale,
  isDimensionless,
  Quantity,
  unitNamed,
} from "../../units/index.js";
import {
  type CellKind,
  describeKinds,
  firstQuantity,
  kindOf,
  kindsOf,
  requireOneDimension,
} from "../cells.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf } from "../dataFrame.js";
import { type Unquoted, unquote } from "./quoted.js";

/** Whether a condition holds in a row; undefined where that is not known, because a value is missing. */
export type Condition = (row: number) => boolean | undefined;

/**
 * A condition of a table's rows from an expression of its columns.
 * @throws UserError that shows the place of what is wrong.
 */
export function conditionOf(table: DataFrame, source: string): Condition {
  const unquoted = unquote(source, table.columns);
  try {
    return new Reader(table, unquoted).condition(parseExpression(unquoted.text));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(unquoted.restore(error.message));
  }
}

interface Column {
  name: string;
  kind: CellKind;
  type: ValueType;
  values: readonly unknown[];
}

const COMPARISONS: readonly string[] = ["==", "!=", "<", "<=", ">", ">="];

class Reader {
  private readonly read = new Map<string, Column | undefined>();
  private readonly scope: Scope;

  constructor(
    private readonly table: DataFrame,
    private readonly unquoted: Unquoted,
  ) {
    this.scope = {
      text: unquoted.text,
      typeOf: (name) => this.column(name)?.type ?? unitNamed(name)?.dimension,
      names: () => table.columns,
    };
  }

  condition(expression: Expression): Condition {
    switch (expression.kind) {
      case "unary": {
        if (expression.operator !== "not") break;
        const inner = this.condition(expression.operand);
        return (row) => {
          const value = inner(row);
          return value === undefined ? undefined : !value;
        };
      }
      case "name": {
        const truth = this.truth(expression);
        if (truth) return truth;
        break;
      }
      case "call":
        if (expression.name === "missing") return this.missing(expression);
        break;
      case "binary": {
        const { operator, left, right } = expression;
        if (operator === "and" || operator === "or") return this.both(operator, left, right);
        if (COMPARISONS.includes(operator)) return this.comparison(expression);
      }
    }
    this.requireKnown(expression);
    throw this.fault(expression, `invalid condition: ${this.quote(expression)} is no comparison`);
  }

  /** `and` and `or` of what may be unknown: false and unknown is false, true or unknown is true. */
  private both(operator: "and" | "or", left: Expression, right: Expression): Condition {
    const [a, b] = [this.condition(left), this.condition(right)];
    const decides = operator === "or";
    return (row) => {
      const [x, y] = [a(row), b(row)];
      if (x === decides || y === decides) return decides;
      return x === undefined || y === undefined ? undefined : !decides;
    };
  }

  private comparison(expression: Expression & { kind: "binary" }): Condition {
    const { operator, left, right } = expression;
    const sides = [this.text(left), this.text(right)];
    if (sides[0] || sides[1]) {
      const [a, b] = sides.map((side, k) => {
        const operand = k === 0 ? left : right;
        if (side ?? this.emptyColumn(operand)) return side ?? (() => undefined);
        this.requireKnown(operand);
        throw this.fault(
          expression,
          `invalid comparison: ${this.quote(sides[0] ? left : right)} is text and ${this.quote(operand)} is none`,
        );
      });
      if (operator !== "==" && operator !== "!=")
        throw this.fault(expression, `invalid comparison of text: ${operator}; expected == or !=`);
      return equality(a, b, operator);
    }
    const truths = [left, right].map((side) => this.truth(side));
    if (truths[0] && truths[1] && (operator === "==" || operator === "!="))
      return equality(truths[0], truths[1], operator);
    const type = typeOf(left, this.scope);
    typeOf(expression, this.scope);
    const names = [...namesIn(expression)];
    const columns = names.map((name) => this.column(name)).filter((column) => column !== undefined);
    const hasUnit = [type, typeOf(right, this.scope)].some(
      (item) => typeof item !== "string" && !isDimensionless(item),
    );
    // decimals that were written are compared, not the binary fractions that units make of them
    const number = (side: Expression, row: number): number => {
      const value = Number(evaluate(side, (name) => this.number(name, row)));
      return hasUnit ? fromScale(value, 1) : value;
    };
    return (row) => {
      if (columns.some(({ values }) => kindOf(values[row]) === "missing")) return undefined;
      const [a, b] = [number(left, row), number(right, row)];
      if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
      return Boolean(operate(operator, a, b));
    };
  }

  private number(name: string, row: number): number {
    const column = this.column(name);
    if (!column) return unitNamed(name)?.scale ?? Number.NaN;
    const value = column.values[row];
    return value instanceof Quantity ? value.value : (value as number);
  }

  /** An operand that is text: a column's, or what stands in quotation marks. */
  private text(expression: Expression): ((row: number) => string | undefined) | undefined {
    if (expression.kind !== "name") return undefined;
    const constant = this.unquoted.texts.get(expression.name);
    if (constant !== undefined) return () => constant;
    const column = this.column(expression.name);
    if (column?.kind !== "text") return undefined;
    return (row) => {
      const value = column.values[row];
      return typeof value === "string" ? value : undefined;
    };
  }

  private emptyColumn(expression: Expression): boolean {
    return expression.kind === "name" && this.column(expression.name)?.kind === "missing";
  }

  /** An operand that is a truth value: a column's, or true and false themselves. */
  private truth(expression: Expression): Condition | undefined {
    if (expression.kind !== "name") return undefined;
    const column = this.column(expression.name);
    if (!column && /^(true|false)$/i.test(expression.name)) {
      const constant = expression.name.toLowerCase() === "true";
      return () => constant;
    }
    if (column?.kind !== "truth") return undefined;
    return (row) => {
      const value = column.values[row];
      return typeof value === "boolean" ? value : undefined;
    };
  }

  private missing(expression: Expression & { kind: "call" }): Condition {
    const [operand, ...more] = expression.arguments;
    const column = operand?.kind === "name" ? this.column(operand.name, false) : undefined;
    if (!column || more.length > 0) {
      if (operand) this.requireKnown(operand);
      throw this.fault(expression, "invalid argument of missing; expected the name of a column");
    }
    return (row) => kindOf(column.values[row]) === "missing";
  }

  /** @throws UserError for a name in an expression that is no column. */
  private requireKnown(expression: Expression): void {
    for (const name of namesIn(expression)) {
      if (this.unquoted.texts.has(name) || this.column(name) || unitNamed(name)) continue;
      const near = didYouMean(name, this.table.columns);
      throw new UserError(
        `unknown column: ${name}; expected one of ${this.table.columns.join(", ")}${near}`,
      );
    }
  }

  /** The column that a name stands for; undefined where it is none. */
  private column(name: string, needsKind = true): Column | undefined {
    if (this.unquoted.texts.has(name)) return undefined;
    const known = this.read.get(name);
    if (known) return needsKind ? this.ofOneKind(known) : known;
    const column = this.unquoted.columns.get(name) ?? name;
    if (!this.unquoted.columns.has(name) && !this.table.columns.includes(column)) return undefined;
    const values = columnOf(this.table, column);
    const kinds = kindsOf(values);
    const [kind = "missing"] = kinds;
    const found = {
      name: column,
      kind: kinds.size > 1 ? "other" : kind,
      type: kind === "truth" ? "truth" : (firstQuantity(values)?.dimension ?? DIMENSIONLESS),
      values,
    } as const;
    this.read.set(name, found);
    return needsKind ? this.ofOneKind(found) : found;
  }

  private ofOneKind(column: Column): Column {
    if (column.kind === "other")
      throw new UserError(
        `invalid column ${column.name}: it holds ${describeKinds(kindsOf(column.values))}; expected one kind, or a function as the condition`,
      );
    requireOneDimension(column.name, column.values);
    return column;
  }

  private quote({ start, end }: Expression): string {
    return `"${this.unquoted.text.slice(start, end)}"`;
  }

  private fault(place: Expression, message: string): UserError {
    return textError(message, this.unquoted.text, place);
  }
}

function equality<T>(
  a: (row: number) => T | undefined,
  b: (row: number) => T | undefined,
  operator: "==" | "!=",
): Condition {
  return (row) => {
    const [x, y] = [a(row), b(row)];
    if (x === undefined || y === undefined) return undefined;
    return (x === y) === (operator === "==");
  };
}
