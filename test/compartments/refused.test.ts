import { describe, expect, it } from "vitest";
import { formula, timed } from "../../src/equations/index.js";
import {
  byPlace,
  compartments,
  network,
  type PopulationOptions,
  population,
  synapses,
} from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV, nA, parseQuantity } from "../../src/units/index.js";
import {
  Cm,
  cell,
  finer,
  LEAK,
  neuron,
  passive,
  points,
  Ri,
  refused,
  without,
  withText,
} from "../helpers/wrongCells.js";

// What users get wrong in compartments(): each is one UserError that names the value and what was expected.

const infinite = (value: number) => Cm.times(value);

describe("capacitance and resistivity", () => {
  refused({
    "Cm of another unit": [() => neuron({ Cm: mV(1) }), "invalid Cm: 1 mV; expected"],
    "Cm not per area": [() => neuron({ Cm: parseQuantity("1 uF") }), "invalid Cm: 1 uF; expected"],
    "Cm as a number": [() => neuron({ Cm: 0.01 }), "invalid Cm: 0.01"],
    "Cm of 0": [() => neuron({ Cm: infinite(0) }), "invalid Cm: 0"],
    "negative Cm": [() => neuron({ Cm: infinite(-1) }), "invalid Cm: -0.01"],
    "Cm that is not a number": [() => neuron({ Cm: infinite(Number.NaN) }), "invalid Cm: NaN"],
    "infinite Cm": [
      () => neuron({ Cm: infinite(Number.POSITIVE_INFINITY) }),
      "invalid Cm: Infinity",
    ],
    "Cm null": [() => neuron({ Cm: null }), "invalid Cm: null; expected"],
    "Cm as a function": [() => neuron({ Cm: () => 1 }), "invalid Cm: function Cm; expected"],
    "Cm of another morphology": [
      () => neuron({ Cm: byPlace(finer, Cm, []) }),
      "invalid Cm: 10 values; expected 5",
    ],
    "Cm negative at a place": [
      () => neuron({ Cm: byPlace(cell, Cm, [[cell.dendrite, infinite(-1)]]) }),
      "invalid Cm[1]: -0.01",
    ],
    "Cm over time": [
      () => neuron({ Cm: timed([Cm, Cm], ms(1)) }),
      "invalid Cm: 2 values over time",
    ],
    "Cm as text of another unit": [() => neuron({ Cm: "1*mV" }), "inconsistent units: Cm must be"],
    "Cm as text that reads what there is not": [
      () => neuron({ Cm: "toString" }),
      "unknown name: toString",
    ],
    "Cm among the parameters": [
      () => neuron({ parameters: { ...passive, Cm } }),
      "invalid parameter: Cm; it is an option of its own",
    ],
    "Ri of another unit": [() => neuron({ Ri: mV(1) }), "invalid Ri: 1 mV; expected"],
    "Ri not times length": [
      () => neuron({ Ri: parseQuantity("150 ohm") }),
      "invalid Ri: 150 ohm; expected",
    ],
    "Ri as a number": [() => neuron({ Ri: 150 }), "invalid Ri: 150; expected a resistivity"],
    "Ri as text": [() => neuron({ Ri: "150 ohm cm" }), 'invalid Ri: "150 ohm cm"; expected'],
    "Ri of 0": [() => neuron({ Ri: Ri.times(0) }), "invalid Ri: 0"],
    "negative Ri": [() => neuron({ Ri: Ri.times(-1) }), "invalid Ri: -1.5"],
    "Ri that is not a number": [() => neuron({ Ri: Ri.times(Number.NaN) }), "invalid Ri: NaN"],
    "infinite Ri": [
      () => neuron({ Ri: Ri.times(Number.POSITIVE_INFINITY) }),
      "invalid Ri: Infinity",
    ],
    "Ri by place": [() => neuron({ Ri: byPlace(cell, Ri, []) }), "invalid Ri: ["],
    "Ri null": [() => neuron({ Ri: null }), "invalid Ri: null; expected"],
  });

  it("Cm as text that is no number is refused when it is worked out", async () => {
    const broken = neuron({ Cm: "0.01*farad/metre**2*log(-1)" });
    await expect(run(network({ populations: [broken], duration: ms(1) }))).rejects.toThrow(
      "invalid Cm of neuron: NaN for element 0; expected finite numbers",
    );
  });
});

describe("what is missing, misspelt or of another kind", () => {
  const call = compartments as (name: unknown, options?: unknown) => unknown;
  const unknown = "unknown option of compartments";
  refused({
    "no Cm": [without("Cm"), "missing Cm"],
    "no Ri": [without("Ri"), "Ri"],
    "no morphology": [without("morphology"), "invalid morphology: undefined"],
    "no equations": [without("equations"), "invalid equations: undefined"],
    "no parameters": [without("parameters"), "unknown name: gL"],
    "no options": [() => call("neuron"), "invalid options of compartments"],
    "no name": [
      () => call(undefined, { morphology: cell, equations: LEAK, Cm, Ri, parameters: passive }),
      "invalid population name: undefined",
    ],
    "__proto__ as a name": [
      () => call("__proto__", { morphology: cell, equations: LEAK, Cm, Ri, parameters: passive }),
      "invalid population name",
    ],
    "a morphology as plain data": [
      () => neuron({ morphology: cell.toJSON() }),
      "invalid morphology: { kind, sections }",
    ],
    "a morphology as text": [() => neuron({ morphology: "cell.swc" }), "invalid morphology"],
    "a misspelt option": [() => neuron({ morpology: cell }), 'did you mean "morphology"?'],
    "cell for cells": [() => neuron({ cell: 2 }), 'did you mean "cells"?'],
    N: [() => neuron({ N: 5 }), `${unknown}: N`],
    "an option toString": [() => neuron({ toString: 1 }), `${unknown}: toString`],
    "an option constructor": [() => neuron({ constructor: 1 }), `${unknown}: constructor`],
    "a method there is not": [() => neuron({ method: "toString" }), "unknown method: toString"],
    "an initial value of no variable": [
      () => neuron({ initial: { V: mV(1) } }),
      'unknown state variable: V; expected v; did you mean "v"?',
    ],
    "an initial value of the geometry": [
      () => neuron({ initial: { area: parseQuantity("1 um^2") } }),
      "unknown state variable: area",
    ],
    "initial v as a number": [
      () => neuron({ initial: { v: -65 } }),
      "invalid initial v: -65; expected a quantity: voltage",
    ],
    "too few initial values": [
      () => neuron({ initial: { v: mV([1, 2]) } }),
      "invalid initial v: 2 values; expected 5",
    ],
  });

  const cells = "expected a whole number from 1 to 10000000";
  refused(
    Object.fromEntries(
      [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9, "2", null, 1n, [2]].map((given) => [
        `cells: ${typeof given} ${String(given)}`,
        [() => neuron({ cells: given }), cells],
      ]),
    ),
  );
  refused({
    "more than ten million compartments together": [
      () => neuron({ cells: 1e7 }),
      "invalid cells: 10000000, of 5 compartments each; expected at most 10000000",
    ],
    "values for one cell where there are three": [
      () => neuron({ cells: 3, parameters: { ...passive, I: byPlace(cell, nA(0), []) } }),
      "invalid I: 5 values; expected 15",
    ],
  });
});

describe("the membrane's current", () => {
  const smooth = "it has no derivative by v, which the implicit step needs";
  const noise = "noise goes into differential equations only";
  refused({
    none: [() => withText("x : 1", {}), "missing Im"],
    misspelt: [() => withText("im = gL*(EL - v) : amp/metre**2"), "missing Im"],
    "only a parameter": [() => withText("x : 1", { Im: parseQuantity("1 A/m^2") }), "invalid Im"],
    "not per area": [() => withText("Im = 1*nA : amp"), "invalid Im: current (A); expected"],
    "without a unit": [() => withText("Im = 1 : 1"), "invalid Im: a plain number; expected"],
    "of another unit than it says": [
      () => withText("Im = 1*nA : amp/metre**2"),
      "inconsistent units: Im must be",
    ],
    "equations as a number": [() => withText(5), "invalid equations"],
    "with xi": [() => withText(`${LEAK.replace(" :", " + 1*amp/metre**2*xi*ms**0.5 :")}`), noise],
    "with a noise of a name": [
      () => withText(`${LEAK.replace(" :", " + 1*amp/metre**2*xi_1*ms**0.5 :")}`),
      noise,
    ],
    "with xi in a subexpression": [
      () => withText("Im = s : amp/metre**2\ns = 1*amp/metre**2*xi*ms**0.5 : amp/metre**2"),
      noise,
    ],
    "xi in a point current": [
      () => withText(`${LEAK}\nI = 1*nA*xi*ms**0.5 : amp (point current)`),
      noise,
    ],
    "with draws": [() => withText("Im = gL*EL*rand() : amp/metre**2"), "unknown function: rand"],
    "with a comparison of v": [
      () => withText("Im = gL*(EL - v)*int(v > -50*mV) : amp/metre**2"),
      `invalid Im: ${smooth}`,
    ],
    "with the sign of v": [() => withText("Im = gL*mV*sign(v) : amp/metre**2"), smooth],
    "with floor of v": [() => withText("Im = gL*mV*floor(v/mV) : amp/metre**2"), smooth],
    "with a remainder of v": [() => withText("Im = gL*(v % (10*mV)) : amp/metre**2"), smooth],
    "with a jump in a subexpression": [
      () => withText("Im = gL*EL*open : amp/metre**2\nopen = int(v > -50*mV) : 1"),
      smooth,
    ],
    "with a jump in a formula": [
      () =>
        withText("Im = gL*EL*open(v/mV) : amp/metre**2", {
          ...passive,
          open: formula("x", "floor(x)"),
        }),
      smooth,
    ],
    "with a jump in a point current": [
      () => withText(`${LEAK}\nI = 1*nA*int(v > -50*mV) : amp (point current)`),
      `invalid I: ${smooth}`,
    ],
    "a point current in volt": [
      () => withText(`${LEAK}\nI : volt (point current)`),
      "invalid point current: I is declared as voltage (V); expected a current",
    ],
    "a point current per area": [
      () => withText(`${LEAK}\nI : amp/metre**2 (point current)`),
      "invalid point current: I is declared as m^-2 A; expected a current",
    ],
    "a truth value as a point current": [
      () => withText(`${LEAK}\nI : boolean (point current)`),
      "invalid point current: I is declared as",
    ],
    "Im as a point current": [
      () => withText(`${LEAK} (point current)`),
      "invalid point current: Im is declared as m^-2 A; expected a current",
    ],
    "a misspelt flag": [
      () => withText(`${LEAK}\nI : amp (point curent)`),
      "unknown flag: point curent; expected one of",
    ],
    "a point current given in mV": [
      () => neuron({ parameters: { ...passive, I: mV(1) } }),
      "invalid I: 1 mV",
    ],
    "a point current of another unit by place": [
      () => neuron({ parameters: { ...passive, I: byPlace(cell, mV(0), []) } }),
      "invalid I: [0 0 0 0 0] V",
    ],
    "point neurons with a point current": [
      () =>
        population("p", {
          N: 1,
          equations: "dv/dt = -v/ms : volt\nI : amp (point current)",
        } as PopulationOptions),
      "invalid flag: I is a (point current), which goes with compartments() only",
    ],
    "synapses with a point current": [
      () =>
        synapses("s", {
          from: points,
          to: neuron(),
          connection: { rule: "allToAll" },
          equations: "I : amp (point current)",
          onPre: "I += 1*nA",
        }),
      "unknown flag: point current",
    ],
  });

  it("may have kinks in v, jumps in time, and names like those of every object", () => {
    for (const equations of [
      "Im = gL*clip(EL - v, -10*mV, 10*mV) : amp/metre**2",
      "Im = gL*abs(EL - v) : amp/metre**2",
      "Im = gL*(EL - v)*int(t > 1*ms) : amp/metre**2",
      "Im = constructor : amp/metre**2\nconstructor = gL*(EL - v)*(1 + toString) : amp/metre**2\ntoString : 1",
      `${LEAK}\nhasOwnProperty : amp (point current)`,
    ])
      expect(() => withText(equations)).not.toThrow();
  });
});
