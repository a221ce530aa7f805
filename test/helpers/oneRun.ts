import { expect } from "vitest";
import { spikesOfRecording } from "../../src/network/index.js";
import type { NetworkResult } from "../../src/results/index.js";
import { momentsOf } from "./compareTargets.js";

/** Requires two runs, one after the other, to be one run, bit for bit. */
export function expectOneRun(
  begin: NetworkResult,
  rest: NetworkResult,
  whole: NetworkResult,
): void {
  const { recordSpikes, record, synapses } = whole.simulation;
  for (const name of recordSpikes) {
    const both = begin.spikeSteps(name).map((own, i) => [...own, ...rest.spikeSteps(name)[i]]);
    expect(both, `spikes of ${name}`).toEqual(whole.spikeSteps(name));
  }
  for (const recording of record) {
    const { of, variable } = recording;
    const spikes = spikesOfRecording(recording);
    if (spikes !== undefined) {
      const [c, d] = [begin, rest].map((part) => part.valuesAtSpikes(spikes, variable));
      const joined = c.map(({ values }, k) => Float64Array.from([...values, ...d[k].values]));
      expect(joined, `${variable} at ${spikes}`).toEqual(
        whole.valuesAtSpikes(spikes, variable).map(({ values }) => values),
      );
      continue;
    }
    const [a, b] = [begin, rest].map((part) => part.signals(of, variable));
    const both = a.map(({ values }, k) => Float64Array.from([...values, ...b[k].values]));
    expect(both, `${variable} of ${of}`).toEqual(
      whole.signals(of, variable).map(({ values }) => values),
    );
  }
  for (const { name } of synapses)
    for (const when of momentsOf(whole, name).filter((moment) => moment !== "before"))
      expect(rest.synapsesOf(name, { when })).toEqual(whole.synapsesOf(name, { when }));
}
