import { describe, expect, it } from "vitest";
import { nto1 } from "../../src/models/index.js";
import { type Nto1Simulation, run, spikeEvents } from "../../src/simulation/index.js";
import { drawNto1Inputs } from "../../src/simulation/nto1Inputs.js";
import { inputNumbers } from "../../src/simulation/runNto1.js";
import { ms, pS, seconds } from "../../src/units/index.js";
import { drawInputs, integrate, type Nto1Numbers } from "../helpers/nto1Reference.js";

/** The numbers of a simulation for the program in plain TypeScript. */
function reference(simulation: Nto1Simulation): Nto1Numbers {
  const { we, wi, C, gL, EL, VT, DT, Vs, Vr, a, b, tau_w, Ee, Ei, tau_g } = simulation.parameters;
  const neuron = { C, gL, EL, VT, DT, Vs, Vr, a, b, tau_w, Ee, Ei, tau_g };
  const plain = Object.entries(neuron).map(([name, { value }]) => [name, value]);
  return {
    ...inputNumbers(simulation),
    we: we.value,
    wi: wi.value,
    neuron: Object.fromEntries(plain),
  };
}

describe.each(["2023-08-11", "later"] as const)("nto1 on the engine, variant %s", (variant) => {
  const simulations = [
    nto1({ variant, seed: 5, duration: seconds(2) }),
    nto1({ variant, N: 7, seed: 0, duration: seconds(3) }),
    nto1({ variant, N: 1, seed: 12, duration: ms(700), we: pS(1000), dt: ms(0.05) }),
  ];

  it("draws the input spikes of the plain program", async () => {
    for (const simulation of simulations) {
      const { excitatory, inhibitory } = drawInputs(reference(simulation));
      const expected: number[] = [];
      excitatory.forEach((count, step) => {
        for (let k = 0; k < count; k++) expected.push(step, 0);
        for (let k = 0; k < inhibitory[step]; k++) expected.push(step, 1);
      });
      const drawn = await drawNto1Inputs(inputNumbers(simulation));
      expect(Array.from(drawn.events)).toEqual(expected);
      expect(spikeEvents("inputs", 2, drawn.events)).toEqual(drawn);
    }
  });

  it("has its spikes, and its voltages to 1e-11", async () => {
    for (const simulation of simulations) {
      const numbers = reference(simulation);
      const { V, spikeTimes } = integrate(numbers, drawInputs(numbers));
      const result = await run(simulation);
      expect(Array.from(result.spikes.seconds)).toEqual(Array.from(spikeTimes));
      const errors = result.V.values.map((value, k) => Math.abs(value - V[k]));
      expect(Math.max(...errors)).toBeLessThan(1e-11);
    }
  });
});
