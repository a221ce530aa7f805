// One run of the microcircuit in a process of its own, so that its memory can be told:
// microcircuitRun.mjs scale threads
// Prints one line of JSON: times in seconds, memory in MiB, all rates for one second of the model.
import { MICROCIRCUIT_POPULATIONS, microcircuit, run, seconds } from "spikebook";

// what is in WebAssembly's memory, which has 4 GiB for each thread
const memories = [];
WebAssembly.Memory = class extends WebAssembly.Memory {
  constructor(size) {
    super(size);
    memories.push(this);
  }
};

const [scale, threads] = process.argv.slice(2).map(Number);
const DURATION = 1.5;
const simulation = microcircuit({ scale, duration: seconds(DURATION) });
const bare = process.resourceUsage().maxRSS / 1024;
let built;
let started = 0;
let cpu;
const began = process.cpuUsage();
const result = await run(simulation, {
  threads,
  forgetState: true,
  onBuilt: (how) => {
    built = how;
    started = performance.now();
    cpu = process.cpuUsage();
  },
});
const simulate = (performance.now() - started) / 1000;
const simulateCPU = process.cpuUsage(cpu);
const memory = process.resourceUsage().maxRSS / 1024;
const held = process.memoryUsage().rss / 2 ** 20;
const total = (names) =>
  simulation.synapses
    .filter(({ from, connection }) => connection.rule === "total" && names.includes(from.of))
    .reduce((sum, { connection }) => sum + connection.total, 0);
const synapses = total(MICROCIRCUIT_POPULATIONS);
// each spike acts on as many synapses as its population's neurons have on average
const events = simulation.populations.reduce(
  (sum, { name, N }) => sum + (result.spikeCount(name) * total([name])) / N,
  0,
);
const addressed = Math.max(0, ...memories.map(({ buffer }) => buffer.byteLength)) / 2 ** 20;
const neurons = simulation.populations.reduce((sum, { N }) => sum + N, 0);
const spikes = simulation.populations.reduce((sum, { name }) => sum + result.spikeCount(name), 0);
const inSeconds = ({ user, system }) => (user + system) / 1e6;
console.log(
  JSON.stringify({
    neurons,
    synapses,
    build: built.buildTime,
    buildCPU: (cpu.user + cpu.system - began.user - began.system) / 1e6,
    threads: built.threads,
    // a second of the model
    simulate: simulate / DURATION,
    simulateCPU: inSeconds(simulateCPU) / DURATION,
    spikes: Math.round(spikes / DURATION),
    events: Math.round(events / DURATION),
    steps: Math.round(1 / simulation.dt.in(seconds)),
    // the most that there was at a time, what was left at the end, and what there was before
    memory,
    held,
    bare,
    // of the thread that has most
    addressed,
    bytes: ((memory - bare) * 2 ** 20) / synapses,
  }),
);
