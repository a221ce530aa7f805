import { InternalError, shown, UserError } from "../../../base/index.js";
import {
  BUILT_IN,
  type DeclaredNames,
  type Formula,
  renameNames,
  type Subexpression,
  type Timed,
  type ValueType,
} from "../../../equations/index.js";
import { checkedPopulation, type Population } from "../../population.js";
import type { Slice, Spiking } from "../../slice.js";
import { isSynapses, type Synapses } from "../description.js";
import { nameOn } from "../names/rules.js";

// Synapses go from something to something: populations and sources, or other synapses, all of them. What their texts
// may read and change there is the same for all of these.

/** What may be on a side of synapses. */
export type Side = Spiking | Synapses;

/** What the texts of synapses may know of a side. */
export interface SideModel {
  readonly declarations: DeclaredNames;
  /** Variables. */
  readonly states: readonly { readonly name: string; readonly derivative?: unknown }[];
  readonly subexpressions: readonly Subexpression[];
  /** What stays as it is. */
  readonly parameters: { has: (name: string) => boolean };
  /** How many elements there are; undefined where it is known only once they are made. */
  readonly N: number | undefined;
  readonly events: readonly string[];
}

/** What synapses show to others, once they were checked. */
const shownBySynapses = new WeakMap<Synapses, SideModel>();

/** The names of synapses that others may read: numbers of each that are known all the time. */
export interface ShownNames {
  readonly types: ReadonlyMap<string, ValueType>;
  readonly integers: ReadonlySet<string>;
  /** Those that statements may change, and whether an equation does. */
  readonly states: readonly { readonly name: string; readonly derivative?: unknown }[];
  readonly parameters: ReadonlySet<string>;
  readonly subexpressions: readonly Subexpression[];
}

/** Keeps what synapses show to others. */
export function showNames(synapses: Synapses, names: ShownNames): void {
  const { types, integers } = names;
  const has = (name: string): boolean => types.has(name);
  shownBySynapses.set(synapses, {
    declarations: {
      has,
      typeOf: (name) => types.get(name) ?? BUILT_IN.get(name),
      names: [...types.keys()],
      isBoolean: (name) => types.get(name) === "truth",
      isInteger: (name) => integers.has(name),
      isShared: () => false,
      formulas: new Map<string, Formula>(),
      timed: new Map<string, Timed>(),
    },
    states: names.states,
    subexpressions: names.subexpressions,
    parameters: names.parameters,
    N: undefined,
    events: [],
  });
}

/** What texts may know of a side; undefined of sources, which have no variables. */
export function modelOf(side: Side | undefined): SideModel | undefined {
  if (side === undefined) return undefined;
  if (isSynapses(side)) {
    const model = shownBySynapses.get(side);
    if (!model) throw new InternalError(`synapses ${side.name} were not checked yet`);
    return model;
  }
  if (!("model" in side)) return undefined;
  const { checked } = checkedPopulation(side as Population);
  return { ...checked, N: side.N, events: checked.events.map(({ name }) => name) };
}

/** The subexpressions of a side, they and what they read under the names that the texts of synapses have for them. */
export const subexpressionsOn = (
  side: "pre" | "post",
  { subexpressions }: SideModel,
): Subexpression[] =>
  subexpressions.map((item) => ({
    ...item,
    target: `${item.target}@${side}`,
    expression: renameNames(item.expression, (text) => nameOn(side, text)),
  }));

/** Whether a side was checked, so that others can be checked against it. */
export const isKnown = (side: Side | undefined): boolean =>
  side !== undefined && (!isSynapses(side) || shownBySynapses.has(side));

/** What stands on a side, among all that a network has. */
export const sideIn = (
  {
    populations,
    sources,
    synapses,
  }: {
    populations: readonly Population[];
    sources: readonly Spiking[];
    synapses: readonly Synapses[];
  },
  slice: Slice,
): Side | undefined =>
  slice.synapses
    ? synapses.find(({ name }) => name === slice.of)
    : [...populations, ...sources].find(({ name }) => name === slice.of);

/** Refuses what goes by spikes of synapses, which have none. */
export function refuseSpikes(
  { name, from, to, plasticity }: Synapses,
  pathways: readonly { side: "source" | "target"; name: string; text: string }[],
): void {
  const odd = pathways.find(
    ({ side, text }) => text.trim() !== "" && (side === "source" ? from : to).synapses,
  );
  if (odd)
    throw new UserError(
      `invalid ${odd.side === "source" ? "onPre" : "onPost"} of ${name}: ${shown(odd.text)}; ${(odd.side === "source" ? from : to).of} are synapses, which do not spike; expected equations, summed, actions or the other side's spikes`,
    );
  if (plasticity && (from.synapses || to.synapses))
    throw new UserError(
      `invalid plasticity of ${name}: it goes by spikes of both sides, and ${from.synapses ? from.of : to.of} are synapses; expected equations`,
    );
}
