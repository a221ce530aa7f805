import { describe, expect, it } from "vitest";
import {
  type NetworkSimulation,
  network,
  population,
  type SynapsesOptions,
  synapses,
} from "../../src/network/index.js";
import { buildProgram, optimise, poisson } from "../../src/program/index.js";
import { normal, uniform } from "../../src/random/index.js";
import { run } from "../../src/run/index.js";
import { threadsWorth } from "../../src/targets/wasm/threads/worth.js";
import { Hz, ms, mV, seconds } from "../../src/units/index.js";
import { expectSame } from "../helpers/compareTargets.js";
import { expectSameEverywhere } from "../helpers/everywhere.js";

// Without delays, spikes act in the step in which they are: threads exchange them in the middle of each step.

const cells = (name: string, N: number) =>
  population(name, {
    N,
    equations: `dv/dt = (I - v)/(10*ms) : volt (unless refractory)
                dI/dt = -I/(5*ms) : volt
                calm = v < 1*mV : boolean`,
    threshold: "v > 10*mV",
    reset: "v = 0*mV",
    refractory: ms(1),
    initial: { v: uniform(mV(0), mV(10)) },
    events: { rest: "calm and I > 4*mV" },
    onEvent: { rest: "I += 0.1*mV" },
  });

const RULE = { rule: "probability", probability: 0.03 } as const;

/** Kinds of synapses without delays, or with some. */
const KINDS: Readonly<Record<string, Partial<SynapsesOptions>>> = {
  plain: {},
  "one to one": { connection: { rule: "oneToOne" } },
  "with values": { parameters: { w: normal(mV(3), mV(0.5)) }, onPre: "I += w" },
  "with short-term plasticity": {
    equations: "dx/dt = (1 - x)/(50*ms) : 1 (event-driven)",
    initial: { x: 1 },
    onPre: "I += x*3*mV; x *= 0.7",
  },
  "with plasticity that waits": {
    equations: `w : volt
                dpre/dt = -pre/(20*ms) : volt (event-driven)
                dpost/dt = -post/(20*ms) : volt (event-driven)`,
    initial: { w: mV(3) },
    onPre: "I += w; pre += 0.01*mV; w = clip(w - post, 0*mV, 5*mV)",
    onPost: "post += 0.01*mV; w = clip(w + pre, 0*mV, 5*mV)",
  },
  "with plasticity at once": {
    equations: "dw/dt = (3*mV - w)/(100*ms) : volt",
    initial: { w: mV(3) },
    onPre: "I += w; w *= 0.99",
    onPost: "w += 0.01*mV",
  },
  "by events": { events: { pre: "rest" } },
  "with several pathways, one of them late": {
    onPre: { now: "I += 2*mV", later: "I += mV" },
    delay: { later: ms(0.7) },
  },
  "that draw": { onPre: "I += 4*mV*rand()" },
};

const networkOf = (options: Partial<SynapsesOptions>, more: Partial<SynapsesOptions> = {}) => {
  const [a, b] = [cells("a", 530), cells("b", 530)];
  const input = poisson("input", 530, Hz(1500));
  const drive = { from: input, connection: { rule: "oneToOne" }, onPre: "I += 3*mV" } as const;
  const made = { connection: RULE, onPre: "I += 2*mV" };
  return network({
    populations: [a, b],
    sources: [input],
    synapses: [
      synapses("drive_a", { ...drive, to: a }),
      synapses("drive_b", { ...drive, to: b }),
      synapses("across", { from: a, to: b, ...made, ...options }),
      synapses("back", { from: b, to: a, ...made, ...more }),
    ],
    record: [
      { of: "a", variable: "v", neurons: [0, 300, 529] },
      { of: "b", variable: "I", neurons: [0, 300, 529] },
    ],
    recordSpikes: ["a", "b", "a.rest"],
    duration: ms(4.5),
  });
};

const threadsOf = async (made: NetworkSimulation, threads: number): Promise<number> => {
  let built = 0;
  await run(made, {
    threads,
    onBuilt: (told) => {
      built = told.threads;
    },
  });
  return built;
};

describe("networks without delays on threads", () => {
  it.each(Object.keys(KINDS))("give the same as on one: synapses %s", async (kind) => {
    const made = networkOf(KINDS[kind]);
    const whole = await expectSameEverywhere(made);
    expect(whole.spikeCount("b")).toBeGreaterThan(20);
    expect(await threadsOf(made, 3)).toBe(3);
    // others may have delays: all spikes are exchanged in each step
    const late = networkOf(KINDS[kind], { delay: ms(0.4) });
    expectSame(await run(late, { threads: 3, chunk: 7 }), await run(late, { threads: 1 }));
  });

  it("stop where a variable is no number any more, in the same step", async () => {
    const made = networkOf({ onPre: "I += int(t > 3*ms)*1e308*volt*10" });
    const messageOf = async (threads: number): Promise<string> =>
      run(made, { threads }).then(
        () => "no error",
        (error: Error) => error.message,
      );
    const message = await messageOf(1);
    expect(message).toMatch(/^invalid result: I of neuron \d+ of b is Infinity at 3.\d ms/);
    expect(await messageOf(2)).toBe(message);
  });

  it("share their work by themselves only where that is worth while", () => {
    const worth = (equations: string, N: number, interval: number, duration = seconds(1)) => {
      const made = network({ populations: [population("p", { N, equations })], duration });
      const steps = Math.round(duration.value / made.dt.value);
      return threadsWorth(optimise(buildProgram(made)), interval, steps);
    };
    const leaky = "dv/dt = -v/(10*ms) : 1";
    const long = "dv/dt = (exp(v) + exp(-v) + exp(0.5*v) + exp(0.3*v) + sin(v))/ms : 1";
    expect(worth(leaky, 100, 0)).toBe(1);
    expect(worth(leaky, 3000, 0)).toBe(1);
    expect(worth(long, 3000, 0)).toBeGreaterThan(1);
    // little work, and work that is soon done
    expect(worth(long, 30, 0, seconds(100))).toBe(1);
    expect(worth(long, 3000, 0, ms(20))).toBe(1);
    // meetings after 20 steps each
    expect(worth(leaky, 3000, 1, seconds(100))).toBe(1);
    expect(worth(leaky, 3000, 20, seconds(100))).toBeGreaterThan(1);
  });
});
