import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import {
  type Connection,
  checkConnection,
  connect,
  population,
  synapses,
} from "../../src/network/index.js";
import { DefaultStream } from "../../src/random/index.js";
import { ms } from "../../src/units/index.js";

const leaky = (N = 2) =>
  population("leaky", {
    N,
    equations: "dv/dt = -v/tau : volt",
    threshold: "v > 1*volt",
    reset: "v = 0*volt",
    parameters: { tau: ms(10) },
  });

describe("connection rules", () => {
  const pairs = (
    connection: Connection,
    n: number,
    m: number,
    same: boolean,
  ): [number, number][] => {
    const from = { of: "a", start: 0, end: n };
    const to = { of: same ? "a" : "b", start: 0, end: m };
    const checked = checkConnection(connection, { from, to });
    const { sources, targets } = connect(
      checked,
      { from, to },
      {
        stream: (block) => new DefaultStream(1, `c ${block}`),
        isPublished: false,
        text: () => () => 0,
      },
    );
    return Array.from(sources, (source, k) => [source, targets[k]]);
  };
  const size = fc.integer({ min: 1, max: 12 });

  it("hold for all sizes", () => {
    fc.assert(
      fc.property(size, size, fc.boolean(), (n, m, same) => {
        expect(pairs({ rule: "allToAll" }, n, m, same)).toHaveLength(n * m);
        const others = pairs({ rule: "allToAll", autapses: false }, n, m, same);
        expect(others.some(([i, j]) => same && i === j)).toBe(false);
        expect(others).toHaveLength(n * m - (same ? Math.min(n, m) : 0));
        expect(pairs({ rule: "probability", probability: 1 }, n, m, same)).toHaveLength(n * m);
        expect(pairs({ rule: "probability", probability: 0 }, n, m, same)).toHaveLength(0);
        expect(pairs({ rule: "oneToOne" }, n, n, same).every(([i, j]) => i === j)).toBe(true);
      }),
    );
  });

  it("give every target its in-degree, with or without autapses and multapses", () => {
    fc.assert(
      fc.property(size, size, fc.boolean(), fc.boolean(), (n, m, autapses, multapses) => {
        const most = n - (autapses ? 0 : 1);
        fc.pre(most > 0);
        const inDegree = multapses ? 5 : most;
        const made = pairs({ rule: "inDegree", inDegree, autapses, multapses }, n, m, true);
        for (let j = 0; j < m; j++) {
          const sources = made.filter(([, target]) => target === j).map(([source]) => source);
          expect(sources).toHaveLength(inDegree);
          if (!multapses) expect(new Set(sources).size).toBe(inDegree);
          if (!autapses) expect(sources).not.toContain(j);
        }
      }),
    );
  });

  it("connect with the probability asked for", () => {
    const count = pairs({ rule: "probability", probability: 0.1 }, 300, 300, false).length;
    expect(Math.abs(count - 9000)).toBeLessThan(5 * Math.sqrt(90000 * 0.1 * 0.9));
  });

  it("refuse what cannot be", () => {
    const refuse =
      (connection: Connection, n = 3, m = 4) =>
      () =>
        pairs(connection, n, m, true);
    expect(refuse({ rule: "oneToOne" })).toThrow("one to one between 3 and 4 neurons");
    expect(refuse({ rule: "probability", probability: 1.5 })).toThrow("invalid probability: 1.5");
    expect(refuse({ rule: "inDegree", inDegree: 4, multapses: false })).toThrow(
      "invalid inDegree: 4",
    );
    expect(refuse({ rule: "inDegree", inDegree: 1, autapses: false }, 1, 1)).toThrow(
      "no other neuron",
    );
    expect(refuse({ rule: "list", sources: [3], targets: [0] })).toThrow("invalid source: 3");
    expect(refuse({ rule: "list", sources: [1, 2], targets: [0] })).toThrow(
      "2 sources and 1 targets",
    );
  });

  it.each([
    [undefined, "invalid connection: undefined; expected a rule like"],
    [{ rule: "allToAl" }, "unknown connection rule: allToAl; expected one of"],
    [{ rule: "allToAll", autapse: false }, 'did you mean "autapses"'],
    [{ rule: "allToAll", autapses: "no" }, "invalid autapses"],
    [{ rule: "probability" }, "invalid probability: undefined"],
    [{ rule: "probability", probability: Number.NaN }, "invalid probability: NaN"],
    [{ rule: "probability", probability: ms(1) }, "probability"],
    [{ rule: "list", sources: [0.5], targets: [0] }, "invalid source: 0.5"],
    [{ rule: "list", sources: "01", targets: [0] }, "invalid sources of connections"],
    [{ rule: "inDegree", inDegree: 1.5 }, "invalid inDegree: 1.5"],
    [{ rule: "inDegree", inDegree: 1, multapses: 1 }, "invalid multapses: 1"],
  ])("refuse %o by name", (connection, message) => {
    const a = leaky(3);
    const make = () =>
      synapses("s", { from: a, to: a, connection: connection as never, onPre: "v += 1*mV" });
    expect(make).toThrow(UserError);
    expect(make).toThrow(message);
  });
});
