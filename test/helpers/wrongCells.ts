import { expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { cylinder, soma } from "../../src/morphology/index.js";
import {
  byPlace,
  type CompartmentsOptions,
  compartments,
  network,
  population,
  type Recording,
} from "../../src/network/index.js";
import { ms, mV, nA, parseQuantity, um } from "../../src/units/index.js";

// A neuron to get something wrong in, and what makes it.

export const dendrite = (n: number) => cylinder({ diameter: um(1), length: um(100), n });
export const cell = soma({ diameter: um(20) }).with({ dendrite: dendrite(4) });
export const finer = soma({ diameter: um(20) }).with({ dendrite: dendrite(9) });
export const other = soma({ diameter: um(20) }).with({ axon: dendrite(4) });
export const LEAK = "Im = gL*(EL - v) : amp/metre**2";
export const passive = { gL: parseQuantity("0.1 mS/cm^2"), EL: mV(-65) };
export const Cm = parseQuantity("1 uF/cm^2");
export const Ri = parseQuantity("150 ohm cm");

/** A neuron with something changed. */
export const neuron = (given: object = {}) =>
  compartments("neuron", {
    morphology: cell,
    equations: `${LEAK}\nI : amp (point current)`,
    Cm,
    Ri,
    parameters: { ...passive, I: nA(0) },
    initial: { v: mV(-65) },
    ...given,
  } as CompartmentsOptions);
export const without = (name: string) => () => {
  const options: Record<string, unknown> = {
    morphology: cell,
    equations: LEAK,
    Cm,
    Ri,
    parameters: passive,
  };
  delete options[name];
  return compartments("neuron", options as unknown as CompartmentsOptions);
};

/** A neuron with other equations. */
export const withText = (equations: unknown, parameters: object = passive) =>
  neuron({ equations, parameters, initial: {} });
export const THRESHOLD = { threshold: "v > -50*mV" };
export const points = population("points", {
  N: 3,
  equations: "dx/dt = -x/ms : 1",
  threshold: "x > 1",
});
export const recorded = (recording: object) =>
  network({
    populations: [neuron(), points],
    record: [{ of: "neuron", variable: "v", ...recording } as Recording],
    duration: ms(1),
  });
export const place = (given: object) =>
  neuron({
    ...THRESHOLD,
    at: { kind: "place", path: "dendrite", compartment: 0, of: 5, ...given },
  });
export const placed = (...args: unknown[]) => (byPlace as (...args: unknown[]) => unknown)(...args);

type Cases = Record<string, [call: () => unknown, message: string]>;

/** Each call is refused by a UserError with such a message. */
export const refused = (cases: Cases): void => {
  it.each(Object.entries(cases))("%s", (_, [call, message]) => {
    expect(call).toThrow(UserError);
    expect(call).toThrow(message);
  });
};
