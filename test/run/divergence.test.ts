import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { ResultCache } from "../../src/cache/index.js";
import { network, population, synapses } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { sweep } from "../../src/sweep/index.js";
import { ms } from "../../src/units/index.js";

const TARGETS = ["wasm", "interpreter"] as const;

/** x' = x^2: from 1 it has no value from 1 ms on; by Euler's steps it grows beyond all numbers a little later. */
const growing = (initial: number[]) =>
  population("growing", {
    N: initial.length,
    equations: "dx/dt = x*x/ms : 1\ndy/dt = -y/ms : 1",
    initial: { x: initial, y: 1 },
  });

/** The step after which x is no finite number. */
function lastStep(x: number): number {
  let step = 0;
  for (let value = x; Number.isFinite(value); step++) value += 0.1 * value * value;
  return step;
}

const simulation = (initial: number[], duration = 50) =>
  network({
    populations: [growing([0.001]), { ...growing(initial), name: "others" }],
    record: [{ of: "others", variable: "x" }],
    recordAt: "end",
    duration: ms(duration),
  });

describe.each(TARGETS)("a value that is not finite, %s", (target) => {
  it.each([1, 7, 64, 1000])(
    "stops the run, named with population, variable, neuron and time, in chunks of %i steps",
    async (chunk) => {
      const call = run(simulation([0.1, 0.01, 1, 0.5]), { target, chunk });
      await expect(call).rejects.toThrow(UserError);
      const time = Number((lastStep(1) / 10).toPrecision(12));
      await expect(run(simulation([0.1, 0.01, 1, 0.5]), { target, chunk })).rejects.toThrow(
        `invalid result: x of neuron 2 of others is Infinity at ${time} ms; expected finite numbers`,
      );
    },
  );

  it("may be computed on with", async () => {
    const result = await run(simulation([0.1, 1]), { target, onDivergence: "continue" });
    const [slow, fast] = result.signals("others", "x");
    expect(fast.values[lastStep(1) - 2]).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(fast.values[lastStep(1) - 1]).toBe(Number.POSITIVE_INFINITY);
    expect(Number.isFinite(slow.values[lastStep(1)])).toBe(true);
  });

  it("is NaN where it is", async () => {
    const odd = population("odd", {
      N: 2,
      equations: "x : 1",
      update: "x = log(x - 1)",
      initial: { x: 2 },
    });
    const call = run(network({ populations: [odd], duration: ms(1) }), { target });
    await expect(call).rejects.toThrow("x of neuron 0 of odd is NaN at 0.2 ms");
  });

  it("is none before it is too large", async () => {
    const steps = lastStep(1) - 1;
    await run(simulation([1], 0.1 * steps), { target });
    await expect(run(simulation([1], 0.1 * (steps + 1)), { target })).rejects.toThrow("Infinity");
  });
});

it("a value that is not finite is found on threads, too", async () => {
  const many = population("many", {
    N: 1500,
    equations: "dx/dt = x*x/ms : 1",
    initial: { x: Array.from({ length: 1500 }, (_, i) => (i === 1234 ? 1 : 0)) },
  });
  const self = synapses("self", {
    from: many,
    to: many,
    connection: { rule: "oneToOne" },
    onPre: "x += 0",
    delay: ms(1),
  });
  const whole = network({ populations: [many], synapses: [self], duration: ms(20) });
  const time = Number((lastStep(1) / 10).toPrecision(12));
  await expect(run(whole, { threads: 2 })).rejects.toThrow(
    `x of neuron 1234 of many is Infinity at ${time} ms`,
  );
});

it("a point that diverges is a failed point of a sweep", async () => {
  const folder = mkdtempSync(join(tmpdir(), "spikebook-divergence-"));
  const table = await sweep({
    grid: { start: [0.001, 1] },
    simulation: ({ start }) => network({ populations: [growing([start])], duration: ms(50) }),
    measures: { spikes: (result) => result.spikeCount() },
    failures: "keep",
    cache: new ResultCache(folder),
  });
  rmSync(folder, { recursive: true });
  const rows = (table as unknown as { values: unknown[][] }).values;
  expect(rows[0].slice(0, 2)).toEqual([0.001, 0]);
  expect(String(rows[1][2])).toMatch(/^invalid result: x of neuron 0 of growing is Infinity at/);
});

it.each(TARGETS)(
  "a reset that gives no number is told, though the next update makes one of it, %s",
  async (target) => {
    const own = population("own", {
      N: 3,
      equations: "x : 1",
      update: "x = x + 1",
      threshold: "x > 4",
      reset: "x = 1/(x - 5)",
      initial: { x: [-100, 0, -100] },
    });
    await expect(run(network({ populations: [own], duration: ms(1) }), { target })).rejects.toThrow(
      "invalid result: x of neuron 1 of own is Infinity at 0.5 ms",
    );
  },
);
