import {
  checkOptions,
  didYouMean,
  digestOf,
  requireRecord,
  shown,
  UserError,
} from "../base/index.js";
import type { Values } from "../equations/index.js";
import type { Quantity } from "../units/index.js";
import { isOfCable } from "./compartments/cable.js";
import { differingPart, layoutOf } from "./layout.js";
import { checkedNetwork, network, withParameters } from "./network.js";
import { makePopulation, type Population } from "./population.js";
import type { NetworkSimulation } from "./simulation.js";
import { isSpiking, type Slice, type Spiking, slice } from "./slice.js";
import type { Source } from "./source.js";
import type { Synapses } from "./synapses/description.js";
import { allSynapses } from "./synapses/sides/asSide.js";
import { synapses } from "./synapses/synapses.js";

/** What of a network is to change between two runs. */
export interface Changes {
  /**
   * New values of parameters, by the population or synapses they belong to and by name:
   * `{ neurons: { I_e: pA(300) }, EE: { weight: nS(2) } }`.
   */
  parameters?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
  /** Sources with other rates or spikes, each in the place of that of its name, kind and size. */
  sources?: readonly Source[];
  /** How long the next run takes. */
  duration?: Quantity<"time">;
}

/**
 * The same network with other parameters: a run of it can go on from a state of the first one.
 *
 * ```ts
 * const warm = await run(simulation);
 * const after = await run(
 *   changed(simulation, { parameters: { neurons: { drive: mV(25) } }, duration: seconds(1) }),
 *   { from: warm.finalState },
 * );
 * ```
 *
 * Values of parameters of populations and synapses, rates and spikes of sources, and the duration
 * may change. What a state stands on may not: sizes, equations, connections, delays, plasticity,
 * recordings, dt, seed and stream; nor a parameter that the text of one of these reads. State
 * variables go on as they are: initial values are those of the first run.
 * @returns a network that, without a state to go on from, begins anew with the changed values
 * @throws UserError for names that do not exist, values that do not fit, and for what would change
 *   the layout, naming what differs.
 */
export function changed<Named>(
  simulation: NetworkSimulation<Named>,
  changes: Changes,
): NetworkSimulation<Named> {
  const given = checkedNetwork(simulation);
  checkOptions("changed", changes ?? null, ["parameters", "sources", "duration"]);
  const { parameters = {}, sources = [], duration = given.duration } = changes;
  requireRecord("parameters of changed", parameters, "{ neurons: { I_e: pA(300) } }");
  const wanted = new Map(Object.entries(parameters));
  for (const [name, values] of wanted) {
    requireRecord(`parameters of ${name}`, values, "{ I_e: pA(300) }");
    for (const parameter of Object.keys(values)) requireOneOwner(given, name, parameter);
  }
  const populations = given.populations.map((item) => changedPopulation(item, wanted));
  const owners = new Map<string, Spiking>(populations.map((item) => [item.name, item]));
  for (const item of changedSources(given, sources)) owners.set(item.name, item);
  const { changedFrom = originOf(given), parameters: told, ...rest } = given;
  const made = network({
    ...rest,
    populations,
    sources: given.sources.map(({ name }) => owners.get(name) as Source),
    synapses: changedAll(given.synapses, wanted, owners),
    duration,
    changedFrom,
  });
  const differing = differingPart(layoutOf(given), layoutOf(made));
  if (differing !== undefined)
    throw new UserError(
      `invalid change: ${differing} would be another; expected changes that leave sizes, equations, connections, delays and recordings as they are, and what their texts read`,
    );
  const named = told === undefined ? made : withParameters(made, told);
  return named as NetworkSimulation<Named>;
}

/**
 * What a network was before all changes, as a digest; its duration does not count, nor when it ends
 * before that, nor what is told of how it was made.
 */
export function originOf(simulation: NetworkSimulation): string {
  const { duration, stopWhen, parameters, changedFrom, ...rest } = simulation;
  return changedFrom ?? digestOf(rest);
}

/** Checks that a parameter exists, once. */
function requireOneOwner(given: NetworkSimulation, name: string, parameter: string): void {
  const owners = [
    ...given.populations.map((item) => [item.name, item.model.parameters ?? {}] as const),
    ...given.synapses.map((item) => [item.name, item.parameters] as const),
  ];
  const named = owners.filter(([owner]) => owner === name);
  if (named.length === 0) {
    const names = owners.map(([owner]) => owner);
    throw new UserError(
      `unknown population or synapses: ${name}; expected one of ${names.join(", ")}${didYouMean(name, names)}`,
    );
  }
  const having = named.filter(([, values]) => Object.hasOwn(values, parameter));
  const isShaped = given.populations.some((item) => item.name === name && item.shape);
  if (isShaped && parameter !== "Cm" && isOfCable(parameter))
    throw new UserError(
      `invalid parameter: ${parameter} of ${name}; it belongs to the shape of its cells, which stays as it is`,
    );
  if (having.length > 1)
    throw new UserError(
      `invalid parameter: ${parameter}; a population and synapses named ${name} both have it`,
    );
  if (having.length === 1) return;
  const names = named.flatMap(([, values]) => Object.keys(values));
  throw new UserError(
    `unknown parameter of ${name}: ${parameter}; expected one of ${names.join(", ") || "none"}${didYouMean(parameter, names)}`,
  );
}

type Wanted = ReadonlyMap<string, Readonly<Record<string, Values>>>;

/** Those of the wanted values that are among the parameters an owner has. */
function ownValues(
  name: string,
  parameters: Readonly<Record<string, Values>>,
  wanted: Wanted,
): Readonly<Record<string, Values>> | undefined {
  const values = Object.entries(wanted.get(name) ?? {}).filter(([parameter]) =>
    Object.hasOwn(parameters, parameter),
  );
  return values.length === 0 ? undefined : { ...parameters, ...Object.fromEntries(values) };
}

function changedPopulation(given: Population, wanted: Wanted): Population {
  const { name, N, model, method, tolerance, initial, shape } = given;
  const parameters = ownValues(name, model.parameters ?? {}, wanted);
  return parameters
    ? makePopulation(name, { N, ...model, parameters, method, tolerance, initial }, shape)
    : given;
}

/** Sources in the place of others. */
function changedSources(given: NetworkSimulation, sources: unknown): Source[] {
  if (!Array.isArray(sources))
    throw new UserError(
      `invalid sources: ${shown(sources)}; expected a list like [poisson("input", 100, Hz(9))]`,
    );
  const names = given.sources.map(({ name }) => name);
  const replaced = new Map(given.sources.map((source) => [source.name, source]));
  for (const source of sources) {
    const before = isSpiking(source) ? replaced.get(source.name) : undefined;
    if (!before)
      throw new UserError(
        `unknown source: ${isSpiking(source) ? source.name : shown(source)}; expected one in the place of ${names.join(", ") || "none"}`,
      );
    if (source.kind !== before.kind || source.N !== before.N)
      throw new UserError(
        `invalid source ${before.name}: ${source.kind} with ${source.N} channels; expected ${before.kind} with ${before.N}, as it was`,
      );
    replaced.set(source.name, source);
  }
  return [...replaced.values()];
}

/** All synapses, those that are sides of others before them. */
function changedAll(
  given: readonly Synapses[],
  wanted: Wanted,
  owners: ReadonlyMap<string, Spiking>,
): Synapses[] {
  const made = new Map<string, Synapses>();
  for (const item of given) made.set(item.name, changedSynapses(item, wanted, owners, made));
  return [...made.values()];
}

function changedSynapses(
  given: Synapses,
  wanted: Wanted,
  owners: ReadonlyMap<string, Spiking>,
  before: ReadonlyMap<string, Synapses>,
): Synapses {
  const { name, from, to, parameters, ...options } = given;
  const side = ({ of, start, end, synapses: isAll }: Slice): Slice =>
    isAll ? allSynapses(before.get(of) as Synapses) : slice(owners.get(of) as Spiking, start, end);
  return synapses(name, {
    ...options,
    from: side(from),
    to: side(to) as Slice,
    parameters: ownValues(name, parameters, wanted) ?? parameters,
  });
}
