import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import {
  bestScale,
  cm,
  DimensionError,
  Hz,
  metre,
  mM,
  mm,
  molar,
  mV,
  nA,
  nM,
  nm,
  nS,
  parseQuantity,
  parseUnit,
  pF,
  pS,
  QuantityArray,
  radian,
  seconds,
  type Unit,
  uM,
  um,
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

describe("the units of published models", () => {
  // every name of a unit that the examples of Brian 2 use, with its size in SI units there
  it.each<[string, number]>([
    ["ms", 1e-3],
    ["us", 1e-6],
    ["second", 1],
    ["1/second", 1],
    ["1/ms", 1e3],
    ["Hz", 1],
    ["mV", 1e-3],
    ["volt", 1],
    ["nvolt", 1e-9],
    ["mV**-1", 1e3],
    ["mV**2", 1e-6],
    ["amp", 1],
    ["ampere", 1],
    ["uA", 1e-6],
    ["nA", 1e-9],
    ["pA", 1e-12],
    ["siemens", 1],
    ["msiemens", 1e-3],
    ["nsiemens", 1e-9],
    ["mS", 1e-3],
    ["uS", 1e-6],
    ["nS", 1e-9],
    ["ohm", 1],
    ["Mohm", 1e6],
    ["Gohm", 1e9],
    ["uF", 1e-6],
    ["ufarad", 1e-6],
    ["nF", 1e-9],
    ["pF", 1e-12],
    ["pfarad", 1e-12],
    ["coulomb", 1],
    ["kelvin", 1],
    ["metre", 1],
    ["meter", 1],
    ["meter**2", 1],
    ["metre**3", 1],
    ["cm", 1e-2],
    ["cmeter", 1e-2],
    ["cm**2", 1e-4],
    ["cm**-2", 1e4],
    ["mm", 1e-3],
    ["mmeter", 1e-3],
    ["um", 1e-6],
    ["umetre**2", 1e-12],
    ["uF/cm**2", 1e-2],
    ["msiemens/cm**2", 10],
    ["amp/meter**2", 1],
    ["ohm*cm", 1e-2],
    ["molar", 1e3],
    ["mmolar", 1],
    ["umolar", 1e-3],
    ["mM", 1],
    ["nM", 1e-6],
    ["mole/litre", 1e3],
    ["umolar/second", 1e-3],
    ["radian", 1],
    ["ms**0", 1],
    ["joule/kelvin", 1],
  ])("reads %s", (text, scale) => {
    expect(parseUnit(text).scale / scale).toBeCloseTo(1, 14);
  });

  it("have constructors, with the sizes that their names have in text", () => {
    for (const unit of [metre, cm, mm, um, nm, molar, mM, uM, nM, radian])
      expect([parseUnit(unit.symbol).scale, parseUnit(unit.symbol).dimension]).toEqual([
        unit.scale,
        unit.dimension,
      ]);
    expect(`${uM([1, 2.5])}`).toBe("[0.001 0.0025] mol/m^3");
    expect(molar(1).in(mM)).toBe(1000);
    expect(radian(2).value).toBe(2);
    expect(um(3).over(cm(1)).value).toBeCloseTo(3e-4, 18);
  });

  it("do not take prefixes that nobody uses", () => {
    for (const text of ["ds", "cV", "dM", "hs"])
      expect(() => parseUnit(text)).toThrow("unknown unit");
    expect(() => parseUnit("1 mV")).toThrow("without a number");
    expect(() => parseUnit("2/second")).toThrow("without a number");
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
