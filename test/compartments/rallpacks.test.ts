import { describe, expect, it } from "vitest";
import { cylinder } from "../../src/morphology/index.js";
import { compartments, network } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { meter, seconds } from "../../src/units/index.js";
import { type Cable, RALLPACK, sealedStep } from "../helpers/cable.js";
import { largest } from "../helpers/convergence.js";
import { readJSON } from "../helpers/data.js";
import { fromTree, type PlainTree } from "../helpers/morphologies.js";
import { inUnits, passiveVoltages } from "../helpers/passiveNeuron.js";
import { squidEquations, squidParameters, squidSteady } from "../helpers/squid.js";

// The Rallpacks, and the speed of the squid's spike. Bounds are about twice what was measured.

interface Curve {
  v: number[];
}

/** What the Rallpacks publish: see test/data/morphology/rallpack.py. Each at the start and the end. */
const published = readJSON<{
  every: number;
  cable: Curve[];
  branch: Curve[];
  axon: (Curve & { crossings: number[] })[];
}>("morphology/rallpack.json");

const { rest, current, duration } = RALLPACK;

const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

/** Differences from the published curve and from the solution on paper, in V, every 0.5 ms but at 0. */
function differences(
  v: Float64Array,
  dt: number,
  { v: theirs }: Curve,
  paper: (t: number) => number,
): { fromTheirs: number[]; fromPaper: number[] } {
  const later = theirs.slice(1).map((value, k) => ({ value, t: (k + 1) * published.every }));
  const at = (t: number): number => v[Math.round(t / dt)];
  return {
    fromTheirs: later.map(({ value, t }) => at(t) + rest - value),
    fromPaper: later.map(({ t }) => at(t) - paper(t)),
  };
}

describe("the solution on paper is that of the Rallpacks' authors", () => {
  it.each([
    { name: "cable" as const, diameter: RALLPACK.cable.diameter, length: RALLPACK.length },
    {
      name: "branch" as const,
      diameter: RALLPACK.tree.diameter,
      length: RALLPACK.tree.equivalentLength,
    },
  ])("$name", ({ name, diameter, length }) => {
    const cable: Cable = { ...RALLPACK.cable, diameter };
    for (const [j, { v }] of published[name].entries()) {
      const x = j * length;
      const worst = largest(
        v.map(
          (value, k) => sealedStep(cable, length, current, x, k * published.every) + rest - value,
        ),
      );
      // measured: 5e-8 V; the cable's are printed with fewer digits
      expect(worst).toBeLessThan(1e-7);
    }
  });
});

describe("Rallpack 1: a cable of 1000 compartments", () => {
  const { cable, length, compartments: n } = RALLPACK;
  // measured: 0.20 and 0.041 mV of 232 and 173 mV in the Rallpacks' steps of 50 us, a fifth of it in steps of 10 us;
  // most at the start, 0.5 ms after the current begins
  it.each([
    { dt: 5e-5, start: 4e-4, end: 8e-5 },
    { dt: 1e-5, start: 8e-5, end: 1.6e-5 },
  ])("both ends in steps of $dt s", async ({ dt, start, end }) => {
    const voltages = await passiveVoltages(
      cylinder({ diameter: meter(cable.diameter), length: meter(length), n }),
      {
        cable,
        current: { 0: current },
        dt,
        steps: Math.round(duration / dt),
        record: [0, n - 1],
      },
    );
    for (const [j, bound] of [start, end].entries()) {
      const middle = j === 0 ? length / n / 2 : length - length / n / 2;
      const { fromTheirs, fromPaper } = differences(voltages[j], dt, published.cable[j], (t) =>
        sealedStep(cable, length, current, middle, t),
      );
      expect(largest(fromPaper)).toBeLessThan(bound);
      // measured: 0.082 mV; theirs is of the very ends
      expect(rootMeanSquare(fromTheirs)).toBeLessThan(1.6e-4);
    }
  });
});

describe("Rallpack 2: a binary tree of 1023 branches", () => {
  const { tree, cable: membrane } = RALLPACK;
  const branch = (depth: number): PlainTree => ({
    kind: "cylinder",
    n: 1,
    diameter: tree.diameter * tree.diameterRatio ** depth,
    length: tree.length * tree.lengthRatio ** depth,
    children: depth === tree.depths - 1 ? {} : { L: branch(depth + 1), R: branch(depth + 1) },
  });
  const cylindrical: Cable = { ...membrane, diameter: tree.diameter };
  const common = { cable: membrane, current: { 0: current } };

  // measured: 5.6 and 1.1 uV, of 25 mV
  it.each([
    { dt: 5e-5, bound: 1.1e-5 },
    { dt: 1e-5, bound: 2.2e-6 },
  ])("root and tips in steps of $dt s", async ({ dt, bound }) => {
    const steps = Math.round(duration / dt);
    const last = 2 ** tree.depths - 2;
    const voltages = await passiveVoltages(fromTree(branch(0)), {
      ...common,
      dt,
      steps,
      // the root, the last tip, the first one
      record: [0, last, tree.depths - 1],
    });
    const L = tree.equivalentLength;
    for (const [j, v] of voltages.entries()) {
      const half = L / tree.depths / 2;
      const { fromTheirs, fromPaper } = differences(v, dt, published.branch[Math.min(j, 1)], (t) =>
        sealedStep(cylindrical, L, current, j === 0 ? half : L - half, t),
      );
      expect(largest(fromPaper)).toBeLessThan(bound);
      // measured: 13 uV at the root, where theirs is of the very start; 5.5 uV at the tips
      expect(largest(fromTheirs)).toBeLessThan(j === 0 ? 2.6e-5 : 1.1e-5);
    }
    const equal = await passiveVoltages(
      cylinder({ diameter: meter(tree.diameter), length: meter(L), n: tree.depths }),
      { ...common, dt, steps, record: [0, tree.depths - 1] },
    );
    const size = largest(equal[0]);
    for (const [j, v] of voltages.entries()) {
      const other = equal[Math.min(j, 1)];
      // measured: 2.4e-13
      expect(largest(v.map((value, k) => value - other[k])) / size).toBeLessThan(5e-13);
    }
  });
});

/** When v crosses 0 V upwards, between two samples in proportion. */
function crossings(v: ArrayLike<number>, every: number): number[] {
  const found: number[] = [];
  for (let k = 1; k < v.length; k++)
    if (v[k - 1] < 0 && v[k] >= 0) found.push((k - v[k] / (v[k] - v[k - 1])) * every);
  return found;
}

/** A cable with Hodgkin and Huxley's channels, from rest; SI units. */
interface Axon {
  cable: Cable;
  EL: number;
  length: number;
  n: number;
  phi?: number;
  /** By compartment, A. */
  current: (compartment: number) => number;
  dt: number;
  duration: number;
  /** Compartments, and every so many steps. */
  record: number[];
  every: number;
}

async function axonVoltages(axon: Axon): Promise<Float64Array[]> {
  const { cable, n, dt, record, every } = axon;
  const neuron = compartments("axon", {
    morphology: cylinder({ diameter: meter(cable.diameter), length: meter(axon.length), n }),
    equations: squidEquations(),
    method: "exponential_euler",
    Cm: inUnits(cable.Cm, "F/m^2"),
    Ri: inUnits(cable.Ri, "ohm m"),
    parameters: {
      ...squidParameters(axon.phi),
      gL: inUnits(cable.gL, "S/m^2"),
      EL: inUnits(axon.EL, "V"),
      I: inUnits(
        Array.from({ length: n }, (_, k) => axon.current(k)),
        "A",
      ),
    },
    initial: { v: inUnits(rest, "V"), ...squidSteady(rest * 1000) },
  });
  const result = await run(
    network({
      populations: [neuron],
      record: [{ of: "axon", variable: "v", neurons: record, every }],
      duration: seconds(axon.duration + dt),
      dt: seconds(dt),
    }),
  );
  return record.map((i) => result.signal("axon", "v", i).values as Float64Array);
}

describe("Rallpack 3: a cable with Hodgkin and Huxley's channels", () => {
  // NEURON's reference has 1000 compartments; with 250 spikes are 4 us later after 0.25 s
  const n = 250;
  const every = 5e-5;
  const simulated = (dt: number): Promise<Float64Array[]> =>
    axonVoltages({
      cable: RALLPACK.cable,
      EL: rest,
      length: RALLPACK.length,
      n,
      current: (k) => (k === 0 ? current : 0),
      dt,
      duration,
      record: [0, n - 1],
      every: Math.round(every / dt),
    });

  it("spikes at both ends when NEURON's do, with that form and speed", async () => {
    const [coarse, fine] = [await simulated(1e-5), await simulated(5e-6)];
    const times = [coarse, fine].map((parts) => parts.map((v) => crossings(v, every)));
    for (const [j, reference] of published.axon.entries()) {
      const [a, b] = times.map((parts) => parts[j]);
      expect(b.length).toBe(reference.crossings.length);
      expect(a.length).toBe(b.length);
      // measured: 5 and 8 us at the first spike, 0.21 ms at the last, after 0.25 s
      const late = b.map((t, k) => t - reference.crossings[k]);
      expect(Math.abs(late[0])).toBeLessThan(1.6e-5);
      expect(largest(late)).toBeLessThan(4e-4);
      // where dt goes to 0; measured: 0.049 ms
      expect(largest(late.map((t, k) => t + b[k] - a[k]))).toBeLessThan(1e-4);
      // the first spike's form in that limit, over 15 ms; measured: 0.19 mV of 110 mV
      const form = reference.v.slice(0, 31).map((value, k) => {
        const at = Math.round((k * published.every) / every);
        return 2 * fine[j][at] - coarse[j][at] - value;
      });
      expect(rootMeanSquare(form)).toBeLessThan(4e-4);
    }
    // from one end to the other, spike by spike; measured: 0.97e-3
    const delays = (ends: readonly number[][]): number[] => ends[1].map((t, k) => t - ends[0][k]);
    const theirs = delays(published.axon.map((end) => end.crossings));
    expect(largest(delays(times[1]).map((delay, k) => delay / theirs[k] - 1))).toBeLessThan(2e-3);
  });
});

describe("the squid's giant axon (Hodgkin and Huxley 1952)", () => {
  it("conducts at 18.73 m/s at 18.5 degrees; they computed 18.8", async () => {
    const speed = async (length: number, dt: number): Promise<number> => {
      const n = Math.round(0.15 / length);
      const [from, to] = [0.06, 0.1];
      const voltages = await axonVoltages({
        cable: { diameter: 476e-6, Ri: 0.354, Cm: 0.01, gL: 3 },
        // at which no current flows at rest
        EL: rest + 0.010613,
        length: 0.15,
        n,
        phi: 3 ** ((18.5 - 6.3) / 10),
        current: (k) => (k * length < 2e-3 ? 0.01 * length : 0),
        dt,
        duration: 0.008,
        record: [from, to].map((x) => Math.round(x / length)),
        every: 1,
      });
      const [first, second] = voltages.map((v) => crossings(v, dt));
      expect([first.length, second.length]).toEqual([1, 1]);
      return (to - from) / (second[0] - first[0]);
    };
    const base = await speed(5e-4, 2e-6);
    const shorter = await speed(2.5e-4, 2e-6);
    const faster = await speed(5e-4, 1e-6);
    // where both steps go to 0: second order in space, first in time
    const limit = base + (4 / 3) * (shorter - base) + 2 * (faster - base);
    // measured: 18.731 m/s, 0.4 % less than 18.8
    expect(limit).toBeGreaterThan(18.7);
    expect(limit).toBeLessThan(18.8);
    // and 18.67 in the coarsest steps
    expect(Math.abs(base / limit - 1)).toBeLessThan(0.007);
  });
});
