import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import {
  bestScale,
  DimensionError,
  Hz,
  mV,
  nA,
  nS,
  parseQuantity,
  parseUnit,
  pF,
  pS,
  QuantityArray,
  seconds,
  type Unit,
  volt,
} from "../../src/units/index.js";

describe("quantities", () => {
  it("keep SI values and give back the number they were made of", () => {
    expect(pS(15).value).toBe(15 * 1e-12);
    expect(pS(15).in(pS)).toBe(15);
    expect(pS(15).in(nS)).toBe(0.015);
    expect(Array.from(pS([0, 2.5, 5]).in(pS))).toEqual([0, 2.5, 5]);
    const decimal = fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1000);
    fc.assert(
      fc.property(decimal, (number) => {
        for (const unit of [pS, nS, mV, volt, Hz] as unknown as Unit<never>[])
          expect(unit(number).in(unit)).toBe(number);
      }),
    );
  });

  it("are shown in the unit whose number is nearest to 10, as Brian shows them", () => {
    expect(`${pS(15 * (6500 / 400))}`).toBe("243.75 pS");
    expect(`${pS(9750)}`).toBe("9.75 nS");
    expect(`${nS(0.335195113)}`).toBe("0.33519511 nS");
    expect(`${pS(0)}`).toBe("0 S");
    expect(`${mV(-64.999999913862)}`).toBe("-64.99999991 mV");
    expect(`${mV([-65, -54.5])}`).toBe("[-65 -54.5] mV");
    expect(inspect([pS(15)])).toBe("[ 15 pS ]");
    expect(bestScale([0, Number.NaN], mV(1).dimension)).toEqual({ scale: 1, prefix: "" });
  });

  it("check dimensions when added, and combine them when multiplied", () => {
    expect(pS(3).plus(nS(1)).in(pS)).toBeCloseTo(1003, 9);
    expect(nS(2).times(mV(5)).in(nA)).toBeCloseTo(0.01, 15);
    expect(pF(100).over(nS(10)).in(seconds)).toBeCloseTo(0.01, 15);
    expect(() => pS(3).plus(mV(1) as never)).toThrow(
      "inconsistent units: 3 pS + 1 mV: conductance (S) and voltage (V)",
    );
    expect(() => pS(3).plus(4 as never)).toThrow(/the second has no unit; expected conductance/);
    expect(() => pS(3).in(mV as never)).toThrow(DimensionError);
    expect(() => pS([1, 2]).plus(pS([1, 2, 3]))).toThrow("invalid lengths: 2 and 3 quantities");
    expect(() => QuantityArray.from([pS(1), mV(1) as never])).toThrow(DimensionError);
  });

  it("do not pass for plain numbers", () => {
    expect(() => Number(pS(3))).toThrow(DimensionError);
    expect(() => (pS(3) as never as number) * 2).toThrow(
      /a quantity with a unit is not a plain number/,
    );
    expect(() => Math.max(...(pS([1, 2]) as never as number[]))).toThrow(DimensionError);
    expect(Number(pS(3).over(pS(2)))).toBe(1.5);
  });

  it("take square roots and powers", () => {
    const noise = parseQuantity("8 pA sqrt(second)");
    expect(noise.value).toBeCloseTo(8e-12, 25);
    expect(noise.dimension).toEqual([0, 0, 0.5, 1, 0, 0, 0]);
    expect(`${noise}`).toBe("8 pA sqrt(s)");
    const product = nA(8e-3).times(seconds(1).squareRoot());
    expect(product.dimension).toEqual(noise.dimension);
    expect(product.value / noise.value).toBeCloseTo(1, 14);
    expect(`${seconds(4).power(-1)}`).toBe("250 mHz");
  });
});

describe("unit algebra", () => {
  const units = [pS, mV, nA, pF, seconds, Hz] as unknown as Unit<never>[];
  const quantity = fc
    .tuple(fc.constantFrom(...units), fc.integer({ min: 1, max: 1000 }))
    .map(([unit, number]) => unit(number));

  it("has products that commute and quotients that undo them", () => {
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        expect(a.times(b).equals(b.times(a))).toBe(true);
        const back = a.times(b).over(b);
        expect(back.dimension).toEqual(a.dimension);
        expect(back.value / a.value).toBeCloseTo(1, 14);
        expect(a.squareRoot().power(2).dimension).toEqual(a.dimension);
      }),
    );
  });

  it("reads back what it prints, to all digits", () => {
    fc.assert(
      fc.property(quantity, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (unit, factor) => {
        const quantity = unit.times(factor);
        const read = parseQuantity(quantity.format(17));
        expect(read.dimension).toEqual(quantity.dimension);
        expect(Math.abs(read.value / quantity.value - 1)).toBeLessThan(4e-16);
      }),
    );
  });
});

describe("parsing", () => {
  it.each([
    ["15 pS", 15e-12, "S"],
    ["15pS", 15e-12, "S"],
    ["-65 mV", -0.065, "V"],
    ["0.7 nS/mV", 0.7e-9 / 1e-3, "S/V"],
    ["0.03 /ms", 30, "Hz"],
    ["2.5e3 Hz", 2500, "Hz"],
    ["3 s^-1", 3, "Hz"],
    ["1.5 µS", 1.5e-6, "S"],
    ["4 msiemens", 4e-3, "S"],
    ["12", 12, "1"],
    ["1 kg m^2 s**-3 A^-1", 1, "V"],
    ["1 A/(m^2)", 1, "m^-2 A"],
    ["2 s^(1/2)", 2, "sqrt(s)"],
  ])("reads %s", (text, value, unit) => {
    const quantity = parseQuantity(text);
    expect(quantity.value / value).toBeCloseTo(1, 14);
    expect(quantity.over(parseUnit(unit === "1" ? "1" : unit)(1)).dimension).toEqual(
      new Array(7).fill(0),
    );
  });

  it.each([
    ["15 pX", /unknown unit: pX in "15 pX"/],
    ["15 pSS", /unknown unit: pSS.*did you mean "pS"/],
    ["pS", /expected a number and a unit/],
    ["15 pS)", /not understood at "\)"/],
    ["", /invalid quantity: ""/],
    ["1e999 s", /the number is too large/],
    ["process.exit(1)", /invalid quantity/],
  ])("refuses %s", (text, message) => {
    expect(() => parseQuantity(text)).toThrow(message);
    expect(() => parseQuantity(text)).toThrow(UserError);
  });
});
