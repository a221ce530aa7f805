import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { nto1 } from "../../src/models/index.js";
import { run } from "../../src/run/index.js";
import { SpikeTrain } from "../../src/signals/index.js";
import { readNWB, readSonata, saveNWB, saveSonata } from "../../src/tables/index.js";
import { mV, pS, seconds } from "../../src/units/index.js";
import { drawnFrom } from "../helpers/draw.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-spikes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);

const spikes = {
  exc: [
    new SpikeTrain([0.0011, 0.5], 1, 0),
    new SpikeTrain([], 1, 0),
    new SpikeTrain([0.0011], 1, 0),
  ],
  "in h": [new SpikeTrain([2.25], 3, 2)],
};
const about = { sessionStart: "2026-01-31T09:30:00+01:00", description: "a test" };

const python = (program: string): string => {
  const { stdout, stderr } = spawnSync("/usr/bin/python3", ["-c", program], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout;
};
const h5py = spawnSync("/usr/bin/python3", ["-c", "import h5py"]).status === 0;
const why = h5py ? "" : " (skipped: /usr/bin/python3 has no h5py; apt-get install python3-h5py)";

const formats = {
  SONATA: { save: saveSonata, read: readSonata },
  NWB: {
    save: (path: string, of: Parameters<typeof saveNWB>[1]) => saveNWB(path, of, about),
    read: readNWB,
  },
} as const;

describe.each(Object.keys(formats) as (keyof typeof formats)[])("spikes as %s", (format) => {
  const { save, read } = formats[format];

  it("come back equal, with their windows and silent neurons", async () => {
    await save(file("a.h5"), spikes);
    const back = await read(file("a.h5"));
    expect(Object.keys(back)).toEqual(["exc", "in h"]);
    for (const name of ["exc", "in h"] as const) {
      expect(back[name]).toHaveLength(spikes[name].length);
      for (const [k, train] of spikes[name].entries())
        expect(back[name][k].equals(train)).toBe(true);
    }
  });

  it("are those of a network's result", async () => {
    const out = await run(nto1({ N: 400, we: pS(400), duration: seconds(0.5), seed: 1 }));
    await save(file("out.h5"), out);
    const back = await read(file("out.h5"));
    const [name] = Object.keys(back);
    const expected = out.spikeTrains(name);
    expect(expected[0].count).toBeGreaterThan(0);
    expect(back[name].map(String)).toEqual(expected.map(String));
  });

  it("come back to the last bit or the one beside it, whatever the times", async () => {
    const times = fc.array(
      fc.oneof(
        fc.double({ min: 0, max: 9, noNaN: true }),
        fc.integer({ min: 0, max: 89_999 }).map((step) => step * 1e-4),
      ),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(times, { minLength: 1, maxLength: 4 }), async (given) => {
        const trains = given.map(
          (list) =>
            new SpikeTrain(
              list.sort((a, b) => a - b),
              10,
            ),
        );
        await save(file("p.h5"), { any: trains });
        const { any } = await read(file("p.h5"));
        expect(any).toHaveLength(trains.length);
        for (const [k, train] of trains.entries()) {
          expect(any[k].count).toBe(train.count);
          for (const [n, time] of train.seconds.entries())
            if (format === "NWB") expect(any[k].seconds[n]).toBe(time);
            else expect(Math.abs(any[k].seconds[n] - time)).toBeLessThanOrEqual(2.3e-16 * time);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("are the same file whenever they are saved", async () => {
    await save(file("now.h5"), spikes);
    const first = readFileSync(file("now.h5"));
    const until = Math.ceil(Date.now() / 1000) * 1000 + 5;
    await new Promise((resolve) => setTimeout(resolve, until - Date.now()));
    await save(file("now.h5"), spikes);
    expect(readFileSync(file("now.h5")).equals(first)).toBe(true);
    // the clock goes on
    expect(Date.now()).toBeGreaterThan(1e12);
  });

  it("are refused where they are cut short, or no such files", async () => {
    await save(file("whole.h5"), spikes);
    const whole = readFileSync(file("whole.h5"));
    const { integer } = drawnFrom(11);
    for (let k = 0; k < 60; k++) {
      writeFileSync(file("k.h5"), whole.subarray(0, integer(whole.length)));
      await expect(read(file("k.h5"))).rejects.toThrow(/^invalid HDF5 file: .*k\.h5; it /);
    }
    for (let k = 0; k < 120; k++) {
      const bytes = Buffer.from(whole);
      bytes[integer(bytes.length)] ^= 1 << integer(8);
      writeFileSync(file("k.h5"), bytes);
      await read(file("k.h5")).catch((error: unknown) => expect(error).toBeInstanceOf(UserError));
    }
    writeFileSync(file("text.h5"), "hello");
    await expect(read(file("text.h5"))).rejects.toThrow("it does not begin as one");
    await expect(read(file("absent.h5"))).rejects.toThrow("cannot be read (ENOENT)");
  });

  it("say what is wrong", async () => {
    for (const [odd, message] of [
      [undefined, "invalid spikes: undefined; expected a network's result"],
      [[1], "invalid spikes: [1]"],
      [{}, "invalid spikes: no population is named"],
      [{ a: [] }, "invalid spikes of a: no neurons"],
      [{ a: [[0.1]] }, "expected a SpikeTrain for each neuron"],
      [{ "a/b": spikes.exc }, 'invalid population: "a/b"'],
      [{ a: [...spikes.exc, ...spikes["in h"]] }, "train 3 is of another time window"],
    ] as const)
      await expect(save(file("odd.h5"), odd as never)).rejects.toThrow(message);
    await save(file("ok.h5"), spikes);
    await expect(read(file("ok.h5"), { stop: mV(1) as never })).rejects.toThrow(
      "invalid stop of read",
    );
    await expect(read(file("ok.h5"), { end: seconds(1) } as never)).rejects.toThrow(
      "unknown option of read",
    );
  });
});

describe("spike files and Python", () => {
  it.skipIf(!h5py)(`SONATA is what its guide says, read by h5py${why}`, async () => {
    await saveSonata(file("spikes.h5"), spikes);
    const found = JSON.parse(
      python(`
import h5py, json
f = h5py.File("spikes.h5")
p = f["spikes/exc"]
print(json.dumps({
  "magic": int(f.attrs["magic"]), "version": f.attrs["version"].tolist(), "populations": list(f["spikes"]),
  "times": p["timestamps"][()].tolist(), "ids": p["node_ids"][()].tolist(), "units": p["timestamps"].attrs["units"],
  "types": [str(p["timestamps"].dtype), str(p["node_ids"].dtype)], "stop": float(f["spikes/in h"].attrs["stop"]),
}))`),
    );
    expect(found).toEqual({
      magic: 0x0a7a,
      version: [0, 1],
      populations: ["exc", "in h"],
      times: [1.1, 1.1, 500],
      ids: [0, 2, 0],
      units: "milliseconds",
      types: ["float64", "uint64"],
      stop: 3000,
    });
  });

  it.skipIf(!h5py)(`NWB is what its schema says, read by h5py${why}`, async () => {
    await saveNWB(file("spikes.nwb"), spikes, about);
    const found = JSON.parse(
      python(`
import h5py, json
f = h5py.File("spikes.nwb")
u = f["units"]
def rows(name):
  ends = u[name + "_index"][()].tolist()
  target = f[u[name + "_index"].attrs["target"]]
  return [target[a:b].tolist() for a, b in zip([0] + ends, ends)]
text = lambda name: f[name][()].decode()
print(json.dumps({
  "type": [f.attrs["namespace"], f.attrs["neurodata_type"], f.attrs["nwb_version"]],
  "groups": sorted(f), "stimulus": sorted(f["stimulus"]), "start": text("session_start_time"),
  "described": text("session_description"), "made": [x.decode() for x in f["file_create_date"][()]],
  "units": [u.attrs["namespace"], u.attrs["neurodata_type"]], "columns": u.attrs["colnames"].tolist(),
  "id": u["id"][()].tolist(), "times": rows("spike_times"), "windows": rows("obs_intervals"),
  "population": [x.decode() for x in u["population"][()]], "neuron": u["neuron"][()].tolist(),
  "kinds": [u[x].attrs["neurodata_type"] for x in ["id", "spike_times", "spike_times_index"]],
  "ids": sorted({o.attrs["object_id"] for o in [f, u] + [u[x] for x in u]}),
}))`),
    );
    const { ids, ...rest } = found as { ids: string[] };
    expect(rest).toEqual({
      type: ["core", "NWBFile", "2.8.0"],
      groups: [
        "acquisition",
        "analysis",
        "file_create_date",
        "general",
        "identifier",
        "processing",
        "session_description",
        "session_start_time",
        "stimulus",
        "timestamps_reference_time",
        "units",
      ],
      stimulus: ["presentation", "templates"],
      start: about.sessionStart,
      described: "a test",
      made: [about.sessionStart],
      units: ["core", "Units"],
      columns: ["spike_times", "obs_intervals", "population", "neuron"],
      id: [0, 1, 2, 3],
      times: [[0.0011, 0.5], [], [0.0011], [2.25]],
      windows: [[[0, 1]], [[0, 1]], [[0, 1]], [[2, 3]]],
      population: ["exc", "exc", "exc", "in h"],
      neuron: [0, 1, 2, 0],
      kinds: ["ElementIdentifiers", "VectorData", "VectorIndex"],
    });
    // one of its own for each thing, in the form of a UUID
    expect(ids).toHaveLength(9);
    for (const id of ids)
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
  });

  it.skipIf(!h5py)(`files of h5py are read, where they tell enough${why}`, async () => {
    python(`
import h5py, numpy as np
with h5py.File("theirs.h5", "w") as f:
  p = f.create_group("spikes/V1")
  p.create_dataset("timestamps", data=np.array([500.0, 1.5, 2.5]), compression="gzip").attrs["units"] = "milliseconds"
  p.create_dataset("node_ids", data=np.array([2, 0, 0], dtype=np.uint32))
  p.attrs.create("sorting", 0, dtype=h5py.enum_dtype({"none": 0, "by_id": 1, "by_time": 2}, basetype="i1"))
with h5py.File("seconds.h5", "w") as f:
  p = f.create_group("spikes/V1")
  p.create_dataset("timestamps", data=np.array([0.5])).attrs["units"] = "seconds"
  p.create_dataset("node_ids", data=np.array([0]))
with h5py.File("theirs.nwb", "w") as f:
  u = f.create_group("units")
  u.create_dataset("spike_times", data=np.array([0.1, 0.2, 0.05]))
  u.create_dataset("spike_times_index", data=np.array([2, 3], dtype=np.uint8))
with h5py.File("bare.h5", "w") as f:
  f["x"] = 1
`);
    const { V1 } = await readSonata(file("theirs.h5"), { stop: seconds(1) });
    expect(V1.map(({ seconds: times }) => [...times])).toEqual([[0.0015, 0.0025], [], [0.5]]);
    await expect(readSonata(file("theirs.h5"))).rejects.toThrow(
      "population V1: it does not tell until when the neurons were watched; give { stop: seconds(...) }",
    );
    await expect(readSonata(file("theirs.h5"), { stop: seconds(0.1) })).rejects.toThrow(
      "population V1: invalid spike time: 0.5 s",
    );
    await expect(readSonata(file("seconds.h5"), { stop: seconds(1) })).rejects.toThrow(
      "its times are in seconds; expected milliseconds",
    );
    await expect(readSonata(file("bare.h5"))).rejects.toThrow("it has no group /spikes");
    await expect(readNWB(file("bare.h5"))).rejects.toThrow("it has no table /units");
    const { units } = await readNWB(file("theirs.nwb"), { stop: seconds(1) });
    expect(units.map(({ seconds: times }) => [...times])).toEqual([[0.1, 0.2], [0.05]]);
    await expect(readNWB(file("theirs.nwb"))).rejects.toThrow("until when unit 0 was watched");
  });

  it("NWB asks for what it demands", async () => {
    for (const [options, message] of [
      [undefined, "invalid options of saveNWB: null"],
      [{ description: "x" }, "invalid sessionStart of saveNWB: undefined"],
      [{ ...about, sessionStart: "yesterday" }, 'invalid sessionStart of saveNWB: "yesterday"'],
      [{ ...about, sessionStart: "2026-13-31T09:30:00Z" }, "invalid sessionStart"],
      [{ sessionStart: about.sessionStart }, "invalid description of saveNWB: undefined"],
      [{ ...about, identifier: 5 }, "invalid identifier of saveNWB: 5"],
      [{ ...about, experimenter: "me" }, "unknown option of saveNWB: experimenter"],
    ] as const)
      await expect(saveNWB(file("x.nwb"), spikes, options as never)).rejects.toThrow(message);
  });
});
