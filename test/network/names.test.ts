import { describe, expect, it } from "vitest";
import { network, population, type SynapsesOptions, synapses } from "../../src/network/index.js";
import { spikeTrains } from "../../src/program/index.js";
import { type RunOptions, run } from "../../src/run/index.js";
import { ms, mV } from "../../src/units/index.js";

const METHODS = ["euler", "heun", "rk2", "rk4", "exponential_euler", "exact"] as const;
const TARGETS = ["wasm", "interpreter"] as const;

/** Names that some part of a program could call things of its own. */
const CLASHING = [
  "v_rate v_growth v_end v_step v_slope4 v_slope v_from_w v_from_ v_exponent v_next v_at2",
  "_hoisted hoisted1 rest_steps restSteps last trace_x flag delay weight step spikes",
  "rest resting refractory delay mean hoisted common common1 temp result state memory index local0 xiv v_post_ self",
]
  .join(" ")
  .split(" ")
  .filter((name) => /^[a-zA-Z]/.test(name));

/** Names that every object of JavaScript has. */
const OF_OBJECTS = ["toString", "constructor", "valueOf", "hasOwnProperty"];

describe("names of users", () => {
  it.each(METHODS)("never meet those of %s", async (method) => {
    // one network for all: each population has one of the names beside v
    const populations = [...CLASHING, ...OF_OBJECTS].map((name, k) =>
      population(`p${k}`, {
        N: 1,
        method,
        equations: `dv/dt = (${name} - v)/(10*ms) : 1 (unless refractory)
                    d${name}/dt = (2 - ${name})/(20*ms) : 1`,
        threshold: "v > 1.5",
        reset: "v = 0",
        refractory: ms(1),
        initial: { v: 1, [name]: 1.9 },
      }),
    );
    const plain = population("plain", {
      N: 1,
      method,
      equations: `dv/dt = (q - v)/(10*ms) : 1 (unless refractory)
                  dq/dt = (2 - q)/(20*ms) : 1`,
      threshold: "v > 1.5",
      reset: "v = 0",
      refractory: ms(1),
      initial: { v: 1, q: 1.9 },
    });
    const result = await run(
      network({
        populations: [plain, ...populations],
        record: [plain, ...populations].map(({ name }) => ({ of: name, variable: "v" })),
        duration: ms(20),
      }),
    );
    const { values } = result.signal("plain", "v", 0);
    expect(result.spikeCount("plain")).toBe(1);
    populations.forEach(({ name }) => {
      expect(result.signal(name, "v", 0).values).toEqual(values);
    });
  });

  it("stay right beside a rate of v, by exponential Euler", async () => {
    const neuron = population("neuron", {
      N: 1,
      method: "exponential_euler",
      equations: `dv/dt = (v_rate - v)/tau : 1
                  v_rate : 1`,
      parameters: { tau: ms(10) },
      initial: { v: 1, v_rate: 3 },
    });
    const record = [{ of: "neuron", variable: "v" }];
    const result = await run(
      network({ populations: [neuron], record, recordAt: "end", duration: ms(0.1) }),
    );
    const exact = 3 - 2 * Math.exp(-0.01);
    expect(result.signal("neuron", "v", 0).values[0]).toBeCloseTo(exact, 14);
  });

  it.each(["toString", "constructor", "valueOf"])("may be %s everywhere", async (name) => {
    const own = population(name, {
      N: 2,
      equations: `d${name}/dt = -${name}/(${name}2) : volt`,
      threshold: `${name} > 1*volt`,
      parameters: { [`${name}2`]: ms(10) },
      initial: { [name]: mV(3) },
    });
    const self = synapses(name, {
      from: own,
      to: own,
      connection: { rule: "allToAll" },
      onPre: `${name} += ${name}3`,
      parameters: { [`${name}3`]: mV(1) },
    });
    const record = [{ of: name, variable: name }];
    const result = await run(
      network({ populations: [own], synapses: [self], record, duration: ms(1) }),
    );
    expect(result.signal(name, name, 1).values[1]).toBeCloseTo(0.003 * 0.99, 12);
    expect(result.spikeCount(name)).toBe(0);
    expect(result.synapsesOf(name).sources.length).toBe(4);
    expect(Object.keys(result.synapsesOf(name).values)).toEqual([`${name}3`]);
  });

  it.each(["__proto__", "v w", "1v", "_v", "v'", "", "v-w", "🙂", "é"])(
    "are refused where no text could have them: %s",
    (name) => {
      const own = population("own", { N: 1, equations: "v : 1" });
      const given = JSON.parse(`{${JSON.stringify(name)}: 1}`);
      expect(() => population(name, { N: 1, equations: "v : 1" })).toThrow(
        "invalid population name",
      );
      expect(() => population("p", { N: 1, equations: "v : 1", parameters: given })).toThrow(
        "invalid parameter",
      );
      expect(() => population("p", { N: 1, equations: "v : 1", initial: given })).toThrow(
        "unknown state variable",
      );
      const between = { from: own, to: own, connection: { rule: "allToAll" } } as const;
      const make = (more: Partial<SynapsesOptions>) => () =>
        synapses("s", { ...between, onPre: "v += 1", ...more });
      expect(make({ parameters: given })).toThrow("invalid parameter name");
      expect(make({ plasticity: { variables: given } })).toThrow("invalid variable name");
      expect(() => population("p", { N: 1, equations: `d${name}/dt = 1/ms : 1` })).toThrow(
        /^invalid equations/,
      );
    },
  );

  it("that mean something already are refused", () => {
    for (const name of ["t", "dt", "i", "N", "pi", "xi", "lastSpike", "exp", "clip", "exprel"]) {
      const parameters = { [name]: 1 };
      expect(() => population("p", { N: 1, equations: "v : 1", parameters })).toThrow(
        `invalid parameter: ${name}; it`,
      );
      expect(() => population("p", { N: 1, equations: `${name} : 1` })).toThrow(
        `invalid name: ${name}; it`,
      );
    }
  });
});

describe("names at a synapse", () => {
  /** What v is after one spike of the source, on both targets. */
  async function afterSpike(
    equations: string,
    more: Partial<Parameters<typeof population>[1]>,
    given: Partial<SynapsesOptions>,
    options: RunOptions,
  ): Promise<number> {
    const target = population("target", { N: 1, equations, ...more });
    const input = spikeTrains("input", [ms([0.15])]);
    const one = synapses("one", {
      from: input,
      to: target,
      connection: { rule: "allToAll" },
      onPre: "v += I",
      ...given,
    });
    const result = await run(
      network({
        populations: [target],
        sources: [input],
        synapses: [one],
        record: [{ of: "target", variable: "v" }],
        duration: ms(0.5),
      }),
      options,
    );
    return Number(result.signal("target", "v", 0).values.at(-1));
  }

  it.each(TARGETS)(
    "of the synapse do not get into the target's subexpressions, %s",
    async (target) => {
      const options = { target };
      const I = "v : 1\nI = 10*k : 1";
      expect(await afterSpike(I, { parameters: { k: 3 } }, { parameters: { k: 7 } }, options)).toBe(
        30,
      );
      // both are there to be read
      const both = { onPre: "v += I + k", parameters: { k: 7 } };
      expect(await afterSpike(I, { parameters: { k: 3 } }, both, options)).toBe(37);
      // one that is called as the subexpression itself is the synapse's
      expect(await afterSpike(I, { parameters: { k: 3 } }, { parameters: { I: 5 } }, options)).toBe(
        5,
      );
      const plastic = { onPre: "v += I + k", plasticity: { variables: { k: 7 } } };
      expect(await afterSpike(I, { parameters: { k: 3 } }, plastic, options)).toBe(37);
      // several subexpressions deep
      const deep = "v : 1\nI = 2*J : 1\nJ = 5*k : 1";
      expect(
        await afterSpike(deep, { parameters: { k: 3 } }, { parameters: { k: 7, J: 1 } }, options),
      ).toBe(30);
    },
  );

  it.each(TARGETS)("do not change a unit that was checked, %s", async (target) => {
    const I = "v : volt\nI = 10*k : volt";
    const value = await afterSpike(
      I,
      { parameters: { k: mV(3) } },
      { parameters: { k: 7 } },
      { target },
    );
    expect(value).toBeCloseTo(0.03, 15);
    const synapse = { onPre: "v += k", parameters: { k: 7 } };
    await expect(afterSpike(I, { parameters: { k: mV(3) } }, synapse, {})).rejects.toThrow(
      '"v" is voltage (V) and "k" is a plain number',
    );
  });

  it.each(TARGETS)("may be those of the target with _post, %s", async (target) => {
    const two = "v : 1\nu : 1";
    const initial = { u: 5 };
    const value = await afterSpike(
      two,
      { initial },
      { onPre: "v_post += 2*u_post + u" },
      { target },
    );
    expect(value).toBe(15);
  });

  it("are refused where they would hide a variable of the target, or are the source's", async () => {
    const u = { onPre: "v += u", parameters: { u: 1 } };
    await expect(afterSpike("v : 1\nu : 1", {}, u, {})).rejects.toThrow(
      "invalid parameter of one: u; the target has such a variable",
    );
    await expect(afterSpike("v : 1", {}, { onPre: "v += v_pre" }, {})).rejects.toThrow(
      "unknown name: v_pre",
    );
    await expect(afterSpike("v : 1", {}, { onPre: "v_pre += 1" }, {})).rejects.toThrow(
      "invalid target: v_pre; the source has no such variable",
    );
  });
});
