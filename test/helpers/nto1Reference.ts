import { JuliaStream } from "../../src/random/index.js";

/**
 * The N-to-1 simulation in plain numbers, as the published program computes it: one adaptive
 * exponential integrate-and-fire neuron with N Poisson inputs, in SI units. It is written to be
 * read; faster engines are checked against it.
 */
export interface Nto1Numbers {
  /** Number of inputs, and how many of them (the first ones) are excitatory. */
  N: number;
  Ne: number;
  /** Seed of the julia stream. */
  seed: number;
  /** Duration and time step, in s. */
  duration: number;
  dt: number;
  /** Conductance jump of an excitatory and of an inhibitory input spike, in S. */
  we: number;
  wi: number;
  /** Mean (Hz) and log-scale standard deviation of the log-normal input rates. */
  meanRate: number;
  sigma: number;
  /** Whether the very last input spike is left out, and spikes at t wait for the next step. */
  lastSpikeUndelivered: boolean;
  /** Parameters of the neuron; names and units as in {@link AdExNumbers}. */
  neuron: AdExNumbers;
}

/** Parameters of the conductance-based AdEx neuron, in SI units. */
export interface AdExNumbers {
  C: number;
  gL: number;
  EL: number;
  VT: number;
  DT: number;
  Vs: number;
  Vr: number;
  a: number;
  b: number;
  tau_w: number;
  Ee: number;
  Ei: number;
  tau_g: number;
}

/** How many excitatory and inhibitory input spikes each time step delivers. */
export interface InputCounts {
  excitatory: Uint16Array;
  inhibitory: Uint16Array;
}

/** The recorded voltage (V, one sample a step, after the reset) and the spike times (s). */
export interface Nto1Trace {
  V: Float64Array;
  spikeTimes: Float64Array;
}

/** Number of time steps of a simulation. */
export const stepCount = ({ duration, dt }: Nto1Numbers): number => Math.round(duration / dt);

/**
 * Draws the input spike trains and counts them by time step and sign. Within a step only the
 * counts matter, because each spike adds the same constant.
 */
export function drawInputs(numbers: Nto1Numbers): InputCounts {
  const { N, Ne, seed, duration, meanRate, sigma, lastSpikeUndelivered } = numbers;
  const steps = stepCount(numbers);
  const times = stepTimes(steps, numbers.dt);
  const excitatory = new Uint16Array(steps);
  const inhibitory = new Uint16Array(steps);
  // strictly before t in the earlier program, at or before t in the later one
  const isDue = lastSpikeUndelivered
    ? (spike: number, t: number): boolean => spike < t
    : (spike: number, t: number): boolean => spike <= t;
  const firstStepFor = (spike: number): number => {
    let step = Math.max(0, Math.floor(spike / numbers.dt) - 1);
    while (step < steps && !isDue(spike, times[step])) step += 1;
    return step;
  };

  const stream = new JuliaStream(seed);
  const mu = Math.log(meanRate) - (sigma * sigma) / 2;
  const rates = stream.normals(N).map((z) => Math.exp(z * sigma + mu));
  let last = { time: -1, excites: true };
  for (let i = 0; i < N; i++) {
    const excites = i < Ne;
    const counts = excites ? excitatory : inhibitory;
    const rate = rates[i];
    let time = stream.exponential() / rate;
    let latest = -1;
    while (time <= duration) {
      const step = firstStepFor(time);
      if (step < steps) counts[step] += 1;
      latest = time;
      time += stream.exponential() / rate;
    }
    if (latest > last.time) last = { time: latest, excites };
  }
  if (lastSpikeUndelivered && last.time >= 0) {
    const step = firstStepFor(last.time);
    if (step < steps) (last.excites ? excitatory : inhibitory)[step] -= 1;
  }
  return { excitatory, inhibitory };
}

/** Integrates the neuron with forward Euler. */
export function integrate(numbers: Nto1Numbers, inputs: InputCounts): Nto1Trace {
  const { dt, we, wi } = numbers;
  const { C, gL, EL, VT, DT, Vs, Vr, a, b, tau_w, Ee, Ei, tau_g } = numbers.neuron;
  const steps = stepCount(numbers);
  const trace = new Float64Array(steps);
  const spikeTimes: number[] = [];
  let V = EL;
  let w = 0;
  let ge = 0;
  let gi = 0;
  let t = 0;
  for (let step = 0; step < steps; step++) {
    // one addition a spike: count * we would round differently
    for (let spike = inputs.excitatory[step]; spike > 0; spike--) ge += we;
    for (let spike = inputs.inhibitory[step]; spike > 0; spike--) gi += wi;
    const Isyn = ge * (V - Ee) + gi * (V - Ei);
    const dV = (-gL * (V - EL) + gL * DT * Math.exp((V - VT) / DT) - Isyn - w) / C;
    const dw = (a * (V - EL) - w) / tau_w;
    const dge = -ge / tau_g;
    const dgi = -gi / tau_g;
    V += dV * dt;
    w += dw * dt;
    ge += dge * dt;
    gi += dgi * dt;
    if (V > Vs) {
      V = Vr;
      w += b;
      spikeTimes.push(t);
    }
    trace[step] = V;
    t += dt;
  }
  return { V: trace, spikeTimes: Float64Array.from(spikeTimes) };
}

/** The time at each step, summed up step by step as the published program does. */
function stepTimes(steps: number, dt: number): Float64Array {
  const times = new Float64Array(steps);
  let t = 0;
  for (let step = 0; step < steps; step++) {
    times[step] = t;
    t += dt;
  }
  return times;
}
