import { describe, expect, it } from "vitest";
import { fromBytes, toBytes } from "../../src/cache/index.js";
import {
  type NetworkSimulation,
  network,
  type Plasticity,
  type Population,
  population,
  type Source,
  type Synapses,
  synapses,
} from "../../src/network/index.js";
import { poisson, renewal, spikeEvents, spikeTrains } from "../../src/program/index.js";
import { normal, uniform } from "../../src/random/index.js";
import type { NetworkResult } from "../../src/results/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms, mV } from "../../src/units/index.js";
import { expectAlike, expectSame } from "../helpers/compareTargets.js";

// Every feature with every other: what a text allows has to compile, and both targets have to agree.

const METHODS = ["euler", "heun", "rk2", "rk4", "exponential_euler", "exact"] as const;
const RESTS = ["none", "time", "each", "drawn", "condition", "named condition"] as const;
const RECORDERS = ["start", "end", "every", "subset", "end every subset"] as const;

/** What is combined beside integrator, refractoriness and recorder. */
const FEATURES = {
  noise: ["no noise", "noise", "noise in a subexpression"],
  held: ["moves", "held"],
  subexpression: ["none", "one", "one of another"],
  update: ["none", "plain", "reads subexpressions", "with a temporary"],
  reset: ["none", "plain", "reads subexpressions"],
  parameters: ["shared", "each", "drawn"],
  initial: ["none", "drawn"],
  source: ["poisson", "poisson each", "trains", "events", "renewal"],
  delay: ["none", "fixed", "drawn"],
  pathway: ["adds", "reads the target", "writes what is held", "reads a subexpression"],
  plasticity: ["none", "unread variable", "both sides", "fast powers", "in the axon"],
  stream: ["default", "default", "numpy", "julia"],
} as const;

type Feature = keyof typeof FEATURES;
type Combination = { [F in Feature]: (typeof FEATURES)[F][number] } & {
  method: (typeof METHODS)[number];
  rest: (typeof RESTS)[number];
  recorder: (typeof RECORDERS)[number];
};

/** Whether a feature's value means something in a combination; a plainer one takes its place if not. */
function settled(given: Combination): Combination {
  const noisy = given.method === "euler" || given.method === "heun";
  return {
    ...given,
    noise: noisy ? given.noise : "no noise",
    held: given.rest === "none" ? "moves" : given.held,
    // the delay of plastic synapses in the axon has to be one
    delay: given.plasticity === "in the axon" && given.delay === "none" ? "fixed" : given.delay,
  };
}

/** Combinations of all methods, refractory times and recorders, the other features in turn. */
function combinations(): Combination[] {
  const made: Combination[] = [];
  let state = 1;
  for (const method of METHODS)
    for (const rest of RESTS)
      for (const recorder of RECORDERS)
        for (let round = 0; round < 2; round++) {
          const others = Object.fromEntries(
            Object.entries(FEATURES).map(([feature, values]) => {
              // a linear congruence, so that features do not go in step
              state = (state * 48271) % 2147483647;
              return [feature, values[Math.floor(state / 97) % values.length]];
            }),
          );
          made.push(settled({ method, rest, recorder, ...others } as Combination));
        }
  return made;
}

function neurons(name: string, N: number, given: Combination): Population {
  const { method, rest, held, noise, subexpression, update, reset, parameters, initial } = given;
  const isExact = method === "exact";
  const input = subexpression === "none" ? "E + g" : "input";
  const xi = { "no noise": "", noise: " + s*xi/tau**0.5", "noise in a subexpression": " + jitter" };
  const lines = [
    `dv/dt = (${input} - v)/tau${xi[noise]} : volt${held === "held" ? " (unless refractory)" : ""}`,
    isExact ? "dw/dt = (v - w)/(7*ms) : volt" : "dw/dt = (v*tanh(v/(9*mV)) - w)/(7*ms) : volt",
    "dg/dt = -g/(3*ms) : volt",
  ];
  if (subexpression !== "none") lines.push("input = E + g : volt");
  if (subexpression === "one of another") lines.push("twice = 2*input - w : volt");
  if (noise === "noise in a subexpression") lines.push("jitter = s*xi/tau**0.5 : volt/second");
  if (rest === "named condition") lines.push("since = t - lastSpike : second");
  if (update !== "none") lines.push("count : 1");
  const read = subexpression === "none" ? "g" : "input";
  const updates = {
    none: undefined,
    plain: "count = count + int(v > 3*mV)",
    "reads subexpressions": `count = count + 1; g = 0.99*g; count = count + ${read}/(100*mV)`,
    "with a temporary": `next = count + 1; count = next*0.9 + int(${read} > 12*mV)`,
  };
  const resets = {
    none: undefined,
    plain: "v = 0*mV",
    "reads subexpressions": `v = 0.05*${read}; w += 0.5*mV; v -= 0.01*${read}`,
  };
  const rests = {
    none: undefined,
    time: ms(1.5),
    each: ms(Array.from({ length: N }, (_, i) => (i % 4) * 0.6)),
    drawn: uniform(ms(0), ms(3)),
    condition: "t - lastSpike < 2*ms or w > 9*mV",
    "named condition": "since < 2*ms and v < 50*mV",
  };
  const E = {
    shared: mV(14),
    each: mV(Array.from({ length: N }, (_, i) => 11 + (i % 7))),
    drawn: normal(mV(14), mV(2)),
  };
  return population(name, {
    N,
    equations: lines.join("\n"),
    ...(updates[update] && { update: updates[update] }),
    threshold: "v > theta",
    ...(resets[reset] && { reset: resets[reset] }),
    ...(rests[rest] && { refractory: rests[rest] }),
    method,
    parameters: {
      tau: parameters === "drawn" ? uniform(ms(4), ms(6)) : ms(5),
      theta: mV(9),
      E: E[parameters],
      ...(noise !== "no noise" && { s: mV(1) }),
    },
    ...(initial === "drawn" && { initial: { v: uniform(mV(0), mV(9)) } }),
  });
}

function sourceOf({ source }: Combination, N: number): Source {
  switch (source) {
    case "poisson":
      return poisson("input", N, Hz(200));
    case "poisson each":
      return poisson("input", N, Hz(Array.from({ length: N }, (_, i) => 100 * (i % 3))));
    case "renewal":
      return renewal("input", N, Hz(300));
    case "trains":
      return spikeTrains(
        "input",
        Array.from({ length: N }, (_, i) => ms([0, 0.4 * i, 0.4 * i, 3 + i])),
      );
    case "events":
      return spikeEvents("input", N, Int32Array.from([0, 0, 3, N - 1, 3, N - 1, 9, 1, 30, 0]));
  }
}

function synapsesOf(given: Combination, own: Population, source: Source): Synapses[] {
  const { delay, pathway, plasticity, subexpression } = given;
  const later = { none: undefined, fixed: ms(1), drawn: uniform(ms(0.5), ms(3)) }[delay];
  const isPlastic = plasticity !== "none" && plasticity !== "unread variable";
  const kick = isPlastic ? "jump*x" : "jump";
  const onPre = {
    adds: `g += ${kick}`,
    "reads the target": `g += ${kick}*clip(v_post/(10*mV), 0, 1)`,
    "writes what is held": `v += 0.3*${kick}; g += ${kick}`,
    "reads a subexpression":
      subexpression === "none" ? `g = 0.9*g + ${kick}` : `g += 0.02*input + ${kick}`,
  }[pathway];
  const rules: Record<Combination["plasticity"], Plasticity | undefined> = {
    none: undefined,
    "unread variable": { variables: { seen: 0 }, onPre: "seen += 1", onPost: "seen += 0.5" },
    "both sides": {
      variables: { x: uniform(0.3, 0.7), seen: 0 },
      preTraces: { a: ms(7) },
      postTraces: { c: ms(11) },
      onPre: "x = clip(x - 0.1*c, 0, 1); seen += 1",
      onPost: "x = clip(x + 0.1*a, 0, 1)",
    },
    "fast powers": {
      variables: { x: 0.5 },
      preTraces: { a: ms(7) },
      onPost: "x = clip(x + 0.1*a*(1 - x)**rate, 0, 1)",
      parameters: { rate: 0.7 },
      powers: "fast" as const,
    },
    "in the axon": {
      variables: { x: uniform(0.3, 0.7) },
      preTraces: { a: ms(7) },
      postTraces: { c: ms(11) },
      onPre: "x = clip(x - 0.1*c, 0, 1)",
      onPost: "x = clip(x + 0.1*a, 0, 1)",
      delayIn: "axon" as const,
    },
  };
  const rule = rules[plasticity];
  const made = {
    onPre,
    parameters: { jump: delay === "drawn" ? normal(mV(1), mV(0.2)) : mV(1) },
    ...(later !== undefined && { delay: later }),
    ...(rule && {
      plasticity: { ...(later !== undefined && { delayIn: "dendrite" as const }), ...rule },
    }),
  };
  return [
    synapses("driving", { ...made, from: source, to: own, connection: { rule: "allToAll" } }),
    synapses("recurrent", {
      ...made,
      from: own,
      to: own,
      connection: { rule: "inDegree", inDegree: 2, autapses: false },
    }),
  ];
}

function simulationOf(given: Combination, N: number, steps: number): NetworkSimulation {
  const own = neurons("own", N, given);
  const source = sourceOf(given, 3);
  const { recorder, subexpression, update, rest } = given;
  const variables = [
    "v",
    "w",
    "g",
    ...(subexpression === "none" ? [] : ["input"]),
    ...(subexpression === "one of another" ? ["twice"] : []),
    ...(update === "none" ? [] : ["count"]),
    ...(rest === "named condition" ? ["since"] : []),
    ...(given.parameters === "shared" ? [] : ["E"]),
  ];
  return network({
    populations: [own],
    sources: [source],
    synapses: synapsesOf(given, own, source),
    record: variables.map((variable) => ({
      of: "own",
      variable,
      ...(recorder.includes("every") && { every: 3 }),
      ...(recorder.includes("subset") && { neurons: [N - 1, 1] }),
    })),
    recordSpikes: ["own", "input"],
    recordAt: recorder.startsWith("end") ? "end" : "start",
    duration: ms(0.1 * steps),
    seed: 7,
    stream: given.stream,
  });
}

const STEPS = 90;

/** The same simulation in two parts: the second goes on where the first ended. */
async function inParts(simulation: NetworkSimulation): Promise<[NetworkResult, NetworkResult]> {
  const part = (steps: number) => ({ ...simulation, duration: ms(0.1 * steps) });
  const first = await run(part(37));
  return [first, await run(part(STEPS - 37), { from: first.finalState })];
}

const all = combinations();

describe("combinations of features", () => {
  it.each(METHODS)("integrated by %s run on both targets alike", async (method) => {
    const own = all.flatMap((given, k) => (given.method === method ? [{ given, k }] : []));
    let spiking = 0;
    for (const { given, k } of own) {
      const what = JSON.stringify(given);
      const simulation = simulationOf(given, 5, STEPS);
      try {
        const whole = await run(simulation);
        if (whole.spikeCount("own") > 0) spiking += 1;
        expectAlike(whole, await run(simulation, { target: "interpreter" }));
        if (k % 3 === 0) expectSame(fromBytes(toBytes(whole)) as NetworkResult, whole);
        // of the published streams, a renewal source draws all of a run at once
        if (k % 3 === 1 && (given.source !== "renewal" || given.stream === "default")) {
          const [first, second] = await inParts(simulation);
          for (const name of simulation.recordSpikes)
            whole.spikeSteps(name).forEach((steps, i) => {
              expect([...first.spikeSteps(name)[i], ...second.spikeSteps(name)[i]]).toEqual(steps);
            });
          for (const { of, variable } of simulation.record) {
            const joined = [first, second].map((result) => result.signals(of, variable));
            whole.signals(of, variable).forEach(({ values }, i) => {
              expect(joined.flatMap((signals) => [...signals[i].values])).toEqual([...values]);
            });
          }
          for (const { name } of simulation.synapses)
            expect(second.synapsesOf(name)).toEqual(whole.synapsesOf(name));
        }
      } catch (error) {
        throw new Error(`${what}: ${(error as Error).message}`, { cause: error });
      }
    }
    expect(spiking).toBeGreaterThan(0.8 * own.length);
  });

  it("run on several threads with the same bits", async () => {
    const able = all.filter(({ stream, delay }) => stream === "default" && delay !== "none");
    const some = able.filter((_, k) => k % 6 === 0);
    expect(some.length).toBeGreaterThan(15);
    for (const given of some) {
      const simulation = simulationOf(given, 530, 60);
      let threads = 0;
      const onBuilt = (built: { threads: number }): void => {
        threads = built.threads;
      };
      const several = await run(simulation, { threads: 2, onBuilt });
      expect(threads, JSON.stringify(given)).toBe(2);
      expectSame(several, await run(simulation, { threads: 1 }));
    }
  });

  it("hold every feature with every other", () => {
    const seen = new Set<string>();
    for (const given of all)
      for (const [a, x] of Object.entries(given))
        for (const [b, y] of Object.entries(given)) if (a < b) seen.add(`${a} ${x}, ${b} ${y}`);
    const kinds = { ...FEATURES, method: METHODS, rest: RESTS, recorder: RECORDERS };
    const missing: string[] = [];
    for (const [a, xs] of Object.entries(kinds))
      for (const [b, ys] of Object.entries(kinds))
        if (a < b)
          for (const x of xs)
            for (const y of ys) {
              const pair = `${a} ${x}, ${b} ${y}`;
              const cannot =
                (/method (rk|exp|exact)/.test(pair) && /noise noise/.test(pair)) ||
                (/rest none/.test(pair) && /held held/.test(pair)) ||
                (/delay none/.test(pair) && /in the axon/.test(pair));
              if (!cannot && !seen.has(pair)) missing.push(pair);
            }
    expect(missing).toEqual([]);
    expect(all.length).toBeGreaterThan(300);
  });
});
