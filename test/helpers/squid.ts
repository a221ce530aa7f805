import type { Quantity } from "../../src/units/index.js";
import { RALLPACK } from "./cable.js";
import { inUnits } from "./passiveNeuron.js";

/** The membrane of the squid's axon (Hodgkin and Huxley 1952) with rest at -65 mV, as the Rallpacks have it. */
export function squidEquations(): string {
  const { rates } = RALLPACK.squid;
  // the texts of the rates are per ms, with v in mV
  const rate = (name: keyof typeof rates): string =>
    `${name} = phi*(${rates[name].replaceAll("v", "(v/mV)")})/ms : Hz`;
  return [
    "Im = gL*(EL - v) + gNa*m**3*h*(ENa - v) + gK*n**4*(EK - v) : amp/metre**2",
    "I : amp (point current)",
    ...["m", "h", "n"].map((x) => `d${x}/dt = alpha_${x}*(1 - ${x}) - beta_${x}*${x} : 1`),
    ...(Object.keys(rates) as (keyof typeof rates)[]).map(rate),
  ].join("\n");
}

/** Their values beside gL and EL; rates are faster by phi: 3^((18.5 - 6.3)/10) at 18.5 degrees. */
export function squidParameters(phi = 1): Record<string, Quantity> {
  const { ENa, EK, gNa, gK } = RALLPACK.squid;
  return {
    ENa: inUnits(ENa, "V"),
    EK: inUnits(EK, "V"),
    gNa: inUnits(gNa, "S/m^2"),
    gK: inUnits(gK, "S/m^2"),
    phi: inUnits(phi, "1"),
  };
}

/** Where each gate stands at a voltage (mV) in the long run. */
export function squidSteady(v: number): { m: number; h: number; n: number } {
  const open = (alpha: number, beta: number): number => alpha / (alpha + beta);
  const bent = (x: number): number => (x === 0 ? 1 : x / (1 - Math.exp(-x)));
  return {
    m: open(bent((v + 40) / 10), 4 * Math.exp(-(v + 65) / 18)),
    h: open(0.07 * Math.exp(-(v + 65) / 20), 1 / (Math.exp(-(v + 35) / 10) + 1)),
    n: open(0.1 * bent((v + 55) / 10), 0.125 * Math.exp(-(v + 65) / 80)),
  };
}
