import {
  binary,
  type Declarations,
  isNoise,
  NO_NOISE,
  name as nameOf,
  number,
  type StatementRules,
  substitute,
  type Unavailable,
  type ValueType,
} from "../../equations/index.js";
import { DIMENSIONLESS, type Dimension, unitNamed } from "../../units/index.js";
import type { Slice } from "../slice.js";

/** How a name of the target is called in the statements of synapses. */
export const ofTarget = (name: string): string => `${name}@post`;

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

/** How a name in the target's own texts is called at a synapse. */
export const targetName = (text: string): string | undefined =>
  isCommon(text) ? undefined : ofTarget(text);

/** How a name in the source's own texts is called at a synapse. */
export const sourceName = (text: string): string | undefined =>
  isCommon(text) ? undefined : ofSource(text);

/** What the texts of synapses can name. */
export interface SynapseNames {
  /** Names of the synapses themselves. */
  own: ReadonlyMap<string, Dimension>;
  /** Those of them that statements may change. */
  changeable: ReadonlySet<string>;
  /** Variables of both neurons that statements may change, and all that they declare. */
  targetStates: readonly string[];
  target: Declarations;
  sourceStates: readonly string[];
  source: Declarations | undefined;
  from: Slice;
  to: Slice;
  /** Why a name of the synapses' own cannot be changed. */
  whyNot: (name: string) => string;
}

/** What a name means, as it is called in statements that were lowered. */
type Meaning = { type: ValueType | undefined; as: ReturnType<typeof nameOf> } | undefined;

/** What the statements of synapses may read and change, and what its names mean. */
export function rulesOf(names: SynapseNames): StatementRules {
  const { own, changeable, target, source, from, to } = names;
  const [startFrom, startTo] = [number(from.start), number(to.start)];
  /** Numbers of a pair. */
  const ofPair = (text: string): Meaning => {
    const type = DIMENSIONLESS;
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
  const side = (declared: Declarations | undefined, bare: string, mark: string): Meaning =>
    declared?.has(bare) && !isCommon(bare) && !["i", "N", "pi"].includes(bare)
      ? { type: declared.typeOf(bare), as: nameOf(`${bare}@${mark}`) }
      : undefined;
  const meant = (text: string): Meaning => {
    const pair = ofPair(text);
    if (pair) return pair;
    const [, bare, mark] = /^(.+)_(pre|post)$/.exec(text) ?? [];
    return (
      side(target, text, "post") ??
      (mark === "post" ? side(target, bare, mark) : undefined) ??
      (mark === "pre" ? side(source, bare, mark) : undefined)
    );
  };
  return {
    typeOf: (text) => {
      const mine = own.get(text);
      if (mine) return mine;
      const found = meant(text);
      if (found) return found.type;
      return isCommon(text) || ["N", "pi"].includes(text)
        ? target.typeOf(text)
        : unitNamed(text)?.dimension;
    },
    names: () => [
      ...own.keys(),
      ...target.names,
      ...[...(source?.names ?? [])].flatMap((text) =>
        side(source, text, "pre") ? [`${text}_pre`] : [],
      ),
    ],
    targets: [
      ...changeable,
      ...names.targetStates,
      ...names.targetStates.map((state) => `${state}_post`),
      ...names.sourceStates.map((state) => `${state}_pre`),
    ],
    whyNot: (text) => (own.has(text) ? names.whyNot(text) : undefined),
    temporaries: "used",
    draws: true,
    lowered: (expression, isLocal) =>
      substitute(expression, (text) => {
        if (isLocal(text) || own.has(text)) return undefined;
        if (text === "pi") return number(Math.PI);
        const found = meant(text);
        if (found) return found.as;
        const unit = isCommon(text) || text === "N" ? undefined : unitNamed(text);
        return unit && number(unit.scale);
      }),
    renamed: (text, isLocal) => {
      if (isLocal || changeable.has(text)) return text;
      const as = meant(text)?.as;
      return as?.kind === "name" ? as.name : text;
    },
  };
}
