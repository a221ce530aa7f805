import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearTicks, logTicks, niceDomain } from "../../src/figures/axes/ticks.js";

describe("linear ticks", () => {
  it("stand as in the published figures", () => {
    expect(linearTicks([0, 30], 4)).toMatchObject({
      major: [0, 10, 20, 30],
      labels: ["0", "10", "20", "30"],
    });
    expect(linearTicks([0, 30], 4).minor).toHaveLength(12);
    expect(linearTicks([-65, -50], 7).labels).toEqual(["-65", "-60", "-55", "-50"]);
    expect(linearTicks([0, 0.3], 7).labels).toEqual([
      "0",
      "0.05",
      "0.1",
      "0.15",
      "0.2",
      "0.25",
      "0.3",
    ]);
    expect(linearTicks([-0.2, 15], 7).major).toEqual([0, 5, 10, 15]);
  });

  it("are multiples of 1, 2 or 5 times a power of ten, at most as many as asked for", () => {
    const ends = fc.tuple(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 12 }), ([low, span], intervals) => {
        const { major, labels } = linearTicks([low, low + span], intervals);
        expect(major.length).toBeLessThanOrEqual(intervals + 1);
        expect(new Set(labels).size).toBe(labels.length);
        const steps = major.slice(1).map((tick, i) => tick - major[i]);
        for (const step of steps) {
          const mantissa = step / 10 ** Math.floor(Math.log10(step) + 1e-6);
          expect([1, 2, 5].some((m) => Math.abs(mantissa / m - 1) < 1e-6)).toBe(true);
        }
      }),
    );
  });
});

describe("log ticks", () => {
  it("label the decades plainly", () => {
    expect(logTicks([0.01, 10]).labels).toEqual(["0.01", "0.1", "1", "10"]);
    expect(logTicks([10, 7000]).major).toEqual([10, 100, 1000]);
    expect(logTicks([10, 7000]).minor.at(-1)).toBe(7000);
    expect(logTicks([2, 7]).labels).toEqual(["2", "3", "4", "5", "6", "7"]);
  });
});

describe("domains", () => {
  it("end at ticks around the data", () => {
    expect(niceDomain([-65, 40], 7)).toEqual([-80, 40]);
    expect(niceDomain([0.3, 0.3], 7)).toEqual([0, 0.3]);
    expect(niceDomain([Number.NaN], 7)).toEqual([0, 1]);
  });
});
