import {
  binary,
  CONSTANTS,
  type DeclaredNames,
  type Expression,
  type Formula,
  INTERNAL,
  isNoise,
  NO_NOISE,
  name as nameOf,
  number,
  type StatementRules,
  substitute,
  type Timed,
  truthOf,
  type Unavailable,
  type ValueType,
  withFormulas,
  withTimed,
} from "../../../equations/index.js";
import { DIMENSIONLESS, unitNamed } from "../../../units/index.js";
import type { Slice } from "../../slice.js";

/** How a name of the target is called in the statements of synapses. */
export const ofTarget = (name: string): string => `${name}@post`;

/** Under which name the target has values over time that are the synapses' own. */
export const timedAt = (synapses: string, name: string): string =>
  INTERNAL.timed(`${synapses} ${name}`);

/** How a name of the source is called there. */
export const ofSource = (name: string): string => `${name}@pre`;

/** Names that have no value at a synapse. */
export const AT_SYNAPSES: Unavailable = {
  ...NO_NOISE,
  N: "a synapse has two sides, so that it is not clear whose number that is; expected N_pre or N_post",
};

/** Names of the model that mean the same for both sides. */
const COMMON = ["t", "dt", "xi"];

const isCommon = (text: string): boolean => COMMON.includes(text) || isNoise(text);

/** How a name in the own texts of one side is called at a synapse; undefined where it stays as it is. */
export const nameOn = (side: "pre" | "post", text: string): string | undefined =>
  isCommon(text) ? undefined : `${text}@${side}`;

/** What the texts of synapses can name. */
export interface SynapseNames {
  /** Names of the synapses themselves. */
  own: ReadonlyMap<string, ValueType>;
  /** Those of them that are whole numbers. */
  integers: ReadonlySet<string>;
  /** Those of them that statements may change. */
  changeable: ReadonlySet<string>;
  /** Variables of both neurons that statements may change, and all that they declare. */
  targetStates: readonly string[];
  target: DeclaredNames;
  sourceStates: readonly string[];
  source: DeclaredNames | undefined;
  from: Slice;
  to: Slice;
  /** Functions given as texts, and values over time. */
  formulas: ReadonlyMap<string, Formula>;
  timed: ReadonlyMap<string, Timed>;
  /** What the synapses are called. */
  label: string;
  /** Why a name of the synapses' own cannot be changed. */
  whyNot: (name: string) => string;
}

/** A value of one of the two neurons. */
interface NeuronValue {
  declared: DeclaredNames;
  bare: string;
  mark: "pre" | "post";
}

/** What a name means, as it is called in statements that were lowered. */
type Meaning = { type: ValueType | undefined; as: Expression } | undefined;

/** What the statements of synapses may read and change, and what its names mean. */
export function rulesOf(names: SynapseNames): StatementRules {
  const { own, changeable, target, source, from, to } = names;
  const [startFrom, startTo] = [number(from.start), number(to.start)];
  /** Numbers of a pair. */
  const ofPair = (text: string): Meaning => {
    const type = DIMENSIONLESS;
    // where synapses are on a side, their number and order are known in values only
    const isOpen = (side: Slice): boolean => side.synapses === true;
    if (isOpen(["i", "N_pre"].includes(text) ? from : to)) return undefined;
    switch (text) {
      case "i":
        return { type, as: binary("-", nameOf(ofSource("i")), startFrom) };
      case "j":
        return { type, as: binary("-", nameOf(ofTarget("i")), startTo) };
      case "N_pre":
        return { type, as: number(from.end - from.start) };
      case "N_post":
        return { type, as: number(to.end - to.start) };
      default:
        return undefined;
    }
  };
  /** The neuron's value that a text means: on which side, and its bare name. */
  const neuronValue = (text: string): NeuronValue | undefined => {
    const of = (declared: DeclaredNames | undefined, bare: string, mark: "pre" | "post") =>
      declared?.has(bare) && !isCommon(bare) && !["i", "N"].includes(bare) && !CONSTANTS.has(bare)
        ? { declared, bare, mark }
        : undefined;
    const [, bare, mark] = /^(.+)_(pre|post)$/.exec(text) ?? [];
    return (
      of(target, text, "post") ??
      (mark === "post" ? of(target, bare, mark) : undefined) ??
      (mark === "pre" ? of(source, bare, mark) : undefined)
    );
  };
  const meant = (text: string): Meaning => {
    const pair = ofPair(text);
    if (pair) return pair;
    const found = neuronValue(text);
    if (!found) return undefined;
    const { declared, bare, mark } = found;
    const full = `${bare}@${mark}`;
    const as = declared.isBoolean(bare) ? truthOf(full) : nameOf(full);
    return { type: declared.typeOf(bare), as };
  };
  const known = new Map([...target.formulas, ...names.formulas]);
  // those of each neuron have no index at a synapse
  const ofAll = [...target.timed].filter(([, { columns }]) => columns === 1);
  const timed = new Map([...ofAll, ...names.timed]);
  const ownTimed = new Map(
    [...names.timed].map(([text, { dimension }]) => [INTERNAL.timed(text), { text, dimension }]),
  );
  const isSharedVariable = (text: string): boolean => {
    const found = neuronValue(text);
    return found?.declared.isShared(found.bare) ?? false;
  };
  return {
    typeOf: (text) => {
      const mine = own.get(text);
      if (mine) return mine;
      const over = ownTimed.get(text);
      if (over) return over.dimension;
      const found = meant(text);
      if (found) return found.type;
      return isCommon(text) || text === "N" || CONSTANTS.has(text)
        ? target.typeOf(text)
        : unitNamed(text)?.dimension;
    },
    names: () => [
      ...own.keys(),
      ...target.names,
      ...[...(source?.names ?? [])].flatMap((text) =>
        neuronValue(`${text}_pre`) ? [`${text}_pre`] : [],
      ),
    ],
    targets: [
      ...changeable,
      ...[
        ...names.targetStates,
        ...names.targetStates.map((state) => `${state}_post`),
        ...names.sourceStates.map((state) => `${state}_pre`),
      ].filter((state) => !isSharedVariable(state)),
    ],
    whyNot: (text) => {
      if (own.has(text)) return names.whyNot(text);
      if (isSharedVariable(text))
        return "it is declared (shared): one neuron's synapses would change it for all";
      return /_pre$/.test(text) ? "the source has no such variable" : undefined;
    },
    isInteger: (text) => {
      if (own.has(text)) return names.integers.has(text);
      const found = neuronValue(text);
      return found?.declared.isInteger(found.bare) ?? ["i", "j", "N_pre", "N_post"].includes(text);
    },
    prepared: (expression, text) => withTimed(withFormulas(expression, known, text), timed, text),
    temporaries: "used",
    draws: true,
    lowered: (expression, isLocal) =>
      substitute(expression, (text) => {
        if (isLocal(text)) return undefined;
        if (own.has(text)) return own.get(text) === "truth" ? truthOf(text) : undefined;
        const over = ownTimed.get(text);
        if (over) return nameOf(ofTarget(timedAt(names.label, over.text)));
        if (CONSTANTS.has(text)) return CONSTANTS.get(text);
        const found = meant(text);
        if (found) return found.as;
        const unit = isCommon(text) || text === "N" ? undefined : unitNamed(text);
        return unit && number(unit.scale);
      }),
    renamed: (text, isLocal) => {
      if (isLocal || changeable.has(text)) return text;
      const found = neuronValue(text);
      return found ? `${found.bare}@${found.mark}` : text;
    },
  };
}
