import { expect } from "vitest";
import type { NetworkResult } from "../../src/results/index.js";
import { momentsOf } from "./compareTargets.js";

/** Requires two runs, one after the other, to be one run, bit for bit. */
export function expectOneRun(
  begin: NetworkResult,
  rest: NetworkResult,
  whole: NetworkResult,
): void {
  const { populations, sources, record, synapses } = whole.simulation;
  for (const { name } of [...populations, ...sources]) {
    const both = begin.spikeSteps(name).map((own, i) => [...own, ...rest.spikeSteps(name)[i]]);
    expect(both, `spikes of ${name}`).toEqual(whole.spikeSteps(name));
  }
  for (const { of, variable } of record) {
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
