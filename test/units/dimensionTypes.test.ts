import { describe, expect, it } from "vitest";
import { nto1 } from "../../src/models/index.js";
import {
  Hz,
  mV,
  nA,
  nS,
  parseQuantity,
  pF,
  pS,
  type Quantity,
  type QuantityArray,
  seconds,
} from "../../src/units/index.js";

/** These lines are checked by tsc (npm run check): an unused @ts-expect-error fails there. */
describe("the type of a dimension", () => {
  it("follows products and quotients", () => {
    const current: Quantity<"current"> = nS(2).times(mV(5));
    const time: Quantity<"time"> = pF(100).over(nS(10));
    const factor: Quantity<"dimensionless"> = pS(3).over(pS(2));
    const any: Quantity = pS(3);
    const array: QuantityArray = pS([1]);
    const unchecked: Quantity<"conductance"> = parseQuantity("3 pS");
    expect([current, time, factor, any, array, unchecked]).toHaveLength(6);
  });

  it("refuses a wrong dimension where one is declared", () => {
    // @ts-expect-error a voltage is no conductance
    expect(() => nto1({ we: mV(3) })).toThrow("invalid we: 3 mV; expected conductance (S)");
    // @ts-expect-error a plain number is no conductance
    expect(() => nto1({ we: 3 })).toThrow("invalid we: 3; expected a quantity: conductance (S)");
    // @ts-expect-error there is no such parameter
    expect(() => nto1({ wee: pS(3) })).toThrow(/unknown parameter of nto1: wee.*did you mean "we"/);
    // @ts-expect-error voltage and conductance cannot be added
    expect(() => pS(1).plus(mV(1))).toThrow();
    // @ts-expect-error nor can one be read in the other's unit
    expect(() => pS(1).in(mV)).toThrow();
    // @ts-expect-error current over voltage is a conductance
    const voltage: Quantity<"voltage"> = nA(1).over(mV(1));
    expect(voltage.dimension).toEqual(nS(1).dimension);
    expect(() => nto1({ duration: seconds(Number.NaN) })).toThrow(/expected a finite value/);
    expect(() => nto1({ meanRate: Hz(-1) })).toThrow(/invalid meanRate/);
  });
});
