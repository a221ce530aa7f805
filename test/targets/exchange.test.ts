import { describe, expect, it } from "vitest";
import { network, population, synapses } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV, type Quantity } from "../../src/units/index.js";
import { expectSame } from "../helpers/compareTargets.js";

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
    "also where nearly all neurons spike in one step: delays of %s ms",
    async (delay) => {
      const whole = await run(together(ms(delay)), { threads: 1 });
      expect(whole.spikeCount("a")).toBeGreaterThan(3 * 3000);
      for (const threads of [2, 3]) expectSame(await run(together(ms(delay)), { threads }), whole);
    },
  );
});
