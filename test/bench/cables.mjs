// Measures compartments with Hodgkin and Huxley's channels: many cells, and one long cable as Rallpack 3 has it,
// per compartment and step, with Brian 2's C++ standalone mode as the peer in the same run. Brian's SpatialNeuron
// is one cell: its time for 1000 cells is that of one of them. Seconds are CPU time, of one thread.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  byPlace,
  compartments,
  cylinder,
  mV,
  nA,
  network,
  parseQuantity,
  run,
  seconds as s,
  um,
} from "spikebook";
import { table } from "./measure.mjs";

const DT = 5e-6;
const EQUATIONS = `
  Im = gL*(EL - v) + gNa*m**3*h*(ENa - v) + gK*n**4*(EK - v) : amp/metre**2
  I : amp (point current)
  dm/dt = alpha_m*(1 - m) - beta_m*m : 1
  dh/dt = alpha_h*(1 - h) - beta_h*h : 1
  dn/dt = alpha_n*(1 - n) - beta_n*n : 1
  alpha_m = 1/exprel(-(v + 40*mV)/(10*mV))/ms : Hz
  beta_m = 4*exp(-(v + 65*mV)/(18*mV))/ms : Hz
  alpha_h = 0.07*exp(-(v + 65*mV)/(20*mV))/ms : Hz
  beta_h = 1/(exp(-(v + 35*mV)/(10*mV)) + 1)/ms : Hz
  alpha_n = 0.1/exprel(-(v + 55*mV)/(10*mV))/ms : Hz
  beta_n = 0.125*exp(-(v + 65*mV)/(80*mV))/ms : Hz`;

/** Cells of n compartments, each with a current into its first one, for so many steps. */
function simulation(cells, n, length, steps) {
  const cable = cylinder({ diameter: um(1), length: um(length), n });
  return network({
    populations: [
      compartments("neurons", {
        morphology: cable,
        cells,
        equations: EQUATIONS,
        method: "exponential_euler",
        Cm: parseQuantity("1 uF/cm^2"),
        Ri: parseQuantity("100 ohm cm"),
        parameters: {
          gL: parseQuantity("0.25 S/m^2"),
          EL: mV(-65),
          ENa: mV(50),
          EK: mV(-77),
          gNa: parseQuantity("1200 S/m^2"),
          gK: parseQuantity("360 S/m^2"),
          I: byPlace(cable, nA(0), [[cable.compartment(0), nA(0.1)]], { cells }),
        },
        initial: { v: mV(-65), m: 0.0529, h: 0.5961, n: 0.3177 },
      }),
    ],
    duration: s(steps * DT),
    dt: s(DT),
  });
}

/** Nanoseconds per compartment and step: the difference of a long and a short run, each the fastest of five. */
async function ours(cells, n, length, steps) {
  const [short, long] = [steps, 3 * steps].map((count) => simulation(cells, n, length, count));
  const spent = async (one) => {
    const before = process.cpuUsage();
    await run(one, { threads: 1, forgetState: true });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  await spent(short);
  const least = async (one) => {
    let found = Number.POSITIVE_INFINITY;
    for (let k = 0; k < 5; k++) found = Math.min(found, await spent(one));
    return found;
  };
  return ((await least(long)) - (await least(short))) / (2 * steps * n * cells * 1e-9);
}

const script = fileURLToPath(new URL("cables_brian.py", import.meta.url));
const brian = (n, length, steps) => {
  const { stdout, status } = spawnSync("/usr/bin/python3", [script, n, length, steps].map(String), {
    encoding: "utf8",
  });
  if (status !== 0) return undefined;
  return JSON.parse(stdout.trim().split("\n").at(-1)).cpu / (steps * n * 1e-9);
};

const row = (name, own, peer) => [
  name,
  `${own.toFixed(1)} ns`,
  peer ? `${peer.toFixed(1)} ns` : "not available",
  peer ? `${(peer / own).toPrecision(3)} x` : "",
];
console.log(
  table(
    ["HH channels, per compartment and step", "spikebook", "Brian 2, C++ standalone", ""],
    [
      row("1 cell of 1000", await ours(1, 1000, 1000, 2500), brian(1000, 1000, 5000)),
      row("1000 cells of 100", await ours(1000, 100, 100, 50), brian(100, 100, 50_000)),
    ],
  ),
);
