import { requireWholeNumber, shown, UserError } from "../../base/index.js";
import { type ConnectionRule, factsOf, PairList } from "./connection.js";

/** Pairs that are given; indices count within the slices. */
export interface ConnectionList {
  readonly rule: "list";
  readonly sources: readonly number[] | Int32Array;
  readonly targets: readonly number[] | Int32Array;
}

export const LIST: ConnectionRule<ConnectionList> = {
  rule: "list",
  options: ["sources", "targets"],
  check: (given, sides) => {
    const { sources: n, targets: m } = factsOf(sides);
    const sources = indices("source", given.sources, n);
    const targets = indices("target", given.targets, m);
    if (sources.length !== targets.length)
      throw new UserError(
        `invalid connections: ${sources.length} sources and ${targets.length} targets; expected as many of both`,
      );
    return { rule: "list", sources, targets };
  },
  count: ({ sources }) => sources.length,
  pairs: ({ sources, targets }, sides) => {
    const list = new PairList(sides, sources.length);
    for (let k = 0; k < sources.length; k++) list.add(sources[k], targets[k]);
    return list.pairs;
  },
};

function indices(what: string, given: unknown, count: number): Int32Array {
  if (!Array.isArray(given) && !ArrayBuffer.isView(given))
    throw new UserError(
      `invalid ${what}s of connections: ${shown(given)}; expected a list of indices`,
    );
  // millions of them, read from a table
  if (given instanceof Int32Array && given.every((index) => index >= 0 && index < count))
    return given.slice();
  return Int32Array.from(given as readonly number[], (index) =>
    requireWholeNumber(what, index, 0, count - 1),
  );
}
