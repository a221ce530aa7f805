import {
  type Assignment,
  type CheckedModel,
  type Expression,
  name,
  namesIn,
  print,
  substitute,
} from "../equations/index.js";

/**
 * Statements that take the state of a neuron from one step to the next, for no machine in
 * particular. Targets are state variables or temporaries; names that begin with an underscore
 * are ours. The statements are carried out in order.
 */
export interface AbstractCode {
  statements: Assignment[];
  /** Values that the statements read beside the model's own. */
  constants: Map<string, number>;
  /** Values that differ from neuron to neuron, computed when they are needed. */
  perNeuron?: {
    names: readonly string[];
    valuesFor: (neurons: number) => Map<string, Float64Array>;
  };
}

/** Abstract code as text, one statement a line. */
export const printCode = ({ statements }: AbstractCode): string =>
  statements.map(({ target, expression }) => `${target} = ${print(expression)}`).join("\n");

/** A differential equation: the variable and its derivative. */
export interface Derivative {
  name: string;
  derivative: Expression;
}

/** The variables of a model that have a derivative. */
export const derivativesOf = ({ states }: CheckedModel): Derivative[] =>
  states.flatMap(({ name: state, derivative }) =>
    derivative ? [{ name: state, derivative }] : [],
  );

/** Replaces subexpressions by what they stand for, all the way down, where `wanted` says so. */
export function inlined(
  expression: Expression,
  model: CheckedModel,
  wanted: (subexpression: Assignment) => boolean = () => true,
): Expression {
  const byName = new Map(model.subexpressions.map((item) => [item.target, item]));
  const replace = (text: string): Expression | undefined => {
    const item = byName.get(text);
    return item && wanted(item) ? substitute(item.expression, replace) : undefined;
  };
  return substitute(expression, replace);
}

/** Whether an expression reads a name, directly or through subexpressions. */
export const reads = (expression: Expression, wanted: string, model: CheckedModel): boolean =>
  namesIn(inlined(expression, model)).has(wanted);

/** Whether noise occurs in the model's equations. */
export const isNoisy = (model: CheckedModel): boolean =>
  derivativesOf(model).some(({ derivative }) => reads(derivative, "xi", model));

/**
 * The subexpressions as statements, on renamed variables: those of one stage of a method that
 * evaluates the derivatives several times.
 */
export function subexpressionsAt(
  model: CheckedModel,
  rename: (name: string) => string | undefined,
  suffix: string,
): { statements: Assignment[]; rename: (name: string) => string | undefined } {
  const own = new Set(model.subexpressions.map(({ target }) => target));
  const renamed = (text: string): string | undefined =>
    own.has(text) && suffix !== "" ? `_${text}${suffix}` : rename(text);
  const statements = model.subexpressions.map(({ target, expression }) => ({
    target: renamed(target) ?? target,
    expression: renameIn(expression, renamed),
  }));
  return { statements, rename: renamed };
}

/** An expression with some names replaced by others. */
export const renameIn = (
  expression: Expression,
  rename: (name: string) => string | undefined,
): Expression =>
  substitute(expression, (text) => {
    const other = rename(text);
    return other === undefined ? undefined : name(other);
  });

/** The statements that make the new values the current ones, after all were computed. */
export const advance = (names: readonly string[]): Assignment[] =>
  names.map((state) => ({ target: state, expression: name(`_${state}`) }));
