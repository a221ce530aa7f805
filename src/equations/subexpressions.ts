import { UserError } from "../base/index.js";
import type { Dimension } from "../units/index.js";
import {
  type Expression,
  namesIn,
  operandsOf,
  sizeOf,
  substitute,
} from "./expressions/expression.js";
import type { Assignment } from "./statements.js";
import type { ParsedEquation } from "./text/parse.js";
import { textError } from "./text/textError.js";

/** A name for an expression: what its text says, at the moment it is read. */
export interface Subexpression extends Assignment {
  dimension: Dimension;
}

/**
 * Subexpressions so ordered that each reads only those before it.
 * @throws UserError for one that depends on itself.
 */
export function orderSubexpressions(
  subexpressions: readonly Subexpression[],
  equations: readonly ParsedEquation[],
  text: string,
): readonly Subexpression[] {
  const byName = new Map(subexpressions.map((item) => [item.target, item]));
  const ordered: Subexpression[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (item: Subexpression): void => {
    const { target } = item;
    if (state.get(target) === "done") return;
    if (state.get(target) === "open") {
      const place = equations.find(({ name }) => name === target) as ParsedEquation;
      throw textError(`invalid subexpression: ${target} depends on itself`, text, place);
    }
    state.set(target, "open");
    for (const name of namesIn(item.expression)) {
      const other = byName.get(name);
      if (other) visit(other);
    }
    state.set(target, "done");
    ordered.push(item);
  };
  for (const item of subexpressions) visit(item);
  return Object.freeze(ordered);
}

/**
 * What some names stand for, directly and through each other: for each subexpression the names it
 * reads in the end. Linear in the size of the text, however often they occur.
 */
export function readsOf(
  subexpressions: readonly Assignment[],
): (expression: Expression) => Set<string> {
  let reads = readers.get(subexpressions);
  if (!reads) {
    reads = readerOf(subexpressions);
    // lists that are still being made are asked again
    if (Object.isFrozen(subexpressions)) readers.set(subexpressions, reads);
  }
  return reads;
}

const readers = new WeakMap<readonly Assignment[], (expression: Expression) => Set<string>>();

function readerOf(subexpressions: readonly Assignment[]): (expression: Expression) => Set<string> {
  const known = new Map<string, Set<string>>();
  const all = (expression: Expression): Set<string> => {
    const found = new Set<string>();
    for (const name of namesIn(expression)) {
      found.add(name);
      for (const inner of known.get(name) ?? []) found.add(inner);
    }
    return found;
  };
  for (const { target, expression } of subexpressions) known.set(target, all(expression));
  return all;
}

/** Most nodes of an expression after its subexpressions were written out, and its deepest nesting. */
const LARGEST = 20_000;
const DEEPEST = 1000;

/** An expression with subexpressions written out. */
interface Written {
  expression: Expression;
  size: number;
  depth: number;
}

/**
 * Replaces subexpressions by what they stand for, all the way down, where `wanted` says so.
 * @throws UserError where the result would be huge: texts that double with each line.
 */
export function inlined(
  expression: Expression,
  subexpressions: readonly Assignment[],
  wanted: (subexpression: Assignment) => boolean = () => true,
): Expression {
  const written = new Map<string, Written>();
  const refuse = (what: string): UserError =>
    new UserError(
      `invalid subexpressions: written out they ${what}; a method that keeps them apart would do: euler, heun, rk2 or rk4`,
    );
  const replace = (tree: Expression): Written => {
    let size = sizeOf(tree);
    let depth = 0;
    const result = substitute(tree, (name) => {
      const item = written.get(name);
      if (item) size += item.size;
      depth = Math.max(depth, item?.depth ?? 0);
      return item?.expression;
    });
    depth += depthOf(tree);
    if (size > LARGEST) throw refuse(`have more than ${LARGEST} parts`);
    if (depth > DEEPEST) throw refuse(`are nested more than ${DEEPEST} deep`);
    return { expression: result, size, depth };
  };
  const needed = readsOf(subexpressions)(expression);
  for (const item of subexpressions)
    if (needed.has(item.target) && wanted(item)) written.set(item.target, replace(item.expression));
  return replace(expression).expression;
}

function depthOf(expression: Expression): number {
  return 1 + Math.max(0, ...operandsOf(expression).map(depthOf));
}

/**
 * Statements in which subexpressions are what their text says when they are read: each is
 * computed before the first statement that reads it, and again after something it depends on was
 * assigned.
 * @param finally expressions that are evaluated after the statements, with their subexpressions
 */
export function withSubexpressions(
  statements: readonly Assignment[],
  subexpressions: readonly Assignment[],
  after: readonly Expression[] = [],
): Assignment[] {
  const reads = readsOf(subexpressions);
  const dependencies = new Map(
    subexpressions.map(({ target, expression }) => [target, reads(expression)]),
  );
  const fresh = new Set<string>();
  const result: Assignment[] = [];
  const prepare = (expression: Expression): void => {
    const needed = reads(expression);
    for (const item of subexpressions)
      if (needed.has(item.target) && !fresh.has(item.target)) {
        result.push({ target: item.target, expression: item.expression });
        fresh.add(item.target);
      }
  };
  for (const statement of statements) {
    prepare(statement.expression);
    result.push({ target: statement.target, expression: statement.expression });
    for (const name of [...fresh])
      if (dependencies.get(name)?.has(statement.target)) fresh.delete(name);
  }
  for (const expression of after) prepare(expression);
  return result;
}
