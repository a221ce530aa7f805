import type { Domain } from "./program.js";

// How names in a block's statements are to be understood. Users' names are plain words; those of our
// own have a prime. A mark behind an at-sign says whose a name is, in the blocks of synapses:
//
//   v         a field of the element itself, shared or its own, or a temporary of the block
//   v@post    a field of the neuron that the synapse acts on
//   v@pre     a field of the neuron that it comes from
//   t, dt     the time at the beginning of the step, and the time step
//   i, N      the element's index in its population, and the population's size
//   xi        the element's normal deviate in this step
//   'resting  whether the neuron is refractory in this step: a truth value

const SIDES = { "@post": "target", "@pre": "source" } as const;

/** Whose a name is. */
export interface Resolved {
  name: string;
  side: "own" | "target" | "source";
}

export function resolved(name: string): Resolved {
  const at = name.indexOf("@");
  if (at < 0) return { name, side: "own" };
  return { name: name.slice(0, at), side: SIDES[name.slice(at) as keyof typeof SIDES] };
}

/** The domain that a name in a block of a domain is of. */
export function ownerDomain(
  domains: readonly Domain[],
  domain: string,
  side: Resolved["side"],
): string {
  const own = domains.find(({ name }) => name === domain);
  return side === "own" || own?.kind !== "synapses" ? domain : own[side];
}

/** The name of synapses as a domain. */
export const synapsesDomain = (label: string): string => `synapses ${label}`;

/** Names that are no fields. */
export const MOMENTS: readonly string[] = ["t", "dt", "i", "N", "xi"];

/** Fields of our own. */
export const FIELDS = {
  /** Steps of refractoriness to come, this one included, plus one. */
  rest: "'rest",
  /** How many steps a spike makes a neuron rest, plus one. */
  restSteps: "'rest steps",
  /** 1 while the neuron is refractory by a condition, else 0. */
  flag: "'refractory",
  /** The time of the last spike. */
  lastSpike: "lastSpike",
  /** The delay of a synapse in steps: that by which synapses are in order. */
  delay: "'delay",
  /** The time up to which event-driven variables of a synapse are known. */
  lastEvent: "'last event",
  /** Of compartments: what they lose for each volt, and what drives them, over a step. */
  loss: "'loss",
  drive: "'drive",
  /** Mean number of spikes of a channel in a step. */
  mean: "'mean",
} as const;

/** The domain that a side of synapses is. */
export const domainOf = ({ of, synapses }: { of: string; synapses?: true }): string =>
  synapses ? synapsesDomain(of) : of;

/** The delay of a pathway; the first one at spikes of the source has that of the synapses. */
export const delayField = (pathway: string, isFirst: boolean): string =>
  isFirst ? FIELDS.delay : `${FIELDS.delay} ${pathway}`;

/** Names of streams: no two uses have the same. */
export const purposeOf = {
  connection: (synapses: string, block?: number): string =>
    block === undefined ? `connect ${synapses}` : purposeOf.block(`connect ${synapses}`, block),
  /** Values of neurons: initial ones, parameters. */
  neurons: (population: string, name: string): string => `values ${population} ${name}`,
  /** Values of synapses, which may have the name of a population. */
  synapses: (synapses: string, name: string): string => `synaptic values ${synapses} ${name}`,
  /** What is drawn block by block has a stream for each. */
  block: (purpose: string, block: number): string => `${purpose} ${block}`,
  noise: (population: string): string => `noise ${population}`,
  poisson: (source: string): string => `poisson ${source}`,
  source: (source: string, what: string): string => `source ${source} ${what}`,
} as const;
