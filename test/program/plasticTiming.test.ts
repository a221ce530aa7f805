import { describe, expect, it } from "vitest";
import {
  network,
  type Plasticity,
  population,
  type SynapsesOptions,
  synapses,
} from "../../src/network/index.js";
import { spikeTrains } from "../../src/program/index.js";
import type { SynapsesAt } from "../../src/results/index.js";
import { run } from "../../src/run/index.js";
import { ms } from "../../src/units/index.js";
import { readJSON } from "../helpers/data.js";

const TARGETS = ["wasm", "interpreter"] as const;
type Target = (typeof TARGETS)[number];

/** Potentiation and depression by pairs, 0.1 each, with time constants of 20 ms. */
const PAIRS: Plasticity = {
  variables: { w: 1 },
  preTraces: { a: ms(20) },
  postTraces: { b: ms(20) },
  onPre: "w -= 0.1*b",
  onPost: "w += 0.1*a",
};

/** A synapse between two neurons that spike at given times (in ms), and what becomes of it. */
async function synapse(
  pre: readonly number[],
  post: readonly number[],
  given: Partial<SynapsesOptions>,
  target: Target = "wasm",
  duration = 100,
) {
  const neuron = (name: string) =>
    population(name, {
      N: 1,
      equations: "x : 1\ny : 1",
      threshold: "x > 0.5",
      reset: "x = 0",
    });
  const [source, sink] = [neuron("source"), neuron("sink")];
  const input = spikeTrains("input", [ms([...pre]), ms([...post])]);
  const make = (channel: 0 | 1, to: typeof source) =>
    synapses(`make${to.name}`, {
      from: input,
      to,
      connection: { rule: "list", sources: [channel], targets: [0] },
      onPre: "x = 1",
    });
  const plastic = synapses("plastic", {
    from: source,
    to: sink,
    connection: { rule: "allToAll" },
    onPre: "y += w",
    plasticity: PAIRS,
    ...given,
  });
  const result = await run(
    network({
      populations: [source, sink],
      sources: [input],
      synapses: [make(0, source), make(1, sink), plastic],
      record: [{ of: "sink", variable: "y" }],
      recordAt: "end",
      duration: ms(duration),
    }),
    { target },
  );
  expect(result.spikeSteps("source")[0]).toEqual(pre.map((t) => Math.round(10 * t)));
  expect(result.spikeSteps("sink")[0]).toEqual(post.map((t) => Math.round(10 * t)));
  return {
    w: (when: SynapsesAt = "after") => result.synapsesOf("plastic", { when }).values.w.values[0],
    y: result.signal("sink", "y", 0).values,
  };
}

const at = (delayIn: "axon" | "dendrite", delay = 2) => ({
  delay: ms(delay),
  plasticity: { ...PAIRS, delayIn },
});

describe.each(TARGETS)("where the delay is, %s", (target) => {
  it("decides whether a pair of 10 and 11 ms with a delay of 2 ms depresses or potentiates", async () => {
    // in the axon the source's spike is late: 12 after 11
    const axon = await synapse([10], [11], at("axon"), target);
    expect(axon.w()).toBeCloseTo(1 - 0.1 * Math.exp(-1 / 20), 14);
    expect(axon.w()).toBeCloseTo(0.905, 3);
    // in the dendrite the target's spike comes back late: 13 after 10
    const dendrite = await synapse([10], [11], at("dendrite"), target);
    expect(dendrite.w()).toBeCloseTo(1 + 0.1 * Math.exp(-3 / 20), 14);
    expect(dendrite.w()).toBeCloseTo(1.086, 3);
  });

  it("has the weights of Brian 2 in the axon, for pairs in different steps", async () => {
    const { pairs } = readJSON<{
      pairs: { pre: number[]; post: number[]; delay: number; w: number }[];
    }>("brian_models.json");
    const apart = pairs.filter(
      ({ pre, post, delay }) => !pre.some((time) => post.includes(time + delay)),
    );
    expect(apart.length).toBeGreaterThan(2);
    for (const { pre, post, delay, w } of apart) {
      const given = delay === 0 ? {} : at("axon", delay);
      expect((await synapse(pre, post, given, target)).w()).toBeCloseTo(w, 13);
    }
  });

  it("decides which weight acts: Brian's acts and changes, NEST's changes and acts", async () => {
    const times: [number[], number[]] = [[10, 30], [20]];
    const axon = await synapse(...times, at("axon"), target);
    // the second spike acts with what the pair before it left, and then meets the target's spike
    const before = 1 + 0.1 * Math.exp(-8 / 20);
    expect(axon.y.at(-1)).toBeCloseTo(1 + before, 13);
    expect(axon.w()).toBeCloseTo(before - 0.1 * Math.exp(-12 / 20), 13);
    const dendrite = await synapse(...times, at("dendrite", 0.1), target);
    const later = 1 + 0.1 * Math.exp(-10.1 / 20);
    expect(dendrite.w()).toBeCloseTo(later - 0.1 * Math.exp(-9.9 / 20), 13);
    expect(dendrite.y.at(-1)).toBeCloseTo(1 + dendrite.w(), 13);
  });
});

describe.each(TARGETS)("plastic values, %s", (target) => {
  it("are those of the end, or of the last spike of each synapse's source", async () => {
    // the target spikes on after the source's last spike
    const { w } = await synapse([10, 20], [12, 25, 40], {}, target);
    const pair = (time: number): number => 0.1 * Math.exp(-time / 20);
    const last = 1 + pair(2) - pair(8);
    expect(w("before")).toBe(1);
    expect(w("lastSourceSpike")).toBeCloseTo(last, 13);
    const a = (time: number): number => Math.exp(-(time - 10) / 20) + Math.exp(-(time - 20) / 20);
    expect(w()).toBeCloseTo(last + 0.1 * a(25) + 0.1 * a(40), 13);
    expect(w("after")).toBe(w());
  });

  it("are at their end where the source never spikes at all", async () => {
    const own: Plasticity = { variables: { w: 0 }, onPost: "w += 1" };
    const { w } = await synapse([], [12, 25, 40], { plasticity: own }, target);
    expect(w("lastSourceSpike")).toBe(0);
    expect(w()).toBe(3);
  });
});

describe.each(TARGETS)("two spikes of a channel in one step, %s", (target) => {
  it("see the traces of the steps before, both", async () => {
    const counter = population("counter", { N: 1, equations: "x : 1" });
    const input = spikeTrains("input", [ms([5, 10, 10, 10, 15])]);
    const onto = synapses("onto", {
      from: input,
      to: counter,
      connection: { rule: "allToAll" },
      onPre: "x += 1",
      plasticity: {
        variables: { w: 0 },
        preTraces: { a: ms(20) },
        onPre: "w += a",
      },
    });
    const result = await run(
      network({
        populations: [counter],
        sources: [input],
        synapses: [onto],
        record: [{ of: "counter", variable: "x" }],
        duration: ms(20),
      }),
      { target },
    );
    const d = Math.exp(-5 / 20);
    // the three at 10 ms see the one at 5 ms; the last sees all of them
    expect(result.synapsesOf("onto").values.w.values[0]).toBeCloseTo(3 * d + d * d + 3 * d, 13);
    expect(result.signal("counter", "x", 0).values.at(-1)).toBe(5);
  });
});

describe("the place of a delay", () => {
  it("has to be said where there is one", async () => {
    await expect(synapse([1], [2], { delay: ms(2) })).rejects.toThrow(
      "missing delayIn in the plasticity of plastic: the synapses have a delay, and it matters where; " +
        'expected "axon" (as Brian 2',
    );
    await expect(
      synapse([1], [2], { plasticity: { ...PAIRS, delayIn: "soma" as never } }),
    ).rejects.toThrow("invalid delayIn of plastic: soma; expected one of axon, dendrite");
  });
});
