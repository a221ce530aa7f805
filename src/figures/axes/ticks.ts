/** Positions of ticks on an axis, and the labels of the major ones. */
export interface Ticks {
  major: number[];
  minor: number[];
  labels: string[];
}

/** The two ends of an axis, the lower first. */
export type Domain = readonly [number, number];

/** A step of 1, 2 or 5 times a power of ten. */
interface NiceStep {
  mantissa: number;
  exponent: number;
}

/**
 * Makes the functions that find ticks. All that they need stands in here, so that the same text also finds ticks in
 * a browser, where a figure is zoomed (`../zoom/live.ts`).
 */
export function makeTicks() {
  /**
   * Ticks of a linear axis: steps of 1, 2 or 5 times a power of ten, the smallest that gives at most
   * `intervals` of them; between them minor ticks in steps of 1, 2 or 5 again.
   */
  function linearTicks([low, high]: Domain, intervals: number): Ticks {
    const step = niceStep((high - low) / intervals);
    const minorStep = MINOR[step.mantissa](step.exponent);
    const major = multiples(step, low, high);
    return {
      major,
      minor: multiples(minorStep, low, high).filter((tick) => !isMultiple(tick, sizeOf(step))),
      labels: major.map(String),
    };
  }

  /** The steps of minor ticks: a fifth, a fourth and a fifth of the major ones'. */
  const MINOR: Readonly<Record<number, (exponent: number) => NiceStep>> = {
    1: (exponent) => ({ mantissa: 2, exponent: exponent - 1 }),
    2: (exponent) => ({ mantissa: 5, exponent: exponent - 1 }),
    5: (exponent) => ({ mantissa: 1, exponent }),
  };

  /**
   * Ticks of a logarithmic axis: the decades, written plainly, with minor ticks at their 2- to
   * 9-fold. Less than one decade has no decade labels to go by, so there every minor tick is labelled.
   */
  function logTicks([low, high]: Domain): Ticks {
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
  function niceDomain(values: Iterable<number>, intervals: number): Domain {
    const finite = Array.from(values).filter(Number.isFinite);
    if (finite.length === 0) return [0, 1];
    let low = finite[0];
    let high = finite[0];
    for (const value of finite) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (isTooNarrow([low, high]))
      return high === 0 && low === 0 ? [0, 1] : high > 0 ? [0, high] : [low, 0];
    const step = niceStep((high - low) / intervals);
    const size = sizeOf(step);
    return [
      multiple(step, Math.floor(low / size + SLACK)),
      multiple(step, Math.ceil(high / size - SLACK)),
    ];
  }

  /** Tolerance for rounding where ticks meet the ends of an axis. */
  const SLACK = 1e-9;

  /** Whether two ends differ by no more than rounding: no ticks can be told apart between them. */
  const isTooNarrow = ([low, high]: Domain): boolean =>
    high - low <= Math.max(1e-300, 1e-12 * Math.abs(low), 1e-12 * Math.abs(high));

  function niceStep(least: number): NiceStep {
    const exponent = Math.floor(Math.log10(least) + SLACK);
    for (const mantissa of [1, 2, 5])
      if (sizeOf({ mantissa, exponent }) >= least * (1 - SLACK)) return { mantissa, exponent };
    return { mantissa: 1, exponent: exponent + 1 };
  }

  const sizeOf = ({ mantissa, exponent }: NiceStep): number => Number(`${mantissa}e${exponent}`);

  function multiples(step: NiceStep, low: number, high: number): number[] {
    const ticks: number[] = [];
    const size = sizeOf(step);
    const first = Math.ceil(low / size - SLACK);
    const last = Math.floor(high / size + SLACK);
    for (let i = first; i <= last; i++) ticks.push(multiple(step, i));
    return ticks;
  }

  /** So many steps, as the nearest number of its decimal: 3 * 0.1 is 0.3. */
  const multiple = ({ mantissa, exponent }: NiceStep, count: number): number =>
    Number(`${count * mantissa}e${exponent}`) + 0;

  function isMultiple(tick: number, step: number): boolean {
    const ratio = tick / step;
    return Math.abs(ratio - Math.round(ratio)) < 1e-6;
  }

  /**
   * The ticks of a linear axis with the most intervals at which all labels have room.
   * @param most the most intervals that there may be
   * @param place of a tick on the axis, in points
   * @param size of a label along the axis
   * @param gap between two labels
   */
  function roomyTicks(
    domain: Domain,
    most: number,
    place: (tick: number) => number,
    size: (label: string) => number,
    gap: number,
  ): Ticks | undefined {
    for (let intervals = most; intervals > 0; intervals--) {
      const ticks = linearTicks(domain, intervals);
      const fits = ticks.major.every((tick, k) => {
        if (k === 0) return true;
        const needed = (size(ticks.labels[k - 1]) + size(ticks.labels[k])) / 2;
        return Math.abs(place(tick) - place(ticks.major[k - 1])) >= needed + gap;
      });
      if (fits) return ticks;
    }
    return undefined;
  }

  return { linearTicks, logTicks, niceDomain, isTooNarrow, roomyTicks };
}

/** The functions that find ticks. */
export type TickMaker = ReturnType<typeof makeTicks>;

export const { linearTicks, logTicks, niceDomain, isTooNarrow, roomyTicks }: TickMaker =
  makeTicks();
