import { checkChoice, checkOptions, shown, UserError } from "../../base/index.js";
import { type ConnectionRule, factsOf, PairList } from "./connection.js";

/** For each source, a target for each whole number k of a range. */
export interface Generator {
  readonly rule: "generator";
  /** The target's index, over `i`, `k` and the source's values: "i + k". */
  readonly target: string;
  /** The whole numbers k, from the first to the last; text over `i` and the source's values, or numbers. */
  readonly k: { readonly from: number | string; readonly to: number | string };
  /** Which k are left out: those for which this does not hold: "k != 0". */
  readonly condition?: string;
  /** What becomes of targets that there are not: an error (by default), left out, or counted round. */
  readonly outside?: "refuse" | "leave out" | "wrap";
}

/** Most numbers k of one source. */
const LONGEST = 1e8;

export const GENERATOR: ConnectionRule<Generator> = {
  rule: "generator",
  options: ["target", "k", "condition", "outside"],
  check: ({ target, k, condition, outside = "refuse" }) => {
    checkOptions("k", k ?? null, ["from", "to"]);
    const requireText = (what: string, text: unknown, example: string): void => {
      if (typeof text !== "string")
        throw new UserError(`invalid ${what}: ${shown(text)}; expected text like "${example}"`);
    };
    requireText("target", target, "i + k");
    if (condition !== undefined) requireText("condition", condition, "k != 0");
    for (const [name, bound] of Object.entries({ from: k.from, to: k.to }))
      if (typeof bound !== "string" && !Number.isInteger(bound))
        throw new UserError(
          `invalid ${name} of k: ${shown(bound)}; expected a whole number, or text`,
        );
    checkChoice("outside", outside, ["refuse", "leave out", "wrap"]);
    return { rule: "generator", target, k: Object.freeze({ ...k }), condition, outside };
  },
  texts: ({ target, k, condition }) => ({
    target: { text: target, gives: "number", reads: "k" },
    from:
      typeof k.from === "string" ? { text: k.from, gives: "number", reads: "source" } : undefined,
    to: typeof k.to === "string" ? { text: k.to, gives: "number", reads: "source" } : undefined,
    condition:
      condition === undefined ? undefined : { text: condition, gives: "truth", reads: "k" },
  }),
  count: ({ k }, sides) => {
    const { sources } = factsOf(sides);
    const isKnown = typeof k.from === "number" && typeof k.to === "number";
    return isKnown ? Math.max(0, Number(k.to) - Number(k.from) + 1) * sources : sources;
  },
  pairs: ({ k: range, condition, outside }, sides, { text }) => {
    const { sources: n, targets: m } = factsOf(sides);
    const list = new PairList(sides, 0);
    const bound = (name: "from" | "to"): ((i: number) => number) => {
      const given = range[name];
      if (typeof given === "number") return () => given;
      const of = text(name);
      return (i) => of(i, 0);
    };
    const [first, last, target] = [bound("from"), bound("to"), text("target")];
    const holds = condition === undefined ? () => 1 : text("condition");
    for (let i = 0; i < n; i++) {
      const [from, to] = [Math.ceil(first(i)), Math.floor(last(i))];
      if (!(to - from < LONGEST))
        throw new UserError(
          `invalid k of source ${i}: ${from} to ${to}; expected at most ${LONGEST}`,
        );
      for (let k = from; k <= to; k++) {
        if (!holds(i, 0, k)) continue;
        let j = target(i, 0, k);
        if (!Number.isInteger(j))
          throw new UserError(
            `invalid target of source ${i}, k = ${k}: ${j}; expected a whole number`,
          );
        if (outside === "wrap") j = ((j % m) + m) % m;
        if (j >= 0 && j < m) list.add(i, j);
        else if (outside === "refuse")
          throw new UserError(
            `invalid target of source ${i}, k = ${k}: ${j}; expected 0 to ${m - 1}, or outside: "leave out" or "wrap"`,
          );
      }
    }
    return list.pairs;
  },
};
