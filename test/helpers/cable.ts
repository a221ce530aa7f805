/**
 * Analytic solutions of passive cables, in SI units, for solvers to be compared with. Voltages are
 * differences from rest.
 *
 * Sources: Rall 1959, "Branching dendritic trees and motoneuron membrane resistivity"; Rall 1969, "Time
 * constants and electrotonic length of membrane cylinders and neurons"; Jack, Noble and Tsien 1975,
 * "Electric Current Flow in Excitable Cells", chapters 3 and 4; Koch 1999, "Biophysics of
 * Computation", chapters 2 and 3. Formulas are those of the books, the programs are our own.
 */
export interface Cable {
  /** m */
  diameter: number;
  /** ohm m */
  Ri: number;
  /** The membrane's conductance, S/m^2. */
  gL: number;
  /** F/m^2 */
  Cm: number;
}

/** The time constant of the membrane, in s. */
export const timeConstant = ({ Cm, gL }: Cable): number => Cm / gL;

/** The length constant sqrt(d / (4 Ri gL)), in m. */
export const lengthConstant = ({ diameter, Ri, gL }: Cable): number =>
  Math.sqrt(diameter / (4 * Ri * gL));

/** The input resistance of a semi-infinite cable, in ohm: Ri lambda over its cross-section. */
export const semiInfiniteResistance = (cable: Cable): number =>
  (4 * cable.Ri * lengthConstant(cable)) / (Math.PI * cable.diameter ** 2);

/** Steady voltage at x (either side) of an infinite cable with a current (A) at 0. */
export const infiniteSteady = (cable: Cable, current: number, x: number): number =>
  ((current * semiInfiniteResistance(cable)) / 2) * Math.exp(-Math.abs(x) / lengthConstant(cable));

/** Steady voltage at x of a semi-infinite cable with a current at its sealed end. */
export const semiInfiniteSteady = (cable: Cable, current: number, x: number): number =>
  current * semiInfiniteResistance(cable) * Math.exp(-x / lengthConstant(cable));

/**
 * Voltage at x and t of an infinite cable after a charge (C) was put at 0 at t = 0: the cable's Green's
 * function.
 */
export function infinitePulse(cable: Cable, charge: number, x: number, t: number): number {
  if (t <= 0) return 0;
  const [lambda, tau] = [lengthConstant(cable), timeConstant(cable)];
  const perLength = Math.PI * cable.diameter * cable.Cm;
  const spread = Math.sqrt((4 * Math.PI * lambda ** 2 * t) / tau);
  return (charge / perLength / spread) * Math.exp(-((x / lambda) ** 2 * tau) / (4 * t) - t / tau);
}

/**
 * Voltage at x and t of an infinite cable with a current at 0 from t = 0 on (Hodgkin and Rushton 1946).
 */
export function infiniteStep(cable: Cable, current: number, x: number, t: number): number {
  return 0.5 * semiInfiniteStep(cable, current, Math.abs(x), t);
}

/** The same of a semi-infinite cable with the current at its sealed end. */
export function semiInfiniteStep(cable: Cable, current: number, x: number, t: number): number {
  if (t <= 0) return 0;
  const [X, T] = [x / lengthConstant(cable), Math.sqrt(t / timeConstant(cable))];
  const left = Math.exp(-X) * complementaryError(X / (2 * T) - T);
  const right = Math.exp(X) * complementaryError(X / (2 * T) + T);
  return 0.5 * current * semiInfiniteResistance(cable) * (left - right);
}

/** Steady voltage at x of a cable of a length, sealed at both ends, with a current at 0. */
export function sealedSteady(cable: Cable, length: number, current: number, x: number): number {
  const lambda = lengthConstant(cable);
  return (
    (current * semiInfiniteResistance(cable) * Math.cosh((length - x) / lambda)) /
    Math.sinh(length / lambda)
  );
}

/**
 * Voltage at x and t of a cable sealed at both ends with a current at 0 from t = 0 on: the sum over
 * its modes cos(n pi x / length), each with a time constant of its own (Rall 1969).
 */
export function sealedStep(
  cable: Cable,
  length: number,
  current: number,
  x: number,
  t: number,
  modes = 2000,
): number {
  if (t <= 0) return 0;
  const [lambda, tau] = [lengthConstant(cable), timeConstant(cable)];
  const whole = 1 / (cable.gL * Math.PI * cable.diameter * length);
  // the steady state exactly, less the modes that have not grown yet: these die out fast
  let missing = Math.exp(-t / tau);
  for (let n = 1; n < modes; n++) {
    const rate = 1 + ((n * Math.PI * lambda) / length) ** 2;
    const decay = Math.exp((-rate * t) / tau);
    if (decay === 0) break;
    missing += (2 * Math.cos((n * Math.PI * x) / length) * decay) / rate;
  }
  return sealedSteady(cable, length, current, x) - current * whole * missing;
}

/** Amplitude and phase (rad) of a voltage at a frequency. */
export interface Response {
  amplitude: number;
  phase: number;
}

/**
 * The response at x of a cable sealed at both ends to a sinusoidal current of an amplitude (A) and a
 * frequency (Hz) at 0: cosh(q (length - x) / lambda) / (q sinh(q length / lambda)), q^2 = 1 + i omega
 * tau (Rall and Rinzel 1973, "Branch input resistance and steady attenuation").
 */
export function sealedSine(
  cable: Cable,
  length: number,
  amplitude: number,
  frequency: number,
  x: number,
): Response {
  const lambda = lengthConstant(cable);
  const q = root([1, 2 * Math.PI * frequency * timeConstant(cable)]);
  const above = hyperbolicCosine(scaled(q, (length - x) / lambda));
  const below = product(q, hyperbolicSine(scaled(q, length / lambda)));
  const ratio = quotient(above, below);
  const size = amplitude * semiInfiniteResistance(cable);
  return { amplitude: size * Math.hypot(...ratio), phase: Math.atan2(ratio[1], ratio[0]) };
}

/** By how much a sinusoid of a frequency shrinks over a distance of an infinite cable: exp(-Re(q) x / lambda). */
export function infiniteAttenuation(cable: Cable, frequency: number, x: number): number {
  const q = root([1, 2 * Math.PI * frequency * timeConstant(cable)]);
  return Math.exp((-q[0] * x) / lengthConstant(cable));
}

/** The diameter of a branch beside one of another diameter, so that both continue a parent: Rall's 3/2 law. */
export const rallDiameter = (parent: number, other: number): number =>
  (parent ** 1.5 - other ** 1.5) ** (2 / 3);

/**
 * How far along the equivalent cylinder of its parent a point of a branch lies: the same number
 * of length constants.
 */
export const equivalentLength = (parent: Cable, branch: Cable, x: number): number =>
  (x * lengthConstant(parent)) / lengthConstant(branch);

/**
 * The Rallpack benchmarks (Bhalla, Bilitch and Bower 1992, "Rallpacks: a set of benchmarks for neuronal
 * simulators", Trends in Neurosciences 15): parameters as their README files give them, in SI units.
 *
 * 1: a uniform cable; 2: a binary tree under Rall's law, ten depths of single compartments, equivalent
 * to a cylinder of 320 um; 3: the cable of 1 with Hodgkin and Huxley's channels. In each 0.1 nA goes into
 * the first compartment from t = 0 for 0.25 s. Reference of 1 and 2: {@link sealedStep} (theirs is
 * the same series, from Jack, Noble and Tsien); agreement of PSICS with it was "well within 0.01 mV" for 2.
 * Of 3 there is no closed form: their reference are curves of NEURON and GENESIS at 5 us.
 */
export const RALLPACK = {
  cable: { diameter: 1e-6, Ri: 1, gL: 1 / 4, Cm: 0.01 } satisfies Cable,
  length: 1e-3,
  compartments: 1000,
  rest: -0.065,
  current: 0.1e-9,
  duration: 0.25,
  /** Depth d has 2^d compartments; the published sizes are rounded, these obey the law exactly. */
  tree: {
    depths: 10,
    diameter: 16e-6,
    length: 32e-6,
    diameterRatio: 2 ** (-2 / 3),
    lengthRatio: 2 ** (-1 / 3),
    equivalentLength: 320e-6,
    /** As the README prints them, in um: by depth. */
    publishedLengths: [32, 25.4, 20.16, 16, 12.7, 10.08, 8, 6.35, 5.04, 4],
    publishedDiameters: [16, 10.08, 6.35, 4, 2.52, 1.587, 1, 0.63, 0.397, 0.25],
  },
  squid: {
    ENa: 0.05,
    EK: -0.077,
    gNa: 1200,
    gK: 360,
    /** Rates are Hodgkin and Huxley's with rest at -65 mV; per ms, v in mV. */
    rates: {
      alpha_m: "0.1*(v + 40)/(1 - exp(-(v + 40)/10))",
      beta_m: "4*exp(-(v + 65)/18)",
      alpha_h: "0.07*exp(-(v + 65)/20)",
      beta_h: "1/(exp(-(v + 35)/10) + 1)",
      alpha_n: "0.01*(v + 55)/(1 - exp(-(v + 55)/10))",
      beta_n: "0.125*exp(-(v + 65)/80)",
    },
  },
} as const;

/** Complex numbers: real part, imaginary part. */
type Complex = readonly [number, number];
const scaled = ([a, b]: Complex, factor: number): Complex => [a * factor, b * factor];
const product = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
const quotient = (a: Complex, b: Complex): Complex =>
  scaled(product(a, [b[0], -b[1]]), 1 / (b[0] ** 2 + b[1] ** 2));
const hyperbolicCosine = ([a, b]: Complex): Complex => [
  Math.cosh(a) * Math.cos(b),
  Math.sinh(a) * Math.sin(b),
];
const hyperbolicSine = ([a, b]: Complex): Complex => [
  Math.sinh(a) * Math.cos(b),
  Math.cosh(a) * Math.sin(b),
];

/** The square root with a positive real part. */
function root([a, b]: Complex): Complex {
  const size = Math.hypot(a, b);
  return [Math.sqrt((size + a) / 2), Math.sign(b) * Math.sqrt((size - a) / 2)];
}

/**
 * The complementary error function: its Maclaurin series up to 2.5, Laplace's continued fraction above;
 * 1e-13 of its value.
 */
export function complementaryError(x: number): number {
  if (x < 0) return 2 - complementaryError(-x);
  if (x < 2.5) {
    let [term, sum] = [x, x];
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
      if (x === 0) break;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = x;
  for (let n = 200; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}
