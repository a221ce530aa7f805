import { describe, expect, it } from "vitest";
import {
  dpiVoltage,
  nto1,
  plasticMeasures,
  powerLaw,
  ringSpikeIndices,
  ringVoltage,
  spikeCountsOf,
} from "../../src/models/index.js";
import {
  type NetworkOptions,
  network,
  type Plasticity,
  type PopulationOptions,
  population,
  type Recording,
  type SynapsesOptions,
  slice,
  synapses,
} from "../../src/network/index.js";
import { typeset } from "../../src/notebook/index.js";
import {
  abstractCode,
  poisson,
  program,
  renewal,
  spikeEvents,
  spikeTrains,
} from "../../src/program/index.js";
import { logNormal, normal, uniform } from "../../src/random/index.js";
import { type RunOptions, run } from "../../src/run/index.js";
import { Hz, ms, mV, pA, parseQuantity, parseUnit } from "../../src/units/index.js";
import { brokenBy, JUNK } from "../helpers/junk.js";

// Every door through which values come in, with every kind of junk before it: what gets in is
// simulated, what does not is one UserError.

const neurons = (given: object = {}) =>
  population("a", {
    N: 2,
    equations: "dv/dt = -v/tau : volt (unless refractory)",
    threshold: "v > 1*volt",
    reset: "v = 0*volt",
    refractory: ms(1),
    parameters: { tau: ms(10) },
    ...given,
  } as PopulationOptions);

const connected = (given: object = {}) => {
  const own = neurons();
  return network({
    populations: [own],
    synapses: [
      synapses("s", {
        from: own,
        to: own,
        connection: { rule: "allToAll" },
        onPre: "v += w",
        parameters: { w: mV(1) },
        ...given,
      } as SynapsesOptions),
    ],
    duration: ms(0.3),
  });
};

const plastic = (given: object) =>
  connected({ plasticity: { variables: { x: 1 }, ...given } as Plasticity });

const whole = (given: object) =>
  network({ populations: [neurons()], duration: ms(0.3), ...given } as NetworkOptions);

const recording = (given: object) =>
  whole({ record: [{ of: "a", variable: "v", ...given } as Recording] });

/** Doors, each with what is right there. */
const DOORS: Record<string, [(value: never) => unknown, unknown]> = {
  "name of a population": [(name) => population(name, { N: 1, equations: "x : 1" }), "a"],
  "options of a population": [(options) => population("a", options), { N: 1, equations: "x : 1" }],
  "initial value": [(v) => neurons({ initial: { v } }), mV(1)],
  parameter: [(tau) => neurons({ parameters: { tau } }), ms(1)],
  "name of synapses": [
    (name) =>
      synapses(name, {
        from: neurons(),
        to: neurons(),
        connection: { rule: "allToAll" },
        onPre: "v += 1*mV",
      }),
    "s",
  ],
  "options of synapses": [(options) => synapses("s", options), {}],
  rule: [(rule) => connected({ connection: { rule } }), "allToAll"],
  "sources of a list": [
    (sources) => connected({ connection: { rule: "list", sources, targets: [0] } }),
    [0],
  ],
  probability: [
    (probability) => connected({ connection: { rule: "probability", probability } }),
    0.5,
  ],
  "in-degree": [(inDegree) => connected({ connection: { rule: "inDegree", inDegree } }), 1],
  autapses: [(autapses) => connected({ connection: { rule: "allToAll", autapses } }), false],
  weight: [(w) => connected({ parameters: { w } }), mV(1)],
  "plastic variable": [(x) => plastic({ variables: { x } }), 1],
  trace: [(a) => plastic({ preTraces: { a } }), ms(20)],
  "constant of plasticity": [(rate) => plastic({ parameters: { rate } }), 0.1],
  "options of a network": [network, {}],
  population: [(one) => whole({ populations: [one] }), neurons()],
  source: [(one) => whole({ sources: [one] }), poisson("p", 1, Hz(1))],
  "synapses of a network": [(one) => whole({ synapses: [one] }), connected().synapses[0]],
  "a recording": [(one) => whole({ record: [one] }), { of: "a", variable: "v" }],
  "a name of a result": [(V) => whole({ names: { V } }), { kind: "value", value: 1 }],
  "rates of Poisson processes": [(rates) => poisson("p", 2, rates), Hz(3)],
  "channels of Poisson processes": [(N) => poisson("p", N, Hz(3)), 2],
  "rates of renewal processes": [(rates) => renewal("p", 2, rates), Hz(3)],
  "options of renewal processes": [(options) => renewal("p", 2, Hz(3), options), {}],
  "spike trains": [(trains) => spikeTrains("p", trains), [[0.1]]],
  "a spike train": [(train) => spikeTrains("p", [train]), ms([1])],
  "a spike time": [(time) => spikeTrains("p", [[time] as never]), ms(1)],
  "spike events": [(events) => spikeEvents("p", 1, events), Int32Array.of(0, 0)],
  "population of a slice": [slice, neurons()],
  "start of a slice": [(start) => slice(neurons(), start), 0],
  "end of a slice": [(end) => slice(neurons(), 0, end), 1],
  "a simulation": [run, whole({})],
  "options of a run": [(options) => run(whole({}), options), {}],
  "printed program": [program, whole({})],
  "abstract code": [abstractCode, neurons()],
  mathematics: [typeset, neurons()],
  "a quantity in a unit": [(unit) => mV(1).in(unit), mV],
  "quantities in a unit": [(unit) => mV([1]).in(unit), mV],
  "equal quantities": [(other) => mV(1).equals(other), mV(1)],
  "equal arrays": [(other) => mV([1]).equals(other), mV([1])],
  "what an array divides": [(other) => mV([1]).dividing(other), mV(1)],
  "element of an array": [(index) => mV([1]).at(index), 0],
  "start of a part of an array": [(start) => mV([1]).slice(start), 0],
  "end of a part of an array": [(end) => mV([1]).slice(0, end), 0],
  "what is made of an array": [(make) => mV([1]).map(make), String],
  "exponent of a quantity": [(exponent) => mV(1).power(exponent), 2],
  "digits of a quantity": [(digits) => mV(1).format(digits), 3],
  "text of a quantity": [parseQuantity, "1 mV"],
  "text of a unit": [parseUnit, "mV"],
  "numbers of a unit": [mV, 1],
  "uniform, low": [(low) => uniform(low, mV(1)), mV(0)],
  "uniform, high": [(high) => uniform(mV(0), high), mV(1)],
  "normal, mean": [(mean) => normal(mean, mV(1)), mV(0)],
  "normal, deviation": [(deviation) => normal(mV(0), deviation), mV(1)],
  "log-normal, median": [(median) => logNormal(median, 1), Hz(1)],
  "log-normal, deviation": [(sigma) => logNormal(Hz(1), sigma), 1],
  "parameters of a published model": [nto1, { N: 2, duration: ms(1) }],
  "parameters of the power law": [powerLaw, {}],
  "weight of the power law": [
    (weight) => powerLaw({ weight, lambda: 1, alpha: 1, mu: 1, tau_plus: ms(1), tau_minus: ms(1) }),
    pA(1),
  ],
  "time constant of the power law": [
    (tau_plus) =>
      powerLaw({ weight: pA(1), lambda: 1, alpha: 1, mu: 1, tau_plus, tau_minus: ms(1) }),
    ms(1),
  ],
  "a result of the layer": [spikeCountsOf, undefined],
  "a current of the layer": [dpiVoltage, undefined],
  "a result of the ring": [ringSpikeIndices, undefined],
  "a result of the ring, voltage": [(result) => ringVoltage(result, 0), undefined],
  "a result of the plastic network": [plasticMeasures, undefined],
  ...Object.fromEntries(
    Object.entries({
      N: 2,
      equations: "dv/dt = -v/tau : volt (unless refractory)",
      update: "v = v",
      threshold: "v > 1*volt",
      reset: "v = 0*volt",
      refractory: ms(1),
      parameters: { tau: ms(10) },
      method: "euler",
      initial: {},
    }).map(([option, right]) => [
      `${option} of a population`,
      [(value: never) => neurons({ [option]: value }), right],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({
      from: neurons(),
      to: neurons(),
      connection: { rule: "allToAll" },
      onPre: "v += w",
      parameters: { w: mV(1) },
      delay: ms(1),
      plasticity: undefined,
    }).map(([option, right]) => [
      `${option} of synapses`,
      [(value: never) => connected({ [option]: value }), right],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({
      variables: { x: 1 },
      preTraces: {},
      postTraces: {},
      onPre: "",
      onPost: "",
      parameters: {},
      powers: "fast",
      delayIn: "axon",
    }).map(([option, right]) => [
      `${option} of plasticity`,
      [(value: never) => plastic({ [option]: value }), right],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({ of: "a", variable: "v", neurons: [0], every: 1 }).map(([option, right]) => [
      `${option} of a recording`,
      [(value: never) => recording({ [option]: value }), right],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({
      populations: [neurons()],
      sources: [],
      synapses: [],
      record: [],
      recordSpikes: ["a"],
      recordAt: "start",
      duration: ms(1),
      dt: ms(0.1),
      seed: 1,
      stream: "default",
      clock: "multiplied",
      names: {},
      parameters: {},
    }).map(([option, right]) => [
      `${option} of a network`,
      [(value: never) => whole({ [option]: value }), right],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({
      from: undefined,
      onProgress: undefined,
      signal: undefined,
      forgetState: false,
      threads: 1,
      onBuilt: undefined,
      chunk: 10,
      target: "interpreter",
      onDivergence: "stop",
    } satisfies RunOptions).map(([option, right]) => [
      `${option} of a run`,
      [(value: never) => run(whole({}), { [option]: value }), right],
    ]),
  ),
};

describe("junk at a door", () => {
  it.each(Object.entries(DOORS))("is taken or refused in words: %s", async (_, [call, right]) => {
    expect(await brokenBy(call, [right])).toEqual([]);
  });

  it("is never taken for what it is not", () => {
    const refused = (call: () => unknown): void => expect(call).toThrow(/^invalid /);
    // what these hold would be passed over in silence
    for (const odd of [new Map([["v", mV(1)]]), new Date(0), mV(1), new Set([1])]) {
      refused(() => neurons({ initial: odd }));
      refused(() => neurons({ parameters: odd }));
      refused(() => connected({ parameters: odd }));
      refused(() => plastic({ variables: odd }));
      refused(() => plastic({ preTraces: odd }));
      refused(() => plastic({ parameters: odd }));
      refused(() => whole({ names: odd }));
      refused(() => whole({ parameters: odd }));
      refused(() => network(odd as never));
      refused(() => powerLaw(odd as never));
    }
    refused(() => slice(neurons(), 0, true as never));
    refused(() => slice(neurons(), 0, new Date(1) as never));
    refused(() => mV(1).in(uniform(mV(0), mV(1)) as never));
    refused(() => mV(1).in(mV(2) as never));
    for (const odd of JUNK) if (odd !== undefined) refused(() => typeset(odd as never));
    expect(mV(1).equals(uniform(mV(0), mV(1)) as never)).toBe(false);
  });
});
