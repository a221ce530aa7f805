/** Positions of ticks on an axis, and the labels of the major ones. */
export interface Ticks {
  major: number[];
  minor: number[];
  labels: string[];
}

/** The two ends of an axis, the lower first. */
export type Domain = readonly [number, number];

/**
 * Ticks of a linear axis: steps of 1, 2 or 5 times a power of ten, the smallest that gives at most
 * `intervals` of them; between them minor ticks in steps of 1, 2 or 5 again.
 */
export function linearTicks([low, high]: Domain, intervals: number): Ticks {
  const { step, mantissa } = niceStep((high - low) / intervals);
  const minorStep = step / (mantissa === 2 ? 4 : 5);
  const major = multiples(step, low, high);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return {
    major,
    minor: multiples(minorStep, low, high).filter((tick) => !isMultiple(tick, step)),
    labels: major.map((tick) => String(Number(tick.toFixed(digits)))),
  };
}

/**
 * Ticks of a logarithmic axis: the decades, written plainly, with minor ticks at their 2- to
 * 9-fold. Less than one decade has no decade labels to go by, so there every minor tick is labelled.
 */
export function logTicks([low, high]: Domain): Ticks {
  const major: number[] = [];
  const minor: number[] = [];
  for (let exponent = Math.floor(Math.log10(low)); exponent <= Math.log10(high); exponent++)
    for (let factor = 1; factor < 10; factor++) {
      // parsed, because 10 ** -2 * 7 is not 0.07
      const tick = Number(`${factor}e${exponent}`);
      if (tick < low * (1 - SLACK) || tick > high * (1 + SLACK)) continue;
      (factor === 1 ? major : minor).push(tick);
    }
  return major.length > 0
    ? { major, minor, labels: major.map(String) }
    : { major: minor, minor: [], labels: minor.map(String) };
}

/** The smallest interval between ticks that holds all the values. */
export function niceDomain(values: Iterable<number>, intervals: number): Domain {
  const finite = Array.from(values).filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  let low = finite[0];
  let high = finite[0];
  for (const value of finite) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low === high) return low === 0 ? [0, 1] : low > 0 ? [0, high] : [low, 0];
  const { step } = niceStep((high - low) / intervals);
  return [
    clean(Math.floor(low / step + SLACK) * step, step),
    clean(Math.ceil(high / step - SLACK) * step, step),
  ];
}

/** Tolerance for rounding where ticks meet the ends of an axis. */
const SLACK = 1e-9;

function niceStep(least: number): { step: number; mantissa: 1 | 2 | 5 } {
  const exponent = Math.floor(Math.log10(least) + SLACK);
  for (const mantissa of [1, 2, 5] as const) {
    const step = Number(`${mantissa}e${exponent}`);
    if (step >= least * (1 - SLACK)) return { step, mantissa };
  }
  return { step: Number(`1e${exponent + 1}`), mantissa: 1 };
}

function multiples(step: number, low: number, high: number): number[] {
  const ticks: number[] = [];
  const first = Math.ceil(low / step - SLACK);
  const last = Math.floor(high / step + SLACK);
  for (let i = first; i <= last; i++) ticks.push(clean(i * step, step));
  return ticks;
}

/** Removes the dust of binary fractions: 3 * 0.1 becomes 0.3. */
function clean(tick: number, step: number): number {
  const digits = Math.min(100, Math.max(0, 3 - Math.floor(Math.log10(step))));
  return Number(tick.toFixed(digits)) + 0;
}

function isMultiple(tick: number, step: number): boolean {
  const ratio = tick / step;
  return Math.abs(ratio - Math.round(ratio)) < 1e-6;
}
