import { describe, expect, it } from "vitest";
import { DefaultStream } from "../../src/random/index.js";
import {
  binnedCounts,
  coefficientOfVariation,
  crossCorrelogram,
  interSpikeIntervals,
  populationRate,
  Signal,
  SpikeTrain,
  spikeCountCorrelation,
  spikeTriggeredAverage,
} from "../../src/signals/index.js";
import {
  Hz,
  ms,
  mV,
  NAMED_DIMENSIONS,
  type Quantity,
  second,
  seconds,
} from "../../src/units/index.js";

const VOLTAGE = NAMED_DIMENSIONS.voltage.exponents;
const ps = (count: number): Quantity<"time"> => seconds(count * 1e-12);

/** A Poisson process from 0 to 10 s. */
function poisson(name: string, rate: number): SpikeTrain {
  const stream = new DefaultStream(1, name);
  const times: number[] = [];
  for (let t = stream.exponential() / rate; t < 10; t += stream.exponential() / rate) times.push(t);
  return new SpikeTrain(times, 10);
}

/** The same spikes, watched for as long, but a time later. */
const later = ({ seconds: times, start, stop }: SpikeTrain, by: number): SpikeTrain =>
  new SpikeTrain(
    times.map((time) => time + by),
    stop + by,
    start + by,
  );

describe("the time window of a spike train", () => {
  it("begins at 0 where only a duration is given", () => {
    const train = new SpikeTrain(Float64Array.of(0.1, 0.2), 2);
    expect([train.start, train.stop, train.duration, train.durationSeconds]).toEqual([0, 2, 2, 2]);
    expect(`${train}`).toBe("SpikeTrain: 2 spikes in 2 s (1 Hz) [100 200] ms");
  });

  it("holds spikes at its start and none at its stop", () => {
    const train = new SpikeTrain([0.1, 0.2, 0.3], 1);
    const part = train.between(ms(100), ms(300));
    expect(Array.from(part.seconds)).toEqual([0.1, 0.2]);
    expect([part.start, part.stop]).toEqual([0.1, 0.3]);
    expect(part.firingRate.in(Hz)).toBeCloseTo(10, 9);
    expect(`${part}`).toBe("SpikeTrain: 2 spikes from 100 ms to 300 ms (10 Hz) [100 200] ms");
    expect(new SpikeTrain([1], 2, 1).count).toBe(1);
    expect(() => new SpikeTrain([2], 2, 1)).toThrow(
      "invalid spike time: 2 s; expected times from 1 s to before 2 s",
    );
  });

  it("tells edges by the time that was meant, not by its last bit", () => {
    const dt = 1e-4;
    // 3 * 0.1 ms lies above 0.3 ms, 0.1 ms added up ten thousand times lies below 1 s
    let sum = 0;
    for (let k = 0; k < 10_000; k++) sum += dt;
    expect(3 * dt).toBeGreaterThan(ms(0.3).value);
    expect(sum).toBeLessThan(1);
    const train = new SpikeTrain([3 * dt, sum], 2);
    expect(train.between(ms(0), ms(0.3)).count).toBe(0);
    expect(train.between(ms(0.3), seconds(1)).count).toBe(1);
    const part = train.between(seconds(1), seconds(2));
    expect(part.count).toBe(1);
    expect(Array.from(binnedCounts(part, ms(500)))).toEqual([1, 0]);
    expect(Array.from(binnedCounts(train, ms(500)))).toEqual([1, 0, 1, 0]);
  });

  it("is cut to what was watched; nothing watched is refused", () => {
    const train = new SpikeTrain([0.1, 0.9], 1);
    const part = train.between(ms(500), seconds(5));
    expect([part.start, part.stop]).toEqual([0.5, 1]);
    expect(part.firingRate.in(Hz)).toBe(2);
    for (const [from, to] of [
      [1, 2],
      [-1, 0],
      [7, 8],
    ])
      expect(() => train.between(seconds(from), seconds(to))).toThrow("recorded were 0 s to 1 s");
    expect(() => train.between(ms(2), ms(1))).toThrow("invalid time window: 2 ms to 1 ms");
    expect(() => train.between(ms(1), ms(1))).toThrow("expected the earlier time first");
    expect(() => train.between(seconds(Number.NaN), ms(1))).toThrow("expected a finite value");
    expect(() => train.between(0 as never, ms(1))).toThrow(
      "invalid start of the time window: 0; expected a quantity: time (s)",
    );
    expect(() => train.between(mV(0) as never, ms(1))).toThrow(
      "expected time (s), got voltage (V)",
    );
  });

  it("refuses spikes that are no times of it", () => {
    const make = (times: unknown, stop: unknown = 1, start?: number) =>
      expect(() => new SpikeTrain(times as number[], stop as number, start));
    make([-0.1]).toThrow("invalid spike time: -0.1 s; expected times from 0 s to before 1 s");
    make([Number.NaN]).toThrow("invalid spike time: NaN s");
    make([0.2, 0.1]).toThrow("invalid spike times: 0.1 s after 0.2 s; expected them in ascending");
    make([0.1, "0.2"]).toThrow('invalid spike times[1]: "0.2"; expected a number');
    make(5).toThrow("invalid spike times: 5; expected an array of numbers");
    make([], 0).toThrow("invalid duration: 0 s; expected more than 0 s");
    make([], -1).toThrow("invalid duration: -1 s; expected more than 0 s");
    make([], 1, 1).toThrow("invalid time window: 1 s to 1 s");
    make([], Number.NaN).toThrow("invalid duration: NaN; expected a finite value");
    make([], null).toThrow("invalid duration: null");
    expect(new SpikeTrain([0.1, 0.1], 1).count).toBe(2);
  });
});

describe("statistics of windows that begin later", () => {
  const [a, b] = [poisson("a", 30), poisson("b", 50)];
  const [laterA, laterB] = [later(a, 1000), later(b, 1000)];

  it("are those of the same spikes at 0", () => {
    expect(laterA.firingRate.in(Hz)).toBeCloseTo(a.firingRate.in(Hz), 9);
    expect(binnedCounts(laterA, ms(30))).toEqual(binnedCounts(a, ms(30)));
    const [rate, laterRate] = [
      [a, b],
      [laterA, laterB],
    ].map((trains) => populationRate(trains, ms(30)));
    expect(laterRate.length).toBe(rate.length);
    expect(laterRate.start).toBe(1000);
    laterRate.values.forEach((value, k) => {
      expect(value).toBeCloseTo(rate.values[k], 6);
    });
    expect(spikeCountCorrelation(laterA, laterB, ms(20))).toBeCloseTo(
      spikeCountCorrelation(a, b, ms(20)),
      12,
    );
    expect(coefficientOfVariation(laterA)).toBeCloseTo(coefficientOfVariation(a), 9);
    const options = { window: ms(50), bin: ms(5) };
    expect(crossCorrelogram(laterA, laterB, options).counts).toEqual(
      crossCorrelogram(a, b, options).counts,
    );
  });

  it("are those of a part: no spike outside counts, and none is put into another bin", () => {
    const part = a.between(seconds(4), seconds(6));
    const counts = binnedCounts(part, ms(100));
    expect(counts).toHaveLength(20);
    expect(counts).toEqual(binnedCounts(a, ms(100)).slice(40, 60));
    expect(interSpikeIntervals(part).length).toBe(part.count - 1);
    // independent processes stay uncorrelated: 5 standard errors of 100 bins are 0.5
    const windows = [a, b].map((train) => train.between(seconds(5), seconds(10)));
    expect(Math.abs(spikeCountCorrelation(windows[0], windows[1], ms(50)))).toBeLessThan(0.5);
    const rate = populationRate([part], ms(100));
    expect(rate.start).toBe(4);
    expect(rate.times.in(second)[3]).toBeCloseTo(4.3, 12);
  });

  it("average a signal around the spikes of the window alone", () => {
    const ramp = new Signal(
      Float64Array.from({ length: 1000 }, (_, k) => k),
      VOLTAGE,
      1e-3,
      2,
    );
    const train = new SpikeTrain([2.1, 2.5, 2.9], 3, 2);
    const window = { before: ms(2), after: ms(2) };
    const average = spikeTriggeredAverage(ramp, train.between(seconds(2.4), seconds(2.6)), window);
    expect(Array.from(average.values)).toEqual([498, 499, 500, 501, 502]);
    expect(average.times.in(ms)[2]).toBeCloseTo(0, 12);
  });

  it("are refused for trains watched at different times", () => {
    const [early, late] = [a.between(ms(0), ms(500)), a.between(ms(500), ms(1000))];
    const message = "they were watched for different times, 0.5 s and 0.5 s to 1 s";
    expect(() => populationRate([early, late], ms(10))).toThrow(message);
    expect(() => spikeCountCorrelation(early, late, ms(10))).toThrow(message);
    expect(() => crossCorrelogram(early, late, { window: ms(10), bin: ms(1) })).toThrow(message);
    expect(early.equals(late)).toBe(false);
    expect(new SpikeTrain([], 2, 1).equals(new SpikeTrain([], 1))).toBe(false);
  });
});

describe("bins", () => {
  const train = new SpikeTrain([0, 0.1, 0.24, 0.25, 0.29], 0.3);

  it("that do not divide the window end with a shorter one, with a rate of its own width", () => {
    expect(Array.from(binnedCounts(train, ms(125)))).toEqual([2, 1, 2]);
    const rate = populationRate([train], ms(125)).in(Hz);
    expect(rate[0]).toBeCloseTo(2 / 0.125, 9);
    expect(rate[2]).toBeCloseTo(2 / 0.05, 9);
    // a clock has the same rate in all of them
    const clock = new SpikeTrain(
      Array.from({ length: 90 }, (_, k) => k * 0.01),
      0.9,
    );
    for (const value of populationRate([clock], ms(200)).in(Hz)) expect(value).toBeCloseTo(100, 9);
  });

  it("that divide it leave no bin of rounding dust behind", () => {
    // 0.3 / 0.1 and 0.7 - 0.4 are no whole numbers of bins in the last bit
    expect(binnedCounts(train, ms(100))).toHaveLength(3);
    expect(binnedCounts(new SpikeTrain([], 0.7, 0.4), ms(0.1))).toHaveLength(3000);
    expect(binnedCounts(new SpikeTrain([], 1e4 + 1, 1e4), ms(0.1))).toHaveLength(10_000);
  });

  it("that are shorter do not make independent neurons look correlated", () => {
    // the last bin would hold one spike where the others hold ten
    const times = (phase: number): number[] =>
      Array.from({ length: 41 }, (_, k) => 0.1 * k + phase);
    const [a, b] = [0, 0.05].map((phase) => new SpikeTrain(times(phase), 4.1));
    expect(spikeCountCorrelation(a, b, seconds(1))).toBeNaN();
  });

  it("are refused where they cannot be", () => {
    expect(() => binnedCounts(train, seconds(1))).toThrow(
      "invalid bin: 1 s; expected at most 300 ms, the time that was watched",
    );
    expect(() => populationRate([train], seconds(1))).toThrow("expected at most 300 ms");
    expect(() => spikeCountCorrelation(train, train, seconds(1))).toThrow(
      "expected at most 300 ms",
    );
    expect(() => binnedCounts(new SpikeTrain([], 1), ps(1))).toThrow(
      "there would be 1.00e+12 bins in 1 s; expected at most 67108864",
    );
    for (const bad of [ms(-1), ms(Number.NaN), seconds(Number.POSITIVE_INFINITY)])
      expect(() => binnedCounts(train, bad)).toThrow("invalid bin: ");
    expect(() => binnedCounts(train, 0.1 as never)).toThrow(
      "invalid bin: 0.1; expected a quantity: time (s)",
    );
    const lags = (window: Quantity<"time">, bin: Quantity<"time">): unknown =>
      crossCorrelogram(train, train, { window, bin });
    expect(() => lags(ms(22), ms(5))).toThrow(
      "invalid window: 22 ms; expected a whole number of bins of 5 ms",
    );
    expect(() => lags(seconds(1), ms(5))).toThrow("expected at most 300 ms");
    expect(() => lags(ms(300), ps(1))).toThrow("invalid bin: ");
  });

  it("count NaN where there is too little to say", () => {
    expect(coefficientOfVariation(new SpikeTrain([0.1, 0.2], 1))).toBeNaN();
    expect(coefficientOfVariation(new SpikeTrain([0.1, 0.1, 0.1], 1))).toBeNaN();
    expect(spikeCountCorrelation(train, train, ms(300))).toBeNaN();
  });
});

describe("signals", () => {
  it("have a start and a stop", () => {
    const signal = new Signal(new Float64Array(100), VOLTAGE, 1e-3, 2);
    expect([signal.start, signal.stop]).toEqual([2, 2.1]);
    const part = signal.between(seconds(2.05), seconds(9));
    expect(part.length).toBe(50);
    expect(part.start).toBeCloseTo(2.05, 12);
    expect(part.stop).toBeCloseTo(2.1, 12);
    expect(() => signal.between(seconds(0), seconds(2))).toThrow("recorded were 2 s to 2.1 s");
    expect(() => signal.between(seconds(2.1), seconds(3))).toThrow("recorded were 2 s to 2.1 s");
    expect(() => signal.between(seconds(2), seconds(2))).toThrow("expected the earlier time first");
    expect(() => signal.between(2 as never, 3 as never)).toThrow("expected a quantity: time (s)");
  });

  it("refuse what are no samples or no times", () => {
    const make = (...parts: unknown[]) =>
      expect(() => new Signal(...(parts as ConstructorParameters<typeof Signal>)));
    make("abc", VOLTAGE, 1).toThrow('invalid samples: "abc"; expected an array of numbers');
    make([1, "x"], VOLTAGE, 1).toThrow('invalid samples[1]: "x"; expected a number');
    make([1], "mV", 1).toThrow('invalid dimension: "mV"');
    make([1], VOLTAGE, 0).toThrow("invalid timestep: 0; expected more than 0");
    make([1], VOLTAGE, ms(1)).toThrow("invalid timestep: 1 ms");
    make([1], VOLTAGE, 1, Number.NaN).toThrow("invalid start: NaN");
  });
});
