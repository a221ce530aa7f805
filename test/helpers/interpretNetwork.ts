import { type Assignment, type Expression, evaluate } from "../../src/equations/index.js";
import { Streams } from "../../src/random/index.js";
import type { NetworkSimulation } from "../../src/simulation/index.js";
import {
  type LoweredNetwork,
  lowerNetwork,
  numbersFor,
  purposeOf,
  streamOf,
} from "../../src/simulation/lowerNetwork.js";
import { pairsOf } from "../../src/simulation/synapseTable.js";
import { carryOutOnPost, carryOutOnPre } from "./interpretPlasticity.js";

/** What the interpreter gives: spikes by population (step, neuron), and the last states. */
export interface Interpreted {
  /** The synapses' own values at the end, by their kind, in the order made. */
  synapses: Map<string, readonly Synapse[]>;
  spikes: Map<string, [step: number, neuron: number][]>;
  states: Map<string, Record<string, Float64Array>>;
}

interface Neuron {
  states: Record<string, number>;
  fixed: Record<string, number>;
  rest: number;
}

/** A synapse; a plastic one remembers with which values it sent what is still on its way. */
export interface Synapse {
  source: number;
  target: number;
  delay: number;
  values: Record<string, number>;
  sent: Map<number, Record<string, number>>;
}

/**
 * Simulates a network by walking its abstract code neuron by neuron: slow, and written to be
 * obviously right. The second target that kernels are compared with.
 */
export function interpret(simulation: NetworkSimulation): Interpreted {
  const lowered = lowerNetwork(simulation);
  const { dt, steps, plan } = lowered;
  const streams = new Streams(simulation.stream, simulation.seed);
  const pathways = lowered.synapses.map((_, k) => makeSynapses(lowered, k, streams));
  const populations = lowered.populations.map((_, k) => makeNeurons(lowered, k, streams));
  const noise = lowered.populations.map(({ population }) => makeNoise(streams, population.name));
  /** For each owner of spikes, the neurons that spiked in each step. */
  const history = new Map<string, number[][]>();
  for (const { name } of [...simulation.populations, ...simulation.sources]) history.set(name, []);

  const change = (step: number, fromSource: boolean): void => {
    plan.pathways.forEach((pathway, k) => {
      if (!pathway.plasticity) return;
      const { from, to } = simulation.synapses[k];
      const spikes = {
        source: history.get(from.of) as number[][],
        target: history.get(to.of) as number[][],
      };
      if (!fromSource) carryOutOnPost(lowered, k, pathways[k], spikes, step);
      if (pathway.fromSource === fromSource) carryOutOnPre(lowered, k, pathways[k], spikes, step);
    });
  };

  const deliver = (step: number, fromSource: boolean): void => {
    plan.pathways.forEach((pathway, k) => {
      if (pathway.fromSource !== fromSource) return;
      const spikes = history.get(simulation.synapses[k].from.of) as number[][];
      const delays = [...new Set(pathways[k].map(({ delay }) => delay))].sort((a, b) => a - b);
      for (const delay of delays)
        for (const source of spikes[step - delay] ?? [])
          for (const synapse of pathways[k]) {
            if (synapse.source !== source || synapse.delay !== delay) continue;
            const neuron = populations[pathway.to][synapse.target];
            const constants = lowered.synapses[k].constants;
            const values = synapse.sent.get(step) ?? synapse.values;
            const read = (name: string): number =>
              values[name] ??
              constants.get(name) ??
              timeOf(name, step, dt) ??
              neuron.states[name] ??
              neuron.fixed[name];
            carryOut(pathway.statements, neuron, read, {});
          }
    });
  };

  for (let step = 0; step < steps; step++) {
    for (const source of simulation.sources) {
      if (source.kind !== "spikeTrains") throw new Error("only given spike trains are interpreted");
      const now: number[] = [];
      for (let k = 0; k < source.events.length; k += 2)
        if (source.events[k] === step) now.push(source.events[k + 1]);
      history.get(source.name)?.push(now);
    }
    change(step, true);
    deliver(step, true);
    plan.populations.forEach((population, k) => {
      const spiked: number[] = [];
      const draws = population.noisy ? noise[k](populations[k].length) : [];
      populations[k].forEach((neuron, i) => {
        const local: Record<string, number> = { i, N: populations[k].length, xi: draws[i] };
        const read = (name: string): number =>
          local[name] ?? timeOf(name, step, dt) ?? neuron.states[name] ?? neuron.fixed[name];
        const resting = neuron.rest > 0;
        const before = { ...neuron.states };
        carryOut(population.update, neuron, read, local);
        if (resting) for (const held of population.held) neuron.states[held] = before[held];
        if (resting) neuron.rest -= 1;
        if (!resting && population.threshold && evaluate(population.threshold as Expression, read))
          spiked.push(i);
      });
      history.get(population.name)?.push(spiked);
    });
    change(step, false);
    deliver(step, false);
    plan.populations.forEach((population, k) => {
      for (const i of history.get(population.name)?.[step] ?? []) {
        const neuron = populations[k][i];
        const local: Record<string, number> = { i, N: populations[k].length };
        const read = (name: string): number =>
          local[name] ?? timeOf(name, step, dt) ?? neuron.states[name] ?? neuron.fixed[name];
        carryOut(population.reset, neuron, read, local);
        if (population.refractory) neuron.rest = lowered.populations[k].refractorySteps;
      }
    });
  }
  return {
    synapses: new Map(lowered.synapses.map(({ synapses }, k) => [synapses.name, pathways[k]])),
    spikes: new Map(
      [...history].map(([name, lists]) => [
        name,
        lists.flatMap((list, step) => list.map((neuron): [number, number] => [step, neuron])),
      ]),
    ),
    states: new Map(
      plan.populations.map(({ name, states }, k) => [
        name,
        Object.fromEntries(
          states.map((state) => [
            state,
            Float64Array.from(populations[k], (neuron) => neuron.states[state]),
          ]),
        ),
      ]),
    ),
  };
}

const timeOf = (name: string, step: number, dt: number): number | undefined =>
  name === "dt" ? dt : name === "t" ? step * dt : undefined;

/** Carries out statements in order; what is no state becomes a temporary. */
function carryOut(
  statements: readonly Assignment[],
  neuron: Neuron,
  read: (name: string) => number,
  local: Record<string, number>,
): void {
  for (const { target, expression } of statements) {
    const value = Number(evaluate(expression, read));
    if (target in neuron.states) neuron.states[target] = value;
    else local[target] = value;
  }
}

function makeSynapses({ synapses, dt }: LoweredNetwork, k: number, streams: Streams): Synapse[] {
  const { perSynapse } = synapses[k];
  const { name, delay = 0 } = synapses[k].synapses;
  const pairs = pairsOf(synapses[k], streams);
  const count = pairs.sources.length;
  const values = (what: string, given: typeof delay): Float64Array =>
    numbersFor(what, given, count, streamOf(streams, purposeOf.values(name, what)));
  const own = [...perSynapse].map(([text, values_]) => [text, values(text, values_)] as const);
  const delays = values("delay", delay);
  return Array.from({ length: count }, (_, s) => ({
    source: pairs.sources[s],
    target: pairs.targets[s],
    delay: Math.round(delays[s] / dt),
    values: Object.fromEntries(own.map(([text, numbers]) => [text, numbers[s]])),
    sent: new Map(),
  }));
}

function makeNeurons({ populations }: LoweredNetwork, k: number, streams: Streams): Neuron[] {
  const { population, checked, constants, perNeuron } = populations[k];
  const initial = checked.states.map(({ name }) => {
    const stream = streamOf(streams, purposeOf.values(population.name, name));
    return [name, numbersFor(name, population.initial[name] ?? 0, population.N, stream)] as const;
  });
  return Array.from({ length: population.N }, (_, i) => ({
    states: Object.fromEntries(initial.map(([name, values]) => [name, values[i]])),
    fixed: {
      ...Object.fromEntries(constants),
      ...Object.fromEntries([...perNeuron].map(([name, values]) => [name, values[i]])),
    },
    rest: 0,
  }));
}

/** One deviate a neuron and step; in blocks of 256, even and odd neurons draw from two streams. */
function makeNoise(streams: Streams, population: string): (count: number) => number[] {
  const pairs: ReturnType<Streams["of"]>[][] = [];
  return (count) => {
    if (streams.kind !== "default")
      return Array.from({ length: count }, () => streams.of("noise").normal());
    // of an odd number the last pair is drawn whole
    const draws = Array.from({ length: count + (count % 2) }, (_, i) => {
      const block = Math.floor(i / 256);
      pairs[block] ??= (["even", "odd"] as const).map((lane) =>
        streams.of(purposeOf.noise(population, block, lane)),
      );
      return pairs[block][i % 2].normal();
    });
    return draws.slice(0, count);
  };
}
