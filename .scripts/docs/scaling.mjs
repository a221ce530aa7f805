// What the page about cost as work grows says and shows: all of it from test/data/scaling.json, which
// npm run bench -- scaling has measured, and from the model that is fitted to it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  ADDRESSED_BYTES,
  fitScaling,
  LARGE_MACHINE,
  MEMORY_SHARE,
  networksThatFit,
  predictBuilding,
  predictSimulation,
  residuals,
} from "../../test/bench/scalingModel.mjs";

const dataOf = (name) => JSON.parse(readFileSync(join("test", "data", name), "utf8"));

const MiB = 2 ** 20;

/** Seconds, or another number, with three digits, and no exponent. */
const three = (value) => {
  const [rounded, size] = [Number(value.toPrecision(3)), Math.abs(value)];
  return size >= 100 ? rounded.toFixed(0) : value.toPrecision(3);
};

/** A large number with spaces between thousands, where lines are not broken: 77 169. */
const spaced = (count) => String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, "\u00a0");

const percent = (part) => {
  if (part === undefined) return "";
  const rounded = Math.round(100 * part);
  return `${rounded < 0 ? "−" : rounded > 0 ? "+" : ""}${Math.abs(rounded)} %`;
};

const gigabytes = (MiBs) => three((MiBs * MiB) / 1e9);

/** From the best to the worst, or once where they agree. */
const range = ({ best, worst }, show = three) =>
  show(best) === show(worst) ? show(best) : `${show(best)} to ${show(worst)}`;

const sentence = (parts) => `${parts.join("; ")}.`;

/** All that was measured, with the model of it, and the network's size at any scale. */
export async function scalingData(measured = dataOf("scaling.json")) {
  const { rows } = measured;
  const { microcircuit, MICROCIRCUIT_POPULATIONS } = await import("../../dist/index.js");
  const published = dataOf("microcircuit.json").published_rates_full_scale.nest_one_seed;

  /** Neurons and synapses at a scale, and events a second, if populations fire at given rates. */
  const described = (scale, rates) => {
    const { populations, synapses } = microcircuit({ scale });
    const recurrent = synapses.filter(({ connection }) => connection.rule === "total");
    const totals = MICROCIRCUIT_POPULATIONS.map((name) =>
      recurrent
        .filter(({ from }) => from.of === name)
        .reduce((sum, { connection }) => sum + connection.total, 0),
    );
    return {
      scale,
      steps_per_s: 10_000,
      neurons: populations.reduce((sum, { N }) => sum + N, 0),
      synapses: totals.reduce((sum, total) => sum + total, 0),
      events_per_s: totals.reduce((sum, total, k) => sum + total * rates[k], 0),
    };
  };
  // the network fires more the larger it is: what is not measured lies between what is and the published rates
  const full = described(1, published);
  const known = new Map(rows.map((row) => [row.scale, row]));
  if (!known.has(1)) known.set(1, full);
  const points = [...known.values()]
    .map((row) => ({ at: Math.log(row.scale), rate: row.events_per_s / row.synapses }))
    .sort((a, b) => a.at - b.at);
  const rateAt = (scale) => {
    const at = Math.log(scale);
    const next = Math.max(
      1,
      points.findIndex((point) => point.at >= at),
    );
    const [a, b] = [points[next - 1], points[next] ?? points[next - 1]];
    const part = b.at === a.at ? 0 : (at - a.at) / (b.at - a.at);
    return a.rate + Math.min(1, Math.max(0, part)) * (b.rate - a.rate);
  };
  const sizeAt = (scale) => {
    const size = described(scale, published);
    return { ...size, events_per_s: rateAt(scale) * size.synapses };
  };
  return { ...measured, model: fitScaling(rows), sizeAt, full: sizeAt(1) };
}

/** On what all this was measured. */
function about({ machine, date, turns, load_before_and_after: [before, after] }) {
  return (
    `Measured by \`npm run bench -- scaling\` on ${date}: ${machine.processor}, ${machine.cores} cores, ${Math.round(machine.memory_GB)} GB, Node ${machine.node.slice(1)}; ` +
    `medians of ${turns} runs, each in a process of its own, by turns. The load of the machine was ${before} before and ${after} afterwards ` +
    "(of the benchmark's own threads too, at the end)." +
    (before > 0.5
      ? " Others used it at the same time: times are longer than on a quiet machine, those with more threads above all, since threads wait for each other."
      : "")
  );
}

/** What was measured. */
function measuredTable({ rows, missing }) {
  return [
    "| scale | threads | neurons | synapses | building (s) | 1 s takes (s) | its CPU (s) | events (million/s) | memory (MB) | bytes per synapse |",
    "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...rows.map((row) => {
      const bytes = ((row.memory_MiB - row.bare_MiB) * MiB) / row.synapses;
      const cells = [
        ...[row.scale, row.threads, spaced(row.neurons), spaced(row.synapses)],
        ...[row.build_s, row.simulate_s, row.simulate_cpu_s].map(three),
        three(row.events_per_s / row.simulate_s / 1e6),
        three((row.memory_MiB * MiB) / 1e6),
        three(bytes),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
    ...missing.map(
      ({ scale, threads, failed }) =>
        `| ${scale} | ${threads} | | | ${failed.replaceAll("|", "\\|")} | | | | | |`,
    ),
  ].join("\n");
}

/** What is drawn against the number of synapses: what was measured of a row, and what the model says of one. */
const PANELS = [
  {
    title: "Building (s)",
    measured: ({ build_s }) => build_s,
    modelled: (model, row) => model.build.of(row),
  },
  {
    title: "One second of the model (s)",
    measured: ({ simulate_s }) => simulate_s,
    modelled: (model, row) => model.simulate.of(row),
  },
  {
    title: "Memory (MB)",
    measured: ({ memory_MiB }) => (memory_MiB * MiB) / 1e6,
    modelled: (model, row) => (model.memory.of(row) * MiB) / 1e6,
  },
  {
    title: "Events (million/s)",
    measured: ({ events_per_s, simulate_s }) => events_per_s / simulate_s / 1e6,
    modelled: (model, row) => row.events_per_s / model.simulate.of(row) / 1e6,
  },
];

const threadsText = (threads) => `${threads} thread${threads === 1 ? "" : "s"}`;

/** How many threads were measured. */
const threadCounts = ({ rows }) =>
  [...new Set(rows.map(({ threads }) => threads))].sort((a, b) => a - b);

/** Powers of ten around all values. */
const decades = (values) => [
  10 ** Math.floor(Math.log10(Math.min(...values))),
  10 ** Math.ceil(Math.log10(Math.max(...values))),
];

/** The figure: dots are measured, lines are the model's, up to the published size. */
export async function scalingFigure(data) {
  const { layout, plot, colours } = await import("../../dist/index.js");
  const least = Math.min(...data.rows.map(({ scale }) => scale));
  const scales = Array.from({ length: 25 }, (_, k) => least ** (1 - k / 24));
  const sizes = scales.map((scale) => data.sizeAt(Math.min(1, scale)));
  const inks = [colours.blue, colours.orange, colours.umber, colours.violet];
  const millions = ({ synapses }) => synapses / 1e6;
  const domain = decades([...data.rows, data.full].map(millions));
  const panels = PANELS.map(({ title, measured, modelled }, index) => {
    const drawn = threadCounts(data).map((threads, k) => {
      const rows = data.rows.filter((row) => row.threads === threads);
      const line = sizes.map((size) => modelled(data.model, { ...size, threads }));
      return { threads, colour: inks[k % inks.length], rows, line, dots: rows.map(measured) };
    });
    const marks = drawn.flatMap(({ threads, colour, rows, line, dots }) => [
      { kind: "line", x: sizes.map(millions), y: line, colour, width: 1, dash: "3 2" },
      {
        kind: "dots",
        x: rows.map(millions),
        y: dots,
        colour,
        radius: 2.6,
        label: threadsText(threads),
      },
    ]);
    return plot(marks, {
      title,
      x: { scale: "log", domain, label: index > 1 ? "Million synapses" : undefined },
      y: { scale: "log", domain: decades(drawn.flatMap(({ line, dots }) => [...line, ...dots])) },
      legend: index === 0 ? "top-left" : undefined,
    });
  });
  return layout([panels.slice(0, 2), panels.slice(2)], { width: 500, height: 420, gap: 18 });
}

/** Writes the figure where the page expects it. */
export async function writeScalingFigure(folder) {
  const figure = await scalingFigure(await scalingData());
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "scaling.svg"), figure.svg());
}

/** The figure's place on the page, with what it shows in words. */
function figure(data) {
  const [first, last] = [data.rows[0], data.rows.at(-1)];
  const alt =
    `Four panels on logarithmic axes, against ${spaced(first.synapses)} to ${spaced(last.synapses)} synapses, with ${threadCounts(data).join(" and ")} threads: ` +
    `building takes ${three(first.build_s)} to ${three(last.build_s)} s, one second of the model ${three(first.simulate_s)} to ${three(last.simulate_s)} s, ` +
    `memory is ${gigabytes(first.memory_MiB)} to ${gigabytes(last.memory_MiB)} GB, events a second are ${three(first.events_per_s / first.simulate_s / 1e6)} to ${three(last.events_per_s / last.simulate_s / 1e6)} million. ` +
    `Dashed lines continue the model to ${spaced(data.full.synapses)} synapses.`;
  return `<p class="figure"><img src="/figures/scaling.svg" alt="${alt}" class="figure"></p>`;
}

/** How far the model is beside each row. */
const residualTable = ({ rows, model }) =>
  [
    "| scale | threads | building | simulating | memory | addresses |",
    "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ...residuals(model, rows).map(({ build, simulate, memory, address }, k) => {
      const beside = [build, simulate, memory, address].map(percent);
      return `| ${[rows[k].scale, rows[k].threads, ...beside].join(" | ")} |`;
    }),
  ].join("\n");

const ns = (value) => `${three(1e9 * value)} ns`;

/** The coefficients of the model, and how well it describes what was measured. */
function coefficients({ model: { build, simulate, memory, address } }) {
  const one = (name, { error, share }, costs, shares = true) =>
    `| ${name} | ${costs.join("; ")} | ${shares ? share.toFixed(2) : ""} | ${(100 * error).toFixed(0)} % |`;
  const cost = (name, value) => `${name} ${value}`;
  const bytes = (value) => `${three(value)} B`;
  return [
    "| | costs | η | error |",
    "| --- | --- | ---: | ---: |",
    one("building", build, [
      cost("start", `${three(build.coefficients.start)} s`),
      cost("a further thread", `${three(build.coefficients.thread)} s`),
      cost("a synapse", ns(build.coefficients.synapse)),
    ]),
    one("simulating", simulate, [
      cost("a neuron's step", ns(simulate.coefficients.neuronStep)),
      cost("a synaptic event", ns(simulate.coefficients.event)),
      cost("an exchange, of two threads", `${three(1e6 * simulate.coefficients.exchange)} µs`),
    ]),
    one(
      "memory",
      memory,
      [
        cost("start", `${three((memory.coefficients.start * MiB) / 1e6)} MB`),
        cost("a further thread", `${three((memory.coefficients.thread * MiB) / 1e6)} MB`),
        cost("a synapse", bytes(memory.coefficients.synapse)),
        cost("a neuron", bytes(memory.coefficients.neuron)),
      ],
      false,
    ),
    one(
      "addresses of a thread",
      address,
      [
        cost("a synapse of its own", bytes(address.coefficients.synapse)),
        cost("a neuron", bytes(address.coefficients.neuron)),
      ],
      false,
    ),
  ].join("\n");
}

/** A network of one size on a machine, by the model: a line of the table. */
function prediction({ model, full }, name, threads, machine, most) {
  const row = { ...full, threads };
  const address = (model.address.of(row) * MiB) / 2 ** 30;
  const needed = (model.memory.of(row) * MiB) / 1e9;
  const why = [
    ...(needed > MEMORY_SHARE * machine.memory_GB ? ["more than there is"] : []),
    ...(address * 2 ** 30 > ADDRESSED_BYTES ? ["more than a thread can address"] : []),
  ];
  const on = { ...machine, cores: threads };
  const known = (cost, predicted) => {
    const value = cost.of(row);
    return threads <= most ? { best: value, worst: value } : predicted;
  };
  const cells = [
    ...[name, threads, three(needed), three(address)],
    why.length === 0 ? "yes" : `no: ${why.join(", ")}`,
    range(known(model.build, predictBuilding(model, full, on))),
    range(known(model.simulate, predictSimulation(model, full, on))),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The published size here, and on a machine that nobody has run this on. */
function predictions(data) {
  const { model, machine, full } = data;
  const counts = threadCounts(data);
  const most = Math.max(...counts);
  const { cores, memory_GB, bandwidth_GB_per_s } = LARGE_MACHINE;
  const fit = networksThatFit(model, full, LARGE_MACHINE);
  const networks = Math.max(0, Math.floor(Math.min(fit.byMemory, fit.byAddress)));
  const many = Object.fromEntries(
    ["neurons", "synapses", "events_per_s"].map((name) => [name, networks * full[name]]),
  );
  const largest = { ...full, ...many };
  const simulated = predictSimulation(model, largest, LARGE_MACHINE);
  const { moving } = predictSimulation(model, full, LARGE_MACHINE);
  const limit = fit.byAddress < fit.byMemory ? "what threads can address" : "memory";
  return [
    `The published size: ${spaced(full.neurons)} neurons, ${spaced(full.synapses)} synapses, ${three(full.events_per_s / 1e6)} million events in a second of the model.`,
    "",
    "| machine | threads | memory (GB) | addresses of a thread (GiB of 4) | fits | building (s) | 1 s takes (s) |",
    "| --- | ---: | ---: | ---: | --- | ---: | ---: |",
    ...counts.map((threads) => prediction(data, "this one", threads, machine, most)),
    prediction(data, `${cores} cores, ${memory_GB} GB`, cores, LARGE_MACHINE, most),
    "",
    "What 1 s takes is the real-time factor: below 1, the model is faster than what it models.",
    "",
    networks > 0
      ? sentence([
          `The largest network for ${cores} cores and ${memory_GB} GB is, by this model, one of ${networks} times the published size, as so many columns side by side, with as many synapses onto each neuron as in one: ${three(largest.neurons / 1e6)} million neurons and ${three(largest.synapses / 1e9)} billion synapses`,
          `${limit} is what ends it (memory would do for ${three(fit.byMemory)} columns, addresses for ${three(fit.byAddress)})`,
          `building it would take ${range(predictBuilding(model, largest, LARGE_MACHINE))} s, one second of the model ${range(simulated)} s`,
        ])
      : `The published size does not fit into ${cores} cores and ${memory_GB} GB, by this model.`,
    "",
    `Moving the events' bytes through memory alone, at ${bandwidth_GB_per_s} GB/s, takes ${three(moving)} s for one second of the published size: no number of cores makes it less.`,
  ].join("\n");
}

const PARTS = {
  about,
  table: measuredTable,
  figure,
  model: coefficients,
  residuals: residualTable,
  predictions,
};

/** A part of the page, by name; of what scaling.json has, or of other measurements. */
export async function scaling(part, measured) {
  if (!Object.hasOwn(PARTS, part)) throw new Error(`scaling has no part ${part}`);
  return PARTS[part](await scalingData(measured));
}
