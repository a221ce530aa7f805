// Names that examples of the reference use without declaring them.
import {
  cylinder,
  dataFrame,
  Hz,
  ms,
  mV,
  network,
  normal,
  poisson,
  population,
  pS,
  run,
  seconds,
  soma,
  synapses,
  um,
  unitsToHeader,
} from "spikebook";

/** A population of 100 leaky neurons with noise. */
export const neurons = population("neurons", {
  N: 100,
  equations: "dv/dt = (drive - v)/tau + sigma*xi/tau**0.5 : volt (unless refractory)",
  threshold: "v > theta",
  reset: "v = 0*mV",
  refractory: ms(2),
  parameters: { tau: ms(10), theta: mV(20), drive: mV(22), sigma: mV(2) },
});

/** Poisson input onto them. */
export const input = poisson("input", 50, Hz(20));
export const excitation = synapses("excitation", {
  from: input,
  to: neurons,
  connection: { rule: "probability", probability: 0.2 },
  onPre: "v += w",
  parameters: { w: normal(mV(0.3), mV(0.05)) },
  delay: ms(1.5),
});

/** A second of both, with the voltage of three neurons. */
export const simulation = network({
  populations: [neurons],
  sources: [input],
  synapses: [excitation],
  duration: seconds(1),
  record: [{ of: "neurons", variable: "v", neurons: [0, 1, 2] }],
});

/** What a run of it gives: the result, the spike trains of the neurons, one of them, and a recorded signal. */
export const result = await run(simulation);
export const trains = result.spikeTrains("neurons");
export const train = trains[0];
export const signal = result.signal("neurons", "v", 0);

/** A ball with two sticks. */
export const cell = soma({ diameter: um(30) }).with({
  axon: cylinder({ diameter: um(1), length: um(300), n: 60 }),
  dendrite: cylinder({ diameter: um(2), length: um(100), n: 20 }),
});

/** A table as a sweep gives it, units in its headers: columns we_pS, seed, variant and rate_Hz. */
export const table = unitsToHeader(
  dataFrame(
    [0, 15, 30].flatMap((we) =>
      ["E", "EI"].flatMap((variant) =>
        [0, 1].map((seed) => ({ we: pS(we), seed, variant, rate: Hz(we / 5 + seed) })),
      ),
    ),
  ),
);
