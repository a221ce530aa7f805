import { spawn } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { readRecording, recordTo } from "../../src/cache/index.js";
import { network, population } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV, seconds } from "../../src/units/index.js";
import { PROJECT } from "../helpers/data.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-recordings-"));
afterAll(() => rmSync(folder, { recursive: true }));
let folders = 0;
const place = (): string => join(folder, `${++folders}`);

const model = (duration = ms(200), recordAt: "start" | "end" = "start") =>
  network({
    populations: [
      population("cells", {
        N: 40,
        equations: "dv/dt = (12*mV - v)/tau + 3*mV*xi/tau**0.5 : volt",
        threshold: "v > 10*mV",
        reset: "v = 0*mV",
        parameters: { tau: ms(10) },
        initial: { v: mV(Array.from({ length: 40 }, (_, k) => k / 5)) },
      }),
      population("quiet", { N: 2, equations: "dx/dt = 1/second : 1" }),
    ],
    record: [
      { of: "cells", variable: "v", neurons: [3, 0, 39], every: 3 },
      { of: "quiet", variable: "x" },
    ],
    recordSpikes: ["cells", "quiet"],
    recordAt,
    duration,
  });

describe("a run that goes to a folder", () => {
  it.each(["start", "end"] as const)(
    "is the same as its result, recorded at the %s",
    async (at) => {
      const to = place();
      const first = await run(model(ms(50), at));
      const whole = await run(model(ms(200), at), { from: first.finalState });
      const options = { from: first.finalState, chunk: 170, streamTo: recordTo(to) };
      const streamed = await run(model(ms(200), at), options);
      const recording = await readRecording(to);
      expect(recording.whole).toBe(true);
      expect([recording.start, recording.stop]).toEqual([whole.start, whole.stop]);
      const seconds = (trains: readonly { seconds: Float64Array }[]) =>
        trains.map((t) => t.seconds);
      expect(seconds(await recording.spikeTrains("cells"))).toEqual(
        seconds(whole.spikeTrains("cells")),
      );
      expect(whole.spikeCount("cells")).toBeGreaterThan(100);
      for (const [of, variable, neuron] of [
        ["cells", "v", 0],
        ["cells", "v", 39],
        ["quiet", "x", 1],
      ] as const)
        expect(await recording.signal(of, variable, neuron)).toEqual(
          whole.signal(of, variable, neuron),
        );
      // it goes on from where the other would, and says that it has nothing of this
      expect(streamed.finalState).toEqual(whole.finalState);
      expect(() => streamed.spikeCount("cells")).toThrow("unknown spikes");
      expect(() => streamed.signal("quiet", "x", 0)).toThrow();
    },
  );

  it("can be read in parts", async () => {
    const to = place();
    const sink = recordTo(to);
    await run(model(), { streamTo: sink, chunk: 100 });
    const whole = await run(model());
    const recording = await readRecording(to);
    const window = { from: ms(70), to: ms(110.5) };
    const [train] = await recording.spikeTrains("cells", window);
    expect(train.seconds).toEqual(
      whole.spikeTrains("cells")[0].seconds.filter((time) => time >= 0.07 && time < 0.1105),
    );
    const signal = await recording.signal("cells", "v", 3, window);
    const all = whole.signal("cells", "v", 3).values;
    expect(signal.values).toEqual(all.slice(Math.ceil(700 / 3), Math.ceil(1105 / 3)));
    expect(signal.start).toBeCloseTo(Math.ceil(700 / 3) * 0.3e-3, 12);
    for (const odd of [{ from: seconds(1) }, { to: ms(300) }, { from: ms(50), to: ms(50) }])
      await expect(recording.spikeTrains("cells", odd)).rejects.toThrow("invalid window");
    await expect(recording.spikeTrains("cels")).rejects.toThrow('did you mean "cells"');
    await expect(recording.signal("cells", "v", 5)).rejects.toThrow("neuron 5");
    await expect(recording.signal("cells", "w", 0)).rejects.toThrow(
      "unknown recording: w of cells",
    );
  });

  it("is refused where it cannot be, and replaces an older one", async () => {
    const to = place();
    await run(model(), { streamTo: recordTo(to) });
    await run(model(ms(20)), { streamTo: recordTo(to) });
    expect((await readRecording(to)).stop).toBeCloseTo(0.02, 12);
    writeFileSync(join(to, "thesis.md"), "text");
    await expect(run(model(), { streamTo: recordTo(to) })).rejects.toThrow("it holds thesis.md");
    expect(readdirSync(to)).toContain("about.json");
    const file = join(folder, "file");
    writeFileSync(file, "");
    await expect(run(model(), { streamTo: recordTo(file) })).rejects.toThrow("cannot write");
    await expect(run(model(), { streamTo: "x" as never })).rejects.toThrow(
      'expected recordTo("folder")',
    );
    await expect(readRecording(folder)).rejects.toThrow("invalid recording");
  });

  it("keeps what came before it was stopped, torn or damaged", async () => {
    const to = place();
    const controller = new AbortController();
    const stopped = run(model(), {
      streamTo: recordTo(to),
      chunk: 100,
      signal: controller.signal,
      onProgress: (done) => done >= 1000 && controller.abort(),
    });
    await expect(stopped).rejects.toThrow();
    const recording = await readRecording(to);
    expect(recording.whole).toBe(false);
    expect(recording.stop).toBeCloseTo(0.1, 12);
    const spikes = join(to, "spikes-0.bin");
    const bytes = readFileSync(spikes);
    const damaged = Buffer.from(bytes);
    damaged[40] ^= 1;
    writeFileSync(spikes, damaged);
    await expect((await readRecording(to)).spikeTrains("cells")).rejects.toThrow(
      "damaged at byte 16",
    );
    writeFileSync(spikes, bytes);
    truncateSync(spikes, bytes.length - 3);
    const torn = await readRecording(to);
    expect(torn.stop).toBe(0);
  });

  it("loses no more than the last second to SIGKILL", async () => {
    const to = place();
    // built code, in a process of its own
    const script = `
      import { network, population, ms, mV, seconds, run, recordTo } from "spikebook";
      const cells = population("cells", { N: 1000, equations: "dv/dt = (12*mV - v)/(10*ms) : volt",
        threshold: "v > 10*mV", reset: "v = 0*mV" });
      await run(network({ populations: [cells], duration: seconds(50000) }), {
        streamTo: recordTo(${JSON.stringify(to)}), threads: 1,
        onProgress: (done) => process.stdout.write(done + "\\n"),
      });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: PROJECT });
    const closed = new Promise((end) => child.once("close", end));
    let lines = "";
    /** When how many steps were done. */
    const told: [number, number][] = [];
    child.stdout.on("data", (text: Buffer) => {
      lines += text;
      told.push([performance.now(), Number(lines.trim().split("\n").at(-1))]);
    });
    const began = performance.now();
    while (told.length === 0 || performance.now() - told[0][0] < 4000) {
      await sleep(50);
      if (performance.now() - began > 60_000 || child.exitCode !== null) break;
    }
    const killed = performance.now();
    child.kill("SIGKILL");
    await closed;
    const recording = await readRecording(to);
    expect(recording.whole).toBe(false);
    // a busy machine may have kept the writer waiting for as long again
    const before = told.filter(([time]) => time < killed - 2500).at(-1)?.[1] ?? 0;
    expect(before).toBeGreaterThan(0);
    expect(recording.stop / 0.1e-3).toBeGreaterThanOrEqual(before * 0.999);
    const last = await recording.spikeTrains("cells", {
      from: seconds(recording.stop - 0.1),
      to: seconds(recording.stop),
    });
    expect(last.every((train) => train.seconds.length > 0)).toBe(true);
  });
});
