import { describe, expect, it } from "vitest";
import { network, type Plasticity, population, synapses } from "../../src/network/index.js";
import { spikeTrains } from "../../src/program/index.js";
import { run } from "../../src/run/index.js";
import { ms } from "../../src/units/index.js";

/** A neuron that spikes once for each spike it is sent. */
const relay = (name: string) =>
  population(name, { N: 1, equations: "x : 1", threshold: "x > 0.5", reset: "x = 0" });

const PAIRS: Plasticity = {
  variables: { w: 1 },
  preTraces: { pre: ms(20) },
  postTraces: { post: ms(20) },
  onPre: "w -= 0.1*post",
  onPost: "w += 0.1*pre",
};

/** The same, written out as equations of the synapse; the delay is in the axon. */
const AS_EQUATIONS = {
  equations: `dpre/dt = -pre/(20*ms) : 1 (event-driven)
              dpost/dt = -post/(20*ms) : 1 (event-driven)
              w : 1`,
  initial: { w: 1 },
  onPre: "x += 0; pre += 1; w -= 0.1*post",
  onPost: "post += 1; w += 0.1*pre",
};

/** The weight after spikes on both sides at given times, in ms. */
async function weight(
  pre: number[],
  post: number[],
  delay: number,
  delayIn: "axon" | "dendrite" | "equations",
  target: "wasm" | "interpreter",
): Promise<number> {
  const [a, b] = [relay("a"), relay("b")];
  const [toA, toB] = [spikeTrains("toA", [ms(pre)]), spikeTrains("toB", [ms(post)])];
  const drive = (name: string, from: typeof toA, to: typeof a) =>
    synapses(name, { from, to, connection: { rule: "allToAll" }, onPre: "x = 1" });
  const result = await run(
    network({
      populations: [a, b],
      sources: [toA, toB],
      synapses: [
        drive("da", toA, a),
        drive("db", toB, b),
        synapses("s", {
          from: a,
          to: b,
          connection: { rule: "allToAll" },
          delay: ms(delay),
          ...(delayIn === "equations"
            ? AS_EQUATIONS
            : { onPre: "x += 0", plasticity: { ...PAIRS, delayIn } }),
        }),
      ],
      duration: ms(60),
    }),
    { target },
  );
  return result.synapsesOf("s").values.w.values[0];
}

// Brian 2.5.1: on_pre = "apre += 1; w -= 0.1*apost", on_post = "apost += 1; w += 0.1*apre", 20 ms
describe.each(["wasm", "interpreter"] as const)("pairs of spikes, %s", (target) => {
  it.each([
    [[10], [10], 0, 1.1],
    [[10], [12], 2, 1.1],
    [[10, 20], [10, 20], 0, 1.2],
    [[10, 20, 30], [12, 22, 32], 2, 1.3],
    [[10, 13, 40], [11, 15, 39], 2, 0.9319],
    [[10], [11], 2, 1 - 0.1 * Math.exp(-1 / 20)],
  ])("in the axon change a weight as in Brian 2: %o, %o, %d ms", async (pre, post, delay, w) => {
    const axon = await weight(pre, post, delay, "axon", target);
    expect(axon).toBeCloseTo(w, 5);
    expect(await weight(pre, post, delay, "equations", target)).toBeCloseTo(axon, 13);
  });

  it("in the dendrite see strictly what came before, as in NEST", async () => {
    expect(await weight([10], [11], 2, "dendrite", target)).toBeCloseTo(
      1 + 0.1 * Math.exp(-3 / 20),
      9,
    );
    expect(await weight([10], [6], 2, "dendrite", target)).toBeCloseTo(
      1 - 0.1 * Math.exp(-2 / 20),
      9,
    );
    // both at the synapse at once
    expect(await weight([12], [10], 2, "dendrite", target)).toBeCloseTo(1, 9);
  });
});
