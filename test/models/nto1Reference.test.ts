import { describe, expect, it } from "vitest";
import { type Nto1Simulation, nto1 } from "../../src/models/index.js";
import { buildProgram } from "../../src/program/index.js";
import { run } from "../../src/run/index.js";
import { BuiltNetwork } from "../../src/targets/build/index.js";
import { drawRenewalFast } from "../../src/targets/wasm/renewal.js";
import { ms, pS, seconds } from "../../src/units/index.js";
import { drawInputs, integrate, type Nto1Numbers } from "../helpers/nto1Reference.js";

/** The numbers of a simulation for the program in plain TypeScript. */
function reference(simulation: Nto1Simulation): Nto1Numbers {
  const { we, wi, C, gL, EL, VT, DT, Vs, Vr, a, b, tau_w, Ee, Ei, tau_g } = simulation.parameters;
  const neuron = { C, gL, EL, VT, DT, Vs, Vr, a, b, tau_w, Ee, Ei, tau_g };
  const plain = Object.entries(neuron).map(([name, { value }]) => [name, value]);
  const { N, seed, duration, dt, meanRate, sigma } = simulation.parameters;
  return {
    N,
    Ne: Math.round(0.8 * N),
    seed,
    duration: duration.value,
    dt: dt.value,
    meanRate: meanRate.value,
    sigma,
    lastSpikeUndelivered: simulation.parameters.variant === "2023-08-11",
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
      const Ne = Math.round(0.8 * simulation.parameters.N);
      const counts = [new Uint16Array(excitatory.length), new Uint16Array(inhibitory.length)];
      // drawn by a kernel, and in the plain way
      const plain = new BuiltNetwork(buildProgram(simulation)).eventsOf("inputs");
      const options = { renewal: drawRenewalFast };
      const fast = new BuiltNetwork(buildProgram(simulation), options).eventsOf("inputs");
      expect(fast).toEqual(plain);
      for (let k = 0; k < fast.length; k += 2) counts[fast[k + 1] < Ne ? 0 : 1][fast[k]] += 1;
      expect(counts).toEqual([excitatory, inhibitory]);
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
