import { describe, expect, it } from "vitest";
import { timed } from "../../src/equations/index.js";
import {
  type Connection,
  changed,
  network,
  population,
  type SynapsesOptions,
  synapses,
} from "../../src/network/index.js";
import { poisson, spikeTrains } from "../../src/program/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms } from "../../src/units/index.js";
import { expectSameEverywhere } from "../helpers/everywhere.js";

const N = 30;
const input = poisson("input", N, Hz(80));
const cells = population("cells", {
  N,
  equations: "dv/dt = -v/(10*ms) : 1",
  threshold: "v > 1",
  reset: "v = 0",
});
/** Each takes up what its synapses release, and gives back. */
const glia = population("glia", {
  N: 7,
  equations: `dC/dt = (Y - C)/(20*ms) : 1
    Y : 1
    G = C**2/(1 + C**2) : 1`,
});

const transmission = (connection: Connection, options: Partial<SynapsesOptions> = {}) =>
  synapses("transmission", {
    from: input,
    to: cells,
    connection,
    equations: `dx/dt = (1 - x)/(50*ms) : 1
      dr/dt = -r/(5*ms) : 1
      back : 1
      u = 0.3*(1 + back) : 1
      count : integer`,
    initial: { x: 1 },
    parameters: { astrocyte: "(i + 2*j) % 7", weight: "0.3 + 0.02*rand()" },
    onPre: "r += u*x; x *= 1 - u; v += weight*u*x; count += 1",
    delay: "0.1*ms + 0.1*ms*(j % 3)",
    ...options,
  });

const tripartite = (connection: Connection, options: Partial<SynapsesOptions> = {}) => {
  const between = transmission(connection, options);
  const taken = synapses("taken", {
    from: between,
    to: glia,
    connection: { rule: "condition", condition: "j == astrocyte_pre" },
    summed: { Y: "r_pre*scale" },
    parameters: { scale: "0.5 + 0.5*rand()" },
  });
  const given = synapses("given", {
    from: glia,
    to: between,
    connection: { rule: "condition", condition: "i == astrocyte_post" },
    summed: { back: "G_pre" },
  });
  return network({
    populations: [cells, glia],
    sources: [input],
    synapses: [between, taken, given],
    record: [
      { of: "glia", variable: "C" },
      { of: "transmission", variable: "back", synapses: [0, 5, 9] },
      { of: "cells", variable: "v" },
    ],
    duration: ms(60),
  });
};

const RULES: Record<string, Connection> = {
  "all to all": { rule: "allToAll" },
  "with a probability": { rule: "probability", probability: 0.4 },
  "a fixed in-degree": { rule: "inDegree", inDegree: 5 },
  "one to one": { rule: "oneToOne" },
  list: {
    rule: "list",
    sources: [29, 3, 3, 0, 7, 8, 9, 1, 2, 5],
    targets: [1, 2, 0, 0, 9, 9, 4, 3, 2, 1],
  },
};

describe("synapses onto synapses", () => {
  it.each(Object.entries(RULES))("are the same everywhere: %s", async (_, connection) => {
    const result = await expectSameEverywhere(tripartite(connection));
    const C = result.signals("glia", "C").map(({ values }) => values.at(-1) as number);
    expect(Math.max(...C)).toBeGreaterThan(0.01);
  });

  it("sum what they say, of those that they connect", async () => {
    const simulation = tripartite(RULES["with a probability"]);
    const record = [
      { of: "glia", variable: "Y" },
      ...["r", "back"].map((variable) => ({
        of: "transmission",
        variable,
        synapses: Array.from({ length: 200 }, (_, k) => k),
      })),
      { of: "glia", variable: "G" },
    ];
    const result = await run(network({ ...simulation, record, recordAt: "end" }));
    const { sources, targets } = result.connectionsOf("transmission");
    const astrocyte = (k: number) => (sources[k] + 2 * targets[k]) % 7;
    const taken = result.connectionsOf("taken");
    expect(taken.sources.length).toBe(sources.length);
    for (const [n, k] of taken.sources.entries()) expect(taken.targets[n]).toBe(astrocyte(k));
    const scale = new Map<number, number>();
    const list = result.synapsesOf("taken");
    for (const [n, k] of list.sources.entries()) scale.set(k, list.values.scale.values[n]);
    const at = 321;
    // sums are made at the beginning of a step, of what there was at the end of the last
    const r = (k: number) => result.signal("transmission", "r", k).values[at - 1];
    const Y = new Float64Array(7);
    const all = result.synapsesOf("transmission").sources.length;
    expect(all).toBeGreaterThan(200);
    for (let k = 0; k < 200; k++) Y[astrocyte(k)] += r(k) * (scale.get(k) as number);
    const back = (k: number) => result.signal("transmission", "back", k).values[at];
    const G = (j: number) => result.signal("glia", "G", j).values[at - 1];
    for (let k = 0; k < 200; k++) expect(back(k)).toBeCloseTo(G(astrocyte(k)), 12);
    // those beyond the first 200 add to the sums, too
    for (let j = 0; j < 7; j++)
      expect(result.signal("glia", "Y", j).values[at]).toBeGreaterThan(Y[j] - 1e-12);
  });

  it("sum all of them", async () => {
    const simulation = tripartite(RULES.list);
    const record = [
      { of: "glia", variable: "Y" },
      { of: "transmission", variable: "r" },
    ];
    const result = await run(network({ ...simulation, record, recordAt: "end" }));
    const { sources, targets } = result.connectionsOf("transmission");
    const list = result.synapsesOf("taken");
    for (const at of [50, 321, 599]) {
      const Y = new Float64Array(7);
      for (const [n, k] of list.sources.entries())
        Y[(sources[k] + 2 * targets[k]) % 7] +=
          result.signal("transmission", "r", k).values[at - 1] * list.values.scale.values[n];
      for (let j = 0; j < 7; j++)
        expect(result.signal("glia", "Y", j).values[at]).toBeCloseTo(Y[j], 12);
    }
  });

  it("act at spikes of neurons, one by one", async () => {
    const between = transmission(RULES["with a probability"], {
      equations: "p : 1\nlast : second",
      initial: { p: 1 },
      onPre: "v += 0.1*p",
      parameters: { own: "i*100 + j" },
    });
    const modulators = spikeTrains("modulators", [ms([5, 20]), ms([12])]);
    const inhibition = synapses("inhibition", {
      from: modulators,
      to: between,
      connection: { rule: "condition", condition: "own_post % 3 == i" },
      onPre: "p_post *= factor; last_post = t",
      parameters: { factor: "1/(2 + i)" },
      delay: ms(2),
    });
    const simulation = network({
      populations: [cells],
      sources: [input, modulators],
      synapses: [between, inhibition],
      record: [{ of: "cells", variable: "v" }],
      duration: ms(40),
    });
    const result = await expectSameEverywhere(simulation);
    const { sources, targets, values } = result.synapsesOf("transmission");
    sources.forEach((i, k) => {
      const rest = (100 * i + targets[k]) % 3;
      expect(values.p.values[k]).toBeCloseTo([1 / 4, 1 / 3, 1][rest], 12);
      expect(values.last.in(ms)[k]).toBeCloseTo([22, 14, 0][rest], 9);
    });
    const chosen = result.synapsesOf("inhibition", { sources: [1] });
    expect(chosen.targets.length).toBe(
      [...result.connectionsOf("transmission").sources].filter(
        (i, k) => (100 * i + result.connectionsOf("transmission").targets[k]) % 3 === 1,
      ).length,
    );
  });

  it("go from synapses to synapses, and on", async () => {
    const first = transmission(RULES["a fixed in-degree"]);
    const second = synapses("second", {
      from: first,
      to: first,
      connection: {
        rule: "generator",
        target: "i + k",
        k: { from: 1, to: 2 },
        outside: "leave out",
      },
      equations: "s : 1 (constant)\ndz/dt = (r_pre - z)/(3*ms) : 1",
      parameters: { s: 0.1 },
      summed: { back: "s*x_pre + z" },
    });
    const third = synapses("third", {
      from: second,
      to: glia,
      connection: { rule: "condition", condition: "i % 7 == j" },
      summed: { Y: "z_pre*s_pre" },
    });
    const result = await expectSameEverywhere(
      network({
        populations: [cells, glia],
        sources: [input],
        synapses: [first, second, third],
        record: [{ of: "glia", variable: "C" }],
        duration: ms(30),
      }),
    );
    expect(result.signals("glia", "C").every(({ values }) => (values.at(-1) as number) > 0)).toBe(
      true,
    );
  });

  it("leave plastic synapses to be looked at as they are", async () => {
    const plastic = synapses("plastic", {
      from: input,
      to: cells,
      connection: { rule: "allToAll" },
      equations: `w : 1
        dp/dt = -p/(20*ms) : 1 (event-driven)
        dm/dt = -m/(20*ms) : 1 (event-driven)`,
      initial: { w: 0.1 },
      onPre: "v += w; p += 1; w -= 0.01*m",
      onPost: "m += 1; w += 0.01*p",
      delay: ms(0.5),
    });
    const reader = synapses("reader", {
      from: plastic,
      to: glia,
      connection: { rule: "generator", target: "i % 7", k: { from: 0, to: 0 } },
      summed: { Y: "w_pre" },
    });
    await expectSameEverywhere(
      network({
        populations: [cells, glia],
        sources: [input],
        synapses: [plastic, reader],
        record: [{ of: "glia", variable: "C" }],
        duration: ms(40),
      }),
    );
  });

  it("go on with changed values", async () => {
    const simulation = tripartite(RULES.list);
    const begin = await run(simulation);
    const after = changed(simulation, { parameters: { transmission: { weight: 1 } } });
    const rest = await run(after, { from: begin.finalState });
    expect(rest.start).toBeCloseTo(0.06, 12);
    // who is connected with whom is what the values say that the rule reads
    expect(() =>
      changed(simulation, { parameters: { transmission: { astrocyte: "j % 7" } } }),
    ).toThrow("would be another");
  });

  const onto = (options: Partial<SynapsesOptions>) => {
    const between = transmission(RULES.list);
    const own = synapses("own", {
      from: glia,
      to: between,
      connection: { rule: "allToAll" },
      ...options,
    });
    return run(
      network({
        populations: [cells, glia],
        sources: [input],
        synapses: [between, own],
        duration: ms(1),
      }),
    );
  };

  it.each<[Partial<SynapsesOptions>, string]>([
    [{ onPre: "q_post += 1" }, "q_post"],
    [{ onPre: "weight_post += 1" }, "weight_post"],
    [{ onPost: "back += 1" }, "transmission are synapses, which do not spike"],
    [
      { from: transmission(RULES.list), to: glia, onPre: "C += 1" },
      "transmission are synapses, which do not spike",
    ],
    [{ summed: { x: "C_pre" } }, "invalid summed of own: x"],
    [{ summed: { back: "C_pre*volt" } }, "inconsistent units"],
    [{ summed: { back: "j*C_pre" } }, "unknown name: j"],
    [
      { connection: { rule: "oneToOne" }, summed: { back: "C_pre" } },
      "one to one between 7 and 10 elements",
    ],
    [
      { connection: { rule: "list", sources: [0], targets: [10] }, summed: { back: "C_pre" } },
      "invalid target of own: 10; expected 0 to 9",
    ],
    [{ summed: { back: "C_pre*f(t)" }, parameters: { f: timed([1], ms(1)) } }, "values over time"],
    [
      {
        plasticity: { variables: { w: 1 }, preTraces: { a: ms(1) }, onPost: "w = a" },
        onPre: "back += w",
      },
      "invalid plasticity of own",
    ],
  ])("are refused in words: %o", async (options, message) => {
    await expect((async () => onto(options))()).rejects.toThrow(message);
  });

  it("come behind those that they go onto, in networks", () => {
    const between = transmission(RULES.list);
    const own = synapses("own", {
      from: glia,
      to: between,
      connection: { rule: "allToAll" },
      summed: { back: "C_pre" },
    });
    const parts = { populations: [cells, glia], sources: [input], duration: ms(1) };
    expect(() => network({ ...parts, synapses: [own, between] })).toThrow(
      "unknown synapses: transmission, a side of own; expected them in the network's synapses, before own",
    );
    expect(() => network({ ...parts, synapses: [own] })).toThrow("unknown synapses: transmission");
    const other = transmission(RULES.list, {
      equations: "x : 1\nback : 1",
      initial: {},
      onPre: "x += 1",
    });
    expect(() => network({ ...parts, synapses: [other, own] })).toThrow(
      "own were made for other synapses named transmission",
    );
    expect(() => network({ ...parts, synapses: [between, own], stream: "numpy" })).toThrow(
      "invalid stream: numpy; a side of own are synapses",
    );
  });
});
