import {
  checkChoice,
  checkOptions,
  requireRecord,
  requireWholeNumber,
  showAs,
  shown,
  UserError,
} from "../base/index.js";
import { STREAM_NAMES, type StreamName } from "../random/index.js";
import { lower, ms, type Quantity } from "../units/index.js";
import { type Alias, checkAliases } from "./aliases.js";
import type { Clock } from "./clock.js";
import { eventName, requireKnown, requireName } from "./names.js";
import { checkedPopulation, type Population } from "./population.js";
import { checkRecording, type Recording, spikesOfRecording } from "./recording.js";
import type { NetworkSimulation } from "./simulation.js";
import { identityOf, isSpiking, type Slice, type Spiking } from "./slice.js";
import { MOST_CHANNELS, type Source } from "./source.js";
import { checkStatistics, type Statistics } from "./statistics.js";
import { checkStopWhen, type StopWhen } from "./stopWhen.js";
import { checkedSynapses } from "./synapses/check/check.js";
import { isSynapses, type Synapses } from "./synapses/description.js";
import { pathwaysOf } from "./synapses/pathways/pathways.js";
import { identityOfSynapses } from "./synapses/sides/asSide.js";
import type { Side } from "./synapses/sides/sides.js";
import { requireTarget } from "./synapses/synapses.js";
import { warnOfUnused } from "./unused.js";

/** What a network simulation is made of. */
export interface NetworkOptions {
  /** The neurons, one or more populations. */
  populations: readonly Population[];
  /** What spikes by itself: `poisson`, `renewal`, `spikeTrains`, `spikeEvents`. */
  sources?: readonly Source[];
  /** Who is connected with whom, and what a spike does there. */
  synapses?: readonly Synapses[];
  /** Which variables are recorded; none by default. */
  record?: readonly Recording[];
  /**
   * Whose spikes are recorded: all populations by default. Sources too where they are named, and events
   * beside the spike: "cells.burst".
   */
  recordSpikes?: readonly string[];
  /**
   * When variables are recorded: at the start of each step (by default), the sample of step k standing
   * at the time k dt, or at its end, standing at (k + 1) dt.
   */
  recordAt?: "start" | "end";
  /**
   * What is worked out while the network runs, in constant memory: `{ of: "neurons" }` counts spikes and
   * measures intervals, `{ of: "neurons", variable: "v" }` takes mean and variance; `result.statisticsOf` gives them.
   */
  statistics?: readonly Statistics[];
  /**
   * Ends the run before its duration, after the step of the n-th spike of a population, or of an event of its
   * own: `{ of: "cells.escape" }`, `{ of: "cells", count: 100 }`; a name alone stands for the first.
   */
  stopWhen?: StopWhen | string;
  /** How long is simulated: a whole number of steps, to the nearest. */
  duration: Quantity<"time">;
  /** The time step; 0.1 ms by default. */
  dt?: Quantity<"time">;
  /** Of all random streams: a whole number, 1 by default. */
  seed?: number;
  /** The kind of random numbers: our own ("default"), or one as "julia" or "numpy" draws it. */
  stream?: StreamName;
  /** How the times of steps come about; "multiplied" by default. */
  clock?: Clock;
  /** Names of its own that the result is to have: `{ V: { kind: "signal", of: "neuron", variable: "V", neuron: 0 } }`. */
  names?: Readonly<Record<string, Alias>>;
  /** Of a simulation that is given with something changed: left out, they may not be its any more. */
  parameters?: Readonly<Record<string, unknown>>;
  /** Says that this is a network; may be left out. */
  model?: "network";
  /** Of a simulation that `changed` made: the one whose states it can go on from. */
  changedFrom?: string;
}

const OPTIONS = [
  "model",
  "populations",
  "sources",
  "synapses",
  "record",
  "recordSpikes",
  "recordAt",
  "statistics",
  "stopWhen",
  "duration",
  "dt",
  "seed",
  "stream",
  "clock",
  "names",
  "parameters",
  "changedFrom",
] as const;

/**
 * Describes the simulation of a network: plain data that `run` computes. Everything is checked
 * here, before any work: names, units, who is connected with whom, what is recorded.
 * @param options or another simulation with something changed: `network({ ...simulation, seed: 2 })`
 * @throws UserError naming the value and what was expected.
 * @example
 * ```ts
 * const quiet = network({ populations: [neurons], duration: seconds(0.5), seed: 2 });
 * const longer = network({ ...quiet, duration: seconds(1) });
 * await run(longer)
 * ```
 */
export function network(options: NetworkOptions): NetworkSimulation {
  checkOptions("network", options ?? null, OPTIONS);
  const populations = listOf<Population>(
    "populations",
    options.populations,
    isPopulation,
    "what population() returns",
  );
  if (populations.length === 0) throw new UserError("invalid populations: none given");
  const sources = listOf<Source>(
    "sources",
    options.sources ?? [],
    isSource,
    "what a source like poisson() returns",
  );
  const { dt = ms(0.1), seed = 1, stream = "default" } = options;
  const owners: Spiking[] = [...populations, ...sources];
  for (const { name, N } of sources) {
    requireName(name, "source");
    requireWholeNumber(`N of ${name}`, N, 1, MOST_CHANNELS);
  }
  const names = owners.map((owner) => owner.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UserError(`invalid name: ${twice}; two populations have it`);
  for (const population of populations) checkedPopulation(population);
  const synapses = listOf<Synapses>(
    "synapses",
    options.synapses ?? [],
    isSynapses,
    "what synapses() returns",
  );
  checkAllSynapses(synapses, owners);
  const ofSynapses = synapses.find(({ from, to }) => from.synapses || to.synapses);
  if (ofSynapses && stream !== "default")
    throw new UserError(
      `invalid stream: ${stream}; a side of ${ofSynapses.name} are synapses, and the published programs' one order of draws has no place for that; expected "default"`,
    );
  const record = listOf<Recording>(
    "record",
    options.record ?? [],
    isObject,
    'objects like { of: "neurons", variable: "v" }',
  ).map((recording) => checkRecording(recording, { populations, sources, synapses }));
  const recordSpikes = options.recordSpikes ?? populations.map(({ name }) => name);
  if (!Array.isArray(recordSpikes))
    throw new UserError(
      `invalid recordSpikes: ${shown(recordSpikes)}; expected a list of names of populations`,
    );
  const events = populations.flatMap((population) =>
    checkedPopulation(population).checked.events.map((event) =>
      eventName(population.name, event.name),
    ),
  );
  const spiking = [...names, ...events];
  for (const name of recordSpikes) requireKnown("population", name, spiking);
  for (const recording of record) {
    const spikes = spikesOfRecording(recording);
    if (spikes !== undefined && !recordSpikes.includes(spikes))
      throw new UserError(
        `invalid recording of ${recording.variable} of ${recording.of}: it is at the spikes or events ${spikes}, which are not recorded; expected them in recordSpikes`,
      );
  }
  checkChoice("stream", stream, STREAM_NAMES);
  const recordAt = checkChoice("recordAt", options.recordAt ?? "start", ["start", "end"]);
  if (options.parameters !== undefined)
    requireRecord("parameters of network", options.parameters, "{ N: 100 }");
  if (options.changedFrom !== undefined && typeof options.changedFrom !== "string")
    throw new UserError(
      `invalid changedFrom: ${shown(options.changedFrom)}; expected what changed() writes`,
    );
  requireWholeNumber("seed", seed, 0, stream === "numpy" ? 2 ** 32 - 1 : Number.MAX_SAFE_INTEGER);
  lower("dt", dt, "time", { above: 0 });
  lower("duration", options.duration, "time", { above: 0 });
  const steps = stepCount({ duration: options.duration, dt });
  if (!(steps >= 1 && steps < 2 ** 31))
    throw new UserError(
      `invalid duration: ${options.duration}; expected at least one step of ${dt}, and fewer than 2^31`,
    );
  const statistics = listOf<Statistics>(
    "statistics",
    options.statistics ?? [],
    isObject,
    'objects like { of: "neurons" }',
  ).map((item) => checkStatistics(item, { populations, sources, synapses, spiking, dt: dt.value }));
  const made: NetworkSimulation = {
    model: "network",
    populations,
    sources,
    synapses,
    record: Object.freeze(record),
    recordSpikes: Object.freeze([...new Set(recordSpikes)]),
    recordAt,
    ...(statistics.length > 0 && { statistics: Object.freeze(statistics) }),
    ...(options.stopWhen !== undefined && {
      stopWhen: checkStopWhen(options.stopWhen, spiking),
    }),
    duration: options.duration,
    dt,
    seed,
    stream,
    clock: checkChoice("clock", options.clock ?? "multiplied", ["multiplied", "summed"]),
    names: checkAliases(options.names ?? {}, record, recordSpikes),
    ...(options.changedFrom !== undefined && { changedFrom: options.changedFrom }),
  };
  warnOfUnused(made);
  return shownAndChecked(made);
}

/** Simulations that were checked, so that none is twice. */
const checked = new WeakSet<object>();

function shownAndChecked<S extends NetworkSimulation>(made: S): S {
  const { populations, sources, synapses, duration, dt, seed, stream } = made;
  const parts = [...populations, ...sources].map(({ name, N }) => `${name} (${N})`);
  checked.add(made);
  return showAs(
    made,
    () =>
      `network of ${parts.join(", ")} with ${synapses.length} kinds of synapses: ` +
      `${duration} in steps of ${dt}, seed ${seed}, ${stream} stream`,
  );
}

/** A network with the parameters that it was made of, for tables and reports. */
export const withParameters = <T extends object>(
  made: NetworkSimulation,
  parameters: T,
): NetworkSimulation & { readonly parameters: Readonly<Record<string, unknown>> & T } =>
  shownAndChecked({ ...made, parameters: Object.freeze({ ...parameters }) });

/**
 * A simulation as `network` checked it: one that was put together otherwise, such as
 * `{ ...simulation, seed: 2 }`, or came from a file, is checked now.
 * @throws UserError naming the value and what was expected.
 */
export function checkedNetwork<Named>(value: NetworkSimulation<Named>): NetworkSimulation<Named> {
  if (typeof value === "object" && value !== null && checked.has(value)) return value;
  if (value?.model !== "network")
    throw new UserError(
      `invalid simulation: ${shown(value)}; expected what network() or a model's function returns`,
    );
  const made = network(value);
  return (
    value.parameters === undefined ? made : withParameters(made, value.parameters)
  ) as NetworkSimulation<Named>;
}

/** How many steps a duration takes, to the nearest whole number. */
export const stepCount = ({
  duration,
  dt,
}: {
  duration: Quantity<"time">;
  dt: Quantity<"time">;
}): number => Math.round(duration.value / dt.value);

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

const isPopulation = (value: unknown): boolean => isSpiking(value) && value.kind === "population";

const isSource = (value: unknown): boolean => isSpiking(value) && value.kind !== "population";

/** A copy of a list whose members were made by a function of ours. */
function listOf<T>(
  what: string,
  list: unknown,
  isRight: (value: unknown) => boolean,
  expected: string,
): readonly T[] {
  if (!Array.isArray(list))
    throw new UserError(`invalid ${what}: ${shown(list)}; expected a list of ${expected}`);
  // holes count as missing members
  const odd = Array.from(list).findIndex((member) => !isRight(member));
  if (odd >= 0)
    throw new UserError(`invalid ${what}[${odd}]: ${shown(list[odd])}; expected ${expected}`);
  return Object.freeze(list.slice());
}

function checkAllSynapses(synapses: readonly Synapses[], owners: readonly Spiking[]): void {
  const kinds = new Set<string>();
  const sums = new Map<string, string>();
  const names = owners.map(({ name }) => name);
  for (const item of synapses) {
    const { name, from, to } = item;
    if (kinds.has(name))
      throw new UserError(`invalid name: ${name}; two kinds of synapses have it`);
    kinds.add(name);
    const before = synapses.slice(0, synapses.indexOf(item));
    const ownerOf = (side: Slice): Side => {
      if (side.synapses) return requireSynapses(name, side, before);
      requireKnown("population", side.of, names);
      const owner = owners.find((own) => own.name === side.of) as Spiking;
      requireSameOwner(name, side, owner);
      return owner;
    };
    const [source, target] = [ownerOf(from), ownerOf(to)];
    if (!from.synapses) requireSpiking(item, source as Population);
    checkedSynapses(item, requireTarget(name, target), source);
    const key = to.synapses ? `synapses ${to.of}` : to.of;
    for (const variable of Object.keys(item.summed ?? {})) {
      const other = sums.get(`${key}.${variable}`);
      if (other !== undefined)
        throw new UserError(
          `invalid summed of ${name}: ${variable} of ${to.of} is the sum of ${other} already; expected a variable for each, and their sum in an equation`,
        );
      sums.set(`${key}.${variable}`, name);
    }
  }
}

/** The synapses on a side of others: those come before, and are the ones that the others were made for. */
function requireSynapses(name: string, side: Slice, before: readonly Synapses[]): Synapses {
  const owner = before.find((item) => item.name === side.of);
  if (!owner)
    throw new UserError(
      `unknown synapses: ${side.of}, a side of ${name}; expected them in the network's synapses, before ${name}`,
    );
  if (side.made !== undefined && side.made !== identityOfSynapses(owner))
    throw new UserError(
      `invalid synapses: ${name} were made for other synapses named ${side.of}; make them again for these`,
    );
  return owner;
}

/** Refuses synapses from compartments that never spike, since the threshold is elsewhere. */
function requireSpiking(synapses: Synapses, { shape }: Population): void {
  const { name, from } = synapses;
  // sums and events are of all compartments
  const goBySpikes = pathwaysOf(synapses).some(
    ({ side, text, event }) => side === "source" && event === undefined && text.trim() !== "",
  );
  if (!shape?.spikesAt || !goBySpikes) return;
  const [first, end] = [shape.spikesAt.first * shape.cells, shape.spikesAt.end * shape.cells];
  if (from.start >= end || from.end <= first)
    throw new UserError(
      `invalid from of ${name}: compartments of ${from.of} that never spike; its threshold is at another place (at), elements ${first} to ${end - 1}`,
    );
}

/** Synapses belong to the population that they were made for, not to another of the same name. */
function requireSameOwner(name: string, side: Slice, owner: Spiking): void {
  if (side.made !== undefined && side.made !== identityOf(owner))
    throw new UserError(
      `invalid synapses: ${name} were made for another population named ${side.of}; make them again for this one`,
    );
  if (side.start < 0 || side.end > owner.N || side.start >= side.end)
    throw new UserError(
      `invalid slice of ${owner.name}: ${side.start} to ${side.end}; it has ${owner.N} neurons`,
    );
}
