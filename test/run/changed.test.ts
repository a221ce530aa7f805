import { describe, expect, it } from "vitest";
import { changed, network, population, slice, synapses } from "../../src/network/index.js";
import { poisson, spikeTrains } from "../../src/program/index.js";
import { normal } from "../../src/random/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms, mV } from "../../src/units/index.js";
import { expectAlike } from "../helpers/compareTargets.js";

const E = population("E", {
  N: 20,
  equations: "dv/dt = (drive - v)/tau : volt",
  threshold: "v > 10*mV",
  reset: "v = 0*mV",
  parameters: { tau: ms(10), drive: mV(12), reach: 3 },
});
const input = poisson("input", 5, Hz(50));

const model = (options = {}) =>
  network({
    populations: [E],
    sources: [input],
    synapses: [
      synapses("EE", {
        from: slice(E, 0, 10),
        to: E,
        connection: { rule: "condition", condition: "abs(i - j) < reach" },
        onPre: "v += w",
        parameters: { w: mV(0.1), speed: 2 },
        delay: "1*ms + speed*0.1*ms*abs(i - j)",
      }),
      synapses("in", {
        from: input,
        to: E,
        connection: { rule: "allToAll" },
        onPre: "v += w",
        parameters: { w: normal(mV(0.5), mV(0.1)) },
      }),
    ],
    record: [{ of: "E", variable: "v" }],
    duration: ms(20),
    ...options,
  });

describe("a network with changed parameters", () => {
  it("goes on from the first one's state with the new values", async () => {
    const first = model();
    const begin = await run(first);
    const stronger = changed(first, { parameters: { E: { drive: mV(40) } }, duration: ms(30) });
    const after = await run(stronger, { from: begin.finalState });
    const same = await run(first, { from: begin.finalState });
    expect(after.start).toBeCloseTo(0.02, 12);
    expect(after.stop).toBeCloseTo(0.05, 12);
    // the state is where it was: what comes first is decided by the old values
    const voltage = after.signal("E", "v", 3).values;
    expect(voltage[0]).toBe(same.signal("E", "v", 3).values[0]);
    expect(voltage[1]).not.toBe(same.signal("E", "v", 3).values[1]);
    expect(after.firingRate.value).toBeGreaterThan(2 * same.firingRate.value);
    expect(after.connectionsOf("EE")).toEqual(begin.connectionsOf("EE"));
  });

  it("may be changed again, and back", async () => {
    const first = model();
    const begin = await run(first);
    const second = changed(first, { parameters: { E: { drive: mV(40) } } });
    const after = await run(second, { from: begin.finalState });
    const third = changed(second, { parameters: { EE: { w: mV(2) }, E: { tau: ms(9) } } });
    const last = await run(third, { from: after.finalState });
    expect(last.stop).toBeCloseTo(0.06, 12);
    const back = await run(first, { from: last.finalState });
    expect(back.stop).toBeCloseTo(0.08, 12);
    const unchanged = await run(changed(first, {}), { from: begin.finalState });
    const same = await run(first, { from: begin.finalState });
    expect(unchanged.spikeSteps("E")).toEqual(same.spikeSteps("E"));
  });

  it("may have sources with other rates", async () => {
    const first = model();
    const begin = await run(first, { threads: 1 });
    const silent = changed(first, { sources: [poisson("input", 5, Hz(0))] });
    const after = await run(silent, { from: begin.finalState });
    const same = await run(first, { from: begin.finalState });
    expect(after.signal("E", "v", 0).values).not.toEqual(same.signal("E", "v", 0).values);
    const each = changed(first, { sources: [poisson("input", 5, Hz([0, 0, 0, 0, 50]))] });
    await run(each, { from: begin.finalState });
  });

  it("does not take over a state through network() that its layout does not fit", async () => {
    const first = model();
    const { finalState } = await run(first);
    const made = changed(first, { parameters: { E: { drive: mV(40) } } });
    const odd = network({ ...made, synapses: made.synapses.slice(1) });
    await expect(run(odd, { from: finalState })).rejects.toThrow("the list of synapses");
  });

  it.each([
    ["E: { reach: 4 }", { parameters: { E: { reach: 4 } } }, "synapses EE would be another"],
    ["EE: { speed: 4 }", { parameters: { EE: { speed: 4 } } }, "synapses EE would be another"],
    ["EI", { parameters: { EI: { w: mV(1) } } }, "unknown population or synapses: EI"],
    ["E: { dive }", { parameters: { E: { dive: mV(1) } } }, 'did you mean "drive"'],
    ["E: { drive: 5 ms }", { parameters: { E: { drive: ms(5) } } }, "drive"],
    ["seed", { seed: 3 }, "seed"],
    ["sources: 3", { sources: 3 }, "invalid sources: 3"],
    [
      "a source of another kind",
      { sources: [spikeTrains("input", [[], [], [], [], []])] },
      "invalid source input: ",
    ],
    [
      "a source of another size",
      { sources: [poisson("input", 6, Hz(1))] },
      "expected poisson with 5",
    ],
    ["an unknown source", { sources: [poisson("other", 6, Hz(1))] }, "unknown source: other"],
    ["toString", { parameters: { toString: {} } }, ""],
  ])("refuses %s", (_, changes, message) => {
    const change = () => changed(model(), changes as never);
    if (message === "") expect(change).not.toThrow();
    else expect(change).toThrow(message);
  });

  it("does not change what is drawn from a stream with one order of draws", () => {
    const published = model({ stream: "numpy" });
    expect(() => changed(published, { parameters: { in: { w: mV(0.4) } } })).toThrow(
      "synapses in would be another",
    );
    expect(() => changed(published, { parameters: { E: { drive: mV(9) } } })).not.toThrow();
    expect(() => changed(model(), { parameters: { in: { w: mV(0.4) } } })).not.toThrow();
  });
});

describe("values that are read later than they are due", () => {
  const traces = {
    equations: `
      w : volt
      dbefore/dt = -before/tau_pre : 1 (event-driven)
      dafter/dt = -after/tau_post : 1 (event-driven)`,
    onPre: "v += gain*w; before += 1; w = clip(w - depress*after, 0*mV, 1*mV)",
    onPost: "after += 1; w = clip(w + potentiate*before, 0*mV, 1*mV)",
    parameters: {
      gain: 1,
      tau_pre: ms(20),
      tau_post: ms(20),
      depress: mV(0.02),
      potentiate: "2*depress_base",
      depress_base: mV(0.01),
    },
  };
  const own = {
    equations: "w : volt",
    onPre: "v += gain*w",
    onPost: "w = clip(w + step, 0*mV, 1*mV)",
    parameters: { gain: 1, step: mV(0.1) },
  };
  const decaying = {
    equations: "w : volt\ndu/dt = (target - u)/(20*ms) : 1 (event-driven)",
    onPre: "u = 0.5*u; v += gain*u*w",
    parameters: { gain: 1, target: 1 },
  };
  const learning = (options: object) =>
    network({
      populations: [E],
      synapses: [
        synapses("EE", {
          from: E,
          to: E,
          connection: { rule: "allToAll" },
          initial: { w: mV(0.1) },
          ...options,
        }),
      ],
      duration: ms(30),
    });
  const goOn = async (options: object, parameters: object, target?: "interpreter") => {
    const first = learning(options);
    const { finalState } = await run(first, { target });
    return run(changed(first, { parameters: { EE: parameters as never } }), {
      target,
      from: finalState,
    });
  };

  it.each([
    ["a time constant of a trace", traces, { tau_pre: ms(10) }],
    ["what a trace changes by", traces, { depress: mV(0.5) }],
    ["what such a value reads", traces, { depress_base: mV(0.5) }],
    ["the rest of an event-driven variable", decaying, { target: 0 }],
  ])("may not be changed: %s", async (_, options, parameters) => {
    await expect(goOn(options, parameters)).rejects.toThrow(
      "a value of synapses EE that waiting spikes or event-driven variables read is not as it was",
    );
  });

  it.each([
    ["traces", traces, { gain: 3 }],
    ["onPost that does not wait", own, { step: mV(0.5) }],
    ["event-driven variables", decaying, { gain: 3 }],
  ])("may be changed where they are read at once: %s", async (_, options, parameters) => {
    expectAlike(await goOn(options, parameters), await goOn(options, parameters, "interpreter"));
  });
});

describe("synapses of a run that went on", () => {
  it("are asked of the result before it, how they were then", async () => {
    const first = network({
      populations: [E],
      synapses: [
        synapses("EE", {
          from: E,
          to: E,
          connection: { rule: "allToAll" },
          equations: "w : volt",
          onPre: "v += w",
          onPost: "w += 0.01*mV",
        }),
      ],
      duration: ms(30),
    });
    const begin = await run(first);
    const after = await run(first, { from: begin.finalState });
    expect(begin.synapsesOf("EE", { when: "before" }).values.w.in(mV)[0]).toBe(0);
    expect(begin.synapsesOf("EE").values.w.in(mV)[0]).toBeGreaterThan(0);
    expect(() => after.synapsesOf("EE", { when: "before" })).toThrow(
      "this run went on from another, whose result has the synapses EE as they were then",
    );
  });
});

describe("a state of another network", () => {
  it("is refused, naming what differs", async () => {
    const { finalState } = await run(model());
    for (const [options, message] of [
      [{ seed: 2 }, "seed is not as it was"],
      [{ dt: ms(0.05) }, "dt is not as it was"],
      [{ record: [] }, "record is not as it was"],
      [{ sources: [poisson("input", 5, Hz(51))] }, "with other values"],
    ] as const)
      await expect(run(model(options as never), { from: finalState })).rejects.toThrow(message);
    await expect(run(model(), { from: { ...finalState, layout: 3 } as never })).rejects.toThrow(
      "invalid state to go on from",
    );
  });
});
