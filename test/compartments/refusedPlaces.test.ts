import { describe, expect, it } from "vitest";
import { every } from "../../src/equations/index.js";
import type { Where } from "../../src/morphology/index.js";
import {
  byPlace,
  changed,
  compartments,
  network,
  type PopulationOptions,
  population,
  slice,
  synapses,
} from "../../src/network/index.js";
import { poisson } from "../../src/program/index.js";
import { uniform } from "../../src/random/index.js";
import { Hz, ms, mV, nA, um } from "../../src/units/index.js";
import { brokenBy, JUNK } from "../helpers/junk.js";
import {
  Cm,
  cell,
  finer,
  LEAK,
  neuron,
  other,
  passive,
  place,
  placed,
  points,
  Ri,
  recorded,
  refused,
  THRESHOLD,
  withText,
} from "../helpers/wrongCells.js";

// What users get wrong with names and places of compartments: each is one UserError.

describe("names that compartments have by themselves", () => {
  for (const name of ["area", "length", "diameter", "distance", "Cm"])
    refused({
      [`${name} declared`]: [
        () => withText(`${LEAK}\n${name} : 1`),
        `invalid equations: they declare ${name}, which compartments have by themselves`,
      ],
      [`${name} as a parameter`]: [
        () => neuron({ parameters: { ...passive, [name]: um(1) } }),
        `invalid parameter: ${name}; `,
      ],
      [`${name} changed by a reset`]: [
        () => neuron({ ...THRESHOLD, reset: `${name} *= 2` }),
        `invalid target: ${name}`,
      ],
      [`${name} changed by an action`]: [
        () => neuron({ actions: [every(ms(1), `${name} *= 2`)] }),
        `invalid target: ${name}`,
      ],
      [`${name} changed by synapses`]: [
        () => {
          const to = neuron();
          return network({
            populations: [to, points],
            synapses: [
              synapses("s", {
                from: points,
                to,
                connection: { rule: "allToAll" },
                onPre: `${name}_post *= 2`,
              }),
            ],
            duration: ms(1),
          });
        },
        `invalid target: ${name}_post`,
      ],
    });
  const own = "invalid equations: they declare v, the voltage, whose equation is that of the cable";
  refused({
    "v declared": [() => withText(`${LEAK}\nv : volt`), own],
    "v with an equation": [() => withText(`${LEAK}\ndv/dt = -v/ms : volt`), own],
    "v with an equation, and no Im": [() => withText("dv/dt = -v/ms : volt", {}), own],
    "v as a subexpression": [() => withText(`${LEAK}\nv = 1*mV : volt`), own],
    "v as a parameter": [
      () => neuron({ parameters: { ...passive, v: mV(1) } }),
      "invalid parameter: v; compartments have it by themselves",
    ],
    "coordinates where there are none": [
      () => withText("Im = gL*(EL - v)*(x/um) : amp/metre**2"),
      "unknown name: x",
    ],
    "point neurons with an area": [
      () => population("p", { N: 1, equations: "dv/dt = -v*area/(um**2*ms) : volt" }),
      "unknown name: area",
    ],
    "point neurons with a morphology": [
      () =>
        population("p", {
          N: 1,
          equations: "dv/dt = -v/ms : volt",
          morphology: cell,
        } as PopulationOptions),
      "unknown option of population: morphology",
    ],
  });
});

describe("places", () => {
  const none = "expected one like cell.dendrite.at(um(100))";
  const finerPlace = "lies in a morphology of 10 compartments; expected one of this morphology";
  const following = "expected compartments that follow each other";
  refused({
    "at without a threshold": [
      () => neuron({ at: cell.dendrite }),
      "invalid at: it says where the threshold is, and there is no threshold",
    ],
    "at null": [() => neuron({ ...THRESHOLD, at: null }), "invalid place: null"],
    "at a name": [() => neuron({ ...THRESHOLD, at: "dendrite" }), none],
    "at a number": [() => neuron({ ...THRESHOLD, at: 0 }), none],
    "at a length": [() => neuron({ ...THRESHOLD, at: um(50) }), none],
    "at a place of a finer one": [
      () => neuron({ ...THRESHOLD, at: finer.dendrite.compartment(0) }),
      finerPlace,
    ],
    "at a place of another one": [
      () => neuron({ ...THRESHOLD, at: other.axon }),
      "unknown section: axon; expected one of dendrite",
    ],
    "at places apart": [
      () => neuron({ ...THRESHOLD, at: [cell, cell.dendrite.compartment(2)] }),
      following,
    ],
    "at one place twice": [() => neuron({ ...THRESHOLD, at: [cell, cell] }), following],
    "a compartment there is not": [() => place({ compartment: 9 }), "expected one of its 4"],
    "a path like toString": [() => place({ path: "toString" }), "unknown section: toString"],
    "a kind like toString": [() => place({ kind: "toString" }), none],
    "a slice of point neurons": [
      () => slice(points, cell.dendrite),
      "invalid place: points are point neurons, which have none",
    ],
    "a slice of a source": [
      () => slice(poisson("input", 1, Hz(1)) as never, cell.dendrite),
      "invalid place: input are point neurons, which have none",
    ],
    "a slice at a finer place": [() => slice(neuron(), finer.dendrite), finerPlace],
    "a slice of places apart": [
      () => slice(neuron(), [cell, cell.dendrite.compartment(2)] as unknown as Where),
      following,
    ],
    "a slice at a length": [() => slice(neuron(), um(3) as unknown as Where), none],
    "a slice by a name": [() => slice(neuron(), "dendrite" as never), "invalid start of a slice"],
    "a recording of neurons and places": [
      () => recorded({ at: cell, neurons: [0] }),
      "invalid recording: v of neuron has neurons and places (at); expected one of them",
    ],
    "a recording of point neurons at a place": [
      () => recorded({ of: "points", variable: "x", at: cell }),
      "invalid place: points are point neurons, which have none",
    ],
    "a recording at a finer place": [() => recorded({ at: finer.dendrite }), finerPlace],
    "a recording at another's place": [() => recorded({ at: other.axon }), "unknown section: axon"],
    "a recording at a place twice": [() => recorded({ at: [cell, cell] }), "named twice"],
    "a recording at null": [() => recorded({ at: null }), none],
    "a recording at a name": [() => recorded({ at: "dendrite" }), none],
    "a recording at a length": [() => recorded({ at: um(3) }), none],
    "a misspelt at": [() => recorded({ places: cell }), "unknown option of recording: places"],
    "a recording of toString": [
      () => recorded({ variable: "toString" }),
      "unknown variable of neuron: toString",
    ],
    "a recording of what the solution keeps": [
      () => recorded({ variable: "loss" }),
      "unknown variable of neuron: loss",
    ],
  });
});

describe("byPlace", () => {
  const pairs = "expected pairs like [[cell.axon, nA(1)]]";
  const pair = "expected a pair like [cell.axon, nA(1)]";
  const of = (...places: unknown[]) => placed(cell, nA(0), places);
  refused({
    "a value of another unit": [
      () => of([cell.dendrite, mV(1)]),
      "invalid value of byPlace: 1 mV; expected current (A)",
    ],
    "a number among currents": [
      () => of([cell.dendrite, 1]),
      "invalid value of byPlace: 1; expected current (A)",
    ],
    "two values for four compartments": [
      () => of([cell.dendrite, nA([1, 2])]),
      "invalid values of byPlace: 2 values; expected 4",
    ],
    "no pairs": [() => of(cell.dendrite, nA(1)), pair],
    "three in a pair": [() => of([cell.dendrite, nA(1), 1]), pair],
    "one pair for a list": [() => placed(cell, nA(0), [cell.dendrite, nA(1)]), pair],
    "no list": [() => placed(cell, nA(0), cell.dendrite), pairs],
    "a map": [() => placed(cell, nA(0), new Map([[cell.dendrite, nA(1)]])), pairs],
    nothing: [() => placed(cell, nA(0)), pairs],
    "no value everywhere": [
      () => placed(cell, undefined, []),
      "invalid value of byPlace: undefined",
    ],
    "text everywhere": [() => placed(cell, "0 nA", []), "invalid value of byPlace: 0 nA"],
    "several values everywhere": [
      () => placed(cell, nA([0, 1]), []),
      "invalid value of byPlace: [0 1] nA",
    ],
    "drawn values": [
      () => of([cell.dendrite, uniform(nA(0), nA(1))]),
      "invalid value of byPlace: {",
    ],
    "no number everywhere": [() => placed(cell, nA(Number.NaN), []), "NaN"],
    "no number at a place": [() => of([cell.dendrite, nA(Number.NaN)]), "NaN"],
    "an infinite value": [() => of([cell.dendrite, nA(Number.POSITIVE_INFINITY)]), "Infinity"],
    "a finer place": [() => of([finer.dendrite, nA(1)]), "in a morphology of 10 compartments"],
    "a place of another": [() => of([other.axon, nA(1)]), "unknown section: axon"],
    "a name for a place": [() => of(["dendrite", nA(1)]), "invalid place: dendrite"],
    "a misspelt option": [
      () => placed(cell, nA(0), [], { cell: 2 }),
      'unknown option of byPlace: cell; expected cells; did you mean "cells"?',
    ],
    "no cells": [() => placed(cell, nA(0), [], { cells: 0 }), "invalid cells: 0"],
    "half a cell": [() => placed(cell, nA(0), [], { cells: 1.5 }), "invalid cells: 1.5"],
    "too many cells": [() => placed(cell, nA(0), [], { cells: 1e9 }), "invalid cells: 1000000000"],
    "plain data for a morphology": [
      () => placed(cell.toJSON(), nA(0), []),
      "invalid morphology: { kind, sections }",
    ],
  });
});

describe("populations put together by hand", () => {
  const { shape, ...rest } = neuron();
  const by = (given: object) => () =>
    network({ populations: [{ ...rest, shape, ...given } as never], duration: ms(1) });
  refused({
    "another N": [by({ N: 7 }), "invalid N: 7; expected 5"],
    "no cells": [by({ shape: { ...shape, cells: 0 } }), "invalid cells: 0"],
    "Ri as a number": [by({ shape: { ...shape, Ri: 5 } }), "invalid Ri: 5"],
    "a shape for point neurons": [
      () => network({ populations: [{ ...points, shape }], duration: ms(1) }),
      "invalid N: 3; expected 5",
    ],
    "Ri as a parameter to change": [
      () =>
        changed(network({ populations: [neuron()], duration: ms(1) }), {
          parameters: { neuron: { Ri } },
        }),
      "unknown parameter of neuron: Ri",
    ],
  });
});

it("junk in any place is taken or refused, and breaks nothing", async () => {
  const options = {
    morphology: cell,
    cells: 2,
    equations: `${LEAK}\nI : amp (point current)`,
    Cm,
    Ri,
    threshold: "v > -50*mV",
    at: cell,
    parameters: { ...passive, I: nA(0) },
    initial: { v: mV(-65) },
    method: "euler",
    reset: "v = -65*mV",
    refractory: ms(1),
    actions: [],
  };
  const broken: string[] = [];
  for (const name of Object.keys(options).filter(
    (own) => !["equations", "parameters"].includes(own),
  ))
    broken.push(
      ...(
        await brokenBy(
          (value: unknown) => neuron({ ...options, [name]: value }),
          [options[name as keyof typeof options]],
        )
      ).map((text) => `${name}: ${text}`),
    );
  broken.push(...(await brokenBy(compartments, ["neuron", options])));
  broken.push(...(await brokenBy(byPlace, [cell, nA(0), [[cell.dendrite, nA(1)]], {}])));
  broken.push(
    ...(await brokenBy(
      (where: never, value: never) => byPlace(cell, nA(0), [[where, value]]),
      [cell.dendrite, nA(1)],
    )),
  );
  broken.push(...(await brokenBy(slice, [neuron(), cell.dendrite], JUNK)));
  broken.push(...(await brokenBy((at: unknown) => recorded({ at }), [cell])));
  expect(broken).toEqual([]);
}, 60_000);
