import { afterEach, describe, expect, it } from "vitest";
import { network, population } from "../../src/network/index.js";
import {
  describeSeconds,
  grid,
  InterruptedError,
  type ProgressState,
  progress,
  range,
  runWithProgress,
  useProgressDisplay,
} from "../../src/sweep/index.js";
import { terminalDisplay } from "../../src/sweep/progress/terminalProgress.js";
import { pS, seconds } from "../../src/units/index.js";

describe("grid", () => {
  it("combines all values, the last parameter fastest", () => {
    const points = grid({ we: pS([0, 15]), seed: range(3), variant: ["later"] });
    expect(points.map(({ we, seed }) => `${we} ${seed}`)).toEqual([
      "0 S 0",
      "0 S 1",
      "0 S 2",
      "15 pS 0",
      "15 pS 1",
      "15 pS 2",
    ]);
    expect(points[5].variant).toBe("later");
    expect(() => grid({ we: [] })).toThrow("invalid values of we");
    expect(() => grid({ we: 3 as never })).toThrow("invalid values of we: 3");
    expect(() => range(-1)).toThrow("invalid count: -1");
  });
});

describe("progress", () => {
  const shown: ProgressState[] = [];
  const ends: { state: ProgressState; finished: boolean }[] = [];
  const record = (): void => {
    shown.length = 0;
    ends.length = 0;
    useProgressDisplay(() => ({
      show: (state) => shown.push({ ...state }),
      end: (state, finished) => ends.push({ state: { ...state }, finished }),
    }));
  };
  afterEach(() => useProgressDisplay(terminalDisplay));
  const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

  it("goes through all items in order and counts them", async () => {
    record();
    const seen = [];
    for await (const item of progress([3, 1, 2], "items")) {
      await pause(120);
      seen.push(item);
    }
    expect(seen).toEqual([3, 1, 2]);
    expect(shown.map(({ done }) => done)).toEqual([1, 2]);
    expect(ends).toHaveLength(1);
    expect(ends[0].finished).toBe(true);
    expect(ends[0].state).toMatchObject({ done: 3, total: 3, label: "items" });
  });

  it("stops before the next item when the user interrupts, and lets go of the signal", async () => {
    record();
    const listeners = process.listenerCount("SIGINT");
    const seen: number[] = [];
    const loop = async (): Promise<void> => {
      for await (const item of progress(range(100), "items")) {
        seen.push(item);
        await pause(30);
        if (item === 5) process.emit("SIGINT");
      }
    };
    await expect(loop()).rejects.toThrow(InterruptedError);
    expect(seen.at(-1)).toBe(5);
    expect(ends[0]).toMatchObject({ finished: false, state: { done: 6 } });
    expect(process.listenerCount("SIGINT")).toBe(listeners);
  });

  it("ends its display where the loop fails or is left", async () => {
    record();
    for await (const item of progress(range(3))) if (item === 1) break;
    expect(ends[0].finished).toBe(false);
    await expect(progress(5 as never).next()).rejects.toThrow("invalid items: 5; expected a list");
  });

  it("shows how much of a network's time is simulated, and stops it when interrupted", async () => {
    record();
    const neurons = population("neurons", { N: 2000, equations: "dx/dt = -x/ms + xi/ms**0.5 : 1" });
    const simulation = network({ populations: [neurons], duration: seconds(1) });
    const result = await runWithProgress(simulation);
    expect(result.spikeCount()).toBe(0);
    expect(ends[0]).toMatchObject({ finished: true, state: { done: 1, total: 1 } });
    const dones = shown.map(({ done }) => done);
    expect([...dones].sort((a, b) => a - b)).toEqual(dones);
    record();
    const longer = network({ populations: [neurons], duration: seconds(1000) });
    const call = runWithProgress(longer);
    setTimeout(() => process.emit("SIGINT"), 100);
    await expect(call).rejects.toThrow(InterruptedError);
    expect(ends[0].finished).toBe(false);
    expect(ends[0].state.done).toBeLessThan(1000);
  });

  it("says times as a person would", () => {
    expect([0.04, 9.96, 59.4, 185, 7800].map(describeSeconds)).toEqual([
      "0.0 s",
      "10.0 s",
      "59 s",
      "3 min 5 s",
      "2 h 10 min",
    ]);
  });
});
