import { describe, expect, it } from "vitest";
import { network, type PopulationOptions, population } from "../../src/network/index.js";
import { uniform } from "../../src/random/index.js";
import { run } from "../../src/run/index.js";
import { ms } from "../../src/units/index.js";

// A neuron that spikes in the first step, rests with v held at 1, and then moves on without
// spiking again. The other variable goes on all the time; both have closed forms, s ms after the spike.

const REST = 8;
const FREE = 8;

/** v as it is `s` ms after the rest. */
const v = (s: number): number => 2 - Math.exp(-s / 10);

/** w at the end, of what it is at the spike: it follows v, or the square of v. */
function end(w: number, follows: "v" | "v*v"): number {
  const fast = Math.exp(-FREE / 4);
  const rested = 1 + (w - 1) * Math.exp(-REST / 4);
  const drawn = (Math.exp(-FREE / 10) - fast) / 4 / (1 / 4 - 1 / 10);
  if (follows === "v") return rested * fast + 2 * (1 - fast) - drawn;
  const squared = (Math.exp(-FREE / 5) - fast) / 4 / (1 / 4 - 1 / 5);
  return rested * fast + 4 * (1 - fast) - 4 * drawn + squared;
}

/** How far v and w are from their closed forms at the end. */
async function errors(
  method: string,
  dt: number,
  follows: "v" | "v*v",
  refractory: PopulationOptions["refractory"] = ms(REST),
): Promise<{ v: number; w: number }> {
  const neuron = population("neuron", {
    N: 1,
    equations: `dv/dt = (2 - v)/(10*ms) : 1 (unless refractory)
                dw/dt = (${follows} - w)/(4*ms) : 1`,
    threshold: "v > 3",
    reset: "v = 1",
    refractory,
    method,
    initial: { v: 3.5, w: 5 },
  });
  const result = await run(
    network({
      populations: [neuron],
      record: [
        { of: "neuron", variable: "v" },
        { of: "neuron", variable: "w" },
      ],
      recordAt: "end",
      duration: ms(dt + REST + FREE),
      dt: ms(dt),
    }),
  );
  expect(result.spikeSteps("neuron")).toEqual([[0]]);
  const [{ values: vs }, { values: ws }] = ["v", "w"].map((name) =>
    result.signal("neuron", name, 0),
  );
  // held all the time, not only at the ends of steps
  for (let k = 0; k <= REST / dt; k++) expect(vs[k]).toBe(1);
  return {
    v: Math.abs(Number(vs.at(-1)) - v(FREE)),
    w: Math.abs(Number(ws.at(-1)) - end(ws[0], follows)),
  };
}

describe("orders of convergence through refractory times", () => {
  it.each([
    ["euler", 1],
    ["exponential_euler", 1],
    ["heun", 2],
    ["rk2", 2],
    ["rk4", 4],
  ])("%s keeps order %d", async (method, expected) => {
    const [coarse, fine] = [await errors(method, 0.25, "v*v"), await errors(method, 0.125, "v*v")];
    const order = Math.log2(coarse.w / fine.w);
    expect(order).toBeGreaterThan(expected - 0.15);
    expect(order).toBeLessThan(expected + 0.35);
  });

  it("rk4 is as near as its order lets it be at a step of 1 ms", async () => {
    expect((await errors("rk4", 1, "v*v")).w).toBeLessThan(1e-4);
  });

  it.each([1, 0.5, 0.1])("exact stays exact, steps of %s ms", async (dt) => {
    const error = await errors("exact", dt, "v");
    expect(error.v).toBeLessThan(1e-13);
    expect(error.w).toBeLessThan(1e-13);
  });

  it.each(["euler", "heun", "rk2", "rk4", "exponential_euler", "exact"])(
    "%s rests alike for a time, times for each, drawn ones and a condition",
    async (method) => {
      const time = await errors(method, 0.5, "v");
      const condition = `t - lastSpike <= ${REST}*ms + dt/2`;
      for (const refractory of [ms([REST]), uniform(ms(REST), ms(REST)), [ms(REST)], condition])
        expect(await errors(method, 0.5, "v", refractory)).toEqual(time);
    },
  );
});

describe("a refractory time", () => {
  /** Steps in which a neuron that is driven all the time spikes. */
  async function spikes(
    refractory: PopulationOptions["refractory"],
    { N = 1, dt = 0.1, more = "" } = {},
  ): Promise<number[][]> {
    const driven = population("driven", {
      N,
      equations: `x : 1\ny : 1${more}`,
      update: "x = x + 1; y = y + 1",
      threshold: "x > 0",
      reset: "y = 0",
      refractory,
    });
    const result = await run(
      network({ populations: [driven], duration: ms(100 * dt), dt: ms(dt) }),
    );
    return result.spikeSteps("driven");
  }
  const intervals = ([first, second]: number[]): number => second - first;

  it("is as many whole steps as fit best, after the step of the spike: one more than in Brian 2", async () => {
    for (const [time, steps] of [
      [2, 20],
      [0.3, 3],
      [0.14, 1],
      [0.16, 2],
      [0.04, 0],
      [0, 0],
    ]) {
      const [of] = await spikes(ms(time));
      expect(intervals(of)).toBe(steps + 1);
    }
  });

  it("may differ from neuron to neuron", async () => {
    const of = await spikes(ms([0, 0.5, 1, 2]), { N: 4 });
    expect(of.map(intervals)).toEqual([1, 6, 11, 21]);
  });

  it("may be drawn for each", async () => {
    const of = (await spikes(uniform(ms(0.5), ms(2)), { N: 300 })).map(intervals);
    expect(Math.min(...of)).toBeGreaterThanOrEqual(6);
    expect(Math.max(...of)).toBeLessThanOrEqual(21);
    const mean = of.reduce((a, b) => a + b) / of.length;
    // 13.5 on average, each with a deviation of 4.3
    expect(Math.abs(mean - 13.5)).toBeLessThan(5 * (4.4 / Math.sqrt(300)));
  });

  it.each<[string, number]>([
    ["t - lastSpike < 1*ms - dt/2", 10],
    ["y < 3", 4],
    ["y < 3 and t > 5*ms", 1],
    ["rests", 4],
  ])("may be a condition: %s", async (condition, interval) => {
    const named = condition === "rests" ? "rest < 3" : condition;
    const more = condition === "rests" ? "\nrest = y : 1" : "";
    const [of] = await spikes(named, { more });
    expect(intervals(of)).toBe(interval);
  });

  it("lets the last spike's time be read", async () => {
    const neuron = population("neuron", {
      N: 1,
      equations: "x : 1\nsince = t - lastSpike : second",
      update: "x = x + 1",
      threshold: "x >= 3",
      reset: "x = 0",
    });
    const result = await run(
      network({
        populations: [neuron],
        record: [{ of: "neuron", variable: "since" }],
        duration: ms(1),
      }),
    );
    const { values } = result.signal("neuron", "since", 0);
    expect(values[0]).toBeGreaterThan(1000);
    expect([...values].slice(3).map((s) => Math.round(s * 1e4))).toEqual([1, 2, 3, 1, 2, 3, 1]);
  });
});
