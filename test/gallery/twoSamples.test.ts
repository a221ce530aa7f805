import { describe, expect, it } from "vitest";
import { atLeast, kolmogorovSmirnov, moments, studentTails, welch } from "../helpers/twoSamples.js";

const ten = Array.from({ length: 10 }, (_, k) => k);
const shifted = (by: number) => ten.map((x) => x + by);

describe("Kolmogorov and Smirnov's test of two samples", () => {
  it("has the chances of all 184,756 orders of ten and ten", () => {
    // every order of two samples of ten, as a walk; how often the walk comes k from 0 or farther
    const counts = new Array(11).fill(0);
    const walk = (ups: number, downs: number, farthest: number): void => {
      const so = Math.max(farthest, Math.abs(ups - downs));
      if (ups + downs === 20) counts[so] += 1;
      if (ups < 10) walk(ups + 1, downs, so);
      if (downs < 10) walk(ups, downs + 1, so);
    };
    walk(0, 0, 0);
    for (let k = 1; k <= 10; k++) {
      const chance = counts.slice(k).reduce((sum, count) => sum + count, 0) / 184_756;
      // a shift by k - 1/2 leaves k of ten below all of the others
      expect(kolmogorovSmirnov(ten, shifted(k - 0.5))).toBeCloseTo(chance, 14);
    }
  });

  it("says nothing against equal samples, and no less of samples the other way round", () => {
    expect(kolmogorovSmirnov(ten, ten)).toBe(1);
    expect(kolmogorovSmirnov(shifted(20), ten)).toBeCloseTo(2 / 184_756, 16);
    expect(kolmogorovSmirnov(ten, shifted(20))).toBeCloseTo(2 / 184_756, 16);
  });

  it("refuses samples of different size", () => {
    expect(() => kolmogorovSmirnov(ten, [1])).toThrow("samples of 10 and 1; expected equal sizes");
  });
});

describe("Student's t", () => {
  it("has the closed forms of one, two and three degrees of freedom", () => {
    for (const t of [0, 0.3, 1, 2.5, -4]) {
      const x = Math.abs(t);
      expect(studentTails(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(x), 14);
      expect(studentTails(t, 2)).toBeCloseTo(1 - x / Math.sqrt(2 + x * x), 14);
      const third = Math.atan(x / Math.sqrt(3)) + (x * Math.sqrt(3)) / (3 + x * x);
      expect(studentTails(t, 3)).toBeCloseTo(1 - (2 / Math.PI) * third, 14);
    }
  });

  it("has the quantiles of its tables", () => {
    expect(studentTails(2.1009, 18)).toBeCloseTo(0.05, 5);
    expect(studentTails(2.8784, 18)).toBeCloseTo(0.01, 5);
    expect(studentTails(3.2498, 9)).toBeCloseTo(0.01, 5);
  });
});

describe("Welch's test", () => {
  it("is Student's for samples of equal variance", () => {
    // variance 55/6 each, so that a shift of 4 is 4/sqrt(11/6) standard errors
    expect(welch(ten, shifted(4))).toBeCloseTo(studentTails(4 / Math.sqrt(11 / 6), 18), 14);
  });

  it("has the degrees of freedom of the wider sample where the other is constant", () => {
    const t = 4.5 / Math.sqrt(55 / 60);
    expect(welch(ten, new Array(10).fill(0))).toBeCloseTo(studentTails(t, 9), 14);
  });

  it("tells constants apart", () => {
    expect(welch([1, 1, 1], [1, 1, 1])).toBe(1);
    expect(welch([1, 1, 1], [2, 2, 2])).toBe(0);
  });
});

describe("what goes with them", () => {
  it("moments are those of a sample", () => {
    expect(moments(ten).mean).toBe(4.5);
    expect(moments(ten).sd ** 2).toBeCloseTo(55 / 6, 13);
  });

  it("chances of hits are a binomial distribution's", () => {
    expect(atLeast(0, 5, 0.3)).toBeCloseTo(1, 14);
    expect(atLeast(1, 3, 0.5)).toBeCloseTo(7 / 8, 14);
    expect(atLeast(5, 5, 0.1)).toBeCloseTo(1e-5, 15);
  });
});
