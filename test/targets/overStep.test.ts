import { describe, expect, it } from "vitest";
import { network, population, type SynapsesOptions, synapses } from "../../src/network/index.js";
import { spikeTrains } from "../../src/program/index.js";
import { run } from "../../src/run/index.js";
import { ms } from "../../src/units/index.js";
import { expectSameEverywhere } from "../helpers/everywhere.js";

const input = spikeTrains("input", [ms([1, 2, 3, 6]), ms([1.5]), ms([2, 8]), ms([0.2, 2.9])]);

const cells = population("cells", {
  N: 4,
  equations: "dv/dt = -v/(5*ms) : 1\ng = 2*v + i : 1",
  initial: { v: "0.1*i" },
});

const networkOf = (options: Partial<SynapsesOptions>, record: string[] = []) =>
  network({
    populations: [cells],
    sources: [input],
    synapses: [
      synapses("links", {
        from: input,
        to: cells,
        connection: { rule: "allToAll" },
        onPre: "v += 0.1",
        ...options,
      }),
    ],
    record: [
      { of: "cells", variable: "v" },
      ...record.map((variable) => ({ of: "links", variable, synapses: [0, 5, 14] })),
    ],
    duration: ms(10),
  });

describe("subexpressions that are (constant over dt)", () => {
  it("are computed at the beginning of a step, and stay over the stages of a method", async () => {
    const neurons = population("neurons", {
      N: 2,
      equations: `dv/dt = (held - v)/(10*ms) : 1
        du/dt = (free - u)/(10*ms) : 1
        held = 3 + t/ms : 1 (constant over dt)
        free = 3 + t/ms : 1`,
      method: "rk4",
    });
    const record = ["v", "u", "held"].map((variable) => ({ of: "neurons", variable }));
    const simulation = network({ populations: [neurons], duration: ms(5), record });
    const result = await expectSameEverywhere(simulation);
    // with a constant right side, Kutta's method is the Taylor series to the fourth power
    const z = -0.1 / 10;
    const factor = 1 + z + z ** 2 / 2 + z ** 3 / 6 + z ** 4 / 24;
    let v = 0;
    for (let k = 0; k < 50; k++) {
      expect(result.signal("neurons", "v", 0).values[k]).toBeCloseTo(v, 12);
      const held = 3 + k * 0.1;
      if (k > 0) expect(result.signal("neurons", "held", 0).values[k]).toBeCloseTo(held, 12);
      v = held + (v - held) * factor;
    }
    const [u, held] = ["u", "v"].map((name) => result.signal("neurons", name, 0).values[49]);
    expect(u).toBeGreaterThan(held);
  });

  it("draw once in a step, for all that read them", async () => {
    const neurons = population("neurons", {
      N: 100,
      equations: `x = rand() : 1 (constant over dt)
        y = x : 1
        up = x > 0.5 : boolean (constant over dt)
        dz/dt = (int(up) - z)/(5*ms) : 1`,
      method: "rk2",
      threshold: "x > 0.9",
      reset: "z = x",
    });
    const record = ["x", "y", "up", "z"].map((variable) => ({ of: "neurons", variable }));
    const simulation = network({
      populations: [neurons],
      duration: ms(5),
      record,
      recordAt: "end",
    });
    const result = await expectSameEverywhere(simulation);
    const all = (name: string) =>
      result.signals("neurons", name).flatMap(({ values }) => [...values]);
    expect(all("y")).toEqual(all("x"));
    expect(all("up")).toEqual(all("x").map((x) => Number(x > 0.5)));
    expect(result.spikeCount()).toBe(all("x").filter((x) => x > 0.9).length);
    expect(new Set(all("x")).size).toBe(100 * 50);
  });

  it("go with synapses", async () => {
    const simulation = networkOf(
      {
        equations: `held = rand() + v_post : 1 (constant over dt)
          twice = 2*held : 1
          dg/dt = (twice - g)/(2*ms) : 1`,
        method: "rk2",
        onPre: "v += 0.01*g + 0.1*held",
      },
      ["held", "twice", "g"],
    );
    const result = await expectSameEverywhere(simulation);
    const of = (name: string, synapse: number) => result.signal("links", name, synapse).values;
    expect([...of("twice", 5)]).toEqual(Array.from(of("held", 5), (x) => 2 * x));
    const v = result.signal("cells", "v", 1).values;
    of("held", 5).forEach((held, k) => {
      // recorded after it was computed, before v changes
      expect(held - v[k]).toBeGreaterThanOrEqual(0);
      expect(held - v[k]).toBeLessThan(1);
    });
  });

  it.each([
    [
      "x = 1 : 1 (constant over dt)\nv : 1",
      { threshold: "v > 1", reset: "x = 2" },
      "invalid target: x",
    ],
    ["x = 1 : 1 (constant over dt)", { initial: { x: 1 } }, "invalid initial x: 1"],
    ["x : 1 (constant over dt)", {}, '"constant over dt" goes with subexpressions only'],
    ["dx/dt = 1/ms : 1 (constant over dt)", {}, '"constant over dt" goes with subexpressions only'],
    ["x = y : 1 (constant over dt)\ny = x : 1", {}, "x depends on itself"],
    ["x = rand() : 1 (shared, constant over dt)", {}, "rand differs from neuron to neuron"],
    [
      "x = xi*second**0.5 : 1 (constant over dt)",
      {},
      "noise goes into differential equations only",
    ],
    ["v : 1\nx = v : 1 (constant over dt)", { initial: { v: "x" } }, "computed in each step"],
  ])("are refused in words: %s", (equations, options, message) => {
    expect(() => population("p", { N: 1, equations, ...options })).toThrow(message);
  });
});

describe("values that read subexpressions", () => {
  it("begin as those are with what begins", async () => {
    const neurons = population("neurons", {
      N: 5,
      equations: `dv/dt = -v/(10*ms) : 1
        dm/dt = (limit - m)/(5*ms) : 1
        limit = 1/(1 + exp(-(a + v)/2)) : 1
        a = 2*v + i/N : 1`,
      initial: { v: "rand()", m: "limit" },
    });
    const record = ["m", "limit"].map((variable) => ({ of: "neurons", variable }));
    const result = await run(network({ populations: [neurons], duration: ms(0.1), record }));
    const [m, limit] = record.map(({ variable }) =>
      result.signals("neurons", variable).map(({ values }) => values[0]),
    );
    expect(m).toEqual(limit);
    expect(new Set(m).size).toBe(5);
  });

  it("go with synapses and their rules", async () => {
    const result = await expectSameEverywhere(
      networkOf({
        connection: { rule: "condition", condition: "g > 2 and i < 3" },
        parameters: { w: "g_post*0.1 + g" },
        onPre: "v += w",
      }),
    );
    // g = 2 * 0.1 i + i of the targets 2 and 3
    const values = [...result.synapsesOf("links").values.w.values];
    [2.64, 3.96, 2.64, 3.96, 2.64, 3.96].forEach((w, k) => {
      expect(values[k]).toBeCloseTo(w, 12);
    });
  });

  it.each([
    ["dm/dt = -m/ms : 1\nb = t/second + c : 1\nc = 1 : 1", "b", "it reads t through the equations"],
    ["dm/dt = -m/ms + b : 1\nb = xi*second**-0.5 : hertz", "b*second", "it reads xi through"],
  ])("are refused where those have no value yet: %s", (equations, m, message) => {
    expect(() => population("p", { N: 1, equations, initial: { m } })).toThrow(message);
  });

  it.each([{ m: "b" }, { m: "n + 1", n: "b" }, { m: "m" }])(
    "that read themselves are refused: %o",
    (initial) => {
      const equations = "dm/dt = -m/ms : 1\nb = m : 1\nn : 1";
      expect(() => population("p", { N: 1, equations, initial } as never)).toThrow(
        "it reads itself",
      );
    },
  );
});

describe("boolean and integer variables of synapses", () => {
  it("are kept as such, and read as such", async () => {
    const simulation = networkOf(
      {
        equations: `open : boolean
          n : integer
          w : 1 (constant)
          big = w > 0.5 : boolean
          both = n + j : integer (constant over dt)
          gate : boolean (constant)`,
        parameters: { w: "0.25*(i + j)", gate: "i != 2" },
        initial: { open: "(i + j) % 2 == 0", n: "j" },
        onPre: "v += w*int(open and big and gate) + 0.01*both; open = not open; n += 1",
      },
      ["open", "n", "both", "big"],
    );
    const result = await expectSameEverywhere(simulation);
    const of = (name: string) => [...result.synapsesOf("links").values[name].values];
    const spikes = [4, 1, 2, 2];
    expect(of("n")).toEqual(spikes.flatMap((count) => [0, 1, 2, 3].map((j) => j + count)));
    expect(of("open")).toEqual(
      spikes.flatMap((count, i) => [0, 1, 2, 3].map((j) => (i + j + count + 1) % 2)),
    );
    expect(of("gate")).toEqual([0, 1, 2, 3].flatMap((i) => Array(4).fill(Number(i !== 2))));
    expect(result.signal("links", "both", 5).values[99]).toBe(3);
  });

  it.each<[Partial<SynapsesOptions>, string]>([
    [
      { equations: "open : boolean", parameters: { open: 0.5 } },
      "declared boolean: expected true or false",
    ],
    [{ equations: "open : boolean", initial: { open: "0.5" } }, "open"],
    [{ equations: "n : integer", onPre: "n += 0.5" }, "n is an integer"],
    [{ equations: "n : integer", parameters: { n: 1.5 } }, "expected a whole number"],
    [{ equations: "n = 0.5*i : integer" }, "n is an integer"],
    [{ equations: "dn/dt = -n/ms : integer" }, "n has a derivative"],
    [
      { equations: "w : 1 (constant)", initial: { w: 1 }, onPre: "w += 1" },
      "it is declared (constant)",
    ],
    [{ equations: "w = 1 : 1 (constant)" }, '"constant" goes with parameters only'],
    [{ equations: "w : 1 (constant over dt)" }, '"constant over dt" goes with subexpressions only'],
    [
      { equations: "w = 1 : 1 (constant over dt)", initial: { w: 2 } },
      "invalid initial w of links",
    ],
    [
      { equations: "w = 1 : 1 (constant over dt)", onPre: "w = 2" },
      "at the beginning of each step",
    ],
    [{ equations: "open : boolean", onPre: "v += open" }, "open"],
  ])("are refused in words: %o", (options, message) => {
    expect(() => networkOf(options)).toThrow(message);
  });
});
