import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cached, loadState, ResultCache, saveState } from "../../src/cache/index.js";
import { network, population } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV } from "../../src/units/index.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-states-"));
afterAll(() => rmSync(folder, { recursive: true }));

const model = (steps: number, drive = 12) =>
  network({
    populations: [
      population("cells", {
        N: 300,
        equations: "dv/dt = (drive - v)/tau + 3*mV*xi/tau**0.5 : volt",
        threshold: "v > 10*mV",
        reset: "v = 0*mV",
        parameters: { tau: ms(10), drive: mV(drive) },
      }),
    ],
    duration: ms(0.1 * steps),
  });

describe("a saved state", () => {
  it("is what it was, for runs and by itself", async () => {
    const file = join(folder, "new", "warm.state");
    const begin = await run(model(100), { threads: 2 });
    await saveState(file, begin);
    expect(await loadState(file)).toEqual(begin.finalState);
    expect(readdirSync(join(folder, "new"))).toEqual(["warm.state"]);
    const rest = await run(model(150), { from: await loadState(file), threads: 1 });
    const whole = await run(model(250));
    const both = begin.spikeSteps("cells").map((a, k) => [...a, ...rest.spikeSteps("cells")[k]]);
    expect(both).toEqual(whole.spikeSteps("cells"));
    await saveState(file, rest.finalState);
    expect((await loadState(file)).step).toBe(250);
  });

  it("of another network is refused where a run is to go on from it", async () => {
    const file = join(folder, "other.state");
    await saveState(file, await run(model(10)));
    await expect(run(model(10, 13), { from: await loadState(file) })).rejects.toThrow(
      "it is that of another simulation",
    );
  });

  it("that is damaged, cut short, of another engine or none is refused, naming the file", async () => {
    const file = join(folder, "damaged.state");
    await saveState(file, await run(model(10)));
    const whole = readFileSync(file);
    const refused = async (content: Buffer, message: string) => {
      writeFileSync(file, content);
      await expect(loadState(file)).rejects.toThrow(message);
      await expect(loadState(file)).rejects.toThrow(file);
    };
    const changedByte = Buffer.from(whole);
    changedByte[whole.length - 100] ^= 1;
    await refused(changedByte, "it is damaged");
    await refused(whole.subarray(0, -7), "it is cut short");
    await refused(whole.subarray(0, 30), "it does not begin as one");
    await refused(Buffer.from("a,b\n1,2\n"), "it does not begin as one");
    await refused(Buffer.alloc(0), "it does not begin as one");
    const text = whole.toString("latin1");
    await refused(Buffer.from(text.replace('"bytes":', '"bites":'), "latin1"), "first line");
    const { engine } = JSON.parse(text.slice(text.indexOf("{"), text.indexOf("\n")));
    const older = Buffer.from(text.replace(engine, `0.0.9+${engine.slice(6)}`), "latin1");
    await refused(older, "version 0.0.9");
    await expect(loadState(join(folder, "none.state"))).rejects.toThrow("ENOENT");
  });

  it("needs a result that has one", async () => {
    const file = join(folder, "forgotten.state");
    const forgotten = await run(model(10), { forgetState: true });
    await expect(saveState(file, forgotten)).rejects.toThrow("unknown final state");
    await expect(saveState(file, 3 as never)).rejects.toThrow("invalid state: 3");
    await expect(saveState(folder, await run(model(10)))).rejects.toThrow("it is a folder");
    expect(readdirSync(folder)).not.toContain("forgotten.state");
  });
});

describe("a cached result", () => {
  const cache = new ResultCache(join(folder, "cache"));

  it("keeps its state where it is told to, and goes on as the run itself", async () => {
    const warm = cached("warm", (steps: number) => run(model(steps)), {
      uses: { model: 1 },
      cache,
      keepState: true,
    });
    await warm(100);
    const found = await warm(100);
    const rest = await run(model(50), { from: found.finalState });
    const direct = await run(model(50), { from: (await run(model(100))).finalState });
    expect(rest.spikeSteps("cells")).toEqual(direct.spikeSteps("cells"));
    const without = cached("warm", (steps: number) => run(model(steps)), {
      uses: { model: 1 },
      cache,
    });
    const bare = await without(100);
    expect(() => bare.finalState).toThrow("keepState: true");
  });

  it("of a run that forgot its state is refused with keepState", async () => {
    const call = cached("none", () => run(model(10), { forgetState: true }), {
      cache,
      keepState: true,
    });
    await expect(call()).rejects.toThrow("told to forget it");
    expect(() => cached("none", () => 1, { keepState: 1 as never })).toThrow("keepState");
  });
});
