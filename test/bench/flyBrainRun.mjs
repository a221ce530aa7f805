// One reading or run of the fly brain in a process of its own: flyBrainRun.mjs read|run file [threads]
import {
  Hz,
  ms,
  mV,
  network,
  poisson,
  population,
  run,
  seconds,
  synapses,
  synapsesFromTable,
} from "spikebook";

const [what, file, threads] = process.argv.slice(2);
const isSonata = file.endsWith(".h5");
const started = performance.now();
const edges = await synapsesFromTable(
  file,
  isSonata
    ? { values: { count: "syn_weight" } }
    : {
        source: "Presynaptic_Index",
        target: "Postsynaptic_Index",
        values: { count: "Excitatory x Connectivity" },
      },
);
const since = (time) => (performance.now() - time) / 1000;
const read = since(started);
const memory = () => process.resourceUsage().maxRSS / 1024;
if (what === "read") console.log(JSON.stringify({ read, count: edges.count, memory: memory() }));
else {
  const described = performance.now();
  const N = Math.max(edges.sources, edges.targets);
  const brain = population("brain", {
    N,
    equations: `
      dv/dt = (v_0 - v + g)/t_mbr : volt (unless refractory)
      dg/dt = -g/tau : volt (unless refractory)`,
    threshold: "v > v_th",
    reset: "v = v_rst; g = 0*mV",
    refractory: ms(2.2),
    method: "exact",
    parameters: { v_0: mV(-52), v_rst: mV(-52), v_th: mV(-45), t_mbr: ms(20), tau: ms(5) },
    initial: { v: mV(-52) },
  });
  // the published experiment excites some tens of neurons at 150 Hz, each spike 250 synapses strong
  const excited = 100;
  const input = poisson("input", excited, Hz(150));
  const simulation = network({
    populations: [brain],
    sources: [input],
    synapses: [
      synapses("connectome", {
        from: brain,
        to: brain,
        connection: edges.connection,
        onPre: "g += w*count",
        parameters: { w: mV(0.275), count: edges.parameters.count },
        delay: ms(1.8),
      }),
      synapses("drive", {
        from: input,
        to: brain,
        connection: {
          rule: "list",
          sources: Array.from({ length: excited }, (_, k) => k),
          targets: Array.from({ length: excited }, (_, k) => 5 + 10 * k),
        },
        onPre: "v += 68.75*mV",
      }),
    ],
    duration: seconds(1),
    recordSpikes: ["brain"],
  });
  const describe = since(described);
  let built;
  let began = 0;
  const result = await run(simulation, {
    threads: Number(threads),
    forgetState: true,
    onBuilt: (how) => {
      built = how;
      began = performance.now();
    },
  });
  const simulate = since(began);
  const outDegrees = new Int32Array(N);
  for (const source of edges.connection.sources) outDegrees[source] += 1;
  const events = result
    .spikeSteps("brain")
    .reduce((sum, steps, i) => sum + steps.length * outDegrees[i], 0);
  console.log(
    JSON.stringify({
      read,
      describe,
      build: built.buildTime,
      threads: built.threads,
      simulate,
      duration: 1,
      spikes: result.spikeCount(),
      events,
      memory: memory(),
    }),
  );
}
