import { describe, expect, it } from "vitest";
import {
  derivedStrengths,
  type PlasticNeuronModel,
  plasticMeasures,
  plasticNetwork,
} from "../../src/models/index.js";
import { network, synapses } from "../../src/network/index.js";
import { spikeTrains } from "../../src/program/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms, mV, pA, parseQuantity, seconds } from "../../src/units/index.js";
import { readJSON } from "../helpers/data.js";

interface ReferenceRow {
  model: PlasticNeuronModel;
  N: number;
  rate_per_s: number;
  weight_mean_pA: number;
  weight_sd_pA: number;
  weight_median_pA: number;
}
type Measure = "rate_per_s" | "weight_mean_pA" | "weight_sd_pA" | "weight_median_pA";
interface SpreadRow extends Record<Measure, [least: number, greatest: number]> {
  model: PlasticNeuronModel;
  N: number;
}
const MEASURES: readonly Measure[] = [
  "rate_per_s",
  "weight_mean_pA",
  "weight_sd_pA",
  "weight_median_pA",
];

/** The spread of several seeds, wider by its own width on both sides: six seeds do not show it all. */
function around([least, greatest]: [number, number]): [number, number] {
  const margin = greatest - least;
  return [least - margin, greatest + margin];
}

describe("the published experiment", () => {
  const { rows } = readJSON<{ rows: ReferenceRow[] }>("plastic_network.json");
  const spread = readJSON<{ rows: SpreadRow[] }>("plastic_network_spread.json").rows;
  const spreadOf = ({ model, N }: ReferenceRow): SpreadRow =>
    spread.find((row) => row.model === model && row.N === N) as SpreadRow;

  it("is within what several seeds of our own vary by, at every size", () => {
    expect(rows).toHaveLength(12);
    for (const row of rows)
      for (const measure of MEASURES) {
        const [least, greatest] = around(spreadOf(row)[measure]);
        const what = `${measure} of ${row.model}, N = ${row.N}`;
        expect(row[measure], what).toBeGreaterThanOrEqual(least);
        expect(row[measure], what).toBeLessThanOrEqual(greatest);
      }
  });

  // the spread on file was measured; other seeds, run now, must lie within it too
  it.each(rows.filter(({ N }) => [1250, 5000, 12_500].includes(N)))(
    "is met by a seventh seed: $model, N = $N",
    async ({ ...row }) => {
      const result = await run(plasticNetwork({ N: row.N, neuron_model: row.model, seed: 7 }));
      const measures = plasticMeasures(result);
      for (const measure of MEASURES) {
        const [least, greatest] = around(spreadOf(row)[measure]);
        expect(measures[measure], measure).toBeGreaterThanOrEqual(least);
        expect(measures[measure], measure).toBeLessThanOrEqual(greatest);
      }
      // at N = 1250 the network synchronises: most weights are lost, few are very large
      if (row.model === "iaf_psc_alpha" && row.N === 1250) {
        expect(measures.rate_per_s).toBeGreaterThan(3);
        expect(measures.weight_median_pA).toBe(0);
        expect(measures.weight_sd_pA).toBeGreaterThan(100);
        const bins = result.populationRate("excitatory", ms(5)).values;
        const average = bins.reduce((sum, rate) => sum + rate, 0) / bins.length;
        const variance = bins.reduce((sum, rate) => sum + (rate - average) ** 2, 0) / bins.length;
        // independent neurons would give a variance of average / (N bin)
        expect(variance / (average / (1000 * 0.005))).toBeGreaterThan(50);
      }
    },
  );
});

describe("the plastic network", () => {
  it("has the published strengths", () => {
    const { I_E, I_I, nu_X } = derivedStrengths(mV(0.5), 10, 1.2);
    expect(I_E.in(pA)).toBeCloseTo(31.90080273888664, 11);
    expect(I_I.in(pA)).toBeCloseTo(-319.0080273888664, 10);
    expect(nu_X.in(Hz)).toBeCloseTo(1729.7971034581633, 9);
  });

  it("integrates its neurons as the closed-form propagator does, to 1e-12", async () => {
    const dt = ms(0.125);
    const { populations } = plasticNetwork({ N: 10 });
    const [neurons] = populations;
    const input = spikeTrains("input", [[0.0005, 0.001, 0.0052]], dt);
    const weight = pA(400);
    const rise = parseQuantity("1/second").times(Math.E / 0.002);
    const result = await run(
      network({
        populations: [{ ...neurons, initial: {} }],
        sources: [input],
        synapses: [
          synapses("s", {
            from: input,
            to: neurons,
            connection: { rule: "allToAll" },
            onPre: "y += weight*rise",
            parameters: { weight, rise },
          }),
        ],
        record: ["V", "I", "y"].map((variable) => ({ of: neurons.name, variable, neurons: [0] })),
        duration: ms(40),
        dt,
      }),
    );
    // Rotter and Diesmann 1999: the response of the membrane to an alpha current, in closed form
    const [tau, a, C] = [0.02, 0.002, 250e-12];
    const beta = 1 / a - 1 / tau;
    const response = (t: number): number =>
      t <= 0
        ? 0
        : ((400e-12 * Math.E) / a / C) *
          ((Math.exp(-t / tau) - Math.exp(-t / a)) / beta ** 2 - (t * Math.exp(-t / a)) / beta);
    const V = result.signal(neurons.name, "V", 0).values;
    const largest = Math.max(...V);
    expect(largest).toBeGreaterThan(0.0015);
    expect(largest).toBeLessThan(0.02);
    V.forEach((value, step) => {
      const expected = [4, 8, 41].reduce((sum, at) => sum + response((step - at) * dt.value), 0);
      expect(Math.abs(value - expected)).toBeLessThan(1e-12 * largest);
    });
  });

  it("connects every neuron to as many as it should, never to itself", async () => {
    const result = await run(plasticNetwork({ N: 700, K: 50, duration: ms(1) }));
    for (const [name, inDegree, targets] of [
      ["EE", 40, 560],
      ["EI", 40, 140],
      ["IE", 10, 560],
      ["II", 10, 140],
    ] as const) {
      const list = result.synapsesOf(name);
      const made = result.connectionsOf(name);
      expect(list.sources.length).toBe(inDegree * targets);
      const counts = new Array(targets).fill(0);
      list.targets.forEach((target, k) => {
        counts[target] += 1;
        if (name === "EE" || name === "II") expect(list.sources[k]).not.toBe(target);
      });
      expect(new Set(counts)).toEqual(new Set([inDegree]));
      const sorted = Array.from(made.sources, (source, k) => [source, made.targets[k]]).sort(
        ([a, b], [c, d]) => a - c || b - d,
      );
      expect(Array.from(list.sources, (source, k) => [source, list.targets[k]])).toEqual(sorted);
    }
  });

  it("lets ignore-and-fire neurons fire at rates from 0.5 to 1.5 per s", async () => {
    const result = await run(
      plasticNetwork({
        N: 1000,
        K: 50,
        neuron_model: "ignore_and_fire",
        duration: seconds(4),
      }),
    );
    const counts = result.spikeSteps("excitatory").map((steps) => steps.length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...counts)).toBeLessThanOrEqual(6);
    expect(result.firingRateOf("excitatory").in(Hz)).toBeCloseTo(1, 1);
    for (const steps of result.spikeSteps("excitatory"))
      expect(new Set(steps.slice(1).map((step, k) => step - steps[k])).size).toBeLessThan(2);
  });
});
