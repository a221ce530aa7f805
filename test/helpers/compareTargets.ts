import { expect } from "vitest";
import { spikesOfRecording } from "../../src/network/index.js";
import type { NetworkResult } from "../../src/results/index.js";

/** How far two numbers may lie apart, relative to the larger one. */
const TOLERANCE = 1e-8;

/** Requires two results of one simulation to be the same but for rounding. */
export function expectAlike(a: NetworkResult, b: NetworkResult, tolerance = TOLERANCE): void {
  const { simulation } = a;
  for (const name of simulation.recordSpikes)
    expect(a.spikeSteps(name), `spikes of ${name}`).toEqual(b.spikeSteps(name));
  for (const recording of simulation.record) {
    const { of, variable } = recording;
    const spikes = spikesOfRecording(recording);
    if (spikes !== undefined) {
      const others = b.valuesAtSpikes(spikes, variable);
      a.valuesAtSpikes(spikes, variable).forEach(({ values }, k) => {
        expectClose(values, others[k].values, `${variable} at spikes of ${of}`, tolerance);
      });
      continue;
    }
    const [x, y] = [a.signals(of, variable), b.signals(of, variable)];
    expect(x.length).toBe(y.length);
    x.forEach((signal, k) => {
      expect(signal.start).toBe(y[k].start);
      expectClose(signal.values, y[k].values, `${variable} of ${of}`, tolerance);
    });
  }
  for (const { name } of simulation.synapses)
    for (const when of momentsOf(a, name)) {
      const [x, y] = [a.synapsesOf(name, { when }), b.synapsesOf(name, { when })];
      expect(x.sources).toEqual(y.sources);
      expect(x.targets).toEqual(y.targets);
      expect(x.delay.values).toEqual(y.delay.values);
      for (const [text, values] of Object.entries(x.values))
        expectClose(values.values, y.values[text].values, `${text} of ${name}, ${when}`, tolerance);
    }
}

/** Requires two results of one simulation to be the same, bit for bit. */
export function expectSame(a: NetworkResult, b: NetworkResult): void {
  const { simulation } = a;
  for (const name of simulation.recordSpikes)
    expect(a.spikeSteps(name), `spikes of ${name}`).toEqual(b.spikeSteps(name));
  for (const recording of simulation.record) {
    const { of, variable } = recording;
    const spikes = spikesOfRecording(recording);
    if (spikes !== undefined)
      expect(a.valuesAtSpikes(spikes, variable)).toEqual(b.valuesAtSpikes(spikes, variable));
    else
      expect(a.signals(of, variable).map(({ values }) => values)).toEqual(
        b.signals(of, variable).map(({ values }) => values),
      );
  }
  for (const { name } of simulation.synapses)
    for (const when of momentsOf(a, name))
      expect(a.synapsesOf(name, { when })).toEqual(b.synapsesOf(name, { when }));
}

/**
 * When synapses can be looked at: at the last spike of the source only those that wait for it, before the run only
 * where it did not go on from another.
 */
export const momentsOf = (
  result: NetworkResult,
  name: string,
): ("before" | "after" | "lastSourceSpike")[] =>
  (["before", "after", "lastSourceSpike"] as const).filter((when) => {
    try {
      result.synapsesOf(name, { when });
      return true;
    } catch {
      return false;
    }
  });

function expectClose(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  what: string,
  tolerance: number,
): void {
  expect(a.length, what).toBe(b.length);
  let scale = 1e-300;
  for (let k = 0; k < a.length; k++) scale = Math.max(scale, Math.abs(b[k]));
  for (let k = 0; k < a.length; k++)
    if (!(Math.abs(a[k] - b[k]) <= tolerance * scale) && !Object.is(a[k], b[k]))
      expect.fail(`${what}: ${a[k]} and ${b[k]} at ${k}`);
}
