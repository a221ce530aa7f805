import { describe, expect, it } from "vitest";
import { network, type PopulationOptions, population } from "../../src/network/index.js";
import { buildProgram, optimise } from "../../src/program/index.js";
import { awakeStatements } from "../../src/targets/wasm/code/awake.js";
import { ms, mV } from "../../src/units/index.js";
import { expectSameEverywhere } from "../helpers/everywhere.js";

// Updates of neurons that do not rest are shorter. Which way a pair of neurons goes depends on how many rest, and
// nobody may see it.

const CELLS: PopulationOptions = {
  N: 301,
  equations: `dv/dt = (drive - v + g)/(10*ms) : volt (unless refractory)
              dg/dt = -g/(5*ms) : volt
              dw/dt = -w/(20*ms) : volt (unless refractory)
              drive : volt`,
  threshold: "v > 10*mV",
  reset: "v = 0*mV; w += mV",
  refractory: ms(3),
  initial: { v: "10*mV*rand()", drive: "(9 + 3*i/N)*mV" },
};

/** Neurons of which few or many rest, in the beginning or later. */
const MODELS: Readonly<Record<string, Partial<PopulationOptions>>> = {
  "few rest": {},
  "most rest": { initial: { v: "10*mV*rand()", drive: "(20 + 300*i/N)*mV" } },
  "more and more of them": { initial: { v: mV(0), drive: "(9 + 20*i/N)*mV" } },
  "a time for each": {
    refractory: ms(Array.from({ length: 301 }, (_, k) => 1 + k / 75)),
    initial: { drive: "(9 + 9*i/N)*mV" },
  },
  "what is held is written by an integrator": { method: "heun" },
  "an even number": { N: 300 },
  "events, and what is not held": {
    events: { low: "w < 0.5*mV and v > 5*mV" },
    onEvent: { low: "g += 0.01*mV" },
    refractory: ms(1),
  },
  "rest by a condition": { refractory: "v < 2*mV" },
};

const networkOf = (model: Partial<PopulationOptions>) => {
  const cells = population("cells", { ...CELLS, ...model });
  return network({
    populations: [cells],
    record: ["v", "w", "g"].map((variable) => ({ of: "cells", variable, neurons: [0, 150, 299] })),
    duration: ms(25),
  });
};

const updateOf = (model: Partial<PopulationOptions>) =>
  optimise(buildProgram(networkOf(model))).blocks.find(({ name }) => name === "update of cells")
    ?.statements ?? [];

const awakeOf = (statements: ReturnType<typeof updateOf>) =>
  awakeStatements(statements, (name) => ["v", "g", "w", "drive", "'rest"].includes(name));

describe("neurons that may rest", () => {
  it.each(Object.keys(MODELS))(
    "are the same on both targets, on threads, continued: %s",
    async (name) => {
      const result = await expectSameEverywhere(networkOf(MODELS[name]));
      expect(result.spikeCount("cells")).toBeGreaterThan(20);
    },
  );

  it("have less to do when they do not", () => {
    const statements = updateOf({});
    const awake = awakeOf(statements) ?? [];
    const textOf = (all: typeof statements) => JSON.stringify(all);
    expect(textOf(statements)).toContain("'rest");
    expect(textOf(awake)).not.toContain("'rest");
    expect(awake.length).toBe(statements.length - 2);
    // nothing counts steps, or it is little beside the rest
    expect(awakeOf(updateOf({ refractory: "v < 2*mV" }))).toBeUndefined();
    expect(
      awakeOf(
        updateOf({
          refractory: undefined,
          equations: "dv/dt = -v/ms : volt\ndrive : volt\ng : volt\nw : volt",
        }),
      ),
    ).toBeUndefined();
    const sums = Array.from({ length: 60 }, (_, k) => `v**2/(${k + 1}*volt)`).join(" + ");
    expect(awakeOf(updateOf({ update: `w = ${sums}` }))).toBeUndefined();
  });
});
