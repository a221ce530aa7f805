import { UserError } from "../base/index.js";
import type { KernelPlan, PopulationPlan } from "../compiler/index.js";
import { type CheckedModel, parseExpression } from "../equations/index.js";
import { inlined, integrate, isNoisy } from "../integrators/index.js";
import type { RandomStream, Streams } from "../random/index.js";
import { Quantity, QuantityArray } from "../units/index.js";
import { checkedModel } from "./checkedModel.js";
import { isDelayed, type LoweredSynapses, lowerSynapses } from "./lowerSynapses.js";
import {
  isDrawn,
  type NetworkSimulation,
  type PoissonSource,
  type Population,
  type SpikeTrainSource,
  stepCount,
  type Values,
} from "./network.js";

/** A population with its checked model, its code and all its numbers. */
export interface LoweredPopulation {
  population: Population;
  checked: CheckedModel;
  constants: Map<string, number>;
  /** Values per neuron: those of the model, and those that its method makes of them. */
  perNeuron: Map<string, Float64Array>;
  refractorySteps: number;
}

/** A network whose names and units were checked, as plain numbers and code. */
export interface LoweredNetwork {
  simulation: NetworkSimulation;
  plan: KernelPlan;
  populations: LoweredPopulation[];
  synapses: LoweredSynapses[];
  dt: number;
  steps: number;
}

/** Checks a network and makes the plan of its kernel. @throws UserError showing what is wrong. */
export function lowerNetwork(simulation: NetworkSimulation): LoweredNetwork {
  const dt = simulation.dt.value;
  const remembered = (name: string): boolean =>
    simulation.synapses.some(({ from, delay }) => from.of === name && isDelayed(delay));
  const lowered = simulation.populations.map((population) =>
    lowerPopulation(population, dt, remembered(population.name)),
  );
  const indexOf = (name: string): number =>
    simulation.populations.findIndex((population) => population.name === name);
  const pathways = simulation.synapses.map((synapses) => {
    const to = indexOf(synapses.to.of);
    if (to < 0)
      throw new UserError(`invalid target of ${synapses.name}: ${synapses.to.of} has no state`);
    const { population, checked } = lowered[to].lowered;
    return lowerSynapses(synapses, population, checked, {
      to,
      from: indexOf(synapses.from.of),
      source: simulation.sources.findIndex((source) => source.name === synapses.from.of),
    });
  });
  const recorders = simulation.record.map(({ of, variable, every = 1 }) => {
    const population = indexOf(of);
    if (population < 0) throw new UserError(`invalid recording: ${of} has no variables`);
    const { checked } = lowered[population].lowered;
    const names = [
      ...checked.states.map((s) => s.name),
      ...checked.subexpressions.map((s) => s.target),
    ];
    if (!names.includes(variable))
      throw new UserError(
        `unknown variable of ${of}: ${variable}; expected one of ${names.join(", ")}`,
      );
    const expression = inlined(parseExpression(variable), checked);
    return { population, expression, always: every === 1 };
  });
  return {
    simulation,
    dt,
    steps: stepCount(simulation),
    populations: lowered.map((item) => item.lowered),
    synapses: pathways.map((item) => item.lowered),
    plan: {
      populations: lowered.map((item) => item.plan),
      sources: simulation.sources.map((source) => ({
        name: source.name,
        kind: source.kind,
        equalRates: simulation.stream === "default" && hasEqualRates(source, dt),
        remembered: remembered(source.name),
      })),
      pathways: pathways.map((item) => item.plan),
      recorders,
      recordAt: simulation.recordAt,
      stream: simulation.stream,
    },
  };
}

/** Largest number of events of a block of Poisson processes in a step whose counts are tabulated. */
const MOST_EVENTS = 5000;

/** Whether all processes of a source have one rate, so that whole blocks can be drawn at once. */
function hasEqualRates(source: SpikeTrainSource | PoissonSource, dt: number): boolean {
  if (source.kind !== "poisson") return false;
  const [first] = source.rates;
  return 256 * first * dt <= MOST_EVENTS && source.rates.every((rate) => rate === first);
}

function lowerPopulation(
  population: Population,
  dt: number,
  remembered: boolean,
): { plan: PopulationPlan; lowered: LoweredPopulation } {
  const checked = checkedModel(population.model);
  const code = integrate(checked, population.method, dt);
  const constants = new Map([
    ...[...checked.constants].map(([name, { value }]) => [name, value] as const),
    ...code.constants,
  ]);
  const perNeuron = new Map([
    ...[...checked.perNeuron].map(([name, { values }]) => [name, values] as const),
    ...(code.perNeuron?.valuesFor(population.N) ?? []),
  ]);
  const held = checked.states.filter((state) => state.unlessRefractory).map((state) => state.name);
  const plan: PopulationPlan = {
    name: population.name,
    states: checked.states.map((state) => state.name),
    held,
    constants: [...constants.keys()],
    perNeuron: [...perNeuron.keys()],
    update: code.statements,
    noisy: isNoisy(checked),
    threshold: checked.threshold && inlined(checked.threshold, checked),
    reset: checked.reset.map((item) => ({
      ...item,
      expression: inlined(item.expression, checked),
    })),
    refractory: checked.refractory > 0,
    remembered,
  };
  const refractorySteps = Math.round(checked.refractory / dt);
  return { plan, lowered: { population, checked, constants, perNeuron, refractorySteps } };
}

/**
 * Values as SI numbers, one for each of `count`; drawn ones come from the stream, in order.
 * @throws UserError if there are not as many as expected.
 */
export function numbersFor(
  name: string,
  values: Values,
  count: number,
  stream: () => RandomStream,
): Float64Array {
  if (typeof values === "number") return new Float64Array(count).fill(values);
  if (values instanceof Quantity) return new Float64Array(count).fill(values.value);
  if (isDrawn(values)) {
    const draws = stream();
    const { distribution, first, second } = values;
    return Float64Array.from({ length: count }, () =>
      distribution === "uniform"
        ? first + (second - first) * draws.uniform()
        : first + second * draws.normal(),
    );
  }
  const numbers = values instanceof QuantityArray ? values.values : Float64Array.from(values);
  if (numbers.length !== count)
    throw new UserError(`invalid ${name}: ${numbers.length} values; expected ${count}`);
  return numbers;
}

/** The streams' purposes, so that every draw has a name. */
export const purposeOf = {
  connection: (name: string, block?: number): string =>
    block === undefined ? `connect ${name}` : `connect ${name} ${block}`,
  values: (owner: string, name: string): string => `values ${owner} ${name}`,
  noise: (population: string, block: number, lane: "even" | "odd"): string =>
    `noise ${population} ${block} ${lane}`,
  poisson: (source: string, block: number): string => `poisson ${source} ${block}`,
};

/** The stream of a purpose. */
export const streamOf = (streams: Streams, purpose: string) => (): RandomStream =>
  streams.of(purpose);
