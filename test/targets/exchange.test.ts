import { describe, expect, it } from "vitest";
import { network, population, synapses } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { boxesFor, SpikeBoxes } from "../../src/targets/wasm/threads/boxes.js";
import { ms, mV, type Quantity } from "../../src/units/index.js";
import { expectSame } from "../helpers/compareTargets.js";

describe("boxes of spikes", () => {
  const shared = boxesFor(2);
  const [one, two] = [new SpikeBoxes(shared, 0), new SpikeBoxes(shared, 1)];
  /** What the second thread finds in the first one's box. */
  const found = (): unknown[][] | undefined => {
    const all: unknown[][] = [];
    const isWhole = two.take(0, (list, step, spikes, from, count) =>
      all.push([list, step, ...spikes.subarray(from, from + count)]),
    );
    return isWhole ? all : undefined;
  };
  const begin = (): void => {
    one.begin();
    two.begin();
  };

  it("have what was put into them, in order, until the next meeting but one", () => {
    const spikes = Int32Array.of(9, 5, 6, 7);
    begin();
    one.put(3, 17, spikes, 1, 3);
    one.put(0, 18, spikes, 0, 1);
    one.close();
    expect(found()).toEqual([
      [3, 17, 5, 6, 7],
      [0, 18, 9],
    ]);
    // whoever is early has begun with the next one
    one.begin();
    one.put(1, 19, spikes, 0, 2);
    one.close();
    expect(found()).toHaveLength(2);
    two.begin();
    expect(found()).toEqual([[1, 19, 9, 5]]);
    begin();
    one.close();
    expect(found()).toEqual([]);
  });

  it("say where there was no room for all", () => {
    const many = Int32Array.from({ length: 1020 }, (_, k) => k);
    begin();
    one.put(2, 1, many, 0, 1020);
    one.close();
    expect(found()).toEqual([[2, 1, ...many]]);
    begin();
    one.put(2, 1, many, 0, 1019);
    one.put(2, 2, many, 0, 1);
    one.put(2, 3, many, 0, 0);
    one.close();
    expect(found()).toBeUndefined();
    begin();
    one.close();
    expect(found()).toEqual([]);
  });
});

describe("threads exchange spikes", () => {
  /** Neurons of which nearly all spike in the same steps, now and then. */
  const together = (delay: Quantity<"time">) => {
    const cells = (name: string, N: number, drive: Quantity<"voltage">) =>
      population(name, {
        N,
        equations: "dv/dt = (drive - v)/(2*ms) : volt\nseen : volt",
        threshold: "v > 10*mV",
        reset: "v = 0*mV",
        parameters: { drive },
        initial: { v: mV(0), seen: "i*uV" },
      });
    const [a, b] = [cells("a", 3000, mV(15)), cells("b", 700, mV(21))];
    const onto = { connection: { rule: "inDegree", inDegree: 5 }, delay } as const;
    return network({
      populations: [a, b],
      synapses: [
        synapses("ab", { from: a, to: b, onPre: "v -= 0.01*mV; seen += v", ...onto }),
        synapses("ba", { from: b, to: a, onPre: "v += 0.02*mV; seen += v", ...onto }),
      ],
      record: [{ of: "a", variable: "seen", every: 20 }],
      duration: ms(15),
    });
  };

  it.each([0, 0.1, 3])(
    "also where there are more than their boxes have room for: delays of %s ms",
    async (delay) => {
      const whole = await run(together(ms(delay)), { threads: 1 });
      expect(whole.spikeCount("a")).toBeGreaterThan(3 * 3000);
      for (const threads of [2, 3]) expectSame(await run(together(ms(delay)), { threads }), whole);
    },
  );
});
