// One run of the microcircuit in a process of its own, so that its memory can be told:
// microcircuitRun.mjs scale threads
import { MICROCIRCUIT_POPULATIONS, microcircuit, run, seconds } from "spikebook";

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
const inSeconds = ({ user, system }) => (user + system) / 1e6;
console.log(
  JSON.stringify({
    synapses,
    build: built.buildTime,
    buildCPU: (cpu.user + cpu.system - began.user - began.system) / 1e6,
    threads: built.threads,
    // a second of the model
    simulate: simulate / DURATION,
    simulateCPU: inSeconds(simulateCPU) / DURATION,
    events: Math.round(events / DURATION),
    memory,
    bytes: ((memory - bare) * 2 ** 20) / synapses,
  }),
);
