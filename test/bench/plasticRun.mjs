// One run of the plastic network in a process of its own, so that its memory can be told:
// plasticRun.mjs N neuron_model threads K
import { plasticMeasures, plasticNetwork, run } from "spikebook";

const [N, neuron_model, threads, K] = process.argv.slice(2);
const simulation = plasticNetwork({ N: Number(N), neuron_model, K: Number(K) });
let built;
let started = 0;
const result = await run(simulation, {
  threads: Number(threads),
  onBuilt: (how) => {
    built = how;
    started = performance.now();
  },
});
const simulate = (performance.now() - started) / 1000;
const memory = process.resourceUsage().maxRSS / 1024;
const spikes = result.spikeCount();
// synapses of a spike: K for each neuron on average
const events = (spikes * Number(K)).toFixed(0);
const measures = Number(K) > 0 ? plasticMeasures(result) : {};
console.log(
  JSON.stringify({
    build: built.buildTime,
    threads: built.threads,
    simulate,
    memory,
    events: Number(events),
    ...measures,
  }),
);
