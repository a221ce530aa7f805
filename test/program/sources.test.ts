import { describe, expect, it } from "vitest";
import { network, population, synapses } from "../../src/network/index.js";
import { poisson, spikeTrains, type TrainTimes } from "../../src/program/index.js";
import { normal, type StreamName, uniform } from "../../src/random/index.js";
import { run } from "../../src/run/index.js";
import { SpikeTrain } from "../../src/signals/index.js";
import { Hz, ms, type Quantity, seconds } from "../../src/units/index.js";

const still = population("still", { N: 1, equations: "x : 1" });

describe("spike trains", () => {
  const stepsOf = async (times: readonly TrainTimes[], dt: Quantity<"time">) => {
    const input = spikeTrains("input", times);
    const result = await run(
      network({
        populations: [still],
        sources: [input],
        recordSpikes: ["input"],
        duration: ms(100),
        dt,
      }),
    );
    return result.spikeSteps("input");
  };

  it.each([
    [1, [10, 25]],
    [0.1, [100, 255]],
    [0.5, [20, 51]],
    [0.025, [400, 1020]],
  ])("come at their times in a network with steps of %s ms", async (dt, steps) => {
    for (const train of [
      ms([10, 25.5]),
      [ms(10), ms(25.5)],
      new SpikeTrain([0.01, 0.0255], 0.1),
      [0.01, 0.0255],
      Float64Array.of(0.0255, 0.01),
      [seconds(0.0255), ms(10)],
    ])
      expect(await stepsOf([train], ms(dt))).toEqual([steps]);
  });

  it("are the same source in networks of different steps, and of a run before", async () => {
    const input = spikeTrains("input", [ms([10, 20])]);
    for (const dt of [1, 0.1]) {
      const result = await run(
        network({
          populations: [still],
          sources: [input],
          recordSpikes: ["input"],
          duration: ms(30),
          dt: ms(dt),
        }),
      );
      const [train] = result.spikeTrains("input");
      expect([...train.seconds].map((time) => Math.round(time * 1000))).toEqual([10, 20]);
      expect((await stepsOf([train], ms(0.5)))[0]).toEqual([20, 40]);
    }
  });

  it.each([["ms"], [{ times: [1] }], [[null]], [["5"]], [[Number.NaN]], [new Date()], [3]])(
    "refuse what are no times: %o",
    (odd) => {
      expect(() => spikeTrains("input", [odd as never])).toThrow(/^invalid (times|spike)/);
    },
  );
});

/** The correlation of as many numbers on both sides. */
function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (x: ArrayLike<number>): number =>
    Array.from(x).reduce((s, v) => s + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    ab += (a[k] - ma) * (b[k] - mb);
    aa += (a[k] - ma) ** 2;
    bb += (b[k] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

describe("draws", () => {
  const N = 2000;
  /** All that is drawn in a network where everything that can have one name has it. */
  async function drawn(stream: StreamName): Promise<Record<string, ArrayLike<number>>> {
    const one = (name: string) =>
      population(name, {
        N,
        equations: `dw/dt = 0/second : 1
                    dv/dt = -v/(1*second) + 1e-9*xi/second**0.5 : 1`,
        threshold: "w > 1e9",
        parameters: { p: normal(0, 1), q: normal(0, 1) },
        initial: { w: normal(0, 1), v: 0 },
        refractory: uniform(ms(0), ms(10)),
      });
    const [a, b] = [one("w"), one("b")];
    const onto = (name: string, from: typeof a) =>
      synapses(name, {
        from,
        to: b,
        connection: { rule: "oneToOne" },
        onPre: "v += w0*w1*x",
        parameters: { w0: normal(0, 1), w1: normal(0, 1) },
        delay: uniform(ms(1), ms(100)),
        plasticity: { variables: { x: normal(0, 1) }, delayIn: "axon" },
      });
    const result = await run(
      network({
        populations: [a, b],
        sources: [poisson("input", N, Hz(500))],
        synapses: [onto("w", a), onto("v", b)],
        record: [a, b].flatMap(({ name }) =>
          ["w", "p", "q", "v"].map((variable) => ({ of: name, variable })),
        ),
        recordSpikes: ["input"],
        recordAt: "end",
        duration: ms(0.1),
        stream,
      }),
    );
    const values: Record<string, ArrayLike<number>> = {};
    for (const { of, variable } of result.simulation.record)
      values[`${variable} of ${of}`] = result.signals(of, variable).map((s) => s.values[0]);
    for (const name of ["w", "v"]) {
      const { delay, values: given } = result.synapsesOf(name, { when: "before" });
      values[`delay of ${name}`] = delay.values;
      for (const [text, list] of Object.entries(given)) values[`${text} of ${name}`] = list.values;
    }
    return values;
  }

  it("of the default stream never share one: no two uses correlate", async () => {
    const values = await drawn("default");
    const names = Object.keys(values);
    expect(names.length).toBeGreaterThan(12);
    const alike: string[] = [];
    for (const [k, a] of names.entries())
      for (const b of names.slice(0, k)) {
        const r = correlation(values[a], values[b]);
        // the numbers of 2000 pairs correlate by 0.022 by chance
        if (!(Math.abs(r) < 0.12)) alike.push(`${a} and ${b}: ${r}`);
      }
    expect(alike).toEqual([]);
  });

  it("of weights and of initial values of one name are different ones", async () => {
    // population and synapses of one name, initial value and weight of one name
    const own = population("E", { N: 500, equations: "w : 1", initial: { w: normal(0, 1) } });
    const other = population("other", { N: 500, equations: "x : 1" });
    const self = synapses("E", {
      from: own,
      to: other,
      connection: { rule: "oneToOne" },
      onPre: "x += w",
      parameters: { w: normal(0, 1) },
    });
    const result = await run(
      network({
        populations: [own, other],
        synapses: [self],
        record: [{ of: "E", variable: "w" }],
        duration: ms(0.1),
      }),
    );
    const initial = result.signals("E", "w").map(({ values }) => values[0]);
    const r = correlation(initial, result.synapsesOf("E").values.w.values);
    expect(Math.abs(r)).toBeLessThan(0.25);
  });
});
