import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/base/index.js";
import { adexNetwork, nto1 } from "../../src/models/index.js";
import { poisson, spikeTrains } from "../../src/program/index.js";
import { matrixText } from "../../src/signals/index.js";
import { Hz } from "../../src/units/index.js";

describe("values of simulations", () => {
  const simulation = adexNetwork();

  it("show themselves as one clear line", () => {
    const lines = [
      [simulation.populations[0], "population neurons: 100 neurons of V, w, ge, gi (euler)"],
      [
        simulation.synapses[0],
        "synapses excitatory: neurons[0:80] to neurons[0:100], probability: ge += we",
      ],
      [
        simulation,
        "network of neurons (100) with 2 kinds of synapses: 60 s in steps of 100 us, seed 1234, numpy stream",
      ],
      [nto1(), "nto1: N = 6500, we = 14 pS, 10 s, seed 1, variant 2023-08-11"],
      [poisson("input", 3, Hz(5)), "Poisson processes input: 3 channels, 5 Hz"],
      [spikeTrains("given", [[0.1], []]), "spike trains given: 2 channels with 1 spikes in all"],
    ] as const;
    for (const [value, line] of lines) expect(inspect(value)).toBe(line);
  });

  it("show matrices as NumPy does", () => {
    expect(matrixText([1, 0, -4, 2], [2, 2])).toBe("array([[ 1,  0],\n       [-4,  2]]) (2 x 2)");
    const large = Float64Array.from({ length: 144 }, (_, i) => i);
    expect(matrixText(large, [12, 12]).split("\n")).toEqual([
      "array([[  0,   1,   2, ...,   9,  10,  11],",
      "       [ 12,  13,  14, ...,  21,  22,  23],",
      "       [ 24,  25,  26, ...,  33,  34,  35],",
      "       ...,",
      "       [108, 109, 110, ..., 117, 118, 119],",
      "       [120, 121, 122, ..., 129, 130, 131],",
      "       [132, 133, 134, ..., 141, 142, 143]]) (12 x 12)",
    ]);
  });

  it("stay plain data all the same", () => {
    expect(Object.isFrozen(simulation)).toBe(true);
    expect(Object.keys({ ...simulation.populations[0] })).toEqual([
      "kind",
      "name",
      "N",
      "model",
      "method",
      "initial",
    ]);
    expect(digestOf({ ...simulation })).toBe(digestOf(simulation));
  });
});
