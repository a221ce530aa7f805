import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { cylinder } from "../../src/morphology/index.js";
import {
  byPlace,
  changed,
  compartments,
  network,
  slice,
  synapses,
} from "../../src/network/index.js";
import { uniform } from "../../src/random/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV, nA, um } from "../../src/units/index.js";
import { brokenBy } from "../helpers/junk.js";
import {
  Cm,
  cell,
  LEAK,
  neuron,
  passive,
  points,
  refused,
  THRESHOLD,
  withText,
} from "../helpers/wrongCells.js";

// Values that would be accepted in silence, and what is put together by hand.

const running = (given: object) => run(network({ populations: [neuron(given)], duration: ms(1) }));

describe("a capacitance that is not more than 0", () => {
  it.each([
    ["as text", { Cm: "-0.01*farad/metre**2" }],
    ["as text, 0", { Cm: "0*farad/metre**2" }],
    ["in a list", { Cm: [1, 2, 3, 4, -5].map((x) => Cm.times(x)) }],
    ["in a list, 0", { Cm: [1, 2, 3, 4, 0].map((x) => Cm.times(x)) }],
    ["drawn", { Cm: uniform(Cm.times(-1), Cm.times(-0.5)) }],
  ])("%s", async (_, given) => {
    await expect((async () => running(given))()).rejects.toThrow("invalid Cm");
  });

  it.each([0, -1])("changed to %i", (factor) => {
    const given = network({ populations: [neuron()], duration: ms(1) });
    expect(() => changed(given, { parameters: { neuron: { Cm: Cm.times(factor) } } })).toThrow(
      "invalid Cm",
    );
  });
});

describe("words", () => {
  refused({
    "no Ri": [
      () =>
        compartments("neuron", {
          morphology: cell,
          equations: LEAK,
          Cm,
          parameters: passive,
        } as never),
      "missing Ri",
    ],
    // m^-4 kg^-1 s^4 A^2 and m^3 kg s^-3 A^-2 help nobody; the user declared no Cm
    "Cm of another unit": [() => neuron({ Cm: mV(1) }), "uF/cm^2"],
    "Cm as a number": [() => neuron({ Cm: 0.01 }), "uF/cm^2"],
    "Ri of another unit": [() => neuron({ Ri: mV(1) }), "ohm cm"],
    // Im is there, but not as a subexpression
    "Im as a declared variable": [() => withText("Im : amp/metre**2", {}), "invalid Im"],
    "Im with a differential equation": [
      () => withText("dIm/dt = -Im/ms : amp/metre**2", {}),
      "invalid Im",
    ],
  });
});

describe("what would have no effect", () => {
  const simulation = () => network({ populations: [neuron()], duration: ms(1) });
  refused({
    // the neuron would never spike
    "a threshold at no place": [() => neuron({ ...THRESHOLD, at: [] }), "invalid place"],
    "a value at no place": [() => byPlace(cell, nA(0), [[[], nA(1)]]), "invalid place"],
    "a slice at a place with an end": [
      () => (slice as (...args: unknown[]) => unknown)(neuron(), cell.dendrite, 2),
      "slice",
    ],
    // the threshold is in the soma, so that none of these synapses ever carries a spike
    "synapses from a place without the threshold": [
      () => {
        const from = neuron({ ...THRESHOLD, at: cell });
        return network({
          populations: [from, points],
          synapses: [
            synapses("s", {
              from: slice(from, cell.dendrite.compartment(2)),
              to: points,
              connection: { rule: "allToAll" },
              onPre: "x += 1",
            }),
          ],
          duration: ms(1),
        });
      },
      "threshold",
    ],
  });
  refused(
    Object.fromEntries(
      ["length", "diameter", "distance"].map((name) => [
        `another ${name} by changed()`,
        [
          () => changed(simulation(), { parameters: { neuron: { [name]: um(2) } } }),
          `invalid parameter: ${name}`,
        ],
      ]),
    ),
  );
  it("area changed, of its own unit", () => {
    const area = um(2).times(um(1));
    expect(() => changed(simulation(), { parameters: { neuron: { area } } })).toThrow(UserError);
  });
});

describe("what is put together by hand", () => {
  const given = neuron(THRESHOLD);
  const { shape } = given;
  const by = (changes: object) => () =>
    network({ populations: [{ ...given, ...changes } as never], duration: ms(1) });
  const morphologies = {
    undefined: undefined,
    null: null,
    "a number": 5,
    "an empty object": {},
    "no sections": { kind: "morphology" },
    "a section that is none": { kind: "morphology", sections: [1] },
    "a shape of another kind": {
      kind: "morphology",
      sections: [{ name: "", parent: -1, shape: { kind: "toString" } }],
    },
  };
  refused(
    Object.fromEntries(
      Object.entries(morphologies).map(([name, morphology]) => [
        `a shape by hand with a morphology: ${name}`,
        [by({ shape: { ...shape, morphology } }), "invalid"],
      ]),
    ),
  );
  refused({
    "an empty shape": [by({ shape: {} }), "invalid"],
    "a number as a shape": [by({ shape: 5 }), "invalid"],
    "a member that a shape has not": [by({ shape: { ...shape, foo: 1 } }), "unknown"],
    "cells as text": [by({ shape: { ...shape, cells: "1" } }), "invalid cells"],
    "a threshold beyond the cell": [
      by({ shape: { ...shape, spikesAt: { first: 3, end: 99 } } }),
      "invalid",
    ],
    "a threshold before its start": [
      by({ shape: { ...shape, spikesAt: { first: 3, end: 1 } } }),
      "invalid",
    ],
    "a threshold at a number": [by({ shape: { ...shape, spikesAt: 1 } }), "invalid"],
    // RangeError: Invalid typed array length
    "more values than memory": [
      () =>
        byPlace(cylinder({ diameter: um(1), length: um(100), n: 1000 }), nA(0), [], { cells: 1e7 }),
      "invalid cells",
    ],
    "parameters: null": [() => neuron({ parameters: null }), "invalid parameters"],
  });

  it("junk as equations or parameters", async () => {
    const broken: string[] = [];
    for (const [name, good] of Object.entries({ equations: LEAK, parameters: passive }))
      broken.push(
        ...(await brokenBy(
          (value: unknown) =>
            neuron({ equations: LEAK, parameters: passive, initial: {}, [name]: value }),
          [good],
        )),
      );
    expect(broken).toEqual([]);
  });
});
