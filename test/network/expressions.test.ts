import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import {
  type Connection,
  network,
  type PopulationOptions,
  population,
  type SynapsesOptions,
  slice,
  synapses,
} from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV } from "../../src/units/index.js";

const N = 40;
const neurons = (options: Partial<PopulationOptions> = {}) =>
  population("neurons", {
    N,
    equations: "v : volt\nx : 1",
    parameters: { x: "i/N" },
    initial: { v: "10*mV*x" },
    ...options,
  });

const pairsOf = async (
  connection: Connection,
  options: Partial<SynapsesOptions> = {},
  own = neurons(),
) => {
  const result = await run(
    network({
      populations: [own],
      synapses: [synapses("s", { from: own, to: own, connection, onPre: "v += 0*mV", ...options })],
      duration: ms(1),
    }),
  );
  const { sources, targets } = result.connectionsOf("s");
  return { pairs: Array.from(sources, (i, k) => [i, targets[k]] as const), result };
};

const all = Array.from({ length: N * N }, (_, k) => [Math.floor(k / N), k % N] as const);

describe("connections by expressions", () => {
  it.each([
    ["abs(i - j) < 5 and i != j", (i: number, j: number) => Math.abs(i - j) < 5 && i !== j],
    ["x_pre < 0.5 and x_post >= 0.5", (i: number, j: number) => i < 20 && j >= 20],
    ["v_pre > 5*mV", (i: number) => i > 20],
    ["i < N_pre/4", (i: number) => i < 10],
  ])("are those for which the condition holds: %s", async (condition, holds) => {
    const { pairs } = await pairsOf({ rule: "condition", condition });
    expect(pairs).toEqual(all.filter(([i, j]) => holds(i, j)));
  });

  it("count within slices, as lists do", async () => {
    const own = neurons();
    const { pairs } = await pairsOf(
      { rule: "condition", condition: "i == j" },
      { from: slice(own, 0, 10), to: slice(own, 30, 40) },
      own,
    );
    expect(pairs).toEqual(Array.from({ length: 10 }, (_, k) => [k, 30 + k]));
  });

  it("have the probability that the text says", async () => {
    const { pairs } = await pairsOf({ rule: "probability", probability: "0.9*x_pre" });
    const counts = new Array<number>(N).fill(0);
    for (const [i] of pairs) counts[i] += 1;
    expect(counts[0]).toBe(0);
    let squares = 0;
    for (let i = 1; i < N; i++) {
      const p = (0.9 * i) / N;
      squares += (counts[i] - N * p) ** 2 / (N * p * (1 - p));
    }
    // chi square of 39 degrees of freedom: 0.1 % lies above 72
    expect(squares).toBeLessThan(72);
  });

  it("with one probability are as many as a binomial distribution allows, in any slice", async () => {
    const large = neurons({ N: 1000 });
    for (const probability of [0.001, 0.02, 0.5, 0.97]) {
      const { pairs } = await pairsOf({ rule: "probability", probability }, {}, large);
      const expected = 1e6 * probability;
      expect(Math.abs(pairs.length - expected)).toBeLessThan(
        5 * Math.sqrt(expected * (1 - probability)),
      );
      expect(new Set(pairs.map(([i, j]) => i * 1000 + j)).size).toBe(pairs.length);
      for (const side of [0, 1] as const) {
        const low = pairs.filter((pair) => pair[side] < 500).length;
        expect(Math.abs(low - expected / 2)).toBeLessThan(5 * Math.sqrt(expected / 2));
      }
    }
  });

  it("have so many targets, or so many in all", async () => {
    const { pairs } = await pairsOf({
      rule: "outDegree",
      outDegree: 7,
      autapses: false,
      multapses: false,
    });
    for (let i = 0; i < N; i++) {
      const targets = pairs.filter(([source]) => source === i).map(([, target]) => target);
      expect(targets).toHaveLength(7);
      expect(new Set(targets).size).toBe(7);
      expect(targets).not.toContain(i);
    }
    const total = (
      await pairsOf({ rule: "total", total: N * N - N, autapses: false, multapses: false })
    ).pairs;
    expect(new Set(total.map(([i, j]) => i * N + j)).size).toBe(N * N - N);
    expect(total.every(([i, j]) => i !== j)).toBe(true);
    expect((await pairsOf({ rule: "total", total: 5000 })).pairs).toHaveLength(5000);
  });

  it("are generated: a ring of neighbours, and what lies outside", async () => {
    const ring: Connection = {
      rule: "generator",
      target: "i + k",
      k: { from: -2, to: 2 },
      condition: "k != 0",
      outside: "wrap",
    };
    expect((await pairsOf(ring)).pairs).toEqual(
      Array.from({ length: N }, (_, i) => [-2, -1, 1, 2].map((k) => [i, (i + k + N) % N])).flat(),
    );
    const left = (await pairsOf({ ...ring, outside: "leave out" })).pairs;
    expect(left).toHaveLength(4 * N - 6);
    await expect(pairsOf({ ...ring, outside: "refuse" })).rejects.toThrow(
      "invalid target of source 0, k = -2: -2; expected 0 to 39",
    );
    const growing = { rule: "generator", target: "k", k: { from: "i - 1", to: "i" } } as const;
    expect((await pairsOf({ ...growing, outside: "leave out" })).pairs).toHaveLength(2 * N - 1);
  });
});

describe("values by expressions", () => {
  it("are what the text says of each synapse, and both targets have the same", async () => {
    const own = neurons({ threshold: "v > 5*mV", reset: "v = 0*mV" });
    const simulation = network({
      populations: [own],
      synapses: [
        synapses("s", {
          from: own,
          to: own,
          connection: { rule: "condition", condition: "abs(i - j) <= 2" },
          onPre: "v += w",
          parameters: { w: "scale*exp(-(x_pre - x_post)**2)*(1 + 0.1*rand())", scale: mV(2) },
          delay: "0.5*ms + 0.1*ms*abs(i - j)",
        }),
      ],
      duration: ms(20),
    });
    const [a, b] = [await run(simulation), await run(simulation, { target: "interpreter" })];
    const { sources, targets, values, delay } = a.synapsesOf("s");
    expect(a.spikeSteps("neurons")).toEqual(b.spikeSteps("neurons"));
    expect(b.synapsesOf("s").values.w.values).toEqual(values.w.values);
    const drawn = new Set<number>();
    sources.forEach((i, k) => {
      const j = targets[k];
      const plain = 2e-3 * Math.exp(-(((i - j) / N) ** 2));
      const factor = values.w.values[k] / plain;
      expect(factor).toBeGreaterThanOrEqual(1);
      expect(factor).toBeLessThan(1.1);
      drawn.add(factor);
      expect(delay.values[k]).toBeCloseTo(5e-4 + 1e-4 * Math.abs(i - j), 12);
    });
    expect(drawn.size).toBe(sources.length);
  });

  it("of neurons read parameters and the index, and draw from streams of their own", async () => {
    const own = population("p", {
      N: 2000,
      equations: "a : 1\nb : 1\nc : volt",
      initial: { a: "rand()", b: "randn()", c: "mV*i + shift" },
      parameters: { shift: "2*mV*(i > 999.5)".replace("(i > 999.5)", "int(i > 999.5)") },
    });
    const result = await run(
      network({
        populations: [own],
        duration: ms(0.1),
        record: ["a", "b", "c"].map((variable) => ({ of: "p", variable })),
      }),
    );
    const first = (variable: string) =>
      result.signals("p", variable).map(({ values }) => values[0]);
    const [a, b, c] = [first("a"), first("b"), first("c")];
    const mean = (list: number[]): number => list.reduce((x, y) => x + y, 0) / list.length;
    expect(Math.abs(mean(a) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 2000));
    expect(Math.abs(mean(b))).toBeLessThan(5 / Math.sqrt(2000));
    expect(Math.abs(mean(b.map((z) => z * z)) - 1)).toBeLessThan(5 * Math.sqrt(2 / 2000));
    expect(Math.abs(mean(a.map((x, k) => (x - 0.5) * b[k])))).toBeLessThan((5 * 0.29) / 44);
    expect(c[10]).toBeCloseTo(0.01, 12);
    expect(c[1500]).toBeCloseTo(1.502, 9);
  });

  it.each([
    ["unknown name: k", () => pairsOf({ rule: "condition", condition: "abs(i - k) < 3" })],
    ["condition of s must be a truth value", () => pairsOf({ rule: "condition", condition: "i" })],
    [
      "probability of s must be a plain number",
      () => pairsOf({ rule: "probability", probability: "v_pre" }),
    ],
    ["expected no rand()", () => pairsOf({ rule: "condition", condition: "rand() < 0.5" })],
    ["delay of s must be time (s)", () => pairsOf({ rule: "allToAll" }, { delay: "1*mV" })],
    [
      '"v" is voltage (V) and "w" is a plain number',
      () => pairsOf({ rule: "allToAll" }, { onPre: "v += w", parameters: { w: "1" } }),
    ],
    [
      "invalid a of s: a, b read each other",
      () => pairsOf({ rule: "allToAll" }, { parameters: { a: "b", b: "a" } }),
    ],
    [
      "values are made before the first step",
      () => pairsOf({ rule: "allToAll" }, { parameters: { a: "t" } }),
    ],
    ["invalid delay of s: -0.001 s", () => pairsOf({ rule: "allToAll" }, { delay: "-1*ms" })],
    [
      "NaN for element 0",
      () => pairsOf({ rule: "allToAll" }, { onPre: "v += w", parameters: { w: "mV*log(-1)" } }),
    ],
    [
      "no number for source 0",
      () =>
        pairsOf({ rule: "condition", condition: "i < log(-1)" }).then(() =>
          pairsOf({ rule: "probability", probability: "log(-1)" }),
        ),
    ],
    ["unknown option of connection", () => pairsOf({ rule: "total", totl: 3 } as never)],
    [
      "invalid total: 2000; expected a whole number from 0 to 1600",
      () => pairsOf({ rule: "total", total: 2000, multapses: false }),
    ],
    ["initial v must be voltage (V)", async () => neurons({ initial: { v: "5" } })],
    [
      `invalid initial v: "y*mV"; it reads itself`,
      async () =>
        neurons({ equations: "v : volt\ny = v/mV : 1", parameters: {}, initial: { v: "y*mV" } }),
    ],
  ])("are refused with what is wrong: %s", async (message, make) => {
    const made = (async () => make())();
    await expect(made).rejects.toThrow(UserError);
    await expect((async () => make())()).rejects.toThrow(message);
  });
});
