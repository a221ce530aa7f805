import { describe, expect, it } from "vitest";
import {
  type Connection,
  network,
  population,
  type SynapsesOptions,
  slice,
  synapses,
} from "../../src/network/index.js";
import { spikeTrains } from "../../src/program/index.js";
import { run } from "../../src/run/index.js";
import { ms } from "../../src/units/index.js";
import { expectSameEverywhere } from "../helpers/everywhere.js";

const cells = population("cells", {
  N: 6,
  equations: "dv/dt = -v/(5*ms) : 1\nx : 1",
  initial: { x: "i" },
});
const input = spikeTrains("input", [ms([1, 4]), ms([2]), ms([2.5]), ms([0.3, 3])]);

const networkOf = (connection: Connection, options: Partial<SynapsesOptions> = {}) =>
  network({
    populations: [cells],
    sources: [input],
    synapses: [
      synapses("links", { from: input, to: cells, connection, onPre: "v += 0.1", ...options }),
    ],
    record: [{ of: "cells", variable: "v" }],
    duration: ms(8),
  });

const RULES: Record<string, Connection> = {
  allToAll: { rule: "allToAll" },
  list: { rule: "list", sources: [3, 0, 0], targets: [1, 5, 2] },
  probability: { rule: "probability", probability: 0.4 },
  condition: { rule: "condition", condition: "i <= j" },
  inDegree: { rule: "inDegree", inDegree: 2 },
  outDegree: { rule: "outDegree", outDegree: 2 },
  total: { rule: "total", total: 7 },
  generator: { rule: "generator", target: "i + k", k: { from: 0, to: 1 } },
};

describe("several synapses of a pair", () => {
  it.each(Object.entries(RULES))("are made by the pairs of another rule: %s", async (_, of) => {
    const once = (await run(networkOf(of))).connectionsOf("links");
    const result = await expectSameEverywhere(
      networkOf(
        { rule: "several", of, n: "1 + (i + j) % 3", index: "m" },
        {
          equations: "w : 1\nfirst = m == 0 : boolean",
          initial: { w: "0.1 + m" },
          delay: "0.1*ms + m*0.5*ms",
          onPre: "v += w*(1 + int(first)); w += 0.01*m",
        },
      ),
    );
    const expected = [...once.sources].flatMap((source, k) => {
      const target = once.targets[k];
      return Array.from({ length: 1 + ((source + target) % 3) }, (_, m) => [source, target, m]);
    });
    const { sources, targets } = result.connectionsOf("links");
    expect([...sources].map((source, k) => [source, targets[k]])).toEqual(
      expected.map(([source, target]) => [source, target]),
    );
    const list = result.synapsesOf("links", { when: "before" });
    const key = ([source, target, m]: number[]) => 100 * source + 10 * target + m;
    const found = [...list.sources].map((source, k) => {
      const m = list.values.m.values[k];
      expect(list.delay.in(ms)[k]).toBeCloseTo(0.1 + 0.5 * m, 9);
      expect(list.values.w.values[k]).toBeCloseTo(0.1 + m, 12);
      return [source, list.targets[k], m];
    });
    expect(found.sort((a, b) => key(a) - key(b))).toEqual(expected.sort((a, b) => key(a) - key(b)));
  });

  it("add up", async () => {
    const [once, thrice] = await Promise.all(
      [1, 3].map((n) => run(networkOf({ rule: "several", of: RULES.allToAll, n }))),
    );
    const [a, b] = [once, thrice].map((result) => result.signal("cells", "v", 4).values);
    b.forEach((value, k) => {
      expect(value).toBeCloseTo(3 * a[k], 12);
    });
    expect(
      (await run(networkOf({ rule: "several", of: RULES.allToAll, n: 0 }))).connectionsOf("links")
        .sources.length,
    ).toBe(0);
  });

  it("count what both sides have, within slices", async () => {
    const result = await run(
      networkOf(
        { rule: "several", of: { rule: "oneToOne" }, n: "x_post + i" },
        { from: slice(input, 0, 3), to: slice(cells, 3) },
      ),
    );
    // x of cell 3 + i is 3 + i
    expect([...result.connectionsOf("links").sources]).toEqual(
      [0, 1, 2].flatMap((i) => Array(3 + 2 * i).fill(i)),
    );
  });

  it("can be given values one by one, and be recorded", async () => {
    const simulation = networkOf(
      { rule: "several", of: RULES.list, n: 2 },
      { equations: "w : 1", initial: { w: [1, 2, 3, 4, 5, 6] }, onPre: "v += w; w += 10" },
    );
    const result = await run(
      network({ ...simulation, record: [{ of: "links", variable: "w", every: 79 }] }),
    );
    expect(result.signals("links", "w").map(({ values }) => [...values])).toEqual(
      [1, 2, 3, 4, 5, 6].map((w, k) => [w, w + (k < 2 ? 20 : 20)]),
    );
  });

  it.each<[Connection, string]>([
    [{ rule: "several", of: RULES.allToAll, n: -1 }, "invalid n: -1"],
    [{ rule: "several", of: RULES.allToAll, n: 1.5 }, "invalid n: 1.5"],
    [{ rule: "several", of: RULES.allToAll, n: "q" }, "unknown name: q"],
    [{ rule: "several", of: RULES.allToAll, n: "rand()*3" }, "expected no rand()"],
    [{ rule: "several", of: RULES.allToAll } as never, "invalid n: undefined"],
    [{ rule: "several", n: 2 } as never, "invalid connection: undefined"],
    [
      { rule: "several", of: { rule: "several", of: RULES.allToAll, n: 2 }, n: 2 },
      "invalid of: several",
    ],
    [{ rule: "several", of: { rule: "inDegree" } as never, n: 2 }, "inDegree"],
    [{ rule: "several", of: RULES.allToAll, n: 2, index: "j" }, "invalid index of links: j"],
    [{ rule: "several", of: RULES.allToAll, n: 2, index: "v" }, "the target has such a variable"],
    [{ rule: "several", of: RULES.allToAll, n: 2, index: "exp" }, "invalid index of links: exp"],
    [{ rule: "several", of: RULES.allToAll, n: 2, index: "1a" }, 'invalid index: "1a"'],
    [{ rule: "several", of: RULES.allToAll, n: 2, copies: 3 } as never, "unknown option"],
  ])("are refused in words: %o", async (connection, message) => {
    await expect((async () => run(networkOf(connection)))()).rejects.toThrow(message);
  });

  it("of no whole number are refused", async () => {
    await expect(
      run(networkOf({ rule: "several", of: RULES.allToAll, n: "0.5*i" })),
    ).rejects.toThrow("invalid n of source 1, target 0: 0.5");
  });
});
