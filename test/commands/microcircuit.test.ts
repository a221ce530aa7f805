import { expect, it } from "vitest";
import { MICROCIRCUIT_POPULATIONS } from "../../src/models/index.js";
import { spikebook } from "../helpers/command.js";

it("simulates the microcircuit by name: what it is, how it went, and statistics by population", async () => {
  const options = ["--set", "scale=0.04", "--duration", "800ms", "--seed", "1"];
  const { status, stdout } = await spikebook(["simulate", "microcircuit", ...options, "--json"]);
  expect(status).toBe(0);
  const told = JSON.parse(stdout);
  expect(told).toMatchObject({ model: "microcircuit", scale: 0.04, duration_s: 0.8, seed: 1 });
  expect(told).toMatchObject({ statistics_from_s: 0.5, statistics_to_s: 0.8 });
  // NEST rounds at each of the 64 pairs
  expect(Math.abs(told.synapses - 298_880_970 * 0.04 ** 2)).toBeLessThan(64);
  // what takes a tenth of a second is not worth two threads
  expect(told.threads).toBe(1);
  for (const name of ["threads", "build_time_s", "sim_time_s", "peak_memory_MB"])
    expect(told[name], name).toBeGreaterThan(0);
  for (const name of ["rates_per_s", "cv_isi"] as const)
    expect(Object.keys(told[name])).toEqual([...MICROCIRCUIT_POPULATIONS]);
  expect(told.rates_per_s.L6I).toBeGreaterThan(2);
  const plain = await spikebook(["simulate", "microcircuit", ...options]);
  expect(plain.stdout).toContain("rates_per_s: L23E ");
});
