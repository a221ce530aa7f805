import { didYouMean, requireWholeNumber, showAs, UserError } from "../base/index.js";
import type { ModelText } from "../equations/index.js";
import { integrate } from "../integrators/index.js";
import { STREAM_NAMES, type StreamName } from "../random/index.js";
import {
  lower,
  ms,
  NAMED_DIMENSIONS,
  type Quantity,
  type QuantityArray,
  requireDimension,
} from "../units/index.js";
import { checkedModel } from "./checkedModel.js";
import { requireName } from "./names.js";
import type {
  Connection,
  NetworkSimulation,
  Plasticity,
  PoissonSource,
  Population,
  Recording,
  Slice,
  SpikeTrainSource,
  Spiking,
  Synapses,
  Values,
} from "./network.js";

/** What a population is made of. */
export interface PopulationOptions extends ModelText {
  N: number;
  method?: string;
  initial?: Readonly<Record<string, Values>>;
}

/**
 * Describes a population of neurons. Its equations, threshold and reset are checked at once:
 * names, units, and whether the method fits.
 * @throws UserError that shows the text and the place.
 */
export function population(name: string, options: PopulationOptions): Population {
  const { N, method = "euler", initial = {}, ...model } = options;
  requireName(name, "population");
  requireWholeNumber("N", N, 1, 1e7);
  const checked = checkedModel(Object.freeze(model));
  integrate(checked, method, 1e-4);
  for (const [parameter, { values }] of checked.perNeuron)
    if (values.length !== N)
      throw new UserError(
        `invalid ${parameter}: ${values.length} values; expected ${N}, one for each neuron`,
      );
  const states = checked.states.map((state) => state.name);
  for (const variable of Object.keys(initial))
    if (!states.includes(variable))
      throw new UserError(
        `unknown state variable: ${variable}; expected one of ${states.join(", ")}${didYouMean(variable, states)}`,
      );
  const made: Population = {
    kind: "population",
    name,
    N,
    model,
    method,
    initial,
  };
  return showAs(
    made,
    () => `population ${name}: ${countOf(N)} of ${states.join(", ")} (${method})`,
  );
}

/**
 * Describes given spike trains, one array of times for each channel.
 * @param dt the time step of the simulation they are for: a spike at t acts in step floor(t / dt)
 */
export function spikeTrains(
  name: string,
  times: readonly (QuantityArray<"time"> | Float64Array | readonly number[])[],
  dt: Quantity<"time"> = ms(0.1),
): SpikeTrainSource {
  requireName(name, "source");
  const step = lower("dt", dt, "time");
  const events = times.flatMap((train, channel) => {
    const seconds =
      "values" in train && "dimension" in train ? train.values : Array.from(train as Float64Array);
    return Array.from(seconds, (time) => {
      if (!(time >= 0)) throw new UserError(`invalid spike time: ${time} s; expected 0 or later`);
      // the slack keeps spikes that stand on the grid in their own step
      return [Math.floor(time / step + 1e-6), channel] as const;
    });
  });
  events.sort(([a, i], [b, j]) => a - b || i - j);
  return spikeEvents(name, times.length, Int32Array.from(events.flat()));
}

/**
 * Spikes as step and channel in turn, already in the order of the steps.
 * @throws UserError if they are out of order or on channels that do not exist.
 */
export function spikeEvents(name: string, N: number, events: Int32Array): SpikeTrainSource {
  requireName(name, "source");
  requireWholeNumber("number of channels", N, 1, 1e7);
  let mostAtOnce = 1;
  let together = 0;
  for (let k = 0; k < events.length; k += 2) {
    const before = k === 0 ? 0 : events[k - 2];
    if (events[k] < before || events[k + 1] < 0 || events[k + 1] >= N)
      throw new UserError(
        `invalid event: step ${events[k]}, channel ${events[k + 1]}; expected steps in order and channels from 0 to ${N - 1}`,
      );
    together = k > 0 && events[k] === before ? together + 1 : 1;
    if (together > mostAtOnce) mostAtOnce = together;
  }
  const made: SpikeTrainSource = { kind: "spikeTrains", name, N, events, mostAtOnce };
  return showAs(
    made,
    () => `spike trains ${name}: ${N} channels with ${events.length / 2} spikes in all`,
  );
}

/** Describes independent Poisson processes, with one rate for all or one for each. */
export function poisson(
  name: string,
  N: number,
  rates: Quantity<"rate"> | QuantityArray<"rate">,
): PoissonSource {
  requireName(name, "source");
  requireWholeNumber("N", N, 1, 1e7);
  requireDimension(rates, NAMED_DIMENSIONS.rate.exponents, "rates");
  const values = "values" in rates ? rates.values : new Float64Array(N).fill(rates.value);
  if (values.length !== N || !values.every((rate) => rate >= 0 && rate < 1e7))
    throw new UserError(`invalid rates: ${rates}; expected ${N} rates, 0 or more`);
  const made: PoissonSource = { kind: "poisson", name, N, rates: values };
  return showAs(made, () => `Poisson processes ${name}: ${N} channels, ${rates}`);
}

/** Neurons `start` to before `end`, as Array.prototype.slice takes them. */
export function slice(of: Spiking, start = 0, end = of.N): Slice {
  const first = start < 0 ? Math.max(0, of.N + start) : start;
  const last = Math.min(end < 0 ? of.N + end : end, of.N);
  if (!Number.isInteger(first) || !Number.isInteger(last) || first >= last)
    throw new UserError(`invalid slice of ${of.name}: ${start} to ${end}; it has ${of.N} neurons`);
  return { of: of.name, start: first, end: last };
}

/** What synapses are made of; populations stand for all their neurons. */
export interface SynapsesOptions {
  from: Spiking | Slice;
  to: Population | Slice;
  connection: Connection;
  onPre: string;
  parameters?: Readonly<Record<string, Values>>;
  delay?: Values;
  plasticity?: Plasticity;
}

/** Describes synapses between two populations or slices of them. */
export function synapses(name: string, options: SynapsesOptions): Synapses {
  requireName(name, "synapses");
  const whole = (side: Spiking | Slice): Slice => ("kind" in side ? slice(side) : side);
  const { from, to, connection, onPre, parameters = {}, delay, plasticity } = options;
  const made: Synapses = {
    name,
    from: whole(from),
    to: whole(to),
    connection,
    onPre,
    parameters,
    delay,
    ...(plasticity && { plasticity }),
  };
  const side = ({ of, start, end }: Slice): string => `${of}[${start}:${end}]`;
  return showAs(
    made,
    () => `synapses ${name}: ${side(made.from)} to ${side(made.to)}, ${connection.rule}: ${onPre}`,
  );
}

/** What a network simulation is made of. */
export interface NetworkOptions {
  populations: readonly Population[];
  sources?: readonly (SpikeTrainSource | PoissonSource)[];
  synapses?: readonly Synapses[];
  record?: readonly Recording[];
  /** Whose spikes are recorded: all populations by default. */
  recordSpikes?: readonly string[];
  recordAt?: "start" | "end";
  duration: Quantity<"time">;
  dt?: Quantity<"time">;
  seed?: number;
  stream?: StreamName;
}

/** Describes the simulation of a network: plain data that `run` computes. */
export function network(options: NetworkOptions): NetworkSimulation {
  const {
    populations,
    sources = [],
    record = [],
    dt = ms(0.1),
    seed = 1,
    stream = "default",
  } = options;
  const owners = [...populations, ...sources];
  const names = owners.map((owner) => owner.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UserError(`invalid name: ${twice}; two populations have it`);
  if (populations.length === 0) throw new UserError("invalid populations: none given");
  const known = (name: string): void => {
    if (!names.includes(name))
      throw new UserError(
        `unknown population: ${name}; expected one of ${names.join(", ")}${didYouMean(name, names)}`,
      );
  };
  const kinds = new Set<string>();
  for (const { name, from, to } of options.synapses ?? []) {
    if (kinds.has(name))
      throw new UserError(`invalid name: ${name}; two kinds of synapses have it`);
    kinds.add(name);
    known(from.of);
    known(to.of);
  }
  for (const { of, variable, neurons = [], every = 1 } of record) {
    known(of);
    const size = owners.find(({ name }) => name === of)?.N ?? 0;
    for (const neuron of neurons)
      requireWholeNumber(`neuron to record ${variable} of ${of} from`, neuron, 0, size - 1);
    requireWholeNumber(`steps between records of ${variable} of ${of}`, every, 1, 2 ** 31 - 1);
  }
  for (const name of options.recordSpikes ?? []) known(name);
  if (!STREAM_NAMES.includes(stream))
    throw new UserError(`unknown stream: ${stream}; expected one of ${STREAM_NAMES.join(", ")}`);
  requireWholeNumber("seed", seed, 0, stream === "numpy" ? 2 ** 32 - 1 : Number.MAX_SAFE_INTEGER);
  const steps = Math.round(lower("duration", options.duration, "time") / lower("dt", dt, "time"));
  if (!(dt.value > 0)) throw new UserError(`invalid dt: ${dt}; expected more than 0 s`);
  if (!(steps >= 1 && steps < 2 ** 31))
    throw new UserError(
      `invalid duration: ${options.duration}; expected at least one step of ${dt}, and fewer than 2^31`,
    );
  const made: NetworkSimulation = {
    model: "network",
    populations,
    sources,
    synapses: options.synapses ?? [],
    record,
    recordSpikes: options.recordSpikes ?? populations.map(({ name }) => name),
    recordAt: options.recordAt ?? "start",
    duration: options.duration,
    dt,
    seed,
    stream,
  };
  const parts = [...owners.map(({ name, N }) => `${name} (${N})`)];
  return showAs(
    made,
    () =>
      `network of ${parts.join(", ")} with ${made.synapses.length} kinds of synapses: ` +
      `${made.duration} in steps of ${dt}, seed ${seed}, ${stream} stream`,
  );
}

const countOf = (N: number): string => `${N} ${N === 1 ? "neuron" : "neurons"}`;
