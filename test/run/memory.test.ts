import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { network, population, type SynapsesOptions, synapses } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms, type Quantity, seconds } from "../../src/units/index.js";

const large = (N: number) => population("large", { N, equations: "dx/dt = -x/ms : 1" });

async function refused(call: Promise<unknown>, ...messages: (string | RegExp)[]): Promise<void> {
  const error = await call.then(
    () => undefined,
    (reason: Error) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  for (const message of messages) expect(error?.message).toMatch(message);
}

describe("what does not fit into memory", () => {
  const recorded = (N: number, duration: Quantity<"time">, more: object = {}) =>
    run(
      network({
        populations: [large(N)],
        record: [{ of: "large", variable: "x", ...more }],
        duration,
      }),
    );

  it("is refused before the work, naming the recording and what would fit", async () => {
    await refused(
      recorded(1e6, seconds(100)),
      /^invalid network: recordings of x of large \(1000000 neurons, 1000000 samples each\) take 8 TB, and there are .*B; /,
      /expected at most \d+ neurons, or a sample every \d+ steps; see /,
    );
    const chosen = Array.from({ length: 1000 }, (_, i) => i);
    await refused(recorded(1e6, seconds(100_000), { neurons: chosen }), "1000 neurons", "8 TB");
  });

  it("runs where it keeps to what the message says", async () => {
    const error: Error = await recorded(1e6, seconds(100)).then(
      () => new Error("it ran"),
      (reason) => reason,
    );
    const [, neurons] = /at most (\d+) neurons/.exec(error.message) ?? [];
    const [, every] = /every (\d+) steps/.exec(error.message) ?? [];
    expect(Number(neurons)).toBeGreaterThan(1);
    expect(Number(neurons) * 8e6).toBeLessThan(8e12 / 1e2);
    expect(Number(every)).toBeGreaterThan(1);
    // the same recording, thinned as it says, for a time that is short enough to be tried here
    await recorded(1e4, ms(1), { every: Number(every) });
  });

  it("is refused for synapses, however many", async () => {
    const own = large(1e6);
    const connected = (connection: SynapsesOptions["connection"]) =>
      run(
        network({
          populations: [own],
          synapses: [synapses("s", { from: own, to: own, connection, onPre: "x += 1" })],
          duration: ms(1),
        }),
      );
    await refused(connected({ rule: "allToAll" }), "the synapses of s", "16 TB", "at most");
    await refused(connected({ rule: "inDegree", inDegree: 1e6 }), "the synapses of s");
    await refused(connected({ rule: "probability", probability: 0.5 }), "the synapses of s");
  });

  it("is refused for delays and rests of millions of steps", async () => {
    const own = large(3);
    const late = synapses("s", {
      from: own,
      to: own,
      connection: { rule: "allToAll" },
      onPre: "x += 1",
      delay: seconds(1e6),
    });
    await refused(
      run(network({ populations: [own], synapses: [late], duration: ms(1) })),
      "invalid delay of s: 1000000 s; expected 0 s to a million steps",
    );
    const endless = population("endless", {
      N: 1,
      equations: "x : 1",
      threshold: "x > 1",
      refractory: seconds(1e9),
    });
    await refused(run(network({ populations: [endless], duration: ms(1) })), "1000000000 s");
  });

  it("never ends the others: a small network runs after it", async () => {
    await refused(recorded(1e6, seconds(100)), "8 TB");
    expect((await recorded(10, ms(1))).signals("large", "x").length).toBe(10);
  });
});
