import { checkOptions, shown, UserError } from "../../base/index.js";
import {
  bestScale,
  DIMENSIONLESS,
  formatNumber,
  lower,
  makeUnit,
  Quantity,
  scaledUnitSymbol,
} from "../../units/index.js";
import {
  type Control,
  type Position,
  requireControlName,
  requireLabel,
  settled,
} from "./control.js";

/** Options of {@link slider}. */
export interface SliderOptions<T> {
  /** The least and the largest value, both allowed. */
  from: T;
  /** The greatest value. */
  to: T;
  /** The values lie this far apart, counted from `from`; by default at most a hundredth of the way. */
  step?: T;
  /** What stands before it; by default its name. */
  label?: string;
}

/** Options of {@link number}. */
export interface NumberOptions<T> extends Partial<SliderOptions<T>> {}

/** A plain number's type, or a quantity's. */
type Measured = number | Quantity;

/** A literal like 15 is a number that moves. */
type Widened<T> = T extends number ? number : T;

const OPTIONS = ["from", "to", "step", "label"];

/** Least number of steps of a slider whose author gave none. */
const STEPS = 100;

/**
 * A slider. In a notebook its value is the one given; on a page that `spikebook page` made of the notebook,
 * readers move it, and all cells that read it are computed again.
 * @param name how readers and error messages know it; one of a kind in its notebook
 * @param value where it stands at first
 * @returns the value: a quantity where `value` is one
 * @throws UserError for bounds of another dimension, and a value outside of them.
 * @example
 * ```ts
 * const we = slider("we", pS(15), { from: pS(0), to: pS(30) });
 * ```
 */
export function slider<T extends Measured>(
  name: string,
  value: T,
  options: SliderOptions<Widened<T>>,
): Widened<T> {
  requireControlName("slider", name);
  if (options === undefined)
    throw new UserError(`missing options of slider ${name}: expected { from, to }`);
  return settled(measured("slider", name, value, options) as Control<Widened<T>>);
}

/**
 * A number that readers of the notebook's page can type. In a notebook its value is the one given.
 * @param options bounds, where there are any; see {@link slider}
 * @throws UserError for bounds of another dimension, and a value outside of them.
 * @example
 * ```ts
 * const N = number("N", 1000, { from: 1, to: 10_000, step: 1 });
 * ```
 */
export function number<T extends Measured>(
  name: string,
  value: T,
  options: NumberOptions<Widened<T>> = {},
): Widened<T> {
  requireControlName("number", name);
  return settled(measured("number", name, value, options) as Control<Widened<T>>);
}

function measured(
  kind: "slider" | "number",
  name: string,
  value: Measured,
  options: NumberOptions<Measured>,
): Control<Measured> {
  checkOptions(kind, options, OPTIONS);
  if (typeof value !== "number" && !(value instanceof Quantity))
    throw new UserError(
      `invalid value of ${kind} ${name}: ${shown(value)}; expected a number or a quantity`,
    );
  const dimension = value instanceof Quantity ? value.dimension : DIMENSIONLESS;
  const bound = (which: "from" | "to", absent: number): number => {
    const given = options[which];
    if (given === undefined && kind === "number") return absent;
    return lower(`${which} of ${kind} ${name}`, given, dimension);
  };
  const from = bound("from", Number.NEGATIVE_INFINITY);
  const to = bound("to", Number.POSITIVE_INFINITY);
  if (!(from < to))
    throw new UserError(
      `invalid bounds of ${kind} ${name}: ${options.from} to ${options.to}; expected a smaller and a larger value`,
    );
  const start = lower(`value of ${kind} ${name}`, value, dimension, { least: from, most: to });
  const finite = [from, to, start].filter(Number.isFinite);
  const { scale, prefix } = bestScale(finite, dimension);
  const symbol = scaledUnitSymbol(prefix, dimension);
  const unit = makeUnit(symbol, scale, dimension);
  const inUnit = (bare: number): number => new Quantity(bare, dimension).in(unit);
  const given = options.step;
  const step =
    given === undefined
      ? undefined
      : inUnit(lower(`step of ${kind} ${name}`, given, dimension, { above: 0 }));
  const ends = { from: inUnit(from), to: inUnit(to) };
  const started = inUnit(start);
  const even = kind === "slider" ? evenStep(ends.from, ends.to, started) : undefined;
  return {
    name,
    label: requireLabel(options.label, name),
    form: { kind, ...ends, step: step ?? even, unit: symbol },
    start: started,
    valueAt: (position) => {
      if (position === started) return value;
      return value instanceof Quantity ? unit(position as number) : (position as number);
    },
    textAt: (position: Position) =>
      `${formatNumber(position as number)}${symbol === "" ? "" : ` ${symbol}`}`,
  };
}

/**
 * The largest of 1, 2 and 5 times powers of ten that makes steps enough, and one of them the value at the
 * start; nothing where there is none that is not tiny.
 */
function evenStep(from: number, to: number, start: number): number | undefined {
  const most = (to - from) / STEPS;
  const power = Math.floor(Math.log10(most) + 1e-9);
  for (let k = power; k > power - 4; k--)
    for (const digit of [5, 2, 1]) {
      const step = Number(`${digit}e${k}`);
      const steps = (start - from) / step;
      if (step <= most * (1 + 1e-9) && Math.abs(steps - Math.round(steps)) < 1e-6) return step;
    }
  return undefined;
}
