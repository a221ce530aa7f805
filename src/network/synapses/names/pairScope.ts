import {
  type Assignment,
  BUILT_IN,
  CONSTANTS,
  type DeclaredNames,
  type Formula,
  name as nameOf,
  number,
  type ParameterValue,
  substitute,
  truthOf,
  type ValueScope,
  type ValueType,
  withFormulas,
} from "../../../equations/index.js";
import { DIMENSIONLESS, unitNamed } from "../../../units/index.js";
import { modelOf, type Side, type SideModel, subexpressionsOn } from "../sides/sides.js";

/** Names that both populations have, and that a pair of neurons has not. */
const OF_ONE = ["t", "xi", "lastSpike", "i", "N"];

/**
 * What the texts of synaptic values and of connection rules may read: the synapses' own parameters;
 * `i` and `j`, the indices of source and target within their slices; `N_pre` and `N_post`; the
 * parameters and initial values of both neurons, `x_pre` and `x_post`, where a bare name is the target's.
 * @param source undefined where only its name is known
 * @param reads what else has a meaning (`k`), or what has none (`j` of a source alone)
 */
export function pairScope(
  own: ReadonlyMap<string, ParameterValue>,
  source: Side | undefined,
  target: Side,
  reads: "pair" | "source" | "k" = "pair",
  formulas: ReadonlyMap<string, Formula> = new Map(),
): ValueScope {
  const indices = reads === "pair" ? ["i", "j"] : reads === "k" ? ["i", "k"] : ["i"];
  const [before, after] = [modelOf(source), modelOf(target) as SideModel];
  const [pre, post] = [before?.declarations, after.declarations];
  const has = (declared: DeclaredNames | undefined, text: string): boolean =>
    declared !== undefined && !OF_ONE.includes(text) && declared.has(text);
  /** The side and bare name that a name means. */
  const meant = (text: string): { declared: DeclaredNames; name: string } | undefined => {
    const [, bare, side] = /^(.+)_(pre|post)$/.exec(text) ?? [];
    if (side === "pre" && has(pre, bare))
      return { declared: pre as DeclaredNames, name: `${bare}@pre` };
    if (reads !== "pair") return undefined;
    if (side === "post" && has(post, bare)) return { declared: post, name: `${bare}@post` };
    return has(post, text) && !CONSTANTS.has(text) && text !== "dt"
      ? { declared: post, name: `${text}@post` }
      : undefined;
  };
  const known = new Map([...post.formulas, ...formulas]);
  const bareOf = (marked: string): string => marked.slice(0, marked.indexOf("@"));
  return {
    typeOf: (text): ValueType | undefined => {
      const mine = own.get(text);
      if (mine) return mine.stored === "boolean" ? "truth" : mine.dimension;
      if (indices.includes(text) || text === "N_pre" || text === "N_post") return DIMENSIONLESS;
      if (CONSTANTS.has(text)) return BUILT_IN.get(text);
      if (text === "dt") return post.typeOf("dt");
      const found = meant(text);
      return found ? found.declared.typeOf(bareOf(found.name)) : unitNamed(text)?.dimension;
    },
    names: () => [
      ...own.keys(),
      ...indices,
      "N_pre",
      "N_post",
      ...[...(pre?.names ?? [])].map((text) => `${text}_pre`),
      ...[...post.names].map((text) => `${text}_post`),
      ...post.names,
    ],
    isInteger: (text) => {
      if (own.has(text)) return own.get(text)?.stored === "integer";
      const found = meant(text);
      return found
        ? found.declared.isInteger(bareOf(found.name))
        : [...indices, "N_pre", "N_post"].includes(text);
    },
    prepared: (expression, text) => withFormulas(expression, known, text),
    lowered: (expression) =>
      substitute(expression, (text) => {
        if (own.get(text)?.stored === "boolean") return truthOf(text);
        if (own.has(text) || indices.includes(text) || text === "dt") return undefined;
        if (CONSTANTS.has(text)) return CONSTANTS.get(text);
        if (text === "N_pre" || text === "N_post") return nameOf(text.replace("_", "@"));
        const found = meant(text);
        if (found)
          return found.declared.isBoolean(bareOf(found.name))
            ? truthOf(found.name)
            : nameOf(found.name);
        const unit = unitNamed(text);
        return unit && number(unit.scale);
      }),
    subexpressions: [...counted("post", after), ...(before ? counted("pre", before) : [])],
  };
}

/** The subexpressions of a side; the N that they read is the number of all its neurons, where that is known. */
const counted = (side: "pre" | "post", model: SideModel): Assignment[] =>
  subexpressionsOn(side, model).map(({ target, expression }) => ({
    target,
    expression: substitute(expression, (text) =>
      text === `N@${side}` && model.N !== undefined ? number(model.N) : undefined,
    ),
  }));
