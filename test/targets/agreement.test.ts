import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type NetworkSimulation,
  network,
  population,
  slice,
  synapses,
} from "../../src/network/index.js";
import { abstractCode, spikeTrains } from "../../src/program/index.js";
import { normal, uniform } from "../../src/random/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV, pA, parseQuantity, pF, QuantityArray, seconds } from "../../src/units/index.js";
import { expectAlike as expectResultsAlike } from "../helpers/compareTargets.js";

/** The same spikes and recorded states on both targets, all states recorded at the end of steps. */
async function expectAlike(simulation: NetworkSimulation, leastSpikes = 0): Promise<void> {
  const record = simulation.populations.flatMap(({ name, model }) =>
    [...model.equations.matchAll(/d(\w+)\/dt/g)].map(([, variable]) => ({ of: name, variable })),
  );
  const recorded = { ...simulation, record, recordAt: "end" as const };
  const [wasm, interpreter] = [await run(recorded), await run(recorded, { target: "interpreter" })];
  expectResultsAlike(wasm, interpreter);
  for (const { name } of simulation.populations)
    expect(wasm.spikeCount(name)).toBeGreaterThanOrEqual(leastSpikes);
}

const LIF = {
  equations: `
    dv/dt = (drive - v + R*s)/tau : volt (unless refractory)
    ds/dt = -s/tau_s : 1
    drive : volt`,
  threshold: "v > theta",
  reset: "v = 0*volt; s *= 0.5",
  refractory: ms(1.5),
};

function lifNetwork(stream: "default" | "numpy" | "julia", extra: object = {}): NetworkSimulation {
  const [N, M] = [7, 300];
  const shared = { tau: ms(10), tau_s: ms(3), theta: mV(15), R: mV(4) };
  const drive = mV(Array.from({ length: N }, (_, i) => 12 + 2 * i));
  const few = population("few", { ...LIF, N, parameters: { ...shared, drive } });
  const many = population("many", {
    N: M,
    equations: `dv/dt = (E - v)/tau + sigma*xi/tau**0.5 : volt
                E = 14*mV + 2*mV*sin(2*pi*t/(20*ms) + i/N) : volt`,
    threshold: "v > theta and t > 2*ms",
    reset: "v -= theta",
    parameters: { tau: ms(10), theta: mV(15), sigma: mV(2) },
    initial: { v: uniform(mV(0), mV(10)) },
  });
  const input = spikeTrains("input", [[0.001, 0.0011, 0.0055], [], [0.02, 0.02, 0.02]]);
  return network({
    populations: [few, many],
    sources: [input],
    synapses: [
      synapses("in", {
        from: input,
        to: slice(few, 0, 3),
        connection: { rule: "oneToOne" },
        onPre: "s += 1",
      }),
      synapses("down", {
        from: slice(many, 3),
        to: few,
        connection: { rule: "inDegree", inDegree: 20, multapses: true },
        onPre: "s += weight; v += jump*weight",
        parameters: { weight: normal(0.02, 0.01), jump: mV(0.1) },
        delay: uniform(ms(0.2), ms(2)),
      }),
      synapses("self", {
        from: many,
        to: many,
        connection: { rule: "probability", probability: 0.03, autapses: false },
        onPre: "v = clip(v + w, -20*mV, 20*mV)",
        parameters: { w: mV(-0.2) },
        delay: ms(0.5),
      }),
      synapses("up", {
        from: few,
        to: slice(many, -50),
        connection: { rule: "allToAll" },
        onPre: "v += 0.5*mV",
      }),
    ],
    duration: ms(40),
    seed: 5,
    stream,
    ...extra,
  });
}

describe("kernels and the interpreter", () => {
  it.each(["default", "numpy", "julia"] as const)(
    "agree on a network with everything in it, stream %s",
    async (stream) => {
      await expectAlike(lifNetwork(stream), 10);
    },
  );

  it.each(["euler", "heun", "rk2", "rk4", "exponential_euler"])(
    "agree on a system integrated by %s",
    async (method) => {
      const oscillator = population("oscillator", {
        N: 5,
        equations: `dx/dt = (y - x + f)/tau : 1
                    dy/dt = (-x*z - 0.1*y)/tau : 1
                    f = tanh(3*x*q) + 0.2*cos(t/tau) : 1
                    z = 1 + 0.1*exp(-abs(q)) : 1
                    q : 1`,
        method: method === "exponential_euler" ? "euler" : method,
        threshold: "x > 0.8 and not (y > 0.9)",
        reset: "x = -x; y = max(min(y, 0.5), -0.5)",
        parameters: { tau: ms(5), q: [0.1, 0.2, 0.3, -0.4, 0.5] },
        initial: { x: 0.5, y: uniform(-1, 1) },
      });
      await expectAlike(network({ populations: [oscillator], duration: ms(30) }));
    },
  );

  it("agree on exact integration with coefficients that differ from neuron to neuron", async () => {
    const N = 5;
    const tau_m = ms([5, 10, 20, 40, 80]);
    const tau_s = ms([1, 2, 3, 2, 1]);
    const shift = mV([0, 1, 2, 3, 4]);
    const neurons = population("neurons", {
      N,
      equations: `
        dV/dt = (E + shift - V + R*I)/tau_m : volt
        dI/dt = -I/tau_s : amp`,
      method: "exact",
      parameters: { tau_m, tau_s, shift, E: mV(-65), R: parseQuantity("100 Mohm") },
      initial: { V: mV(-70), I: pA(200) },
    });
    const simulation = network({ populations: [neurons], duration: ms(30), dt: ms(0.5) });
    await expectAlike(simulation);
    const result = await run({
      ...simulation,
      record: [{ of: "neurons", variable: "V" }],
      recordAt: "end",
    });
    const t = 0.03;
    for (let i = 0; i < N; i++) {
      const [m, s] = [tau_m.values[i], tau_s.values[i]];
      const rest = -0.065 + shift.values[i];
      const driven = (1e8 * 200e-12 * s) / (m - s);
      const expected =
        rest + (-0.07 - rest) * Math.exp(-t / m) + driven * (Math.exp(-t / m) - Math.exp(-t / s));
      const V = Number(result.signal("neurons", "V", i).values.at(-1));
      expect(Math.abs(V - expected) / 0.065).toBeLessThan(1e-12);
    }
    // what only adds something leaves one matrix for all
    const added = population("added", {
      N,
      equations: "dV/dt = (shift - V)/tau : volt",
      method: "exact",
      parameters: { tau: ms(10), shift },
    });
    expect(abstractCode(added)).toBe("V' = V'from V * V + V'from shift * shift\nV = V'");
  });

  it("agree on exact integration", async () => {
    const neuron = population("neuron", {
      N: 3,
      equations: `dv/dt = -v/tau_m + I/C : volt (unless refractory)
                  dI/dt = dI_ - I/tau_s : amp
                  ddI_/dt = -dI_/tau_s : amp/second`,
      method: "exact",
      threshold: "v > 20*mV",
      reset: "v = 0*mV",
      refractory: ms(2),
      parameters: { tau_m: ms(20), tau_s: ms(2), C: pF(250) },
      initial: {
        dI_: QuantityArray.from([4e-7, 2e-6, 8e-6].map((value) => parseQuantity(`${value} A/s`))),
      },
    });
    await expectAlike(network({ populations: [neuron], duration: ms(20), dt: ms(0.125) }));
  });

  const leaf = fc.constantFrom("x", "y", "p", "0.3", "1.7", "t/tau", "i");
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc
        .tuple(fc.constantFrom("+", "-", "*"), tie("expression"), tie("expression"))
        .map(([operator, a, b]) => `(${a} ${operator} ${b})`),
      fc
        .tuple(fc.constantFrom("sin", "cos", "tanh", "floor", "ceil", "abs"), tie("expression"))
        .map(([name, a]) => `${name}(${a})`),
      fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `(${a})/(1 + (${b})**2)`),
      fc
        .tuple(tie("expression"), tie("expression"))
        .map(([a, b]) => `exp(-abs(${a}))*int(${b} > 0.1)`),
      tie("expression").map((a) => `log(1 + abs(${a})) + sqrt(abs(${a}))`),
      fc
        .tuple(tie("expression"), tie("expression"))
        .map(([a, b]) => `(0.1 + abs(${a}))**clip(${b}, -1, 1)`),
    ),
  }));

  it("agree on random models", async () => {
    await fc.assert(
      fc.asyncProperty(expression, expression, async (f, g) => {
        // one step: what differs in the last bit does not get the time to grow, nor steps to jump
        const model = population("model", {
          N: 3,
          equations: `dx/dt = (${f})/tau : 1
                      dy/dt = clip(${g}, -5, 5)/tau : 1`,
          threshold: "x > 0.6",
          reset: "y = x + 1",
          parameters: { tau: ms(10), p: [0.2, 0.7, -1.3] },
          initial: { x: uniform(0, 1), y: uniform(-1, 1) },
        });
        await expectAlike(network({ populations: [model], duration: ms(0.1) }));
      }),
      { numRuns: 25 },
    );
  });
});

describe("runs", () => {
  it("give the same bits whatever the chunks", async () => {
    const simulation = lifNetwork("default");
    const [one, two] = [await run(simulation, { chunk: 7 }), await run(simulation)];
    expect(one.spikeSteps("many")).toEqual(two.spikeSteps("many"));
    expect(one.finalState).toEqual(two.finalState);
  });

  it.each(["default", "numpy"] as const)(
    "two halves equal one whole, stream %s",
    async (stream) => {
      const record = [{ of: "few", variable: "v", every: 3 }];
      const whole = await run(lifNetwork(stream, { record, duration: ms(40) }));
      const first = await run(lifNetwork(stream, { record, duration: ms(17) }));
      const second = await run(lifNetwork(stream, { record, duration: ms(23) }), {
        from: first.finalState,
      });
      for (const name of ["few", "many"])
        whole.spikeSteps(name).forEach((steps, i) => {
          expect([...first.spikeSteps(name)[i], ...second.spikeSteps(name)[i]]).toEqual(steps);
        });
      const joined = [first, second].flatMap((part) => [...part.signal("few", "v", 2).values]);
      expect(joined).toEqual([...whole.signal("few", "v", 2).values]);
      const other = lifNetwork(stream, { seed: 6 });
      await expect(run(other, { from: first.finalState })).rejects.toThrow(/another simulation/);
    },
  );

  it("stop between chunks when asked to, and tell how far they are", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const call = run(lifNetwork("default", { duration: seconds(1) }), {
      chunk: 100,
      signal: controller.signal,
      onProgress: (done) => {
        seen.push(done);
        if (done >= 300) controller.abort();
      },
    });
    await expect(call).rejects.toThrow(/abort/i);
    expect(seen).toEqual([100, 200, 300]);
  });
});
