import { ownValue, UserError } from "../../base/index.js";
import { DIMENSIONLESS, type Dimension } from "../../units/index.js";
import { refuseInfinity, requireType, type Scope, typeOf, type ValueType } from "../dimensions.js";
import { type Expression, namesIn } from "../expressions/expression.js";
import { isNoise } from "../names.js";
import type { Assignment } from "../statements.js";
import { requireWhole, type StoredAs, storedTruth } from "../stored.js";
import { inlined } from "../subexpressions.js";
import { parseExpression, refuseDoubtfulSlashes } from "../text/parse.js";
import { refuseUnavailable, type Unavailable } from "../unavailable.js";

// Values that are given as text: "-70*mV + 10*mV*rand()" for each neuron or synapse.

/** What the text of a value may read, and how its names are called afterwards. */
export interface ValueScope {
  typeOf: (name: string) => ValueType | undefined;
  names: () => Iterable<string>;
  /** Whether a name is one of whole numbers; without it none is. */
  isInteger?: (name: string) => boolean;
  lowered: (expression: Expression) => Expression;
  /** The expression as it is checked: what stands for others is resolved. */
  prepared?: (expression: Expression, text: string) => Expression;
  /** Names that have no value there. */
  unavailable?: Unavailable;
  /** What names stand for that are written out, on lowered names. */
  subexpressions?: readonly Assignment[];
}

/** Values are made before the first step. */
const BEFORE_TIME: Unavailable = {
  t: "values are made before the first step",
  xi: "expected randn(), a normal deviate for each",
  lastSpike: "values are made before the first spike",
};

/**
 * Checks the text of a value.
 * @param what for messages: "initial v"
 * @param expected its type, where it is known; otherwise the text says it
 * @throws UserError that shows the text and the place.
 */
export function checkValueText(
  what: string,
  text: string,
  scope: ValueScope,
  expected?: ValueType,
  stored: StoredAs = "real",
): { expression: Expression; dimension: Dimension } {
  const parsed = parseExpression(text, what);
  const expression = scope.prepared?.(parsed, text) ?? parsed;
  const inText: Scope = { text, typeOf: scope.typeOf, names: scope.names, draws: true };
  refuseUnavailable(what, [expression], [], { ...BEFORE_TIME, ...scope.unavailable });
  if (expected !== undefined) requireType(expression, expected, what, inText);
  const type = typeOf(expression, inText);
  refuseInfinity(type, expression, inText);
  if (stored === "integer") requireWhole(what, expression, text, scope.isInteger ?? (() => false));
  if (expected === undefined && type === "truth")
    throw new UserError(
      `invalid ${what}: ${text}; expected a value: int(...) makes 0 or 1 of a truth value`,
    );
  refuseDoubtfulSlashes(text, (name) => scope.typeOf(name) !== undefined);
  const lowered = writtenOut(what, text, scope.lowered(expression), scope.subexpressions);
  return {
    expression: stored === "boolean" ? storedTruth(lowered) : lowered,
    dimension: typeof type === "string" ? DIMENSIONLESS : type,
  };
}

/** A value with the subexpressions that it reads written out: they have to have a value before the first step. */
function writtenOut(
  what: string,
  text: string,
  expression: Expression,
  subexpressions: readonly Assignment[] = [],
): Expression {
  const computed = new Set(subexpressions.map(({ target }) => target));
  if (![...namesIn(expression)].some((name) => computed.has(name))) return expression;
  const whole = inlined(expression, subexpressions);
  for (const name of namesIn(whole)) {
    const [bare] = name.split("@");
    const known = isNoise(bare) ? "xi" : bare;
    const why = bare.startsWith("'") ? "it changes over time" : ownValue(BEFORE_TIME, known);
    if (why !== undefined)
      throw new UserError(
        `invalid ${what}: ${text}; it reads ${bare.replace(/^'timed /, "")} through the equations: ${why}`,
      );
  }
  return whole;
}

/**
 * Texts of values in an order in which each reads only those before it.
 * @throws UserError for those that read each other.
 */
export function inOrderOfReading(
  texts: ReadonlyMap<string, string>,
  label: (name: string) => string = (name) => name,
  prepared: (expression: Expression, text: string) => Expression = (expression) => expression,
): [name: string, text: string][] {
  const reads = new Map(
    [...texts].map(([name, text]) => [
      name,
      [...namesIn(prepared(parseExpression(text, label(name)), text))].filter((other) =>
        texts.has(other),
      ),
    ]),
  );
  const ordered: [string, string][] = [];
  const done = new Set<string>();
  while (done.size < texts.size) {
    const next = [...texts].filter(
      ([name]) => !done.has(name) && reads.get(name)?.every((other) => done.has(other)),
    );
    if (next.length === 0) {
      const left = [...texts.keys()].filter((name) => !done.has(name));
      throw new UserError(
        `invalid ${label(left[0])}: ${left.join(", ")} read each other, or themselves`,
      );
    }
    for (const [name, text] of next) {
      done.add(name);
      ordered.push([name, text]);
    }
  }
  return ordered;
}
