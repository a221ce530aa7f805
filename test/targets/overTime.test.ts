import { describe, expect, it } from "vitest";
import { formula, timed } from "../../src/equations/index.js";
import {
  changed,
  network,
  population,
  type Source,
  type SynapsesOptions,
  synapses,
} from "../../src/network/index.js";
import { poisson } from "../../src/program/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms, mV, seconds } from "../../src/units/index.js";
import { expectSameEverywhere } from "../helpers/everywhere.js";

const N = 80;
const cells = population("cells", {
  N,
  equations: "dv/dt = (0.2*drive(t) - v)/(5*ms) : 1",
  parameters: { drive: timed([0, 1, 2], ms(20)) },
  threshold: "v > 1",
  reset: "v = 0",
});

const networkOf = (input: Source, options: Partial<SynapsesOptions> = {}) =>
  network({
    populations: [cells],
    sources: [input],
    recordSpikes: ["cells", "input"],
    synapses: [
      synapses("links", {
        from: input as never,
        to: cells,
        connection: { rule: "probability", probability: 0.1 },
        onPre: "v += 0.2",
        ...options,
      }),
    ],
    duration: ms(60),
  });

const each = (rate: (i: number) => number) => Hz(Array.from({ length: N }, (_, i) => rate(i)));

const KINDS: Record<string, Source> = {
  text: poisson("input", N, "100*Hz*(1 + sin(2*pi*50*Hz*t + i))"),
  "text on lines": poisson("input", N, "100*Hz*\n  (1 + sin(2*pi*50*Hz*t + i))"),
  "values over time": poisson("input", N, timed(Hz([20, 200]), ms(30))),
  "values over time of each": poisson(
    "input",
    N,
    timed([each((i) => i), each((i) => N - i)], ms(50)),
  ),
  parameters: poisson("input", N, "r*f(t/second)", { r: each((i) => i), f: formula("x", "1 + x") }),
};

describe("Poisson processes over time", () => {
  it.each(Object.entries(KINDS))("are the same everywhere: %s", async (_, input) => {
    for (const options of [{}, { delay: ms(1) }]) {
      const result = await expectSameEverywhere(networkOf(input, options));
      expect(result.spikeCount("input")).toBeGreaterThan(150);
    }
  });

  it("spike as often as their rates say", async () => {
    // 300 channels in 4 s at r(t): the counts of the two halves are Poisson numbers, but for rate*dt
    const input = poisson("input", N, timed(Hz([10, 50]), seconds(2)));
    const result = await run(network({ ...networkOf(input), synapses: [], duration: seconds(4) }));
    const counts = [0, 0];
    for (const steps of result.spikeSteps("input"))
      for (const step of steps) counts[step < 20_000 ? 0 : 1] += 1;
    for (const [k, rate] of [10, 50].entries()) {
      const mean = N * 2 * rate;
      expect(Math.abs(counts[k] - mean)).toBeLessThan(4 * Math.sqrt(mean));
    }
  });

  it("of a rate below 0 are silent, and one above 1/dt ends the run", async () => {
    expect((await run(networkOf(poisson("input", N, "-5*Hz")))).spikeCount("input")).toBe(0);
    await expect(run(networkOf(poisson("input", N, "20*kHz")))).rejects.toThrow(
      "rate of neuron 0 of input is Infinity",
    );
    await expect(run(networkOf(poisson("input", N, "5*Hz*sqrt(-1 - t/ms)")))).rejects.toThrow(
      "rate of neuron 0 of input is NaN",
    );
  });

  it("can be changed in what their text reads", async () => {
    const [low, high] = [10, 100].map((rate) => poisson("input", N, "2*r", { r: Hz(rate) }));
    const simulation = networkOf(low);
    const before = await run(simulation);
    const after = changed(simulation, { sources: [high] });
    const result = await run(after, { from: before.finalState });
    expect(result.spikeCount("input")).toBeGreaterThan(5 * before.spikeCount("input"));
    const other = poisson("input", N, "3*r", { r: Hz(10) });
    expect(() => changed(simulation, { sources: [other] })).toThrow(
      "source input would be another",
    );
  });

  it("put together by hand are checked", async () => {
    const odd = { ...KINDS.text, text: "x" } as never;
    await expect(run(network({ ...networkOf(KINDS.text), sources: [odd] }))).rejects.toThrow(
      "unknown name: x",
    );
  });

  it.each<[() => unknown, string]>([
    [() => poisson("input", 2, "5*mV"), "given_rate must be rate (Hz)"],
    [() => poisson("input", 2, "5*Hz*q"), "unknown name: q"],
    [() => poisson("input", 2, "5*Hz : 1"), 'invalid rates of input: "5*Hz : 1"'],
    [() => poisson("input", 2, "5*Hz # one\n+ v"), "invalid rates of input"],
    [() => poisson("input", 2, timed(mV([1, 2]), ms(1)) as never), "rate"],
    [() => poisson("input", 3, timed([Hz([1, 2])], ms(1))), "2 values in a row; expected 3"],
    [() => poisson("input", 2, Hz(3) as never, { a: 1 }), "invalid parameters of input"],
    [() => poisson("input", 2, "a*Hz", { a: [1, 2, 3] }), "a"],
    [() => poisson("input", 2, 3 as never), "invalid rates: 3"],
  ])("are refused in words: %s", (make, message) => {
    expect(make).toThrow(message);
  });
});

describe("values over time that synapses read", () => {
  const input = poisson("input", N, Hz(50));

  it.each<[string, Partial<SynapsesOptions>]>([
    [
      "in equations and statements",
      {
        equations: "w : 1\ndg/dt = (a(t) - g)/(3*ms) : 1",
        initial: { w: 0.2 },
        parameters: { reward: timed([0, 1, 2], ms(20)), a: timed([1, 2], ms(33)) },
        onPre: "w += 0.01*reward(t)\nv += w*g",
      },
    ],
    [
      "beside event-driven traces",
      {
        delay: ms(1),
        equations: `w : 1
        dp/dt = -p/(20*ms) : 1 (event-driven)
        dm/dt = -m/(20*ms) : 1 (event-driven)`,
        initial: { w: 0.2 },
        parameters: { reward: timed([0, 1, 2], ms(20)) },
        onPre: "v += w\np += 0.1\nw += 0.01*reward(t)*m",
        onPost: "m += 0.1; w += 0.1*p*reward(t)",
      },
    ],
    ["of the target", { equations: "w : 1", onPre: "w += drive(t); v += 0.01*w*drive(t)" }],
  ])("are the same everywhere: %s", async (_, options) => {
    const result = await expectSameEverywhere(networkOf(input, options));
    const w = [...result.synapsesOf("links").values.w.values];
    expect(new Set(w).size).toBeGreaterThan(5);
  });

  it("are those of the step", async () => {
    const reward = timed([0, 1, 10], ms(20));
    const simulation = networkOf(input, {
      equations: "w : 1",
      parameters: { reward },
      onPre: "w += reward(t)",
    });
    const result = await run(simulation);
    const spikes = result.spikeSteps("input");
    const { sources, values } = result.synapsesOf("links");
    expect(values.w.values).toEqual(
      Float64Array.from(sources, (i) =>
        spikes[i].reduce((sum, step) => sum + (step < 200 ? 0 : step < 400 ? 1 : 10), 0),
      ),
    );
  });

  it.each<[Partial<SynapsesOptions>, string]>([
    [{ parameters: { r: timed([0, 1], ms(20)) }, onPre: "v += r" }, "expected r(t)"],
    [{ parameters: { r: timed([0, 1], ms(20)) }, onPre: "v += r(i)" }, "expected r(t)"],
    [
      {
        parameters: {
          r: timed(
            [
              [0, 1],
              [2, 3],
            ],
            ms(20),
          ),
        },
        onPre: "v += r(t)",
      },
      "2 values in a row",
    ],
    [
      { equations: "r : 1", parameters: { r: timed([0], ms(20)) }, onPre: "v += r(t)" },
      "are read as r(t)",
    ],
    [{ parameters: { r: timed(mV([0]), ms(20)) }, onPre: "v += r(t)" }, "inconsistent units"],
    [
      { parameters: { v: timed([0], ms(20)) }, onPre: "v += v(t)" },
      "the target has such a variable",
    ],
  ])("are refused in words: %o", (options, message) => {
    expect(() => networkOf(input, options)).toThrow(message);
  });
});
