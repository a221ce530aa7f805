import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { host, UserError } from "../../src/base/index.js";
import {
  type NetworkSimulation,
  network,
  type Plasticity,
  type PopulationOptions,
  population,
  type SynapsesOptions,
  slice,
  synapses,
} from "../../src/network/index.js";
import { poisson, spikeTrains } from "../../src/program/index.js";
import { normal, uniform } from "../../src/random/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms, mV, nS, pA, seconds } from "../../src/units/index.js";

// Wrong units, wrong kinds, misspelt options: each door refuses them in words that name the value.

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

const between = (given: object) => {
  const own = neurons();
  return synapses("s", {
    from: own,
    to: own,
    connection: { rule: "allToAll" },
    onPre: "v += 1*mV",
    ...given,
  } as SynapsesOptions);
};

const plastic = (given: object) =>
  between({ plasticity: { variables: { w: 1 }, ...given } as Plasticity });

const whole = (given: object) =>
  network({ populations: [neurons()], duration: ms(1), ...given } as never);

const refuses = (make: () => unknown, message: string): void => {
  expect(make).toThrow(UserError);
  expect(make).toThrow(message);
};

describe("units and kinds", () => {
  it.each<[unknown, string]>([
    [0.005, "invalid refractory: 0.005; expected a quantity: time (s)"],
    ["5*ms", 'the refractory condition must be a truth value, but "5*ms" is time (s)'],
    [ms(-5), "invalid refractory: -5 ms; expected 0 s or more"],
    [ms(Number.NaN), "invalid refractory: NaN s; expected a finite value"],
    [ms(Number.POSITIVE_INFINITY), "invalid refractory: Infinity s; expected a finite value"],
    [[1, 2], "invalid refractory[0]: 1; expected a quantity: time (s)"],
    [ms([1, 2, 3]), "invalid refractory: 3 values; expected 2, one for each"],
    [ms([1, -1]), "invalid refractory[1]: -1 ms; expected 0 s or more"],
    [mV(5), "invalid refractory: 5 mV; expected time (s), got voltage (V)"],
    [mV([5, 5]), "invalid refractory: [5 5] mV; expected time (s)"],
    [uniform(mV(1), mV(2)), "invalid refractory: drawn values; expected time (s)"],
    [true, "invalid refractory: true"],
    [null, "invalid refractory: null"],
    ["", "invalid expression: it ends too early"],
    ["v", 'the refractory condition must be a truth value, but "v" is voltage (V)'],
    ["u > 1", "unknown name: u"],
  ])("of a refractory time: %s", (refractory, message) => {
    refuses(() => neurons({ refractory }), message);
  });

  it.each<[unknown, string]>([
    [nS(3), "invalid initial v: 3 nS; expected voltage (V), got conductance (S)"],
    [5, "invalid initial v: 5; expected a quantity: voltage (V)"],
    ["ab", "unknown name: ab"],
    [mV(Number.NaN), "invalid initial v: NaN V; expected a finite value"],
    [[mV(1), nS(1)], "invalid initial v[1]: 1 nS; expected voltage (V)"],
    [mV([1, 2, 3]), "invalid initial v: 3 values; expected 2"],
    [uniform(nS(1), nS(2)), "invalid initial v: drawn values; expected voltage (V)"],
  ])("of an initial value: %s", (v, message) => {
    refuses(() => neurons({ initial: { v } }), message);
  });

  it.each<[unknown, string]>([
    [mV(2), "invalid delay of s: 2 mV; expected time (s), got voltage (V)"],
    [0.002, "invalid delay of s: 0.002; expected a quantity: time (s)"],
    [ms(-1), "invalid delay of s: -1 ms; expected 0 s or more"],
    [ms(Number.NaN), "invalid delay of s: NaN s"],
    ["2 ms", "invalid delay of s: an operator is missing"],
    [[1, 2], "invalid delay of s[0]: 1; expected a quantity"],
    [normal(mV(1), mV(1)), "invalid delay of s: drawn values; expected time (s)"],
  ])("of a delay: %s", (delay, message) => {
    refuses(() => between({ delay }), message);
  });

  it("of durations, steps, rates and spike times", () => {
    refuses(() => whole({ duration: 5 }), "invalid duration: 5; expected a quantity: time (s)");
    refuses(() => whole({ duration: mV(5) }), "invalid duration: 5 mV; expected time (s)");
    refuses(() => whole({ duration: ms(Number.POSITIVE_INFINITY) }), "invalid duration");
    refuses(() => whole({ duration: ms(-1) }), "invalid duration: -1 ms");
    refuses(() => whole({ dt: mV(3) }), "invalid dt: 3 mV; expected time (s)");
    refuses(() => whole({ dt: 0.1 }), "invalid dt: 0.1; expected a quantity: time (s)");
    refuses(() => whole({ dt: seconds(1) }), "expected at least one step of 1 s");
    refuses(() => poisson("p", 2, mV(3) as never), "invalid rates: 3 mV; expected rate (Hz)");
    refuses(() => poisson("p", 2, 3 as never), "invalid rates: 3");
    refuses(() => poisson("p", 2, Hz(-3)), "invalid rates: -3 Hz; expected 0 Hz or more");
    refuses(() => poisson("p", 2, Hz([1, Number.NaN])), "invalid rates[1]: NaN Hz");
    refuses(
      () => spikeTrains("p", [mV([5]) as never]),
      "invalid times of channel 0: [5] mV; expected time (s), got voltage (V)",
    );
    refuses(() => spikeTrains("p", [ms([-5])]), "invalid spike time: -0.005 s");
    refuses(() => spikeTrains("p", ["5"] as never), "invalid times of channel 0: 5");
  });

  it("of plasticity", () => {
    refuses(() => plastic({ parameters: { rate: [1, 2] } }), "invalid rate of s: [1, 2]");
    refuses(() => plastic({ parameters: { rate: "fast" } }), "invalid rate of s: fast");
    refuses(() => plastic({ preTraces: { a: mV(20) } }), "invalid time constant of a: 20 mV");
    refuses(() => plastic({ preTraces: { a: 0.02 } }), "invalid time constant of a: 0.02");
    refuses(() => plastic({ postTraces: { a: ms([20]) } }), "invalid time constant of a");
    refuses(() => plastic({ variables: { w: "heavy" } }), "unknown name: heavy");
    refuses(() => plastic({ variables: { w: mV(Number.NaN) } }), "invalid w of s: NaN V");
    refuses(() => plastic({ onPost: "w += 1*mV" }), "inconsistent units");
    refuses(() => plastic({ onPost: 5 }), "invalid statements: 5; expected text");
  });

  it("of weights and drawn values", () => {
    refuses(
      () => between({ onPre: "v += w", parameters: { w: nS(1) } }),
      'in "v += w", "v" is voltage (V) and "w" is conductance (S)',
    );
    refuses(() => between({ parameters: { w: "1 mV" } }), "invalid w of s: an operator is missing");
    refuses(() => normal(mV(1), pA(1) as never), "got current (A)");
    refuses(
      () => normal(mV(1), mV(1), { min: mV(0) } as never),
      "unknown option of normal: min; expected",
    );
    refuses(() => normal(mV(1), mV(-1)), "invalid deviation of normal: -1 mV");
    refuses(() => uniform(mV(1), ms(2) as never), "got time (s)");
  });

  it("let values be drawn for each neuron, parameters too", async () => {
    const drawn = neurons({
      equations: "dv/dt = (E - v)/tau : volt (unless refractory)",
      parameters: { tau: uniform(ms(5), ms(20)), E: normal(mV(10), mV(1)) },
      initial: { v: uniform(mV(0), mV(5)) },
      refractory: uniform(ms(1), ms(2)),
    });
    const record = ["tau", "E", "v"].map((variable) => ({ of: "a", variable }));
    const result = await run(network({ populations: [drawn], record, duration: ms(0.1) }));
    const first = (name: string) => result.signals("a", name).map(({ values }) => values[0]);
    for (const tau of first("tau")) expect(tau).toBeGreaterThan(0.005);
    expect(new Set([...first("tau"), ...first("E"), ...first("v")]).size).toBe(6);
  });

  it("name the parameter to blame", () => {
    refuses(
      () => neurons({ parameters: { tau: mV(10) } }),
      '"-v/tau" is a plain number; tau was given as voltage (V), and time (s) would fit',
    );
  });
});

describe("options that do not exist", () => {
  it.each<[() => unknown, string]>([
    [() => neurons({ treshold: "v > 1*mV" }), "treshold; expected one of N, equations"],
    [() => neurons({ treshold: "v > 1*mV" }), 'did you mean "threshold"?'],
    [() => neurons({ namespace: {} }), "unknown option of population: namespace"],
    [() => between({ wieght: 1 }), "unknown option of synapses: wieght"],
    [() => between({ connection: { rule: "al" } }), "unknown connection rule: al"],
    [() => between({ connection: { rule: "alltoall" } }), 'did you mean "allToAll"?'],
    [() => between({ connection: { rule: "__proto__" } }), "unknown connection rule: __proto__"],
    [
      () => between({ connection: { rule: "allToAll", autapse: false } }),
      'unknown option of connection rule allToAll: autapse; expected one of rule, autapses; did you mean "autapses"?',
    ],
    [() => plastic({ delayin: "axon" }), 'did you mean "delayIn"?'],
    [() => whole({ recordAt: "middle" }), "invalid recordAt: middle; expected one of start, end"],
    [() => whole({ Seed: 3 }), "unknown option of network: Seed"],
    [
      () => whole({ record: [{ of: "a", variable: "v", neuron: 1 }] }),
      'unknown option of recording: neuron; expected one of of, variable, neurons, at, synapses, every, atSpikes; did you mean "neurons"?',
    ],
    [() => whole({ stream: "nummpy" }), 'did you mean "numpy"?'],
    [
      () => population("a", { N: 1, equations: "x : 1 (common)" }),
      "unknown flag: common; expected one of unless refractory, constant, constant over dt, shared",
    ],
    [() => neurons({ method: "rk5" }), "unknown method: rk5"],
    [
      () =>
        population("a", {
          N: 1,
          equations: "dv/dt = -v/tau : 1\ntau : second",
          parameters: { Tau: ms(3) },
        }),
      'unknown parameter: Tau; no equation reads it, and tau gets no value; did you mean "tau"?',
    ],
  ])("are refused: %s", (make, message) => {
    refuses(make, message);
  });

  it("are refused by run", async () => {
    const simulation = whole({});
    await expect(run(simulation, { thread: 2 } as never)).rejects.toThrow(
      'unknown option of run: thread; expected one of from, onProgress, signal, forgetState, threads, onBuilt, chunk, target, onDivergence, streamTo; did you mean "threads"?',
    );
    await expect(run(simulation, { target: "c" } as never)).rejects.toThrow("invalid target: c");
  });
});

describe("what has no effect", () => {
  const { warn } = host;
  const warnings: string[] = [];
  beforeEach(() => {
    warnings.length = 0;
    host.warn = (message) => void warnings.push(message);
  });
  afterEach(() => {
    host.warn = warn;
  });

  it("gives a warning: parameters that no text uses, names without a value", () => {
    const odd = population("odd", {
      N: 1,
      equations: "dv/dt = (g - v)/tau : 1\ng : 1",
      parameters: { tau: ms(10), theta: mV(20) },
    });
    network({ populations: [odd], duration: ms(1) });
    expect(warnings).toEqual([
      "no text of odd uses its parameter theta",
      "g of odd gets no value: it stays 0; give it as a parameter or an initial value",
    ]);
    // once is enough
    network({ populations: [odd], duration: ms(2) });
    expect(warnings.length).toBe(2);
  });

  it("gives none where synapses use it, or set it", () => {
    const used = population("used", {
      N: 1,
      equations: "dv/dt = (g - v)/tau : 1\ng : 1",
      parameters: { tau: ms(10), jump: 2 },
    });
    const input = poisson("input", 1, Hz(1));
    const self = synapses("self", {
      from: input,
      to: used,
      connection: { rule: "allToAll" },
      onPre: "g += jump",
    });
    network({ populations: [used], sources: [input], synapses: [self], duration: ms(1) });
    expect(warnings).toEqual([]);
  });

  it("is refused where nothing could ever come of it", () => {
    refuses(
      () => population("a", { N: 1, equations: "x : 1", reset: "x = 0" }),
      "there is no threshold, so that no neuron spikes",
    );
    refuses(
      () => population("a", { N: 1, equations: "x : 1", refractory: ms(1) }),
      "there is no threshold",
    );
    refuses(
      () => neurons({ refractory: undefined }),
      'invalid flag: v is held "unless refractory"; expected a refractory time or condition',
    );
  });
});

describe("values that were put together by hand", () => {
  const own = neurons();
  const input = poisson("p", 2, Hz(100));
  const simulation = network({
    populations: [own],
    sources: [input],
    synapses: [
      synapses("s", {
        from: input,
        to: own,
        connection: { rule: "oneToOne" },
        onPre: "v += 1*mV",
      }),
    ],
    duration: ms(5),
  });
  const [connected] = simulation.synapses;

  it.each<[object, string]>([
    [{ dt: mV(3) }, "invalid dt: 3 mV; expected time (s)"],
    [{ duration: 5 }, "invalid duration: 5"],
    [{ seed: 1.5 }, "invalid seed: 1.5"],
    [{ recordAt: "middle" }, "invalid recordAt: middle"],
    [{ foo: 1 }, "unknown option of network: foo"],
    [{ populations: [] }, "invalid populations: none given"],
    [{ populations: [{ ...own, N: 0 }] }, "invalid N: 0"],
    [{ populations: [{ ...own, N: 3 }] }, "were made for another population named a"],
    [{ populations: [{ ...own, name: "x y" }] }, 'invalid population name: "x y"'],
    [{ populations: [{ ...own, method: "rk5" }] }, "unknown method: rk5"],
    [{ populations: [{ ...own, initial: { v: nS(1) } }] }, "invalid initial v: 1 nS"],
    [{ populations: [{ ...own, threshold: "v > 0*mV" }] }, "unknown option of population"],
    [{ populations: [{ ...own, model: null }] }, "invalid options of a population's model: null"],
    [
      { populations: [{ ...own, model: { ...own.model, treshold: "" } }] },
      "unknown option of a population's model: treshold",
    ],
    [
      { populations: [{ ...own, model: { ...own.model, refractory: mV(1) } }] },
      "invalid refractory: 1 mV",
    ],
    [{ sources: [{ ...input, name: 5 }] }, "invalid source name: 5"],
    [{ synapses: [{ ...connected, delay: mV(2) }] }, "invalid delay of s: 2 mV"],
    [{ synapses: [{ ...connected, wieght: 2 }] }, "unknown option of synapses"],
    [{ synapses: [{ ...connected, name: "a b" }] }, 'invalid synapses name: "a b"'],
    [{ synapses: [{ ...connected, onPre: "v += 3" }] }, 'in "v += 3"'],
    [{ synapses: [{ ...connected, parameters: null }] }, "invalid parameters of s: null"],
    [
      { synapses: [{ ...connected, from: { ...connected.from, end: 3 } }] },
      "invalid slice of p: 0 to 3; it has 2 neurons",
    ],
    [{ record: 5 }, 'invalid record: 5; expected a list of objects like { of: "neurons"'],
    [{ record: [undefined, { of: "a", variable: "v" }] }, "invalid record[0]: undefined"],
  ])("are checked like others: %o", async (change, message) => {
    const odd = { ...simulation, ...change } as NetworkSimulation;
    await expect(run(odd)).rejects.toThrow(UserError);
    await expect(run(odd)).rejects.toThrow(message);
  });

  it("run where they are right", async () => {
    const other = { ...simulation, duration: ms(10), populations: [{ ...own, method: "exact" }] };
    expect((await run(other)).stop).toBe(0.01);
  });
});

describe("what is missing altogether", () => {
  it.each<[() => unknown, string]>([
    [() => network({} as never), "invalid populations: undefined; expected a list"],
    [() => network(undefined as never), "invalid options of network: null"],
    [() => population("a", undefined as never), "invalid options of population: null"],
    [() => population("a", { N: 1 } as never), "invalid equations: undefined"],
    [() => between({ connection: undefined }), "invalid connection: undefined; expected a rule"],
    [
      () => whole({ record: [{ of: "a", variable: "v", neurons: true }] }),
      "invalid neurons to record v of a from: true; expected a list of indices",
    ],
    [() => slice(undefined as never), "invalid population: undefined"],
  ])("is said in words: %s", (make, message) => {
    refuses(make, message);
  });

  it("is said by run, too", async () => {
    const calls: [unknown, unknown, string][] = [
      [undefined, {}, "invalid simulation: undefined; expected what network()"],
      [{ model: "network" }, {}, "invalid populations: undefined"],
      [whole({}), null, "invalid options of run: null"],
    ];
    for (const [simulation, options, message] of calls) {
      await expect(run(simulation as never, options as never)).rejects.toThrow(UserError);
      await expect(run(simulation as never, options as never)).rejects.toThrow(message);
    }
    const result = await run(whole({}));
    await expect(run(whole({}), { from: result as never })).rejects.toThrow(
      /^invalid state to go on from: .*; expected the finalState of a result$/,
    );
    for (const step of [-1, 0.5, 2 ** 60])
      await expect(run(whole({}), { from: { ...result.finalState, step } })).rejects.toThrow(
        "invalid state to go on from",
      );
    expect(`${result}`).toMatch(/^network result: 1 ms, 0 spikes; a \(2, 0 Hz\)$/);
  });
});
