import { describe, expect, it } from "vitest";
import { network, population, type SynapsesOptions, synapses } from "../../src/network/index.js";
import { poisson } from "../../src/program/index.js";
import { uniform } from "../../src/random/index.js";
import { Hz, ms, mV, type Quantity } from "../../src/units/index.js";
import { expectSameEverywhere } from "../helpers/everywhere.js";

// Which of the last steps' lists have spikes is noted beside them: 64 of them are looked at together.

const cells = (name: string, N: number, parity = 0) =>
  population(name, {
    N,
    equations: "dv/dt = -v/(10*ms) : volt\ncalm = v < 1*mV : boolean",
    threshold: "v > 10*mV",
    reset: "v = 0*mV",
    initial: { v: uniform(mV(0), mV(10)) },
    events: { rest: `calm and i % 7 == ${parity}` },
    onEvent: { rest: "v += 0.2*mV" },
  });

/** Delays from one step on, or from none: up to so many steps of 0.1 ms. */
const until = (most: Quantity<"time">, least = ms(0)) => uniform(least, most);

const networkOf = (delay: SynapsesOptions["delay"], rate: Quantity<"rate">, events = false) => {
  const [a, b] = [cells("a", 270), cells("b", 60, 1)];
  const input = poisson("input", 270, rate);
  const made = { connection: { rule: "probability", probability: 0.07 }, delay } as const;
  return network({
    populations: [a, b],
    sources: [input],
    synapses: [
      synapses("ia", { from: input, to: a, onPre: "v += 1.5*mV", ...made }),
      synapses("ab", { from: a, to: b, onPre: "v += 2*mV", ...made }),
      synapses("ba", {
        from: b,
        to: a,
        onPre: "v -= mV",
        ...made,
        ...(events && { events: { pre: "rest" } }),
      }),
    ],
    recordSpikes: ["a", "b"],
    duration: ms(20),
  });
};

describe("delays of many lengths", () => {
  it.each([
    ["some steps, at least one", until(ms(3), ms(0.1)), Hz(100), false],
    ["none, or some steps", until(ms(1)), Hz(100), false],
    ["63 and 64 steps and further", until(ms(7), ms(6)), Hz(100), false],
    ["more than twice 64 steps", until(ms(15)), Hz(100), false],
    ["more steps than the run has", until(ms(60), ms(5)), Hz(400), false],
    ["spikes in nearly each step", until(ms(9)), Hz(2000), false],
    ["next to no spikes", until(ms(9)), Hz(1), false],
    ["of events", until(ms(9)), Hz(100), true],
  ] as const)(
    "are the same everywhere, on any thread, and continued: %s",
    async (_, delay, rate, events) => {
      const result = await expectSameEverywhere(networkOf(delay, rate, events));
      if (rate.in(Hz) > 1) expect(result.spikeCount("a")).toBeGreaterThan(20);
    },
    60_000,
  );
});
