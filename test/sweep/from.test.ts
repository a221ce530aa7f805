import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  changed,
  columnOf,
  inProcess,
  ms,
  mV,
  type NetworkResult,
  network,
  population,
  type Quantity,
  run,
  sweep,
  workers,
} from "spikebook";
import { afterAll, describe, expect, it } from "vitest";

// built code throughout: other processes run it, and caches tell its states apart
const folder = mkdtempSync(join(tmpdir(), "spikebook-branches-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let caches = 0;
const newCache = (): void => {
  process.env.SPIKEBOOK_CACHE = join(folder, `cache-${++caches}`);
};

const model = network({
  populations: [
    population("cells", {
      N: 50,
      equations: "dv/dt = (drive - v)/tau + 3*mV*xi/tau**0.5 : volt",
      threshold: "v > 10*mV",
      reset: "v = 0*mV",
      parameters: { tau: ms(10), drive: mV(12) },
    }),
  ],
  duration: ms(50),
});

const drives = [8, 10, 14, 20];
const branches = (from: NetworkResult["finalState"]) => ({
  grid: { drive: mV(drives) },
  simulation: ({ drive }: { drive: Quantity<"voltage"> }) =>
    changed(model, { parameters: { cells: { drive } }, duration: ms(100) }),
  measures: {
    spike_count: "spike_count" as const,
    start: (result: NetworkResult) => result.start,
  },
  from,
});

describe("a sweep from a state", () => {
  it.each([
    ["in this process", () => inProcess()],
    ["on workers", () => workers({ threads: 2 })],
  ])("branches it at each point, %s", async (_, executor) => {
    newCache();
    const { finalState } = await run(model);
    const table = await sweep({ ...branches(finalState), executor: executor() });
    const counts = [];
    for (const drive of drives) {
      const branch = changed(model, {
        parameters: { cells: { drive: mV(drive) } },
        duration: ms(100),
      });
      counts.push((await run(branch, { from: finalState })).spikeCount());
    }
    expect(new Set(counts).size).toBe(4);
    expect(columnOf(table, "spike_count")).toEqual(counts);
    expect(columnOf(table, "start")).toEqual([0.05, 0.05, 0.05, 0.05]);
  });

  it("finds its points again, and those of another state or of none are others", async () => {
    newCache();
    const first = await run(model);
    const table = await sweep({ ...branches(first.finalState), from: first });
    const again = await sweep(branches(first.finalState));
    expect(columnOf(again, "spike_count")).toEqual(columnOf(table, "spike_count"));
    const second = await run(model, { from: first.finalState });
    const later = await sweep(branches(second.finalState));
    expect(columnOf(later, "start")).toEqual([0.1, 0.1, 0.1, 0.1]);
    const { from, ...anew } = branches(first.finalState);
    expect(columnOf(await sweep(anew), "start")).toEqual([0, 0, 0, 0]);
  });

  it("refuses points that the state does not fit, before any work", async () => {
    newCache();
    const { finalState } = await run(model);
    const other = { ...branches(finalState), simulation: () => network({ ...model, seed: 2 }) };
    await expect(sweep(other)).rejects.toThrow("seed is not as it was");
    await expect(sweep({ ...branches(finalState), from: 3 as never })).rejects.toThrow(
      "invalid state to go on from: 3",
    );
  });
});
