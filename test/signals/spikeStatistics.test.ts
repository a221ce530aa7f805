import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { DefaultStream } from "../../src/random/index.js";
import {
  binnedCounts,
  coefficientOfVariation,
  crossCorrelogram,
  interSpikeIntervals,
  mean,
  populationRate,
  Signal,
  SpikeTrain,
  spikeCountCorrelation,
  spikeTriggeredAverage,
} from "../../src/signals/index.js";
import { Hz, ms, mV, NAMED_DIMENSIONS, seconds } from "../../src/units/index.js";
import { readJSON } from "../helpers/data.js";

interface Reference {
  duration_s: number;
  a: number[];
  b: number[];
  cv: number;
  mean_interval_s: number;
  counts_a: number[];
  correlation: number;
  correlogram: number[];
  sta: number[];
}

describe("spike statistics, against NumPy", () => {
  const reference = readJSON<Reference>("spike_statistics.json");
  const train = (times: number[]): SpikeTrain =>
    new SpikeTrain(Float64Array.from(times), reference.duration_s);
  const [a, b] = [train(reference.a), train(reference.b)];

  it("intervals and their variation", () => {
    expect(mean(interSpikeIntervals(a)).in(seconds)).toBeCloseTo(reference.mean_interval_s, 14);
    expect(coefficientOfVariation(a)).toBeCloseTo(reference.cv, 12);
  });

  it("counts, and their correlation", () => {
    expect(Array.from(binnedCounts(a, ms(100)))).toEqual(reference.counts_a);
    expect(spikeCountCorrelation(a, b, ms(100))).toBeCloseTo(reference.correlation, 12);
    expect(spikeCountCorrelation(a, a, ms(100))).toBeCloseTo(1, 14);
  });

  it("the cross-correlogram", () => {
    const { lags, counts } = crossCorrelogram(a, b, { window: ms(20), bin: ms(1) });
    expect(Array.from(counts)).toEqual(reference.correlogram);
    // b was made to follow a by 3 ms: that lag stands on the edge of two bins
    const most = Math.max(...counts);
    expect(lags.in(ms)[counts.indexOf(most)]).toBeCloseTo(counts[23] === most ? 3.5 : 2.5, 9);
    expect(lags.in(ms)[0]).toBeCloseTo(-19.5, 9);
  });

  it("the spike-triggered average", () => {
    const samples = Float64Array.from({ length: 50_000 }, (_, i) => {
      const t = i * 1e-3;
      return Math.sin(t * 7) + 0.2 * Math.cos(t * 31);
    });
    const signal = new Signal(samples, NAMED_DIMENSIONS.voltage.exponents, 1e-3);
    const average = spikeTriggeredAverage(signal, a, { before: ms(30), after: ms(50) });
    expect(average.start).toBeCloseTo(-0.03, 12);
    expect(average.length).toBe(81);
    average.values.forEach((value, i) => {
      expect(value).toBeCloseTo(reference.sta[i], 10);
    });
  });
});

describe("spike statistics, against closed forms", () => {
  const DURATION = 400;
  const poisson = (name: string, rate: number): SpikeTrain => {
    const stream = new DefaultStream(1, name);
    const times: number[] = [];
    for (let t = stream.exponential() / rate; t < DURATION; t += stream.exponential() / rate)
      times.push(t);
    return new SpikeTrain(Float64Array.from(times), DURATION);
  };
  const [r, s] = [20, 35];
  const [a, b] = [poisson("a", r), poisson("b", s)];

  it("hold for Poisson processes", () => {
    expect(Math.abs(a.firingRate.in(Hz) - r)).toBeLessThan(5 * Math.sqrt(r / DURATION));
    expect(Math.abs(coefficientOfVariation(a) - 1)).toBeLessThan(5 / Math.sqrt(a.count));
    const bins = DURATION / 0.05;
    expect(Math.abs(spikeCountCorrelation(a, b, ms(50)))).toBeLessThan(5 / Math.sqrt(bins));
    const counts = binnedCounts(a, ms(50));
    const m = r * 0.05;
    const variance = counts.reduce((sum, count) => sum + (count - m) ** 2, 0) / counts.length;
    // the variance of the variance of a Poisson variable is (m + 2 m^2) / n
    expect(Math.abs(variance - m)).toBeLessThan(5 * Math.sqrt((m + 2 * m * m) / counts.length));
    const { counts: pairs } = crossCorrelogram(a, b, { window: ms(100), bin: ms(5) });
    const expected = r * s * DURATION * 0.005;
    for (const count of pairs)
      expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  it("hold for a clock", () => {
    const clock = new SpikeTrain(
      Float64Array.from({ length: 100 }, (_, i) => i * 0.01),
      1,
    );
    expect(coefficientOfVariation(clock)).toBeCloseTo(0, 12);
    const rate = populationRate([clock, clock], ms(20));
    expect(rate.length).toBe(50);
    expect(rate.in(Hz).every((value) => Math.abs(value - 100) < 1e-9)).toBe(true);
    expect(coefficientOfVariation(clock.between(ms(0), ms(15)))).toBeNaN();
  });
});

describe("spike trains", () => {
  it("are cut at times, the end left out", () => {
    const train = new SpikeTrain(Float64Array.of(0.1, 0.2, 0.3), 1);
    const part = train.between(ms(100), ms(300));
    expect(Array.from(part.seconds)).toEqual([0.1, 0.2]);
    expect(part.firingRate.in(Hz)).toBeCloseTo(10, 9);
    expect(() => train.between(ms(2), ms(1))).toThrow("invalid time window: 2 ms to 1 ms");
  });

  it("and signals are asked for where one is needed, and options by their names", () => {
    const train = new SpikeTrain([0.1], 1);
    const signal = new Signal(new Float64Array(10), NAMED_DIMENSIONS.voltage.exponents, 1e-3);
    const lags = { window: ms(10), bin: ms(1) };
    const around = { before: ms(1), after: ms(1) };
    const refuse = (call: () => unknown, message: string): void => {
      expect(call).toThrow(message);
      expect(call).toThrow(UserError);
    };
    const no = [0.1] as never;
    refuse(() => interSpikeIntervals(no), "invalid spike train: [0.1]; expected a SpikeTrain");
    refuse(() => coefficientOfVariation(no), "invalid spike train: [0.1]");
    refuse(() => binnedCounts(no, ms(1)), "invalid spike train: [0.1]");
    refuse(() => populationRate(no, ms(1)), "invalid spike train 0: 0.1; expected a SpikeTrain");
    refuse(() => populationRate(train as never, ms(1)), "expected an array of SpikeTrains");
    refuse(() => spikeCountCorrelation(train, no, ms(1)), "invalid second spike train: [0.1]");
    refuse(() => crossCorrelogram(no, train, lags), "invalid first spike train: [0.1]");
    refuse(
      () => crossCorrelogram(train, train, { ...lags, bins: 4 } as never),
      'unknown option of crossCorrelogram: bins; expected one of window, bin; did you mean "bin"?',
    );
    refuse(() => crossCorrelogram(train, train, undefined as never), "invalid bin: undefined");
    refuse(
      () => spikeTriggeredAverage(no, train, around),
      "invalid signal: [0.1]; expected a Signal",
    );
    refuse(() => spikeTriggeredAverage(signal, no, around), "invalid spike train: [0.1]");
    refuse(
      () => spikeTriggeredAverage(signal, train, { ...around, befor: ms(1) } as never),
      'unknown option of spikeTriggeredAverage: befor; expected one of before, after; did you mean "before"?',
    );
    refuse(
      () => spikeTriggeredAverage(signal, train, { before: ms(-1), after: ms(1) }),
      "invalid before: -1 ms; expected 0 s or more",
    );
    refuse(
      () => spikeTriggeredAverage(signal, train, { before: seconds(1e12), after: ms(1) }),
      "no spike has its surroundings within a signal of 10 samples",
    );
    refuse(
      () => spikeTriggeredAverage(signal, train, { before: ms(0), after: ms(0) }),
      "expected at least one step of the signal",
    );
  });

  it("refuse bins that are no times, and windows without spikes", () => {
    const train = new SpikeTrain(Float64Array.of(0.1), 1);
    expect(() => binnedCounts(train, ms(0))).toThrow("invalid bin: 0 s; expected more than 0 s");
    expect(() => binnedCounts(train, mV(1) as never)).toThrow(
      "invalid bin: 1 mV; expected time (s), got voltage (V)",
    );
    expect(() => crossCorrelogram(train, train, { window: ms(1), bin: ms(5) })).toThrow(
      "invalid window",
    );
    const signal = new Signal(new Float64Array(10), NAMED_DIMENSIONS.voltage.exponents, 1e-3);
    const window = { before: ms(1), after: ms(1) };
    expect(() => spikeTriggeredAverage(signal, train, window)).toThrow(
      "no spike has its surroundings",
    );
    expect(() => populationRate([], ms(1))).toThrow("none given");
  });
});
