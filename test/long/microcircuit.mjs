// Compares the microcircuit at a tenth of its size with NEST 3.10, population by population:
//   npm run microcircuit            ten seeds, 2 s each after 0.5 s (ten seeds of NEST's)
//   npm run microcircuit -- 10      ten seeds of 10 s (three of NEST's)
// Every mean over our ten seeds must be within NEST's own uncertainty, and at most one of our seeds
// in ten may lie far outside its spread. Ends with status 1 where one does not.
import { readFileSync } from "node:fs";
import {
  MICROCIRCUIT_POPULATIONS,
  microcircuit,
  microcircuitStatistics,
  run,
  seconds,
} from "spikebook";

const length = Number(process.argv[2] ?? 2);
const seeds = Number(process.argv[3] ?? 10);
const reference = JSON.parse(readFileSync(new URL("../data/microcircuit.json", import.meta.url)));
const nest = Object.values(reference[`statistics_scale0.1_${length}s`]);

/** Names of a statistic with us and with NEST. */
const STATISTICS = {
  rates_per_s: "rate_mean",
  rate_sd_per_s: "rate_sd_across_neurons",
  silent: "frac_silent",
  cv_isi: "cv_isi_mean_min3spikes",
  correlation: "cc_active_mean",
  synchrony: "synchrony_var_over_mean_3ms",
};

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values) => {
  const average = mean(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1),
  );
};

/** The largest distance between two distribution functions, and that which 1 % of equal ones exceed. */
function kolmogorovSmirnov(a, b) {
  const [x, y] = [a, b].map((values) => Float64Array.from(values).sort());
  let [i, j, distance] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i], y[j]);
    while (i < x.length && x[i] === value) i++;
    while (j < y.length && y[j] === value) j++;
    distance = Math.max(distance, Math.abs(i / x.length - j / y.length));
  }
  return [distance, 1.63 * Math.sqrt((x.length + y.length) / (x.length * y.length))];
}

const ours = [];
for (let seed = 1; seed <= seeds; seed++) {
  const began = performance.now();
  const result = await run(microcircuit({ scale: 0.1, seed, duration: seconds(0.5 + length) }), {
    forgetState: true,
  });
  ours.push(microcircuitStatistics(result));
  console.error(`seed ${seed}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

const rows = [];
let failures = 0;
for (const population of MICROCIRCUIT_POPULATIONS)
  for (const [own, theirs] of Object.entries(STATISTICS)) {
    const a = ours.map((statistics) => statistics[own][population]);
    const b = nest.map((statistics) => statistics[population][theirs]);
    // as many standard errors as chance gives one of these 48 comparisons in a hundred runs, with
    // the spread of both together (of three seeds alone little is known)
    const spread = Math.sqrt((deviation(a) ** 2 + deviation(b) ** 2) / 2);
    const apart = Math.abs(mean(a) - mean(b)) / (spread * Math.sqrt(1 / a.length + 1 / b.length));
    const isFar = spread > 0 && apart > 4;
    if (isFar) failures += 1;
    const range = (values) =>
      `${Math.min(...values).toPrecision(4)} to ${Math.max(...values).toPrecision(4)}`;
    rows.push([
      population,
      own,
      mean(a).toPrecision(4),
      range(a),
      mean(b).toPrecision(4),
      range(b),
      apart.toFixed(2),
      isFar ? "FAR" : "",
    ]);
  }
const header = ["population", "statistic", "ours", "ten seeds", "NEST", "seeds", "apart", ""];
const widths = header.map((_, k) => Math.max(...[header, ...rows].map((row) => row[k].length)));
for (const row of [header, ...rows])
  console.log(
    row
      .map((cell, k) => cell.padEnd(widths[k]))
      .join("  ")
      .trimEnd(),
  );

// NEST's reference holds no single neurons: distributions are compared among our own seeds, and with
// NEST's by their means and standard deviations above
let [exceeded, compared] = [0, 0];
for (const population of MICROCIRCUIT_POPULATIONS)
  for (let seed = 1; seed < ours.length; seed++)
    for (const what of ["rates", "cvs"]) {
      const values = (k) =>
        ours[k].neurons[population][what].filter((value) => !Number.isNaN(value));
      const [distance, critical] = kolmogorovSmirnov(values(seed - 1), values(seed));
      compared += 1;
      if (distance > critical) exceeded += 1;
    }
console.log(`Kolmogorov-Smirnov between seeds: ${exceeded} of ${compared} beyond the 1 % distance`);
if (exceeded > 0.05 * compared) failures += 1;
console.log(failures === 0 ? "as NEST's" : `${failures} of ${rows.length + 1} comparisons fail`);
process.exitCode = failures === 0 ? 0 : 1;
