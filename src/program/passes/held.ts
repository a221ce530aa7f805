import { type Assignment, name, where } from "../../equations/index.js";

/**
 * Statements as they are where a neuron may rest: what is held keeps its value then.
 * @param resting the truth value, read where the statements stand
 */
export const heldWhile = (
  resting: string,
  statements: readonly Assignment[],
  isHeld: (target: string) => boolean,
): Assignment[] =>
  statements.map((item) =>
    isHeld(item.target)
      ? { ...item, expression: where(name(resting), name(item.target), item.expression) }
      : item,
  );
