import {
  isNoise,
  type ParameterValue,
  readsOf,
  type Subexpression,
  type ValueType,
} from "../../../equations/index.js";
import type { Dimension } from "../../../units/index.js";
import type { Synapses } from "../description.js";
import type { DeclaredEquations } from "../equations/equations.js";
import { showNames } from "../sides/sides.js";
import type { SynapseState } from "../synapseValues.js";

/** Keeps what other synapses may read and change of these. */
export function showToOthers(
  given: Synapses,
  {
    declared,
    parameters,
    states,
    own,
    onlyAtSpikes,
  }: {
    declared: DeclaredEquations | undefined;
    parameters: ReadonlyMap<string, ParameterValue>;
    states: ReadonlyMap<string, SynapseState>;
    /** The synapses' own subexpressions. */
    own: readonly Subexpression[];
    onlyAtSpikes: { has: (name: string) => boolean };
  },
): void {
  const types = new Map<string, ValueType>();
  const integers = new Set<string>();
  const add = (text: string, dimension: Dimension, stored: string | undefined): void => {
    types.set(text, stored === "boolean" ? "truth" : dimension);
    if (stored === "integer") integers.add(text);
  };
  for (const [text, { dimension, stored }] of parameters) add(text, dimension, stored);
  const shown = [...states].filter(([text]) => !onlyAtSpikes.has(text));
  for (const [text, { dimension, stored }] of shown) add(text, dimension, stored);
  // those that read no neuron: names of two sides away there are not
  const reads = readsOf(own);
  const subexpressions = own.filter(({ expression }) =>
    [...reads(expression)].every(
      (text) => !text.includes("@") && !isNoise(text) && !onlyAtSpikes.has(text),
    ),
  );
  for (const { target, dimension } of subexpressions)
    add(target, dimension, declared?.stored.get(target));
  const derived = new Set(
    (declared?.equations ?? []).flatMap(({ kind, name }) =>
      kind === "differential" ? [name] : [],
    ),
  );
  showNames(given, {
    types,
    integers,
    states: shown
      .filter(([text]) => !declared?.constant.has(text))
      .map(([name]) => ({ name, ...(derived.has(name) && { derivative: true }) })),
    parameters: new Set(parameters.keys()),
    subexpressions,
  });
}
