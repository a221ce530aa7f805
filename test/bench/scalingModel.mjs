// What the microcircuit costs as it grows: a model of time and memory, fitted to what scaling.mjs has measured.
//
//   building = d0 + d1 (p - 1) + d synapses / P            (starting, starting further threads, drawing synapses)
//   1 s      = (a neuron steps + b synaptic events) / P + c exchanges (p - 1)
//   memory   = g0 + g1 (p - 1) + e synapses + f neurons
//   address  = k0 + h synapses / p + k neurons             (of one thread; WebAssembly has 4 GiB for each)
//
// p is the number of threads, and P = 1 + η (p - 1) how many of them the work finds, with η from 0 to 1.
//
// All coefficients are costs: they are not negative. With that, squares of the errors relative to what was measured
// are least: the sizes differ by a factor of hundreds, and absolute errors would be those of the largest alone.
// (Errors of the logarithm, to first order the same, would make a problem that is not linear.)

/** Bytes that a thread can address: WebAssembly's pages have numbers of 16 bits, and 64 KiB each. */
export const ADDRESSED_BYTES = 2 ** 32;

const MiB = 2 ** 20;

/** What a row needs for the model: sizes, and how many threads did the work. */
const steps = ({ neurons, steps_per_s }) => neurons * steps_per_s;

/** Columns of each model, all of them costs of something that can be counted. */
const MODELS = {
  build: {
    measured: "build_s",
    columns: {
      start: () => 1,
      thread: ({ threads }) => threads - 1,
      synapse: ({ synapses, effective }) => synapses / effective,
    },
    shared: true,
  },
  simulate: {
    measured: "simulate_s",
    columns: {
      neuronStep: (row) => steps(row) / row.effective,
      event: ({ events_per_s, effective }) => events_per_s / effective,
      exchange: ({ steps_per_s, threads }) => steps_per_s * (threads - 1),
    },
    shared: true,
  },
  memory: {
    measured: "memory_MiB",
    columns: {
      start: () => 1,
      thread: ({ threads }) => threads - 1,
      synapse: ({ synapses }) => synapses / MiB,
      neuron: ({ neurons }) => neurons / MiB,
    },
    shared: false,
  },
  address: {
    measured: "addressed_MiB",
    columns: {
      start: () => 1,
      synapse: ({ synapses, threads }) => synapses / threads / MiB,
      neuron: ({ neurons }) => neurons / MiB,
    },
    shared: false,
  },
};

/** What a machine's threads are to the work: 1 alone, and each further one the part η of another. */
const effectiveThreads = (threads, share) => 1 + share * (threads - 1);

const sum = (values) => values.reduce((all, value) => all + value, 0);

/**
 * Solves a small system of linear equations by elimination with pivots.
 * @returns undefined where the equations depend on each other
 */
function solved(matrix, right) {
  const rows = matrix.map((row, k) => [...row, right[k]]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows
      .map((row, i) => [Math.abs(row[k]), i])
      .filter(([, i]) => i >= k)
      .reduce((a, b) => (b[0] > a[0] ? b : a));
    if (pivot[0] < 1e-11) return undefined;
    [rows[k], rows[pivot[1]]] = [rows[pivot[1]], rows[k]];
    for (let i = 0; i < rows.length; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      rows[i] = rows[i].map((value, j) => value - factor * rows[k][j]);
    }
  }
  return rows.map((row, k) => row[rows.length] / row[k]);
}

/**
 * The coefficients, none negative, with the least squares of A x - b. With as few columns as here, each set of columns
 * is solved without bounds, and the best solution that has no negative coefficient is the one asked for.
 * @param columns lists of numbers, as long as b
 */
export function nonNegativeLeastSquares(columns, b) {
  // columns of length 1: the equations can then tell which of them depend on each other
  const lengths = columns.map((column) => Math.hypot(...column));
  const A = columns.map((column, k) => column.map((value) => value / (lengths[k] || 1)));
  const product = (x, y) => sum(x.map((value, i) => value * y[i]));
  const none = { coefficients: columns.map(() => 0), squares: product(b, b) };
  let best = none;
  for (let set = 1; set < 2 ** columns.length; set++) {
    const chosen = A.map((_, k) => k).filter((k) => set & (1 << k) && lengths[k] > 0);
    if (chosen.length > b.length) continue;
    const x = solved(
      chosen.map((i) => chosen.map((j) => product(A[i], A[j]))),
      chosen.map((i) => product(A[i], b)),
    );
    if (!x || x.some((value) => value < 0)) continue;
    const rest = b.map((value, row) => value - sum(chosen.map((k, i) => x[i] * A[k][row])));
    const squares = product(rest, rest);
    if (squares >= best.squares) continue;
    const coefficients = columns.map(() => 0);
    chosen.forEach((k, i) => {
      coefficients[k] = x[i] / lengths[k];
    });
    best = { coefficients, squares };
  }
  return best;
}

/** Shares of a further thread that are tried: hundredths. */
const SHARES = Array.from({ length: 100 }, (_, k) => (k + 1) / 100).reverse();

function fitOne({ measured, columns, shared }, rows) {
  const names = Object.keys(columns);
  const used = rows.filter((row) => row[measured] > 0);
  // where one thread did all, nothing is known of a second: it is then taken for a whole one
  const isOne = used.every(({ threads }) => threads === 1);
  let best;
  for (const share of shared && !isOne ? SHARES : [1]) {
    const of = used.map((row) => ({ ...row, effective: effectiveThreads(row.threads, share) }));
    // relative errors: everything is divided by what was measured
    const relative = names.map((name) => of.map((row) => columns[name](row) / row[measured]));
    const { coefficients, squares } = nonNegativeLeastSquares(
      relative,
      of.map(() => 1),
    );
    if (best && squares >= best.squares * (1 - 1e-9)) continue;
    best = {
      share,
      squares,
      coefficients: Object.fromEntries(names.map((name, k) => [name, coefficients[k]])),
    };
  }
  const { share, coefficients, squares } = best;
  return {
    share,
    coefficients,
    /** The root of the mean square of the relative errors. */
    error: Math.sqrt(squares / used.length),
    of: (row, effective = effectiveThreads(row.threads, share)) =>
      sum(names.map((name) => coefficients[name] * columns[name]({ ...row, effective }))),
  };
}

/**
 * Fits the models to measured rows ({ threads, neurons, synapses, steps_per_s, events_per_s, build_s, simulate_s,
 * memory_MiB, addressed_MiB }). Each has its `coefficients` (seconds or bytes of one), the `share` η of a further
 * thread, its `error` (root mean square of relative errors), and `of(row)`, what it says of a row.
 */
export function fitScaling(rows) {
  return Object.fromEntries(
    Object.entries(MODELS).map(([name, model]) => [name, fitOne(model, rows)]),
  );
}

/** By how much the model is beside each row, as a part of what was measured. */
export const residuals = (model, rows) =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(MODELS).map(([name, { measured }]) => [
        name,
        row[measured] > 0 ? model[name].of(row) / row[measured] - 1 : undefined,
      ]),
    ),
  );

/** A machine on paper. */
export const LARGE_MACHINE = {
  cores: 64,
  memory_GB: 512,
  // twelve channels of DDR5-4800 have 460 GB/s on paper, eight of DDR4-3200 205 GB/s
  bandwidth_GB_per_s: 200,
};

/** Bytes that a synaptic event moves at most: the line of its synapse, that of its target, and that written back. */
const EVENT_BYTES = 3 * 64;

/** Part of a machine's memory that a run may take, as in src/run/memory.ts. */
export const MEMORY_SHARE = 0.9;

/**
 * Seconds of a model second with `cores` threads, as a range. At best each thread is a whole one, and threads meet by
 * twos, fours, ...; at worst each further one is the part η of one, and they meet one after
 * the other. Never less than what moving the events' bytes takes.
 */
export function predictSimulation({ simulate }, row, { cores, bandwidth_GB_per_s }) {
  const { neuronStep, event, exchange } = simulate.coefficients;
  const work = neuronStep * steps(row) + event * row.events_per_s;
  const meetings = exchange * row.steps_per_s;
  const moving = (row.events_per_s * EVENT_BYTES) / (bandwidth_GB_per_s * 1e9);
  const worst = work / effectiveThreads(cores, simulate.share) + meetings * (cores - 1);
  return {
    best: Math.max(moving, work / cores + meetings * Math.log2(cores)),
    worst: Math.max(moving, worst),
    moving,
  };
}

/** Seconds of building with `cores` threads, as a range: of the same kind. */
export function predictBuilding({ build }, { synapses }, { cores }) {
  const { start, thread, synapse } = build.coefficients;
  const work = synapse * synapses;
  return {
    best: start + thread * Math.log2(cores) + work / cores,
    worst: start + thread * (cores - 1) + work / effectiveThreads(cores, build.share),
  };
}

/**
 * How many networks of a row's size fit into a machine, side by side: by its memory, and by what its threads can
 * address.
 */
export function networksThatFit({ memory, address }, row, { cores, memory_GB }) {
  const threads = { ...row, threads: cores };
  const nothing = { ...threads, synapses: 0, neurons: 0 };
  const room = MEMORY_SHARE * memory_GB * 1e9 - memory.of(nothing) * MiB;
  const addresses = ADDRESSED_BYTES - address.of(nothing) * MiB;
  return {
    byMemory: room / ((memory.of(threads) - memory.of(nothing)) * MiB),
    byAddress: addresses / ((address.of(threads) - address.of(nothing)) * MiB),
  };
}
