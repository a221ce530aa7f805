import { describe, expect, it } from "vitest";
import { fromBytes, toBytes } from "../../src/cache/index.js";
import { network, population, type SynapsesOptions, synapses } from "../../src/network/index.js";
import { poisson, program } from "../../src/program/index.js";
import type { NetworkResult } from "../../src/results/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms, mV } from "../../src/units/index.js";
import { expectAlike } from "../helpers/compareTargets.js";

const cells = (N = 300) =>
  population("cells", {
    N,
    equations: `dv/dt = (drive - v)/(10*ms) : 1 (unless refractory)
      dw/dt = -w/(30*ms) : 1
      drive : 1
      high = w > 0.12 : boolean`,
    initial: { drive: "0.9 + 0.4*i/N", v: "rand()" },
    threshold: "v > 1",
    reset: "v = 0; w += 0.1",
    refractory: ms(2),
    events: { burst: "high", low: "w < 0.02 and v > 0.5" },
    onEvent: { burst: "w = 0; drive -= 0.01" },
  });

const networkOf = (options: Partial<SynapsesOptions> = {}, steps = 600, N = 300) => {
  const population = cells(N);
  return network({
    populations: [population],
    synapses: [
      synapses("links", {
        from: population,
        to: population,
        connection: { rule: "probability", probability: 0.05, autapses: false },
        onPre: "v += 0.02",
        delay: "0.3*ms + 1*ms*rand()",
        ...options,
      }),
    ],
    record: [{ of: "cells", variable: "w", neurons: N > 7 ? [0, 7, N - 1] : [0] }],
    recordSpikes: ["cells", "cells.burst", "cells.low"],
    duration: ms(steps / 10),
  });
};

const KINDS: Record<string, Partial<SynapsesOptions>> = {
  "nothing by events": {},
  "the only pathway by an event": { events: { pre: "burst" } },
  "pathways by spike and event": {
    onPre: { spike: "v += 0.02", burst: "w_post += 0.01; v -= 0.1" },
    events: { burst: "burst" },
    delay: { spike: "0.3*ms + 1*ms*rand()", burst: ms(2) },
  },
  "back from the target's event": {
    equations: "g : 1",
    initial: { g: 0.02 },
    onPre: "v += g",
    onPost: { after: "g = clip(g + 0.01, 0, 0.1)", low: "g *= 0.9" },
    events: { after: "burst", low: "low" },
    delay: { pre: ms(1), low: ms(0.5) },
  },
  "event-driven variables by events": {
    equations: "dx/dt = (1 - x)/(50*ms) : 1 (event-driven)",
    initial: { x: 1 },
    onPre: "v += 0.05*x; x *= 0.5",
    events: { pre: "burst" },
  },
  "what is of the source": { onPre: "v_post += 0.1*w_pre", events: { pre: "low" }, delay: ms(0.4) },
};

describe("events beside the spike", () => {
  it.each(Object.entries(KINDS))(
    "agree in both targets, on threads and continued: %s",
    async (_, options) => {
      const simulation = networkOf(options);
      const kernel = await run(simulation, { threads: 1 });
      for (const name of simulation.recordSpikes)
        expect(kernel.spikeCount(name), name).toBeGreaterThan(20);
      expectAlike(kernel, await run(simulation, { target: "interpreter" }));
      const threads = await run(simulation, { threads: 2 });
      expect(threads.spikeSteps("cells.burst")).toEqual(kernel.spikeSteps("cells.burst"));
      const begin = await run(networkOf(options, 250), { threads: 2 });
      const rest = await run(networkOf(options, 350), { from: begin.finalState });
      for (const name of simulation.recordSpikes)
        expect(
          begin.spikeSteps(name).map((own, i) => [...own, ...rest.spikeSteps(name)[i]]),
        ).toEqual(kernel.spikeSteps(name));
      const stored = (await fromBytes(await toBytes(kernel))) as NetworkResult;
      expect(stored.spikeTrains("cells.burst")).toEqual(kernel.spikeTrains("cells.burst"));
    },
  );

  it("do something to the neuron alone, and of one neuron too", async () => {
    for (const N of [1, 2]) {
      const simulation = networkOf({}, 2000, N);
      const kernel = await run(simulation);
      expect(kernel.spikeCount("cells.low")).toBeGreaterThan(10);
      expectAlike(kernel, await run(simulation, { target: "interpreter" }));
    }
  });

  it("are as Brian 2's: the condition after the update, in every step in which it holds", async () => {
    const one = population("one", {
      N: 1,
      equations: "dx/dt = 1/ms : 1",
      events: { above: "x > 0.45" },
    });
    const result = await run(
      network({ populations: [one], recordSpikes: ["one.above"], duration: ms(1) }),
    );
    // x is 0.5 after the step from 0.4 ms on
    expect(result.spikeSteps("one.above")).toEqual([[4, 5, 6, 7, 8, 9]]);
    expect(result.firingRateOf("one.above").in(Hz)).toBeCloseTo(6000, 6);
    expect(String(program(result.simulation))).toContain("above of one");
    expect(String(result)).toContain("0 spikes; one (1)");
  });

  it("are no spikes: what counts those of all leaves them out", async () => {
    const cells = population("cells", {
      N: 2,
      equations: "dx/dt = 1/ms : 1",
      threshold: "x > 1",
      reset: "x = 0",
      events: { half: "x > 0.5" },
    });
    const recordSpikes = ["cells", "cells.half"];
    const result = await run(network({ populations: [cells], recordSpikes, duration: ms(11) }));
    expect(result.spikeCount("cells")).toBe(20);
    expect(result.spikeCount("cells.half")).toBeGreaterThan(20);
    expect(result.spikeCount()).toBe(20);
    expect(String(result)).toContain(" 20 spikes;");
  });

  it.each([
    [
      () => population("p", { N: 1, equations: "v : 1", events: { toString: 3 } as never }),
      "invalid event toString: 3",
    ],
    [
      () => population("p", { N: 1, equations: "v : 1", events: { spike: "v > 1" } }),
      'invalid event: "spike"',
    ],
    [() => population("p", { N: 1, equations: "v : 1", events: { a: "v + 1" } }), "the event a"],
    [
      () => population("p", { N: 1, equations: "v : volt", events: { a: "v > 1" } }),
      "inconsistent units",
    ],
    [
      () =>
        population("p", {
          N: 1,
          equations: "v : 1",
          events: { a: "v > 1" },
          onEvent: { b: "v = 0" },
        }),
      "unknown event in onEvent: b",
    ],
    [
      () => population("p", { N: 1, equations: "v : 1", onEvent: { b: "v = 0" } }),
      "unknown event in onEvent: b; expected events",
    ],
    [
      () => population("p", { N: 1, equations: "v : 1", events: "v > 1" as never }),
      "invalid events",
    ],
    [() => networkOf({ events: { pre: "brust" } }), "cells has burst, low"],
    [
      () => networkOf({ events: { post: "burst" } }),
      "unknown pathway in the events of links: post",
    ],
    [() => networkOf({ events: 3 as never }), "invalid events of links: 3"],
    [
      () =>
        synapses("s", {
          from: poisson("in", 2, Hz(3)),
          to: cells(),
          connection: { rule: "allToAll" },
          onPre: "v += 1",
          events: { pre: "burst" },
        }),
      "in has none beside the spike",
    ],
    [
      () => network({ ...networkOf(), recordSpikes: ["cells.brust"] }),
      'did you mean "cells.burst"',
    ],
    [
      () =>
        networkOf({
          events: { pre: "burst" },
          plasticity: { variables: { g: 1 }, onPre: "g += 1" } as never,
        }),
      "plasticity goes by spikes",
    ],
  ])("are refused: %s", (make, message) => {
    expect(make).toThrow(message);
  });

  it("are not captured by names", () => {
    expect(() =>
      population("p", { N: 1, equations: "v : 1", events: { constructor: "v > 1" } }),
    ).not.toThrow();
    expect(mV(1).in(mV)).toBe(1);
  });
});
