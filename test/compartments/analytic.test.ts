import { describe, expect, it } from "vitest";
import { cylinder, type Morphology, soma } from "../../src/morphology/index.js";
import { meter } from "../../src/units/index.js";
import * as analytic from "../helpers/cable.js";
import { largest, orders } from "../helpers/convergence.js";
import { passiveVoltages } from "../helpers/passiveNeuron.js";

// The engine against solutions on paper. Bounds are about twice what was measured; where they hold for a
// continuous cable, what remains is the error of the steps in space and time, whose order is tested too.

const cable: analytic.Cable = { diameter: 2e-6, Ri: 1.5, gL: 1, Cm: 0.01 };
const [lambda, tau] = [analytic.lengthConstant(cable), analytic.timeConstant(cable)];
const CURRENT = 1e-10;

const straight = (length: number, n: number): Morphology =>
  cylinder({ diameter: meter(cable.diameter), length: meter(length), n });

/**
 * What n equal compartments make of a cable that is sealed at both ends, with a current into the first
 * one: their equations have the modes cos(m pi (k + 1/2)/n). `left(rate)` is how much is left of a
 * mode that dies out with a rate: exp(-rate t) of the exact solution in time.
 */
function sealedCompartments(
  length: number,
  n: number,
  k: number,
  left: (rate: number) => number,
): number {
  const h = length / n;
  const area = Math.PI * cable.diameter * h;
  const axial = (Math.PI * cable.diameter ** 2) / 4 / cable.Ri / h;
  let sum = 0;
  for (let m = 0; m < n; m++) {
    const angle = (m * Math.PI) / n;
    const rate = (cable.gL + (axial / area) * 4 * Math.sin(angle / 2) ** 2) / cable.Cm;
    const share = ((m === 0 ? 1 : 2) / n) * Math.cos(angle / 2) * Math.cos(angle * (k + 0.5));
    sum += ((share * CURRENT) / (area * cable.Cm * rate)) * (1 - left(rate));
  }
  return sum;
}

describe("one compartment", () => {
  const cell = soma({ diameter: meter(20e-6) });
  const decay = async (dt: number): Promise<Float64Array> =>
    (
      await passiveVoltages(cell, {
        cable,
        begin: { 0: 0.01 },
        dt,
        steps: Math.round(0.02 / dt),
        record: [0],
      })
    )[0];

  it("decays as backward Euler's (1 + dt/tau)^-n, to rounding", async () => {
    // measured: 5e-14
    const v = await decay(5e-5);
    expect(largest(v.map((value, n) => value / (0.01 * (1 + 5e-5 / tau) ** -n) - 1))).toBeLessThan(
      1e-13,
    );
  });

  it("and exponentially with the first order of dt", async () => {
    const errors: number[] = [];
    for (const dt of [2e-4, 1e-4, 5e-5, 2.5e-5]) {
      const v = await decay(dt);
      errors.push(largest(v.map((value, n) => value / 0.01 - Math.exp((-n * dt) / tau))));
    }
    // measured: 4.6e-4 of what it decays from
    expect(errors[3]).toBeLessThan(9e-4);
    for (const order of orders(errors)) expect(Math.abs(order - 1)).toBeLessThan(0.1);
  });

  it("a current goes to I/(gL area)", async () => {
    const [v] = await passiveVoltages(cell, {
      cable,
      current: { 0: CURRENT },
      dt: 1,
      steps: 20,
      record: [0],
    });
    const resistance = 1 / (cable.gL * Math.PI * 400e-12);
    expect(v[20] / (CURRENT * resistance)).toBeCloseTo(1, 14);
  });
});

describe("a cable sealed at both ends", () => {
  const length = 1.5 * lambda;

  it("is what its compartments are on paper, in each step and to rounding", async () => {
    const [n, dt, steps] = [30, 1e-4, 200];
    const record = [0, 7, 29];
    const v = await passiveVoltages(straight(length, n), {
      cable,
      current: { 0: CURRENT },
      dt,
      steps,
      record,
    });
    const size = sealedCompartments(length, n, 0, () => 0);
    let worst = 0;
    for (const [j, k] of record.entries())
      for (let step = 0; step <= steps; step++) {
        const paper = sealedCompartments(length, n, k, (rate) => (1 + rate * dt) ** -step);
        worst = Math.max(worst, Math.abs(v[j][step] - paper) / size);
      }
    // measured: 2.2e-15
    expect(worst).toBeLessThan(5e-15);
  });

  it("in the steady state, with the second order of the compartments' length", async () => {
    const sizes = [10, 20, 40, 80, 160];
    const errors: Record<string, number[]> = { start: [], end: [], middle: [] };
    for (const n of sizes) {
      const v = await passiveVoltages(straight(length, n), {
        cable,
        current: { 0: CURRENT },
        dt: 1,
        steps: 40,
        record: Array.from({ length: n }, (_, k) => k),
      });
      const errorAt = (k: number): number =>
        v[k][40] / analytic.sealedSteady(cable, length, CURRENT, ((k + 0.5) * length) / n) - 1;
      errors.start.push(Math.abs(errorAt(0)));
      errors.end.push(Math.abs(errorAt(n - 1)));
      // the middle is a border of compartments: the mean of the errors beside it
      errors.middle.push(Math.abs(errorAt(n / 2 - 1) + errorAt(n / 2)) / 2);
    }
    // measured at 160 compartments: 1.1e-6, 6.1e-6, 4.3e-6
    expect(errors.start[4]).toBeLessThan(2.2e-6);
    expect(errors.end[4]).toBeLessThan(1.2e-5);
    expect(errors.middle[4]).toBeLessThan(9e-6);
    for (const own of Object.values(errors))
      for (const order of orders(own)) expect(Math.abs(order - 2)).toBeLessThan(0.2);
  });

  it("in time, with the first order of dt", async () => {
    const n = 40;
    const errors: number[] = [];
    for (const dt of [2e-4, 1e-4, 5e-5, 2.5e-5]) {
      const steps = Math.round(0.01 / dt);
      const v = await passiveVoltages(straight(length, n), {
        cable,
        current: { 0: CURRENT },
        dt,
        steps,
        record: [0, n - 1],
      });
      const exact = (k: number): number =>
        sealedCompartments(length, n, k, (rate) => Math.exp(-rate * 0.01));
      errors.push(largest([v[0][steps] / exact(0) - 1, v[1][steps] / exact(n - 1) - 1]));
    }
    // measured: 1.2e-3
    expect(errors[3]).toBeLessThan(2.4e-3);
    for (const order of orders(errors)) expect(Math.abs(order - 1)).toBeLessThan(0.1);
  });

  it("in time, with fine steps", async () => {
    const [n, dt] = [150, 2e-6];
    const record = [0, 75, 149];
    const v = await passiveVoltages(straight(length, n), {
      cable,
      current: { 0: CURRENT },
      dt,
      steps: 10_000,
      record,
    });
    const size = analytic.sealedSteady(cable, length, CURRENT, 0);
    let worst = 0;
    for (const [j, k] of record.entries())
      for (const t of [0.5e-3, 1e-3, 2e-3, 5e-3, 0.01, 0.02]) {
        const paper = analytic.sealedStep(cable, length, CURRENT, ((k + 0.5) * length) / n, t);
        worst = Math.max(worst, Math.abs(v[j][Math.round(t / dt)] - paper) / size);
      }
    // measured: 1.2e-4
    expect(worst).toBeLessThan(2.4e-4);
  });
});

describe("a cable without ends in sight", () => {
  // compartments of lambda/40, six lambda to either side: what comes back from the ends is e^-10 of what it was
  const per = 40;
  const n = 12 * per + 1;
  const middle = 6 * per;
  const places = [0, 0.5, 1, 2];
  const times = [0.1, 0.2, 0.5, 1, 2];
  const dt = 1e-6;
  const cell = straight((n / per) * lambda, n);
  const common = {
    cable,
    dt,
    steps: Math.round((2 * tau) / dt),
    record: places.map((x) => middle + x * per),
  };

  /** The largest distance from the solution on paper, over places and times, in parts of a size. */
  function distance(
    v: readonly Float64Array[],
    size: number,
    paper: (x: number, t: number) => number,
  ): number {
    return largest(
      places.flatMap((x, k) =>
        times.map((t) => (v[k][Math.round((t * tau) / dt)] - paper(x * lambda, t * tau)) / size),
      ),
    );
  }

  it("a step of current (Hodgkin and Rushton 1946)", async () => {
    const v = await passiveVoltages(cell, { ...common, current: { [middle]: CURRENT } });
    const worst = distance(v, analytic.infiniteSteady(cable, CURRENT, 0), (x, t) =>
      analytic.infiniteStep(cable, CURRENT, x, t),
    );
    // measured: 2.1e-4
    expect(worst).toBeLessThan(4e-4);
  });

  it("a pulse of charge: the Green's function", async () => {
    const charge = 1e-13;
    const volts = charge / ((Math.PI * cable.diameter * lambda * cable.Cm) / per);
    const v = await passiveVoltages(cell, { ...common, begin: { [middle]: volts } });
    const worst = distance(v, analytic.infinitePulse(cable, charge, 0, 0.1 * tau), (x, t) =>
      analytic.infinitePulse(cable, charge, x, t),
    );
    // measured: 8.3e-4
    expect(worst).toBeLessThan(1.6e-3);
  });

  it("a step of current at a sealed end", async () => {
    const v = await passiveVoltages(straight(6 * lambda, 6 * per), {
      ...common,
      current: { 0: CURRENT },
      record: [0, per, 2 * per],
    });
    const size = analytic.semiInfiniteSteady(cable, CURRENT, 0);
    const worst = largest(
      [0, per, 2 * per].flatMap((k, j) =>
        times.map((t) => {
          const x = ((k + 0.5) / per) * lambda;
          const paper = analytic.semiInfiniteStep(cable, CURRENT, x, t * tau);
          return (v[j][Math.round((t * tau) / dt)] - paper) / size;
        }),
      ),
    );
    // measured: 4.9e-5
    expect(worst).toBeLessThan(1e-4);
  });
});

describe("attenuation with frequency", () => {
  const length = 1.5 * lambda;
  const n = 150;
  const places = [0, 75, 149];

  /** The response as a complex number: the sine's and the cosine's share of the last period. */
  async function responses(frequency: number, dt: number): Promise<[number, number][]> {
    const period = Math.round(1 / frequency / dt);
    const voltages = await passiveVoltages(straight(length, n), {
      cable,
      current: { 0: CURRENT },
      frequency,
      dt,
      // the transient has fallen to e^-20
      steps: Math.round(0.2 / dt) + period,
      record: places,
    });
    return voltages.map((v) => {
      let [sine, cosine] = [0, 0];
      for (let k = v.length - period; k < v.length; k++) {
        sine += (2 / period) * v[k] * Math.sin(2 * Math.PI * frequency * k * dt);
        cosine += (2 / period) * v[k] * Math.cos(2 * Math.PI * frequency * k * dt);
      }
      return [sine, cosine];
    });
  }

  // measured: 7.4e-6, 3.6e-5, 1.8e-3 of the amplitude, which at 500 Hz is 1/200 at the other end
  it.each([
    { frequency: 5, bound: 1.5e-5 },
    { frequency: 50, bound: 7e-5 },
    { frequency: 500, bound: 3.6e-3 },
  ])("$frequency Hz: amplitude and phase", async ({ frequency, bound }) => {
    const steps = [1e-5, 5e-6];
    const [coarse, fine] = [
      await responses(frequency, steps[0]),
      await responses(frequency, steps[1]),
    ];
    for (const [j, k] of places.entries()) {
      const x = ((k + 0.5) * length) / n;
      const { amplitude, phase } = analytic.sealedSine(cable, length, CURRENT, frequency, x);
      const paper = [amplitude * Math.cos(phase), amplitude * Math.sin(phase)];
      const distance = (response: readonly number[]): number =>
        Math.hypot(response[0] - paper[0], response[1] - paper[1]) / amplitude;
      // what is left where dt goes to 0
      const limit = [0, 1].map((part) => 2 * fine[j][part] - coarse[j][part]);
      for (const order of orders([distance(coarse[j]), distance(fine[j])]))
        expect(Math.abs(order - 1)).toBeLessThan(0.1);
      expect(distance(limit)).toBeLessThan(bound);
    }
  });
});
