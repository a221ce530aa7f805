import {
  CONSTANTS,
  type Declarations,
  type Formula,
  NO_NOISE,
  name as nameOf,
  type ParameterValue,
  type StatementRules,
  substitute,
  truthOf,
  type Unavailable,
  withFormulas,
} from "../../equations/index.js";
import { unitNamed } from "../../units/index.js";

/** How a name of the target is called in the statements of synapses. */
export const ofTarget = (name: string): string => `${name}@post`;

/** How a name of the source is called there. */
export const ofSource = (name: string): string => `${name}@pre`;

/** Names that have no value at a synapse. */
export const AT_SYNAPSES: Unavailable = {
  ...NO_NOISE,
  i: "a synapse has two neurons, so that it is not clear whose index that is; give a parameter per synapse",
  N: "a synapse has two sides, so that it is not clear whose number that is; give a parameter",
};

/** Names of the model that mean the same for both sides. */
const COMMON = ["t", "dt", "xi"];

/** How a name in the target's own texts is called at a synapse. */
export const targetName = (text: string): string | undefined =>
  COMMON.includes(text) ? undefined : ofTarget(text);

/** How a name in the source's own texts is called at a synapse. */
export const sourceName = (text: string): string | undefined =>
  COMMON.includes(text) ? undefined : ofSource(text);

/** What the statements of synapses may read and change, and what its names mean. */
export function rulesOf(
  own: ReadonlyMap<string, ParameterValue>,
  states: readonly string[],
  declared: Declarations,
  pre: Declarations | undefined,
  formulas: ReadonlyMap<string, Formula>,
): StatementRules {
  const known = new Map([...declared.formulas, ...formulas]);
  /** The bare name of the source's value that a text means. */
  const meantPre = (text: string): string | undefined => {
    if (own.has(text)) return undefined;
    const bare = /^(.+)_pre$/.exec(text)?.[1];
    const isOne = bare !== undefined && pre?.has(bare) && !COMMON.includes(bare);
    return isOne && !CONSTANTS.has(bare) && !Object.hasOwn(AT_SYNAPSES, bare) ? bare : undefined;
  };
  /** The target's name that a text means, with or without `_post`. */
  const meant = (text: string): string | undefined => {
    if (own.has(text)) return undefined;
    if (declared.has(text)) return text;
    const bare = /^(.+)_post$/.exec(text)?.[1];
    return bare !== undefined && declared.has(bare) ? bare : undefined;
  };
  const typeOf = (text: string) => {
    const mine = own.get(text);
    if (mine) return mine.dimension;
    const of = meant(text);
    if (of !== undefined) return declared.typeOf(of);
    const from = meantPre(text);
    return from === undefined ? unitNamed(text)?.dimension : pre?.typeOf(from);
  };
  const resolve = (text: string): string | undefined => {
    const of = meant(text);
    const from = of === undefined ? meantPre(text) : undefined;
    if (from !== undefined) return ofSource(from);
    if (of === undefined || CONSTANTS.has(of) || Object.hasOwn(AT_SYNAPSES, of)) return undefined;
    return targetName(of);
  };
  return {
    typeOf,
    names: () => [
      ...own.keys(),
      ...declared.names,
      ...[...(pre?.names ?? [])].flatMap((text) =>
        meantPre(`${text}_pre`) ? [`${text}_pre`] : [],
      ),
    ],
    targets: states
      .filter((state) => !declared.isShared(state))
      .flatMap((state) => [state, `${state}_post`]),
    whyNot: (text) => {
      const of = meant(text);
      if (of !== undefined && declared.isShared(of))
        return "it is declared (shared): one neuron's synapses would change it for all";
      if (own.has(text))
        return "expected a state variable of the target: plastic variables change in the plasticity";
      const bare = /^(.+)_pre$/.exec(text)?.[1];
      return bare === undefined
        ? undefined
        : "the source's variables cannot be changed by its synapses";
    },
    temporaries: false,
    prepared: (expression, text) => withFormulas(expression, known, text),
    lowered: (expression) =>
      declared.lowered(
        substitute(expression, (text) => {
          const renamed = resolve(text);
          if (renamed === undefined) return undefined;
          const isTruth = typeOf(text) === "truth";
          return isTruth ? truthOf(renamed) : nameOf(renamed);
        }),
        (text) => own.has(text),
      ),
    isInteger: (text) => {
      const of = meant(text);
      const from = of === undefined ? meantPre(text) : undefined;
      return of !== undefined ? declared.isInteger(of) : (pre?.isInteger(from ?? "") ?? false);
    },
    renamed: (text) => ofTarget(meant(text) as string),
  };
}
