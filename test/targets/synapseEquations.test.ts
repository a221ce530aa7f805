import { describe, expect, it } from "vitest";
import { fromBytes, toBytes } from "../../src/cache/index.js";
import { network, population, type SynapsesOptions, synapses } from "../../src/network/index.js";
import { poisson } from "../../src/program/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms, mV } from "../../src/units/index.js";
import { expectAlike } from "../helpers/compareTargets.js";

const cells = population("cells", {
  N: 300,
  equations:
    "dv/dt = (1.2 - v + I)/(10*ms) : 1 (unless refractory)\nI : 1\nu = v*v : 1\ntau : second",
  parameters: { tau: "5*ms + 0.01*ms*i" },
  threshold: "v > 1",
  reset: "v = 0",
  refractory: ms(2),
  initial: { v: "rand()" },
});
const inputs = poisson("inputs", 60, Hz(50));

type Options = Omit<SynapsesOptions, "from" | "to" | "connection">;

const PLASTICITY = {
  variables: { w: 0.05 },
  preTraces: { a: ms(20) },
  postTraces: { b: ms(20) },
  onPre: "w = clip(w - 0.01*b, 0, 1)",
  onPost: "w = clip(w + 0.01*a, 0, 1)",
};

const TRACES = {
  equations: `w : 1
    dbefore/dt = -before/tau_before : 1 (event-driven)
    dafter/dt = -after/(30*ms) : 1 (event-driven)`,
  parameters: { tau_before: ms(20) },
  onPre: "v += w; before += 0.5; w = clip(w - 0.01*after, 0, 0.1)",
  onPost: "after += 1; w = clip(w + 0.02*before, 0, 0.1)",
};

/** Synapses of many kinds, each with a name. */
const KINDS: Record<string, Options> = {
  "short-term depression": {
    equations: `dx/dt = (1 - x)/(100*ms) : 1 (event-driven)
                du/dt = -u/(50*ms) : 1 (event-driven)`.replaceAll("u", "y"),
    initial: { x: 1 },
    onPre: "y += 0.3*(1 - y)\nv_post += 0.2*y*x\nx -= y*x",
  },
  "a chain between spikes": {
    equations: `da/dt = -a/(20*ms) : 1 (event-driven)
                db/dt = (a - b)/(30*ms) : 1 (event-driven)
                dc/dt = k/(10*ms) : 1 (event-driven)
                k : 1`,
    parameters: { k: "0.01*i" },
    onPre: "a += 1; v += 0.05*b + 0.0001*c",
    onPost: "b += 0.1; c = 0",
  },
  "clock-driven, by itself": {
    equations: "dg/dt = -g/(5*ms) : 1\ndh/dt = (g - h)/(3*ms) : 1",
    method: "rk4",
    onPre: "g += w; v += 0.01*h",
    parameters: { w: "0.1*rand()" },
  },
  "clock-driven with its neurons": {
    equations: "dg/dt = (tanh(v_post + u_post) - g)/tau_post : 1\nhalf = g/2 : 1",
    method: "exponential_euler",
    onPre: "v_post += 0.01*half",
    onPost: "g += 0.1*u",
  },
  "exact equations and a sum": {
    equations: "dg/dt = -g/(5*ms) : 1",
    method: "exact",
    onPre: "g += 1",
    summed: { I: "0.01*g*(1.5 - v_post)" },
  },
  "two pathways and one back": {
    equations: "w : 1\ncount : 1",
    initial: { w: 0.1 },
    onPre: { up: "v += w", down: "v -= w/2; count += 1" },
    onPost: "w = clip(w + 0.01, 0, 0.2)",
    delay: { up: "0.5*ms + 1*ms*rand()", down: ms(3), post: "0.3*ms*rand()" },
  },
  "temporaries and indices": {
    equations: "w : 1",
    onPre: "change = 0.001*(j - i) + 0.01*N_post/N_post; w += change; v += change*w",
    delay: ms(1),
  },
  "plastic, with a pathway more": {
    equations: "seen : 1",
    onPre: { act: "v += w", look: "seen += w" },
    delay: { act: ms(0.8), look: ms(0.1) },
    plasticity: { ...PLASTICITY, delayIn: "axon" },
  },
  "plastic in the dendrite, with a pathway more": {
    equations: "seen : 1",
    onPre: { act: "v += w", look: "seen += w" },
    delay: { act: "0.3*ms + 0.5*ms*rand()" },
    plasticity: { ...PLASTICITY, delayIn: "dendrite" },
  },
  "traces written out, which wait": { ...TRACES, initial: { w: "0.05*rand()" } },
  "traces written out, which act on the neuron at once": {
    ...TRACES,
    onPost: `${TRACES.onPost}\nv_post -= 0.001*before`,
    delay: "0.3*ms + 0.5*ms*rand()",
  },
};

/** Those that read or change the source. */
const BACK: Record<string, Options> = {
  "what the source becomes": {
    equations: "w : 1",
    onPre: "v_post += 0.05*v_pre; v_pre -= 0.01",
    onPost: "v_pre += 0.02*u_pre; w = v_pre - v_post + lastSpike_pre/second",
    delay: { pre: ms(0.5), post: ms(0.2) },
  },
};

const networkOf = (options: Options, from: typeof cells | typeof inputs, duration = 40) =>
  network({
    populations: [cells],
    sources: [inputs],
    synapses: [
      synapses("s", {
        from,
        to: cells,
        connection: { rule: "probability", probability: 0.01 },
        ...options,
      }),
    ],
    record: [{ of: "cells", variable: "v", neurons: [0, 5, 299] }],
    duration: ms(duration),
  });

describe.each([
  ...Object.entries(KINDS).flatMap(([name, options]) => [
    [name, "neurons", options, cells] as const,
    [name, "sources", options, inputs] as const,
  ]),
  ...Object.entries(BACK).map(([name, options]) => [name, "neurons", options, cells] as const),
])("synapses with %s, from %s", (_, __, options, from) => {
  it("are on the kernels what they are in the interpreter", async () => {
    const simulation = networkOf(options, from);
    const [fast, plain] = await Promise.all([
      run(simulation, { threads: 1 }),
      run(simulation, { target: "interpreter" }),
    ]);
    expect(fast.spikeCount("cells")).toBeGreaterThan(100);
    expectAlike(fast, plain);
  });

  it("have the same bits on three threads, continued, and from the cache", async () => {
    const whole = await run(networkOf(options, from), { threads: 1 });
    const half = networkOf(options, from, 20);
    const first = await run(half, { threads: 3 });
    const second = await run(half, { threads: 2, from: first.finalState });
    const parts = [first, second].map((result) => result.spikeSteps("cells"));
    const spikes = whole.spikeSteps("cells").map((steps) => Array.from(steps));
    expect(spikes.map((_, k) => parts.flatMap((part) => Array.from(part[k])))).toEqual(spikes);
    expect(second.synapsesOf("s").values).toEqual(whole.synapsesOf("s").values);
    const kept = fromBytes(toBytes(second)) as typeof second;
    expect(kept.synapsesOf("s").values).toEqual(whole.synapsesOf("s").values);
  });
});

describe("synapses that are recorded", () => {
  const RECORDED: Options = {
    equations: "dg/dt = -g/(5*ms) : 1\ndrive = g*(1.5 - v_post + v_pre) : 1\nw : 1",
    onPre: "g += p; w += 0.01; v_post += 0.001*w",
    parameters: { p: "0.1*rand()" },
    plasticity: {
      variables: { q: 0.5 },
      preTraces: { a: ms(20) },
      postTraces: { b: ms(20) },
      onPre: "q = clip(q - 0.01*b, 0, 1)",
      onPost: "q = clip(q + 0.01*a, 0, 1)",
    },
  };
  const recorded = (options: Options, places: number[], duration = 30) =>
    network({
      ...networkOf(options, cells, duration),
      record: ["g", "w", "p", "q", "drive"]
        .filter((variable) => variable !== "drive" || options === RECORDED)
        .map((variable) => ({ of: "s", variable, synapses: places, every: 3 })),
    });

  it("are the same on both targets, and on threads where nothing reads the source", async () => {
    const places = [0, 17, 3, 500];
    const fast = await run(recorded(RECORDED, places), { threads: 1 });
    expectAlike(fast, await run(recorded(RECORDED, places), { target: "interpreter" }));
    const [first] = fast.signals("s", "g");
    expect(first.values).toHaveLength(100);
    expect(fast.signal("s", "p", 17).values[0]).toBe(
      fast.synapsesOf("s").values.p.values[placeOf(fast, 17)],
    );
    const apart: Options = { ...RECORDED, equations: "dg/dt = -g/(5*ms) : 1\nw : 1" };
    const one = await run(recorded(apart, places), { threads: 1 });
    const three = await run(recorded(apart, places), { threads: 3 });
    for (const variable of ["g", "w", "q"])
      expect(three.signals("s", variable).map(({ values }) => values)).toEqual(
        one.signals("s", variable).map(({ values }) => values),
      );
  });

  /** Where the synapse that was made at a place stands in the list by source, then target. */
  function placeOf(result: Awaited<ReturnType<typeof run>>, made: number): number {
    const { sources, targets } = result.connectionsOf("s");
    const list = result.synapsesOf("s");
    return Array.from(list.sources).findIndex(
      (source, k) => source === sources[made] && list.targets[k] === targets[made],
    );
  }

  it.each<[string, object, string]>([
    ["a place that there is not", { synapses: [1e6] }, "expected places below"],
    ["no places of a drawn rule", {}, "missing synapses to record g of s from"],
    ["neurons", { neurons: [0] }, "expected synapses: [...]"],
    ["a place twice", { synapses: [1, 1] }, "one of them is named twice"],
    ["an unknown variable", { synapses: [1], variable: "h" }, "unknown variable of s: h"],
  ])("refuse %s", async (_, given, message) => {
    const make = async () =>
      run(
        network({
          ...networkOf(RECORDED, cells, 1),
          record: [{ of: "s", variable: "g", ...given }],
        }),
      );
    await expect(make()).rejects.toThrow(message);
  });

  it("refuse event-driven variables", () => {
    const make = () =>
      network({
        ...networkOf({ equations: "dx/dt = -x/ms : 1 (event-driven)", onPre: "x += 1" }, cells, 1),
        record: [{ of: "s", variable: "x", synapses: [0] }],
      });
    expect(make).toThrow("known at spikes only");
  });
});

describe("the texts of synapses", () => {
  const make = (options: Options) => () => networkOf(options, cells);
  it.each<[string, Options, string]>([
    ["a target that does not exist", { onPre: "vv = v" }, "unknown target: vv"],
    ["a parameter that changes", { onPre: "w += 1", parameters: { w: 1 } }, "it is a parameter"],
    [
      "an equation of two flags",
      { equations: "dx/dt = -x/ms : 1 (event-driven, clock-driven)" },
      "invalid flags",
    ],
    [
      "an unknown flag",
      { equations: "dx/dt = -x/ms : 1 (event driven)" },
      "unknown flag: event driven",
    ],
    [
      "an equation between spikes that is not linear",
      { equations: "dx/dt = -x*x/ms : 1 (event-driven)" },
      "not linear in itself",
    ],
    [
      "an equation between spikes that reads what changes",
      { equations: "dx/dt = (v - x)/ms : 1 (event-driven)" },
      "v_post changes between spikes",
    ],
    [
      "reading such a variable in every step",
      { equations: "dx/dt = -x/ms : 1 (event-driven)\ndy/dt = x/ms : 1" },
      "x is read in every step",
    ],
    [
      "summing such a variable",
      { equations: "dx/dt = -x/ms : 1 (event-driven)", summed: { I: "x" } },
      "x is read in every step",
    ],
    ["wrong units", { equations: "dx/dt = -x : 1" }, "inconsistent units"],
    [
      "an initial value of nothing",
      { equations: "x : 1", initial: { y: 1 } },
      "unknown variable of s: y",
    ],
    [
      "an initial value with a unit",
      { equations: "x : 1", initial: { x: mV(1) } },
      "initial x of s",
    ],
    ["a method without equations", { onPre: "v += 1", method: "rk4" }, "invalid method of s"],
    [
      "a method that does not exist",
      { equations: "dx/dt = -x/ms : 1", method: "rk5" },
      "unknown method: rk5",
    ],
    [
      "a delay of no pathway",
      { onPre: "v += 1", delay: { up: ms(1) } },
      "unknown pathway in the delay of s: up",
    ],
    [
      "two pathways of one name",
      { onPre: { post: "v += 1" }, onPost: "v += 1" },
      "two have this name",
    ],
    [
      "a variable of the target declared again",
      { equations: "v : 1" },
      "the target has such a variable",
    ],
    [
      "noise between spikes",
      { equations: "dx/dt = -x/ms + xi/ms**0.5 : 1 (event-driven)" },
      "noise goes into differential equations only",
    ],
    ["N, which is of no side", { onPre: "v += N" }, "expected N_pre or N_post"],
  ])("are refused: %s", (_, options, message) => {
    expect(make(options)).toThrow(message);
  });
});
