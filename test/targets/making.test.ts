import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type Connection,
  type NetworkSimulation,
  network,
  population,
  type SynapsesOptions,
  synapses,
} from "../../src/network/index.js";
import { poisson } from "../../src/program/index.js";
import { exponential, normal, uniform } from "../../src/random/index.js";
import type { NetworkResult } from "../../src/results/index.js";
import { run } from "../../src/run/index.js";
import { type MakeTask, makeSynapses } from "../../src/targets/wasm/making/index.js";
import { Hz, ms, mV, seconds } from "../../src/units/index.js";

import { expectSameEverywhere } from "../helpers/everywhere.js";

// Many synapses by a rule that goes by blocks are made by the kernels' own code, on all threads; the interpreter and
// connectionsOf() make them the slow way. Both have to be the same ones.

const N = 600;
const neurons = population("neurons", {
  N,
  equations: "dv/dt = (I - v)/tau : volt\ndI/dt = -I/(5*ms) : volt",
  threshold: "v > 10*mV",
  reset: "v = 0*mV",
  parameters: { tau: ms(10) },
  initial: { v: uniform(mV(0), mV(10)) },
});
const input = poisson("input", N, Hz(800));

const drive = synapses("drive", {
  from: input,
  to: neurons,
  connection: { rule: "oneToOne" },
  onPre: "I += 8*mV",
});

const RULES: Readonly<Record<string, Connection>> = {
  "total number": { rule: "total", total: 60_000 },
  "total number without autapses": { rule: "total", total: 60_000, autapses: false },
  "in-degree": { rule: "inDegree", inDegree: 110 },
  "in-degree without autapses": { rule: "inDegree", inDegree: 110, autapses: false },
  probability: { rule: "probability", probability: 0.2 },
  "probability without autapses": { rule: "probability", probability: 0.2, autapses: false },
  "probability 1": { rule: "probability", probability: 1, autapses: false },
};

const weight = normal(mV(0.02), mV(0.005), { above: mV(0) });
const delay = normal(ms(1.5), ms(0.7), { least: ms(0.1) });

const VALUES: Readonly<Record<string, Partial<SynapsesOptions>>> = {
  "one weight and delay": { parameters: { w: mV(0.02) }, delay: ms(0.7) },
  "no delay": { parameters: { w: mV(0.02) } },
  "drawn weights and delays": { parameters: { w: weight }, delay },
  "weights of 32 bits": { parameters: { w: weight }, delay, precision: "single" },
  "other distributions": {
    parameters: { w: exponential(mV(0.02)) },
    delay: uniform(ms(0.5), ms(3), { least: ms(0.2) }),
    precision: "single",
  },
  "delays of more steps than most have": {
    parameters: { w: weight },
    delay: uniform(ms(400), ms(420)),
  },
  "plastic weights": {
    equations: "w : volt",
    initial: { w: weight },
    onPre: "I += w\nw = clip(w + 0.001*mV, 0*mV, 0.03*mV)",
    onPost: "w = clip(w - 0.001*mV, 0*mV, 0.03*mV)",
    delay: ms(0.7),
  },
};

const simulation = (connection: Connection, options: Partial<SynapsesOptions>): NetworkSimulation =>
  network({
    populations: [neurons],
    sources: [input],
    synapses: [
      drive,
      synapses("among", { from: neurons, to: neurons, connection, onPre: "I += w", ...options }),
    ],
    duration: ms(6),
    seed: 3,
  });

/** Spikes and synapses as text: comparing long arrays one by one would take most of the time. */
function digestOf(result: NetworkResult, name: string): string {
  const { sources, targets, delay, values } = result.synapsesOf(name);
  const hash = createHash("sha256");
  for (const of of result.simulation.recordSpikes)
    hash.update(JSON.stringify(result.spikeSteps(of)));
  for (const { of, variable } of result.simulation.record)
    for (const { values: samples } of result.signals(of, variable))
      hash.update(Buffer.from(Float64Array.from(samples).buffer));
  const columns = [delay, ...Object.values(values)].map(({ values: numbers }) => numbers);
  for (const column of [sources, targets, ...columns])
    hash.update(Buffer.from(Float64Array.from(column).buffer));
  return `${sources.length} ${columns.length} ${hash.digest("hex")}`;
}

/** Expects the same spikes and synapses on one, two and three threads, and from the interpreter. */
async function expectAlikeOnThreads(made: NetworkSimulation, name: string): Promise<NetworkResult> {
  const whole = await run(made, { threads: 1 });
  for (const choice of [{ threads: 2 }, { threads: 3 }, { target: "interpreter" }] as const) {
    const other = await run(made, choice);
    expect(digestOf(other, name), JSON.stringify(choice)).toBe(digestOf(whole, name));
  }
  return whole;
}

describe("synapses that kernels make", () => {
  it.each(Object.keys(RULES))("are those of the rule: %s", async (rule) => {
    const made = simulation(RULES[rule], VALUES["weights of 32 bits"]);
    const whole = await expectAlikeOnThreads(made, "among");
    expect(whole.spikeCount("neurons")).toBeGreaterThan(100);
    const { sources, targets } = whole.connectionsOf("among");
    expect(sources.length).toBe(whole.synapsesOf("among").sources.length);
    if (rule.includes("autapses"))
      expect(sources.some((source, k) => source === targets[k])).toBe(false);
  });

  it.each(Object.keys(VALUES))("have their values: %s", async (values) => {
    const made = simulation(RULES["total number"], VALUES[values]);
    await expectAlikeOnThreads(made, "among");
  });

  it("go on, on any thread and from the cache", async () => {
    await expectSameEverywhere(simulation(RULES["total number"], VALUES["plastic weights"]));
  });

  it("go between slices, and between populations, with rows that a thread has none of", async () => {
    const others = population("others", {
      N: 300,
      equations: "dv/dt = (I - v)/(10*ms) : volt\ndI/dt = -I/(5*ms) : volt",
      threshold: "v > 10*mV",
      reset: "v = 0*mV",
    });
    const rule = { rule: "total", total: 55_000 } as const;
    const made = network({
      populations: [neurons, others],
      sources: [input],
      synapses: [
        drive,
        synapses("on", {
          from: { of: "neurons", start: 30, end: 500 },
          // all of one block: other threads have none of these
          to: { of: "others", start: 20, end: 250 },
          connection: rule,
          onPre: "I += w",
          parameters: { w: weight },
          delay,
        }),
      ],
      duration: ms(6),
    });
    const whole = await expectAlikeOnThreads(made, "on");
    expect(whole.spikeCount("neurons")).toBeGreaterThan(100);
  });

  it("go to more targets than 16 bits can tell apart", async () => {
    const many = population("many", { N: 66_000, equations: "dv/dt = -v/(10*ms) : volt" });
    const made = network({
      populations: [neurons, many],
      sources: [input],
      synapses: [
        drive,
        synapses("on", {
          from: neurons,
          to: many,
          connection: { rule: "total", total: 60_000 },
          onPre: "v += w",
          parameters: { w: weight },
          delay: ms(0.3),
        }),
      ],
      record: [{ of: "many", variable: "v", neurons: [0, 3, 65_999] }],
      duration: ms(4),
    });
    const whole = await expectAlikeOnThreads(made, "on");
    expect(whole.signals("many", "v").some(({ values }) => values.some((v) => v !== 0))).toBe(true);
  });

  it.each([
    [
      "delays",
      {
        parameters: { w: mV(1) },
        delay: normal(ms(1.5), ms(0.7), { least: ms(0.06), most: ms(200_000_000) }),
      },
      undefined,
    ],
    [
      "a delay too long",
      { parameters: { w: mV(1) }, delay: normal(seconds(200), ms(1), { least: ms(0.1) }) },
      /invalid delay of among: .* expected 0 s to a million steps/,
    ],
    [
      "bounds that no value reaches",
      { parameters: { w: normal(mV(1), mV(0.01), { above: mV(3) }) } },
      /invalid bounds of normal/,
    ],
    [
      "weights too small for 32 bits",
      { parameters: { w: normal(mV(1e-40), mV(1e-41)) }, precision: "single" },
      /invalid w of among: .* in single precision/,
    ],
    [
      "one weight too large for 32 bits",
      { parameters: { w: mV(new Array(60_000).fill(1e50)) }, precision: "single" },
      /invalid w of among: 1e\+47 \(in SI units\)/,
    ],
  ] as const)("are refused in words: %s", async (_, options, message) => {
    const made = simulation(RULES["total number"], options as Partial<SynapsesOptions>);
    for (const choice of [{ threads: 1 }, { threads: 2 }, { target: "interpreter" }] as const)
      if (message) await expect(run(made, choice)).rejects.toThrow(message);
      else await expect(run(made, choice)).resolves.toBeDefined();
  });

  it("are refused before work where a thread has no room for them", async () => {
    // where a machine has less memory than that, it is the memory that is told
    await expect(
      run(simulation({ rule: "total", total: 600_000_000 }, { parameters: { w: weight } }), {
        threads: 1,
      }),
    ).rejects.toThrow(
      /^invalid network: (its synapses need 5\.59 GiB in a thread's memory|the synapses of among)/,
    );
  });

  it("find room for more pairs than were expected", () => {
    const task = (count: number): MakeTask => ({
      domain: "d",
      sources: 1000,
      isNarrow: true,
      members: [
        {
          rule: { rule: "probability", perPair: Math.log(0.9) },
          selfOfFirst: undefined,
          local: 0,
          delay: { steps: 3 },
          fields: [],
          blocks: [
            {
              first: 0,
              end: 256,
              count,
              pairs: BigUint64Array.of(1n, 2n, 3n, 4n),
              delays: undefined,
              fields: new Map(),
            },
          ],
        },
      ],
    });
    const make = (count: number) => {
      const memory = new WebAssembly.Memory({ initial: 1 });
      const { rows } = makeSynapses(memory, 0, [task(count)], 0);
      const [{ count: made, offsets, targets }] = rows;
      return [
        made,
        new Uint32Array(memory.buffer, offsets, 1001).slice(),
        new Uint16Array(memory.buffer, targets, made).slice(),
      ];
    };
    expect(make(1000)).toEqual(make(30_000));
    expect(make(1000)[0]).toBeGreaterThan(25_000);
  });

  it.each([1, 2])("need not be waited for by who gives up, on %i threads", async (threads) => {
    const many = network({
      populations: [neurons],
      synapses: [
        synapses("among", {
          from: neurons,
          to: neurons,
          connection: { rule: "total", total: 3e7 },
          onPre: "I += w",
          ...VALUES["drawn weights and delays"],
        }),
      ],
      duration: ms(6),
    });
    const given = new AbortController();
    setTimeout(() => given.abort(new Error("no longer wanted")), 50);
    let isBuilt = false;
    const onBuilt = (): void => {
      isBuilt = true;
    };
    const running = run(many, { threads, signal: given.signal, onBuilt });
    await expect(running).rejects.toThrow("no longer wanted");
    expect(isBuilt).toBe(false);
  });
});
