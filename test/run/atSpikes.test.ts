import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fromBytes, readRecording, recordTo, toBytes } from "../../src/cache/index.js";
import { network, population, type Recording, synapses } from "../../src/network/index.js";
import type { NetworkResult } from "../../src/results/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV, volt } from "../../src/units/index.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-at-spikes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cells = population("cells", {
  N: 90,
  equations: `dv/dt = (1.2 - v)/(10*ms) + 0.1*xi*ms**-0.5 : 1
    dw/dt = (v - w)/(30*ms) : 1
    I = 2*w + i : 1
    u : volt`,
  initial: { u: "i*mV" },
  threshold: "v > 1",
  reset: "v = 0; u += 1*mV",
  events: { low: "v < -0.1" },
});

const record: Recording[] = [
  { of: "cells", variable: "w" },
  { of: "cells", variable: "w", atSpikes: true },
  { of: "cells", variable: "I", atSpikes: true },
  { of: "cells", variable: "v", atSpikes: true },
  { of: "cells", variable: "u", atSpikes: true },
  { of: "cells", variable: "w", atSpikes: "low" },
];

const networkOf = (more: object = {}) =>
  network({
    populations: [cells],
    synapses: [
      synapses("links", {
        from: cells,
        to: cells,
        connection: { rule: "probability", probability: 0.1 },
        onPre: "v += 0.05",
        delay: ms(0.7),
      }),
    ],
    record,
    recordAt: "end",
    recordSpikes: ["cells", "cells.low"],
    duration: ms(120),
    ...more,
  });

const NAMES = [
  ["cells", "w"],
  ["cells", "I"],
  ["cells", "v"],
  ["cells", "u"],
  ["cells.low", "w"],
] as const;

const allOf = (result: NetworkResult) =>
  NAMES.map(([of, variable]) => result.valuesAtSpikes(of, variable));

describe("values at spikes", () => {
  it("are those of the step of each spike, before the reset", async () => {
    const result = await run(networkOf());
    expect(result.spikeCount("cells")).toBeGreaterThan(100);
    expect(result.spikeCount("cells.low")).toBeGreaterThan(100);
    for (const of of ["cells", "cells.low"])
      result.spikeSteps(of).forEach((steps, i) => {
        // nothing changes w but its equation: it is as it was at the end of the step
        const { values } = result.signal("cells", "w", i);
        expect([...result.valuesAtSpikes(of, "w")[i].values]).toEqual(steps.map((k) => values[k]));
      });
    const [, I, v, u] = allOf(result);
    result.spikeSteps("cells").forEach((steps, i) => {
      expect(v[i].values.every((x) => x > 1)).toBe(true);
      expect(u[i].in(mV).map((x) => Math.round(x))).toEqual(
        new Float64Array(steps.map((_, k) => i + k)),
      );
      const w = result.valuesAtSpikes("cells", "w")[i].values;
      expect([...I[i].values]).toEqual(Array.from(w, (x) => 2 * x + i));
    });
    expect(u[0].dimension).toEqual(volt(1).dimension);
  });

  it("are the same on threads, by chunks, in the interpreter, from the cache, and continued", async () => {
    const whole = await run(networkOf(), { threads: 1 });
    const expected = allOf(whole);
    for (const options of [{ threads: 2 }, { threads: 3, chunk: 7 }, { chunk: 1 }])
      expect(allOf(await run(networkOf(), options))).toEqual(expected);
    const slow = allOf(await run(networkOf({ duration: ms(30) }), { target: "interpreter" }));
    const fast = allOf(await run(networkOf({ duration: ms(30) })));
    slow.forEach((each, n) => {
      each.forEach(({ values }, i) => {
        expect(values.length).toBe(fast[n][i].length);
        values.forEach((x, k) => {
          expect(x).toBeCloseTo(fast[n][i].values[k], 9);
        });
      });
    });
    const stored = (await fromBytes(await toBytes(whole))) as NetworkResult;
    expect(allOf(stored)).toEqual(expected);
    const first = await run(networkOf({ duration: ms(47) }), { threads: 2 });
    const rest = allOf(await run(networkOf({ duration: ms(73) }), { from: first.finalState }));
    allOf(first).forEach((each, n) => {
      each.forEach(({ values }, i) => {
        expect([...values, ...rest[n][i].values]).toEqual([...expected[n][i].values]);
      });
    });
  });

  it("of many spikes do not run over", async () => {
    // every neuron in every step: more spikes than there is room for at once
    const busy = population("busy", {
      N: 300,
      equations: "x : 1",
      threshold: "True",
      reset: "x += 1",
    });
    for (const threads of [1, 2]) {
      const result = await run(
        network({
          populations: [busy],
          record: [{ of: "busy", variable: "x", atSpikes: true }],
          duration: ms(60),
        }),
        { threads },
      );
      for (const values of result.valuesAtSpikes("busy", "x"))
        expect([...values.values]).toEqual(Array.from({ length: 600 }, (_, k) => k));
    }
  });

  it("go to disk", async () => {
    const expected = await run(networkOf());
    const path = join(folder, "recording");
    await run(networkOf(), { streamTo: recordTo(path), chunk: 100 });
    const recording = await readRecording(path);
    expect(String(recording)).toContain("w at spikes of cells.low");
    for (const [n, [of, variable]] of NAMES.entries())
      expect(await recording.valuesAtSpikes(of, variable)).toEqual(allOf(expected)[n]);
    const part = await recording.valuesAtSpikes("cells", "u", { from: ms(20), to: ms(60) });
    expected.spikeSteps("cells").forEach((steps, i) => {
      const inside = steps.flatMap((step, k) => (step >= 200 && step < 600 ? [k] : []));
      expect([...part[i].values]).toEqual(inside.map((k) => allOf(expected)[3][i].values[k]));
    });
    expect((await recording.signal("cells", "w", 3)).values).toEqual(
      expected.signal("cells", "w", 3).values,
    );
    await expect(recording.signal("cells", "u", 3)).rejects.toThrow(
      "unknown recording: u of cells",
    );
    await expect(recording.valuesAtSpikes("cells", "x")).rejects.toThrow(
      "unknown values at spikes: x at cells",
    );
  });

  it("are no signals, and signals are none of them", async () => {
    const result = await run(networkOf({ duration: ms(5) }));
    expect(() => result.signal("cells", "u", 0)).toThrow(
      "unknown recording: u of neuron 0 of cells",
    );
    expect(() => result.valuesAtSpikes("cells", "x")).toThrow("recorded were w, I, v, u");
    expect(() => result.valuesAtSpikes("cell", "x")).toThrow("unknown spikes: cell");
  });

  it.each<[Partial<Recording>, string]>([
    [{ atSpikes: "high" }, 'invalid atSpikes of the recording of w of cells: "high"'],
    [{ atSpikes: false as never }, "invalid atSpikes of the recording of w of cells: false"],
    [{ atSpikes: true, neurons: [1] }, "neurons [1]; at spikes, all neurons are recorded"],
    [{ atSpikes: true, every: 2 }, "every 2; at spikes, all neurons are recorded"],
    [{ atSpikes: true, variable: "x" }, "unknown variable of cells: x"],
    [{ atSpikes: true, of: "links", variable: "w" }, "w"],
  ])("are refused in words: %o", (wrong, message) => {
    expect(() => networkOf({ record: [{ of: "cells", variable: "w", ...wrong }] })).toThrow(
      message,
    );
  });

  it("need the spikes, too", () => {
    expect(() =>
      networkOf({
        record: [{ of: "cells", variable: "w", atSpikes: "low" }],
        recordSpikes: ["cells"],
      }),
    ).toThrow("cells.low, which are not recorded; expected them in recordSpikes");
  });
});
