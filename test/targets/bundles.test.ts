import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Connection,
  type NetworkSimulation,
  network,
  type Population,
  type PopulationOptions,
  population,
  type Synapses,
  type SynapsesOptions,
  synapses,
} from "../../src/network/index.js";
import { buildProgram, optimise, poisson } from "../../src/program/index.js";
import { normal, uniform } from "../../src/random/index.js";
import { run } from "../../src/run/index.js";
import { pathwaysOf } from "../../src/targets/wasm/code/synapses/pathway.js";
import { bundlesOf, partition } from "../../src/targets/wasm/layout/index.js";
import { madeByKernels, makeFrom } from "../../src/targets/wasm/making/index.js";
import { Hz, ms, mV } from "../../src/units/index.js";
import { expectAlike, expectSame } from "../helpers/compareTargets.js";
import { expectSameEverywhere } from "../helpers/everywhere.js";

// Kinds of synapses with the same source that do the same share their rows in the kernels' memory. Nobody may see it:
// spikes, values, and the synapses of each kind are those that the interpreter has, which knows of no rows.

beforeEach(() => makeFrom(1));
afterEach(() => makeFrom());

const EQUATIONS = "dv/dt = (I - v)/tau : volt\ndI/dt = -I/(5*ms) : volt\ndJ/dt = -J/(3*ms) : volt";

type Beginning = NonNullable<PopulationOptions["initial"]>[string];

const cells = (name: string, N: number, v: Beginning = uniform(mV(0), mV(10))): Population =>
  population(name, {
    N,
    equations: EQUATIONS,
    threshold: "v > 10*mV",
    reset: "v = 0*mV",
    parameters: { tau: ms(10) },
    initial: { v },
  });

const DELAY = normal(ms(1.5), ms(0.7), { least: ms(0.1) });
const WEIGHT = normal(mV(0.3), mV(0.1), { above: mV(0) });
const WEAKER = normal(mV(-0.05), mV(0.02));
const OPTIONS: Omit<SynapsesOptions, "from" | "to"> = {
  connection: { rule: "inDegree", inDegree: 5 },
  onPre: "I += w",
  parameters: { w: WEIGHT },
  delay: DELAY,
};

/** A network of populations a, b, c of some sizes, driven, with synapses between pairs of them: "ab" from a to b. */
function networkOf(
  sizes: readonly number[],
  pairs: Readonly<Record<string, Partial<SynapsesOptions>>>,
  between: readonly Synapses[] = [],
): NetworkSimulation {
  const populations = sizes.map((N, k) => cells("abcdef"[k], N));
  const named = (name: string): Population =>
    populations.find((item) => item.name === name) as Population;
  const inputs = populations.map(({ name, N }) => poisson(`to_${name}`, N, Hz(900)));
  return network({
    populations,
    sources: inputs,
    synapses: [
      ...Object.entries(pairs).map(([name, options]) =>
        synapses(name, { from: named(name[0]), to: named(name[1]), ...OPTIONS, ...options }),
      ),
      ...between,
      ...inputs.map((input, k) =>
        synapses(`drive_${populations[k].name}`, {
          from: input,
          to: populations[k],
          connection: { rule: "oneToOne" },
          onPre: "I += 8*mV",
        }),
      ),
    ],
    record: populations.map(({ name, N }) => ({ of: name, variable: "I", neurons: [0, N - 1] })),
    duration: ms(5),
    seed: 2,
  });
}

/** The bundles of a network, as the names of their members. */
function bundled(made: NetworkSimulation, threads = 1): string[] {
  const program = optimise(buildProgram(made));
  const pathways = pathwaysOf(program);
  const parts = partition(program, pathways, threads);
  return bundlesOf(program, madeByKernels(program, pathways), parts).map(({ members }) =>
    members.map((name) => name.replace("synapses ", "")).join(" "),
  );
}

const all = (names: readonly string[], options: Partial<SynapsesOptions> = {}) =>
  Object.fromEntries(names.map((name) => [name, options]));

describe("kinds of synapses of one source", () => {
  it("share rows, in whatever order they were written", async () => {
    const bySource = networkOf([290, 41, 30], all(["aa", "ab", "ac", "ba", "bc", "cb"]));
    expect(bundled(bySource)).toEqual(["aa ab ac", "ba bc"]);
    await expectSameEverywhere(bySource);
    const byTarget = networkOf([290, 41, 520], all(["ac", "bc", "aa", "ba", "ab"]));
    expect(bundled(byTarget)).toEqual(["aa ab ac", "ba bc"]);
    await expectSameEverywhere(byTarget);
    for (const name of ["aa", "ab", "bc"]) {
      const whole = await run(byTarget, { threads: 1 });
      for (const choice of [{ threads: 3 }, { target: "interpreter" }] as const)
        expect((await run(byTarget, choice)).synapsesOf(name)).toEqual(whole.synapsesOf(name));
      const { sources, targets } = whole.connectionsOf(name);
      expect(sources.length).toBe(5 * { a: 290, b: 41, c: 520 }[name[1] as "a" | "b" | "c"]);
      expect(whole.synapsesOf(name).targets).toHaveLength(targets.length);
    }
  });

  it("may have other rules, numbers and distributions each, and none that reach a thread", async () => {
    for (const precision of ["double", "single"] as const) {
      const made = networkOf([290, 2, 57], {
        aa: { connection: { rule: "probability", probability: 0.02 }, precision },
        ab: { connection: { rule: "total", total: 40 }, parameters: { w: WEAKER }, precision },
        ac: { parameters: { w: WEAKER }, delay: uniform(ms(0.2), ms(4)), precision },
      });
      expect(bundled(made)).toEqual(["aa ab ac"]);
      await expectSameEverywhere(made);
    }
    const alike = networkOf([290, 20], all(["ba", "bb"], { parameters: { w: mV(0.4) } }));
    expect(bundled(alike)).toEqual(["ba bb"]);
    await expectSameEverywhere(alike);
  });

  it.each([
    ["none", undefined],
    ["one", ms(0.7)],
  ] as const)("share rows with the same delay: %s", async (_, delay) => {
    const made = networkOf([290, 41], all(["aa", "ab"], { delay }));
    expect(bundled(made)).toEqual(["aa ab"]);
    await expectSameEverywhere(made);
  });

  it.each<[string, Record<string, Partial<SynapsesOptions>>]>([
    ["other delays", { aa: { delay: ms(0.7) }, ab: { delay: ms(0.8) } }],
    ["one delay and drawn ones", { aa: { delay: ms(0.7) }, ab: {} }],
    ["other statements", { aa: {}, ab: { onPre: "J += w" } }],
    [
      "other numbers that all share",
      { aa: { parameters: { w: mV(0.2) } }, ab: { parameters: { w: mV(0.3) } } },
    ],
    ["other numbers in statements", { aa: { onPre: "I += 2*w" }, ab: {} }],
    ["another precision", { aa: { precision: "single" }, ab: {} }],
    ["indices in the statements", { aa: { onPre: "I += w*j" }, ab: { onPre: "I += w*j" } }],
    ["numbers of neurons", all(["aa", "ab"], { onPre: "I += w*N_post" })],
    ["random numbers", all(["aa", "ab"], { onPre: "I += w*rand()" })],
    ["what is of the source", all(["aa", "ab"], { onPre: "I += w + 0.01*v_pre" })],
    [
      "values that change",
      all(["aa", "ab"], {
        equations: "w : volt",
        parameters: {},
        initial: { w: WEIGHT },
        onPre: "I += w\nw = 0.9*w",
      }),
    ],
    ["the same target", { aa: {}, ba: {}, ca: {} }],
  ])("keep rows of their own with %s", async (_, pairs) => {
    const made = networkOf([290, 41, 30], pairs);
    expect(bundled(made)).toEqual([]);
    await expectSameEverywhere(made);
  });

  it("keep rows of their own where what acts between them on the same neurons comes first", async () => {
    const between = (to: string, N: number) =>
      synapses("between", {
        from: cells("a", 300),
        to: cells(to, N),
        connection: { rule: "oneToOne" },
        onPre: "I = 0.5*I",
        delay: ms(0.3),
      });
    const pairs = (onPre: string) => ({ aa: {}, ba: { onPre }, ab: {} });
    // b's own synapses are halved between what comes from a: written in this order, nothing is in the way
    const free = networkOf([300, 300], pairs("I = 0.5*I + w"));
    expect(bundled(free)).toEqual(["aa ab"]);
    await expectSameEverywhere(free);
    const made = networkOf([300, 300], { aa: {} }, [
      between("b", 300),
      synapses("ab", { from: cells("a", 300), to: cells("b", 300), ...OPTIONS }),
    ]);
    expect(bundled(made)).toEqual([]);
    await expectSameEverywhere(made);
  });

  it("are as many in one bundle as indices of 16 bits can tell apart", async () => {
    const a = cells("a", 40, mV(20));
    const targets = [32_000, 33_500, 30_000].map((N, k) =>
      population("bcd"[k], { N, equations: "dI/dt = -I/(5*ms) : volt" }),
    );
    const made = network({
      populations: [a, ...targets],
      synapses: targets.map((to) =>
        synapses(`a${to.name}`, { from: a, to, ...OPTIONS, connection: few }),
      ),
      record: targets.map(({ name }) => ({ of: name, variable: "I", neurons: [0, 29_999] })),
      recordSpikes: ["a"],
      duration: ms(5),
    });
    expect(bundled(made)).toEqual(["ab ac"]);
    expect(bundled(made, 2)).toEqual(["ab ac ad"]);
    const whole = await run(made, { threads: 1 });
    expect(whole.spikeCount("a")).toBe(40);
    // two threads have another division into bundles
    expectSame(await run(made, { threads: 2 }), whole);
  });

  it("are the same in any network of them", async () => {
    let sharing = 0;
    await fc.assert(
      fc.asyncProperty(recipe, async ({ sizes, pairs, delay }) => {
        const made = networkOf(sizes, pairsOf(sizes, pairs, delay));
        sharing += bundled(made, 2).length;
        const whole = await run(made, { threads: 1 });
        expectAlike(whole, await run(made, { target: "interpreter" }));
        expectSame(await run(made, { threads: 3, chunk: 7 }), whole);
        makeFrom();
        expectSame(await run(made, { threads: 2 }), whole);
        makeFrom(1);
      }),
      { numRuns: 12, seed: 5 },
    );
    expect(sharing).toBeGreaterThan(10);
  });
});

const few: Connection = { rule: "total", total: 20_000 };

const recipe = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 2, maxLength: 4 }),
  pairs: fc.array(
    fc.record({
      from: fc.nat(3),
      to: fc.nat(3),
      rule: fc.constantFrom<Connection>(
        { rule: "inDegree", inDegree: 3 },
        { rule: "total", total: 700 },
        { rule: "probability", probability: 0.03 },
      ),
      weight: fc.constantFrom("drawn", "drawn", "drawn", "drawn", "one"),
    }),
    { minLength: 6, maxLength: 12 },
  ),
  delay: fc.constantFrom("drawn", "one"),
});

type Pairs = ReturnType<(typeof recipe)["generate"]>["value"]["pairs"];

function pairsOf(
  sizes: readonly number[],
  pairs: Pairs,
  delay: string,
): Record<string, Partial<SynapsesOptions>> {
  return Object.fromEntries(
    pairs.map(({ from, to, rule, weight }) => [
      `${"abcd"[from % sizes.length]}${"abcd"[to % sizes.length]}`,
      {
        connection: rule,
        parameters: { w: weight === "drawn" ? WEIGHT : mV(0.25) },
        delay: delay === "drawn" ? DELAY : ms(0.4),
      },
    ]),
  );
}
