// Measures the time from a model's text to its first step, in a process that has compiled nothing yet:
// the README's model, and eight populations with 64 pathways, as the cortical microcircuit has them.
import { spawnSync } from "node:child_process";
import { seconds, table } from "./measure.mjs";

const library = JSON.stringify(import.meta.resolve("spikebook"));

const SMALL = `
  const neurons = population("neurons", {
    N: 1000,
    equations: "dv/dt = (drive - v)/tau + sigma*xi/tau**0.5 : volt (unless refractory)",
    threshold: "v > theta", reset: "v = 0*mV", refractory: ms(2),
    parameters: { tau: ms(10), theta: mV(20), drive: mV(19), sigma: mV(2) },
  });
  const inhibition = synapses("inhibition", {
    from: neurons, to: neurons, connection: { rule: "probability", probability: 0.02, autapses: false },
    onPre: "v -= jump", parameters: { jump: normal(mV(0.3), mV(0.05)) }, delay: ms(1.5),
  });
  await run(network({ populations: [neurons], synapses: [inhibition], duration: ms(0.1) }), { threads: 1 });`;

const MICROCIRCUIT = `
  const populations = Array.from({ length: 8 }, (_, k) => population("p" + k, {
    N: 10,
    equations: "dv/dt = (E - v)/tau + I/C : volt (unless refractory)\\ndI/dt = -I/tau_s : amp",
    method: "exact", threshold: "v > -50*mV", reset: "v = E", refractory: ms(2), initial: { v: normal(mV(-58), mV(5)) },
    parameters: { tau: ms(10), tau_s: ms(0.5), E: mV(-65), C: pF(250) },
  }));
  const pathways = populations.flatMap((from) => populations.map((to) => synapses(from.name + to.name, {
    from, to, connection: { rule: "inDegree", inDegree: 2 }, onPre: "I += w",
    parameters: { w: normal(pA(87.8), pA(8.78)) }, delay: normal(ms(1.5), ms(0.75), { least: ms(0.1) }),
  })));
  await run(network({ populations, synapses: pathways, duration: ms(0.1) }), { threads: 1 });`;

/** The least of several runs, each in a process of its own. */
function firstStep(text) {
  const script = `
    const { ms, mV, network, normal, pA, pF, population, run, synapses } = await import(${library});
    const began = performance.now();
    ${text}
    console.log((performance.now() - began) / 1000);`;
  const times = Array.from({ length: 5 }, () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ["--input-type=module", "-e", script],
      { encoding: "utf8" },
    );
    if (status !== 0) throw new Error(stderr);
    return Number(stdout.trim());
  });
  return Math.min(...times);
}

console.log(
  table(
    ["from text to the first step, nothing compiled before", "time"],
    [
      ["the README's model", seconds(firstStep(SMALL))],
      ["8 populations, 64 pathways", seconds(firstStep(MICROCIRCUIT))],
    ],
  ),
);
