import { describe, expect, it, vi } from "vitest";
import { UserError } from "../../src/base/index.js";
import { fromBytes, toBytes } from "../../src/cache/index.js";
import { powerLaw } from "../../src/models/index.js";
import {
  type NetworkSimulation,
  network,
  type Plasticity,
  population,
  synapses,
} from "../../src/network/index.js";
import { spikeTrains } from "../../src/program/index.js";
import { normal, uniform } from "../../src/random/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV, pA, parseQuantity, seconds } from "../../src/units/index.js";
import { expectAlike as expectResultsAlike } from "../helpers/compareTargets.js";

const TAU = ms(20);

type Delay = Parameters<typeof synapses>[1]["delay"];

/** Leaky neurons that fire by themselves, at different rates. */
const neurons = (N: number, name = "neurons") =>
  population(name, {
    N,
    equations: "dv/dt = (drive - v)/tau : volt (unless refractory)\ndrive : volt",
    threshold: "v > 10*mV",
    reset: "v = 0*volt",
    refractory: ms(2),
    parameters: { tau: TAU, drive: mV(Array.from({ length: N }, (_, i) => 10.5 + (i % 7) * 1.7)) },
    initial: { v: uniform(mV(0), mV(10)) },
  });

/** Two traces on each side; both statements read all there is to read. */
const TRIPLET: Plasticity = {
  variables: { w: uniform(0.2, 0.8), seen: 0 },
  preTraces: { r1: ms(17), r2: ms(90) },
  postTraces: { o1: ms(34), o2: ms(110) },
  onPre: "w = clip(w - o1*(down + 0.01*r2), 0, 1); seen += 1",
  onPost: "w = clip(w + r1*(up + 0.02*o2)*(1 - w)**0.5, 0, 1)",
  parameters: { up: 0.02, down: 0.015 },
};

const POWER_LAW = powerLaw({
  weight: pA(30),
  lambda: 5,
  alpha: 0.05,
  mu: 0.4,
  tau_plus: ms(15),
  tau_minus: ms(30),
});

function plasticSimulation(
  plasticity: Plasticity,
  onPre: string,
  delay: Delay,
  extra: Partial<Parameters<typeof network>[0]> = {},
): NetworkSimulation {
  const own = neurons(12);
  const input = spikeTrains(
    "input",
    Array.from({ length: 5 }, (_, i) =>
      Array.from({ length: 20 }, (_, k) => (k + 0.2 * i) * 0.009),
    ),
  );
  const common = { onPre, delay, plasticity, parameters: { kick: parseQuantity("0.3 mV") } };
  return network({
    populations: [own],
    sources: [input],
    synapses: [
      synapses("recurrent", {
        ...common,
        from: own,
        to: own,
        connection: { rule: "inDegree", inDegree: 5, autapses: false },
      }),
      synapses("driven", {
        ...common,
        from: input,
        to: own,
        connection: { rule: "probability", probability: 0.5 },
      }),
    ],
    duration: seconds(0.2),
    seed: 4,
    ...extra,
  });
}

/** Compares the lazy evaluation with the interpreter's, which changes synapses at once. */
async function expectAlike(simulation: NetworkSimulation, tolerance: number): Promise<void> {
  const [wasm, interpreter] = [
    await run(simulation),
    await run(simulation, { target: "interpreter" }),
  ];
  expect(wasm.spikeCount("neurons")).toBeGreaterThan(20);
  expectResultsAlike(wasm, interpreter, tolerance);
}

describe("plastic synapses", () => {
  it.each([
    ["no delay", undefined, "axon"],
    ["one delay, axon", ms(1.5), "axon"],
    ["one delay, dendrite", ms(1.5), "dendrite"],
    ["a delay longer than intervals, axon", ms(25), "axon"],
    ["a delay longer than intervals, dendrite", ms(25), "dendrite"],
    ["many delays, axon", uniform(ms(0.1), ms(12)), "axon"],
    ["many delays, dendrite", uniform(ms(0.1), ms(12)), "dendrite"],
  ] as const)("change lazily as they do at once, %s", async (_, delay, delayIn) => {
    const own = (plasticity: Plasticity): Plasticity => {
      const { delayIn: _, ...rest } = plasticity;
      return delay === undefined ? rest : { ...rest, delayIn };
    };
    await expectAlike(plasticSimulation(own(TRIPLET), "v += kick*w", delay), 1e-11);
    await expectAlike(plasticSimulation(own(POWER_LAW), "v += kick*weight/(30*pA)", delay), 2e-9);
  });

  it("give the same bits on any number of threads, and when continued", async () => {
    const E = neurons(1100, "E");
    const I = neurons(300, "I");
    const plastic = (name: string, delay: Delay, variables: Plasticity["variables"]) =>
      synapses(name, {
        from: E,
        to: E,
        connection: { rule: "inDegree", inDegree: 20, autapses: false },
        onPre: "v += kick*w",
        parameters: { kick: mV(0.1) },
        delay,
        plasticity: { ...TRIPLET, variables, delayIn: "dendrite" },
      });
    const simulation = network({
      populations: [E, I],
      synapses: [
        plastic("fixed", ms(1.5), { w: 0.5, seen: 0 }),
        plastic("drawn", normal(ms(5), ms(0.4)), TRIPLET.variables),
        synapses("across", {
          from: E,
          to: I,
          connection: { rule: "probability", probability: 0.05 },
          onPre: "v += 0.1*mV",
          delay: ms(0.8),
        }),
        synapses("back", {
          from: I,
          to: E,
          connection: { rule: "inDegree", inDegree: 30, multapses: false },
          onPre: "v -= 0.1*mV",
          delay: ms(2),
        }),
      ],
      record: [
        { of: "E", variable: "v", neurons: [1000, 3, 600] },
        { of: "I", variable: "v", neurons: [299], every: 3 },
      ],
      duration: seconds(0.15),
    });
    const summary = async (options: Parameters<typeof run>[1]) => {
      let threads = 0;
      const result = await run(simulation, {
        ...options,
        onBuilt: (built) => {
          threads = built.threads;
        },
      });
      return {
        threads,
        result,
        parts: [
          result.spikeSteps("E"),
          result.spikeSteps("I"),
          ...["fixed", "drawn"].map((name) => result.synapsesOf(name)),
          ...[1000, 3, 600].map((i) => result.signal("E", "v", i).values),
          result.signal("I", "v", 299).values,
        ],
      };
    };
    const one = await summary({ threads: 1 });
    expect(one.result.spikeCount("E")).toBeGreaterThan(1000);
    for (const threads of [2, 3, 5]) {
      const several = await summary({ threads, chunk: 100 * threads + 7 });
      expect(several.threads).toBe(threads);
      expect(several.parts).toEqual(one.parts);
    }
    const half = { ...simulation, duration: seconds(0.0751) };
    const first = await run(half, { threads: 2 });
    const rest = await run(
      { ...simulation, duration: seconds(0.0749) },
      { from: first.finalState },
    );
    expect(rest.synapsesOf("fixed")).toEqual(one.result.synapsesOf("fixed"));
    expect(first.spikeCount() + rest.spikeCount()).toBe(one.result.spikeCount());
  });

  it("are computed by one thread where there is no shared memory, or a published stream", async () => {
    const E = neurons(1100, "E");
    const simulation = (delay: Delay, stream: "default" | "numpy") =>
      network({
        populations: [E],
        synapses: [
          synapses("s", {
            from: E,
            to: E,
            connection: { rule: "inDegree", inDegree: 3 },
            onPre: "v += 0.1*mV",
            delay,
          }),
        ],
        duration: ms(30),
        stream,
      });
    const threadsOf = async (
      ...args: Parameters<typeof simulation>
    ): Promise<[number, number[][]]> => {
      let threads = 0;
      const result = await run(simulation(...args), {
        threads: 3,
        onBuilt: (built) => {
          threads = built.threads;
        },
      });
      return [threads, result.spikeSteps("E")];
    };
    const [threads, spikes] = await threadsOf(ms(1.5), "default");
    expect(threads).toBe(3);
    expect((await threadsOf(ms(1.5), "numpy"))[0]).toBe(1);
    vi.stubGlobal("SharedArrayBuffer", undefined);
    const [alone, same] = await threadsOf(ms(1.5), "default");
    vi.unstubAllGlobals();
    expect(alone).toBe(1);
    expect(same).toEqual(spikes);
    // a system that does not give so many addresses
    const { Memory } = WebAssembly;
    const make = vi.spyOn(WebAssembly, "Memory").mockImplementation(function (
      this: unknown,
      descriptor: WebAssembly.MemoryDescriptor,
    ) {
      if (descriptor.shared) throw new RangeError("could not allocate memory");
      return new Memory(descriptor);
    } as never);
    const [refused, alike] = await threadsOf(ms(1.5), "default");
    make.mockRestore();
    expect(refused).toBe(1);
    expect(alike).toEqual(spikes);
    await expect(run(simulation(ms(1), "default"), { threads: 0 })).rejects.toThrow(
      "invalid threads: 0; expected a whole number from 1 to 256",
    );
  });

  it.each([1, 2])(
    "come back from the cache as they were, computed by %i threads",
    async (threads) => {
      const E = neurons(600, "E");
      const make = (name: string, delay: Delay, variables: Plasticity["variables"]) =>
        synapses(name, {
          from: E,
          to: E,
          connection: { rule: "inDegree", inDegree: 6 },
          onPre: "v += kick*w",
          parameters: { kick: mV(0.1) },
          delay,
          plasticity: { ...TRIPLET, variables, delayIn: "dendrite" },
        });
      const result = await run(
        network({
          populations: [E],
          synapses: [
            make("fixed", ms(1), { w: 0.5, seen: 0 }),
            make("drawn", uniform(ms(1), ms(3)), TRIPLET.variables),
          ],
          duration: ms(100),
        }),
        { threads },
      );
      const again = fromBytes(toBytes(result)) as typeof result;
      for (const name of ["fixed", "drawn"])
        for (const when of ["before", "after"] as const) {
          const list = result.synapsesOf(name, { when });
          expect(again.synapsesOf(name, { when })).toEqual(list);
          const seen = list.values.seen.values.reduce((sum, count) => sum + count, 0);
          if (when === "before") expect(seen).toBe(0);
          else expect(seen).toBeGreaterThan(1000);
        }
    },
  );

  it("stop between chunks, and leave threads that can be used again", async () => {
    const simulation = network({ populations: [neurons(2000)], duration: seconds(100) });
    const controller = new AbortController();
    const stopped = run(simulation, {
      threads: 2,
      signal: controller.signal,
      onProgress: (done) => {
        if (done > 1000) controller.abort();
      },
    });
    await expect(stopped).rejects.toThrow("aborted");
    const again = await run({ ...simulation, duration: ms(50) }, { threads: 2 });
    expect(again.spikeCount()).toBeGreaterThan(0);
  });

  it("grow with what the targets did, whatever their number of spikes", async () => {
    // more spikes of the targets than a history has room for at first, and a source that waits for all
    const fast = population("fast", {
      N: 2000,
      equations: "x : 1",
      update: "x = x + 1",
      threshold: "x >= 2",
      reset: "x = 0",
    });
    const source = spikeTrains("source", [[0.0199]]);
    const result = await run(
      network({
        populations: [fast],
        sources: [source],
        synapses: [
          synapses("counting", {
            from: source,
            to: fast,
            connection: { rule: "allToAll" },
            onPre: "x += 0",
            plasticity: { variables: { count: 0 }, onPost: "count += 1" },
          }),
        ],
        duration: ms(20),
        recordSpikes: [],
      }),
    );
    // one spike every two steps, in steps 1 to 199; the source's spike comes at the start of step 199
    const counts = (when: "after" | "lastSourceSpike") =>
      new Set(result.synapsesOf("counting", { when }).values.count.values);
    expect(counts("lastSourceSpike")).toEqual(new Set([99]));
    expect(counts("after")).toEqual(new Set([100]));
  });

  it.each([
    [{ onPost: "w += q" }, "unknown name: q"],
    [{ onPost: "v += 1*mV" }, "unknown target: v; expected a state variable: w"],
    [{ onPost: "w += drive/mV" }, "unknown name: drive"],
    [{ onPre: "w += t/second" }, "invalid name in onPre of the plasticity of s: t"],
    [{ onPre: "w += i" }, "invalid name in onPre of the plasticity of s: i"],
    [{ preTraces: { "a; b": ms(1) } }, 'invalid plasticity name: "a; b"'],
    [{ preTraces: { r: ms(0) } }, "invalid time constant of r: 0 s; expected more than 0 s"],
    [{ postTraces: { w: ms(1) } }, "invalid name in the plasticity of s: w; it is used twice"],
    [{ variables: {} }, "invalid plasticity of s: no variables"],
    [{ variables: { v: 1 } }, "invalid parameter of s: v; the target has such a variable"],
    [{ powers: "quick" }, "invalid powers of s: quick; expected one of accurate, fast"],
  ])("refuse what they cannot do: %o", (plasticity, message) => {
    const own = neurons(3);
    const make = () =>
      network({
        populations: [own],
        synapses: [
          synapses("s", {
            from: own,
            to: own,
            connection: { rule: "allToAll" },
            onPre: "v += 0*mV",
            plasticity: { variables: { w: 1 }, ...plasticity } as Plasticity,
          }),
        ],
        duration: ms(1),
      });
    expect(make).toThrow(UserError);
    expect(make).toThrow(message);
  });
});
