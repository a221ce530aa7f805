import { DIMENSIONLESS } from "../units/index.js";
import { refuseInfinity, requireType, type Scope, typeOf, type ValueType } from "./dimensions.js";
import { type Expression, namesIn } from "./expressions/expression.js";
import { requireWhole, storedTruth } from "./stored.js";
import { type ParsedStatement, parseStatements, refuseDoubtfulSlashes } from "./text/parse.js";
import { textError } from "./text/textError.js";

/** A statement on SI numbers: `target = expression`. */
export interface Assignment {
  target: string;
  expression: Expression;
}

/** What statements of a text may read and change. */
export interface StatementRules {
  /** The type of each name that may be read, temporaries left out. */
  typeOf: (name: string) => ValueType | undefined;
  names: () => Iterable<string>;
  /** The names that may be assigned. */
  targets: readonly string[];
  /** Why a known name cannot be assigned, where there is more to say. */
  whyNot?: (name: string) => string | undefined;
  /** Whether a name that may be read or assigned is an integer. */
  isInteger?: (name: string) => boolean;
  /** What an expression given to a name has to be beside its unit. */
  requireValue?: (name: string, expression: Expression) => void;
  /** Whether new names are temporaries ("used": if something reads them); otherwise they are errors. */
  temporaries: boolean | "used";
  /** Whether they may draw: rand(), randn(), poisson(mean). */
  draws?: boolean;
  /** The expression as it is checked: what stands for others is resolved. */
  prepared?: (expression: Expression, text: string) => Expression;
  /** The expression on SI numbers, names resolved. */
  lowered: (expression: Expression, isLocal: (name: string) => boolean) => Expression;
  /** How a target or temporary is called in the lowered statements. */
  renamed?: (name: string, isLocal: boolean) => string;
}

/**
 * Parses and checks statements: targets, names, units.
 * @throws UserError that shows the text, the place, and what was expected.
 */
export function checkStatements(text: string, rules: StatementRules): Assignment[] {
  const local = new Map<string, ValueType>();
  const { renamed = (name: string) => name } = rules;
  const scope: Scope = {
    text,
    typeOf: (name) => local.get(name) ?? rules.typeOf(name),
    names: () => [...rules.names(), ...local.keys()],
    draws: rules.draws,
  };
  const isLocal = (name: string): boolean => local.has(name);
  const { prepared = (expression: Expression) => expression } = rules;
  const statements = parseStatements(text).map((parsed): Assignment => {
    const statement = { ...parsed, expression: prepared(parsed.expression, text) };
    const { name, operator, expression } = statement;
    if (!rules.targets.includes(name) && !local.has(name)) {
      const isKnown = rules.typeOf(name) !== undefined;
      if (!rules.temporaries || operator !== "=" || isKnown)
        throw textError(targetFault(name, isKnown, rules), text, statement);
      // the new name has no value yet where its own expression is computed
      const type = typeOf(expression, scope);
      refuseInfinity(type, expression, scope);
      const lowered = rules.lowered(expression, isLocal);
      local.set(name, type === "zero" ? DIMENSIONLESS : type);
      return { target: renamed(name, true), expression: lowered };
    }
    const whole = combined(statement);
    const type = scope.typeOf(name) as ValueType;
    requireType(whole, type, name, scope);
    const { isInteger = () => false } = rules;
    if (!isLocal(name)) {
      if (isInteger(name))
        requireWhole(name, whole, text, (text) => !isLocal(text) && isInteger(text));
      rules.requireValue?.(name, whole);
    }
    const lowered = rules.lowered(whole, isLocal);
    return {
      target: renamed(name, local.has(name)),
      expression: type === "truth" && !isLocal(name) ? storedTruth(lowered) : lowered,
    };
  });
  refuseDoubtfulSlashes(text, (name) => scope.typeOf(name) !== undefined);
  if (rules.temporaries === "used") refuseUnread(text, local, rules);
  return statements;
}

/** Refuses temporaries that nothing reads after they were assigned: a target that was misspelt. */
function refuseUnread(
  text: string,
  local: ReadonlyMap<string, ValueType>,
  rules: StatementRules,
): void {
  const parsed = parseStatements(text);
  for (const [k, statement] of parsed.entries()) {
    const { name } = statement;
    if (!local.has(name)) continue;
    const isRead = parsed.some(
      (item, other) => other > k && (namesIn(item.expression).has(name) || isChange(item, name)),
    );
    if (!isRead) throw textError(targetFault(name, false, rules), text, statement);
  }
}

/** Whether a statement reads its own target: `w += 1`. */
const isChange = (statement: ParsedStatement, name: string): boolean =>
  statement.name === name && statement.operator !== "=";

function targetFault(name: string, isKnown: boolean, { targets, whyNot }: StatementRules): string {
  const why = whyNot?.(name);
  if (why !== undefined) return `invalid target: ${name}; ${why}`;
  const expected =
    targets.length === 0
      ? "there is no state variable"
      : `expected a state variable: ${targets.join(", ")}`;
  return `${isKnown ? "invalid" : "unknown"} target: ${name}; ${expected}`;
}

/** `w += b` as `w = w + b`. */
function combined({ name, operator, expression, start, end }: ParsedStatement): Expression {
  if (operator === "=") return expression;
  const target: Expression = { kind: "name", name, start, end: start + name.length };
  const sign = operator[0] as "+" | "-" | "*" | "/";
  return { kind: "binary", operator: sign, left: target, right: expression, start, end };
}
