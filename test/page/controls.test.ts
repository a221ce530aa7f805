import { afterEach, describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import {
  type Control,
  checkbox,
  choice,
  number,
  seed,
  slider,
  text,
  useControls,
} from "../../src/page/controls/index.js";
import { ms, mV, pS } from "../../src/units/index.js";

/** The control that a call makes. */
function controlOf(make: () => unknown): Control {
  let made: Control | undefined;
  useControls((control) => {
    made = control as Control;
    return control.valueAt(control.start);
  });
  make();
  return made as Control;
}

afterEach(() => useControls((control) => control.valueAt(control.start)));

describe("controls in Node", () => {
  it("have the value that their author gave them, itself", () => {
    const given = pS(15);
    expect(slider("we", given, { from: pS(0), to: pS(30) })).toBe(given);
    expect(slider("x", 0.3, { from: 0, to: 1 })).toBe(0.3);
    expect(number("N", 100)).toBe(100);
    expect(choice("method", "rk4", ["euler", "rk4"])).toBe("rk4");
    expect(checkbox("noisy", true)).toBe(true);
    expect(text("equations", "dv/dt = 1*volt/second : volt")).toMatch(/^dv/);
    expect(seed("seed", 3)).toBe(3);
  });

  it("move in the unit that suits them, to the very quantities that an author would write", () => {
    const control = controlOf(() =>
      slider("we", pS(15), { from: pS(0), to: pS(30), step: pS(0.5) }),
    );
    expect(control.form).toEqual({ kind: "slider", from: 0, to: 30, step: 0.5, unit: "pS" });
    for (const value of [0, 0.5, 7.5, 22.5, 30])
      expect((control.valueAt(value) as { value: number }).value).toBe(pS(value).value);
    expect(control.textAt(7.5)).toBe("7.5 pS");
    expect(controlOf(() => slider("x", 2, { from: 0, to: 10 })).form).toMatchObject({ step: 0.1 });
    // the value at the start can be reached again
    expect(controlOf(() => slider("x", 0.2, { from: 0.1, to: 400 })).form).toMatchObject({
      step: 0.1,
    });
    expect(controlOf(() => slider("x", 1 / 3, { from: 0, to: 1 })).form).toMatchObject({
      step: undefined,
    });
    expect(controlOf(() => number("T", ms(20))).form).toMatchObject({ unit: "ms" });
  });

  it.each<[() => unknown, RegExp]>([
    [
      () => slider("we", pS(40), { from: pS(0), to: pS(30) }),
      /invalid value of slider we: 40 pS; expected .*at most 30 pS/,
    ],
    [
      () => slider("we", pS(4), { from: mV(0) as never, to: pS(30) }),
      /invalid from of slider we: 0 V; expected conductance/,
    ],
    [
      () => slider("we", pS(4), { from: pS(30), to: pS(0) }),
      /invalid bounds of slider we: 30 pS to 0 S/,
    ],
    [() => slider("we", pS(4), undefined as never), /missing options of slider we/],
    [() => slider("", 1, { from: 0, to: 2 }), /invalid name of a slider: ""/],
    [
      () => slider("x", 1, { from: 0, to: 2, stepp: 1 } as never),
      /unknown option of slider: stepp.*did you mean "step"/,
    ],
    [() => slider("x", 1, { from: 0, to: 2, step: 0 }), /invalid step of slider x: 0/],
    [
      () => slider("x", "1" as never, { from: 0 as never, to: 2 as never }),
      /invalid value of slider x: "1"/,
    ],
    [() => number("N", Number.NaN), /invalid value of number N: NaN/],
    [
      () => choice("m", "euler" as never, ["heun", "rk4"]),
      /invalid value of choice m: "euler"; expected one of heun, rk4/,
    ],
    [() => choice("m", "a" as never, []), /invalid choices of m/],
    [() => choice("m", "a", ["a", "a"]), /invalid choices of m: a twice/],
    [() => checkbox("b", 1 as never), /invalid value of checkbox b: 1; expected true or false/],
    [() => seed("s", -1), /invalid value of seed s: -1/],
    [() => text("t", 1 as never), /invalid value of text t: 1; expected text/],
    [() => text("t", "x", { label: 1 as never }), /invalid label: 1/],
  ])("refuse what they cannot be (%#)", (make, message) => {
    expect(make).toThrow(UserError);
    expect(make).toThrow(message);
  });
});
