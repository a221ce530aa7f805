import { describe, expect, it } from "vitest";
import {
  adexNetwork,
  dpiLayer,
  izhikevichRing,
  ringSpikeIndices,
  spikeCountsOf,
} from "../../src/models/index.js";
import { network, type Synapses } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms, seconds } from "../../src/units/index.js";
import { readJSON } from "../helpers/data.js";

type StreamName = "default" | "julia" | "numpy";

describe("the published networks", () => {
  it("adexNetwork has all 251 spikes of neuron 0 in 60 s, 29776 in all, and the connections", async () => {
    const reference = readJSON<{
      neuron_0_s: number[];
      excitatory_synapses: number;
      inhibitory_synapses: number;
    }>("adex_network.json");
    const result = await run(adexNetwork());
    expect(result.connectionsOf("excitatory").sources).toHaveLength(reference.excitatory_synapses);
    expect(result.connectionsOf("inhibitory").sources).toHaveLength(reference.inhibitory_synapses);
    const [train] = result.spikeTrains("neurons");
    expect(Array.from(train.seconds, (time) => Number(time.toFixed(4)))).toEqual(
      reference.neuron_0_s,
    );
    expect(result.spikeCount()).toBe(29776);
    const { data, shape } = result.connectionMatrix("neurons", { excitatory: 1, inhibitory: -4 });
    expect(shape).toEqual([100, 100]);
    expect(data.filter((w) => w !== 0).length / data.length).toBe(0.0488);
    expect(data.filter((w) => w === -4)).toHaveLength(92);
    // the published slice of inhibitory neurons begins one late
    expect(data.subarray(8000, 8100).every((w) => w === 0)).toBe(true);
  });

  it("izhikevichRing has the spike indices", async () => {
    const reference = readJSON<{ spike_steps: number[][] }>("izhikevich_network.json");
    expect(ringSpikeIndices(await run(izhikevichRing()))).toEqual(reference.spike_steps);
  });

  it("dpiLayer has the 200 counts", async () => {
    const reference = readJSON<{ counts: number[] }>("dpi_ff_curve.json");
    expect(spikeCountsOf(await run(dpiLayer()))).toEqual(reference.counts);
  });
});

describe("dpiLayer", () => {
  it("takes mismatch as arrays or draws it from named streams", async () => {
    const zeros = { Itau_mem: new Array(200).fill(0) };
    const plain = spikeCountsOf(await run(dpiLayer()));
    expect(spikeCountsOf(await run(dpiLayer({}, zeros)))).toEqual(plain);
    const drawn = spikeCountsOf(await run(dpiLayer({ sd: 0.1, seed: 3 })));
    expect(spikeCountsOf(await run(dpiLayer({ sd: 0.1, seed: 3 })))).toEqual(drawn);
    expect(drawn).not.toEqual(plain);
    expect(spikeCountsOf(await run(dpiLayer({ sd: 0.1, seed: 4 })))).not.toEqual(drawn);
  });

  it("refuses other biases and counts", () => {
    expect(() => dpiLayer({}, { Itau: [1] } as never)).toThrow(
      "unknown bias: Itau; expected one of Idc",
    );
    expect(() => dpiLayer({}, { Idc: [1, 2] })).toThrow(
      "invalid number of values of Idc: 2; expected",
    );
    expect(() => dpiLayer({ N: 2 }, { Idc: [1, Number.NaN] })).toThrow(
      "invalid mismatch of Idc: NaN",
    );
  });
});

describe("adexNetwork", () => {
  it("fires alike with noise from any stream, where the connections are the same", async () => {
    // the connections must be the same: some of them reverberate, and fire several times as much
    const published = adexNetwork({ duration: seconds(10) });
    const result = await run(published);
    const fixed = published.synapses.map((item): Synapses => {
      const { sources, targets } = result.connectionsOf(item.name);
      const whole = { of: "neurons", start: 0, end: 100 };
      return { ...item, from: whole, to: whole, connection: { rule: "list", sources, targets } };
    });
    const rates = async (stream: StreamName): Promise<number[]> => {
      const counts: number[] = [];
      for (let seed = 1; seed <= 6; seed++)
        counts.push(
          (await run(network({ ...published, synapses: fixed, stream, seed }))).spikeCount(),
        );
      return counts;
    };
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const numpy = await rates("numpy");
    const variance = mean(numpy.map((count) => (count - mean(numpy)) ** 2)) * (6 / 5);
    for (const stream of ["default", "julia"] as const) {
      const difference = mean(await rates(stream)) - mean(numpy);
      // four standard errors of the difference of two means of six
      expect(Math.abs(difference)).toBeLessThan(4 * Math.sqrt((2 * variance) / 6));
    }
  });

  it("refuses bad parameters before any work", () => {
    expect(() => adexNetwork({ p: 2 })).toThrow("invalid p: 2; expected a number from 0 to 1");
    expect(() => adexNetwork({ duration: ms(-1) })).toThrow("invalid duration: -1 ms");
    expect(() => adexNetwork({ stream: "matlab" as never })).toThrow("invalid stream: matlab");
  });
});
