import { ms, mV, nS, pA, pF } from "../units/index.js";

/** Parameters of a cortical regular-spiking AdEx neuron with conductance synapses (Naud et al. 2008). */
export const ADEX_PARAMETERS = {
  C: pF(104),
  gL: nS(4.3),
  EL: mV(-65),
  VT: mV(-52),
  DT: mV(0.8),
  Vs: mV(40),
  Vr: mV(-53),
  a: nS(-0.8),
  b: pA(65),
  tau_w: ms(88),
  Ee: mV(0),
  Ei: mV(-80),
  tau_g: ms(7),
} as const;

/** Threshold and reset of the neuron. */
export const ADEX_SPIKES = { threshold: "V > Vs", reset: "V = Vr; w += b" } as const;
