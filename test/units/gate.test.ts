import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkChoice,
  checkOptions,
  requireWholeNumber,
  shown,
  UserError,
} from "../../src/base/index.js";
import {
  DimensionError,
  Hz,
  lower,
  lowerAll,
  mA,
  ms,
  mV,
  nA,
  nS,
  pA,
  parseQuantity,
  pS,
  Quantity,
  seconds,
  uV,
  volt,
} from "../../src/units/index.js";

describe("the gate", () => {
  it("lets quantities of the dimension expected through, as SI numbers", () => {
    expect(lower("delay", ms(2), "time")).toBe(0.002);
    expect(lower("p", 0.5, "dimensionless")).toBe(0.5);
    expect(lower("ratio", pS(3).over(pS(2)), "dimensionless")).toBe(1.5);
    expect(Array.from(lowerAll("v", mV([1, 2]), "voltage"))).toEqual([0.001, 0.002]);
    expect(Array.from(lowerAll("v", [mV(1), volt(2)], "voltage"))).toEqual([0.001, 2]);
    expect(Array.from(lowerAll("q", [1, 2], "dimensionless"))).toEqual([1, 2]);
    expect(Array.from(lowerAll("q", Int16Array.of(3), "dimensionless"))).toEqual([3]);
  });

  it.each<[unknown, string]>([
    [mV(2), "invalid delay: 2 mV; expected time (s), got voltage (V)"],
    [0.005, "invalid delay: 0.005; expected a quantity: time (s)"],
    ["5*ms", "invalid delay: 5*ms; expected a quantity: time (s)"],
    [ms(Number.NaN), "invalid delay: NaN s; expected a finite value"],
    [ms(Number.POSITIVE_INFINITY), "expected a finite value"],
    [ms(-5), "invalid delay: -5 ms; expected 0 s or more"],
    [seconds(10), "invalid delay: 10 s; expected at most 1 s"],
    [null, "invalid delay: null"],
    [undefined, "invalid delay: undefined"],
    [ms([1, 2]), "invalid delay: [1 2] ms; expected a quantity"],
    [{ value: 1 }, "invalid delay: { value }; expected a quantity"],
    [Object.create(null), "invalid delay: {}"],
    [Symbol("x"), "invalid delay: Symbol(x)"],
  ])("refuses %s", (value, message) => {
    const pass = () => lower("delay", value, "time", { least: 0, most: 1 });
    expect(pass).toThrow(UserError);
    expect(pass).toThrow(message);
  });

  it("names the element of an array that does not fit", () => {
    expect(() => lowerAll("v", [mV(1), pA(2)], "voltage")).toThrow(
      "invalid v[1]: 2 pA; expected voltage (V), got current (A)",
    );
    expect(() => lowerAll("v", mV([1, Number.NaN]), "voltage")).toThrow("invalid v[1]: NaN V");
    expect(() => lowerAll("v", [1, 2], "voltage")).toThrow("invalid v[0]: 1; expected a quantity");
    expect(() => lowerAll("v", Float64Array.of(1), "voltage")).toThrow("invalid v: plain numbers");
    expect(() => lowerAll("v", mV(1), "voltage")).toThrow("expected an array of quantities");
    expect(() => lowerAll("v", "ab", "voltage")).toThrow("invalid v: ab; expected an array");
    expect(() => lowerAll("v", mV([1, 2, 3]), "voltage", { count: 2 })).toThrow(
      "invalid v: 3 values; expected 2",
    );
    expect(() => lowerAll("rates", Hz([1, -2]), "rate", { least: 0 })).toThrow(
      "invalid rates[1]: -2 Hz; expected 0 Hz or more",
    );
    expect(() => lowerAll("q", [1, undefined], "dimensionless")).toThrow("invalid q[1]: undefined");
    // biome-ignore lint/suspicious/noSparseArray: what users may write by mistake
    expect(() => lowerAll("q", [1, , 2], "dimensionless")).toThrow("invalid q[1]: undefined");
  });

  it("gives copies", () => {
    const given = mV([1, 2]);
    const lowered = lowerAll("v", given, "voltage");
    given.values[0] = 5;
    expect(lowered[0]).toBe(0.001);
  });
});

describe("options", () => {
  it("are known or refused, with the nearest name", () => {
    const names = ["equations", "threshold", "reset"];
    checkOptions("population", { threshold: 1 }, names);
    checkOptions("population", undefined, names);
    expect(() => checkOptions("population", { treshold: 1 }, names)).toThrow(
      'unknown option of population: treshold; expected one of equations, threshold, reset; did you mean "threshold"?',
    );
    for (const odd of ["a", 3, null, [1]])
      expect(() => checkOptions("population", odd, names)).toThrow("invalid options of population");
    for (const name of ["toString", "constructor", "__proto__"])
      expect(() =>
        checkOptions("f", Object.defineProperty({}, name, { value: 1, enumerable: true }), names),
      ).toThrow(`unknown option of f: ${name}`);
    expect(() => checkChoice("when", "befor", ["before", "after"])).toThrow(
      'invalid when: befor; expected one of before, after; did you mean "before"?',
    );
    expect(() => requireWholeNumber("N", true, 1, 2)).toThrow("invalid N: true; expected a whole");
    expect(shown({ a: 1, b: 2 })).toBe("{ a, b }");
    expect(shown([1, [2], "x"])).toBe('[1, [2], "x"]');
  });
});

describe("arithmetic of quantities", () => {
  it("acts on arrays from both sides", () => {
    expect(`${mV(2).times(mV([1, 2]).over(mV(1)))}`).toBe("[2 4] mV");
    expect(`${mV(2).plus(mV([1, 2]))}`).toBe("[3 4] mV");
    expect(`${mV(2).minus(mV([1, 2]))}`).toBe("[1 0] mV");
    expect(Array.from(mV(2).over(ms([1, 2])).values)).toEqual([2, 1]);
    expect(mV(2).over(ms([1])).dimension).toEqual(volt.per(seconds).dimension);
  });

  it("refuses what is no operand", () => {
    for (const odd of ["2", undefined, null, {}, [1], true])
      for (const act of ["times", "over", "plus", "minus", "compare"] as const)
        for (const left of [mV(1), mV([1, 2])])
          if (act in left)
            expect(() => (left as never as Record<string, (x: unknown) => void>)[act](odd)).toThrow(
              UserError,
            );
    expect(() => mV(1).power("2" as never)).toThrow("invalid exponent");
    expect(() => mV(1).in("mV" as never)).toThrow("invalid unit");
    expect(() => mV("3" as never)).toThrow('invalid value for mV: "3"');
    expect(() => mV([1, "3" as never])).toThrow('invalid value for mV: "3"');
    expect(() => mV(null as never)).toThrow("invalid value for mV: null");
    expect(() => volt.per(3 as never)).toThrow("invalid unit");
    expect(() => mV(1).plus(pA([1]) as never)).toThrow(DimensionError);
  });
});

describe("numbers in units", () => {
  it("are the nearest of the decimal that was written, whatever the unit", () => {
    expect(nA(0.1).in(pA)).toBe(100);
    expect(mA(0.07).in(nA)).toBe(70000);
    expect(uV(587).in(mV)).toBe(0.587);
    expect(nS(4.3).in(pS)).toBe(4300);
    const units = [pA, nA, mA];
    fc.assert(
      fc.property(
        fc.integer({ min: -999999, max: 999999 }),
        fc.constantFrom(...units),
        fc.constantFrom(...units),
        (n, from, to) => {
          const shift = Math.round(Math.log10(from.scale / to.scale));
          expect(from(n / 1000).in(to)).toBe(Number(`${n}e${shift - 3}`) + 0);
        },
      ),
    );
  });

  it("read back to the same value from 17 digits", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.constantFrom(pA, mV, nS, Hz, seconds, volt.per(seconds)),
        (number, unit) => {
          const quantity = (unit as typeof mV)(number) as Quantity;
          expect(Object.is(parseQuantity(quantity.format(17)).value + 0, quantity.value + 0)).toBe(
            true,
          );
        },
      ),
      { numRuns: 2000 },
    );
    expect(() => mV(1).format(0)).toThrow("invalid digits: 0");
    expect(new Quantity(Number.NaN, mV.dimension).format(17)).toBe("NaN V");
  });
});
