import { UserError } from "../../base/index.js";
import { Signal, SpikeTrain } from "../../signals/index.js";
import { columnUnit } from "../../tables/index.js";
import {
  type Dimension,
  describeDimension,
  isDimensionless,
  NAMED_DIMENSIONS,
  parseUnit,
  QuantityArray,
  sameDimension,
  scaledUnitSymbol,
} from "../../units/index.js";

declare module "../../signals/signal.js" {
  // what Plot takes as a channel; `makeChannels` gives it
  interface Signal<out D extends string = string> {
    transform(data: unknown): number[];
    readonly label: string | undefined;
  }
}
declare module "../../signals/spikeTrain.js" {
  interface SpikeTrain {
    transform(data: unknown): number[];
    readonly label: string | undefined;
  }
}

/** What numbers are in: pS, for example. */
export interface AxisUnit {
  readonly dimension: Dimension;
  readonly scale: number;
  readonly symbol: string;
}

/**
 * The label of numbers in SI base units. It goes with them through Plot's transforms, and tells
 * what they measure; Plot shows its text.
 */
export class UnitLabel {
  private constructor(readonly dimension: Dimension) {}

  private static readonly known = new Map<string, UnitLabel>();

  /** The one label of a dimension: Plot tells labels apart by identity. */
  static of(dimension: Dimension): UnitLabel {
    const key = dimension.join();
    let label = UnitLabel.known.get(key);
    if (!label) {
      label = new UnitLabel(dimension);
      UnitLabel.known.set(key, label);
    }
    return label;
  }

  /** The name of the dimension: "Voltage"; empty where it has none. */
  get name(): string {
    for (const [name, { exponents }] of Object.entries(NAMED_DIMENSIONS))
      if (sameDimension(exponents, this.dimension)) return name[0].toUpperCase() + name.slice(1);
    return "";
  }

  toString(): string {
    const symbol = scaledUnitSymbol("", this.dimension);
    return this.name ? `${this.name} (${symbol})` : symbol;
  }
}

/**
 * Makes quantities, signals and spike trains channels of Plot: what Plot takes as a channel is a column with a
 * `transform` that gives its values, and a `label`. The values are in SI base units, always, so that
 * two of them on one axis agree; `plot` draws them in the unit that suits them best.
 */
export function makeChannels(): void {
  const channel = <T extends object>(
    type: { prototype: T },
    values: (of: T) => Float64Array,
    dimension: (of: T) => Dimension,
  ): void => {
    Object.defineProperties(type.prototype, {
      transform: {
        configurable: true,
        value(this: T) {
          return Array.from(values(this));
        },
      },
      label: {
        configurable: true,
        get(this: T) {
          const own = dimension(this);
          return isDimensionless(own) ? undefined : UnitLabel.of(own);
        },
      },
    });
  };
  channel<QuantityArray>(
    QuantityArray as never,
    ({ values }) => values,
    ({ dimension }) => dimension,
  );
  channel<Signal>(
    Signal as never,
    ({ values }) => values,
    ({ dimension }) => dimension,
  );
  channel<SpikeTrain>(
    SpikeTrain,
    ({ seconds }) => seconds,
    () => NAMED_DIMENSIONS.time.exponents,
  );
}

/** What statistics add to the name of a column: `rate_SD_Hz`. */
const STATISTIC = /_(mean|median|SD|SEM|n|min|max|q\d+(\.\d+)?)$/;

/**
 * The name and the unit of a column whose name ends with one, as `unitsToHeader` makes them:
 * "we_pS", "V_m_mV", or "rate_SD_Hz" of a table of means. "V_m" is the name of a voltage: metres are no unit of
 * this field.
 */
export function unitOfColumn(column: string): { name: string; unit: AxisUnit } | undefined {
  const { base, suffix, unit } = columnUnit(column);
  if (!unit || suffix === "m" || isDimensionless(unit.dimension)) return undefined;
  const { dimension, scale } = unit;
  return {
    name: base.replace(STATISTIC, ""),
    unit: { dimension, scale, symbol: suffix.replaceAll("_", " ") },
  };
}

/** A unit by its symbol; undefined for what is none. */
export function unitNamed(symbol: string): AxisUnit | undefined {
  if (symbol.trim() === "" || /^[\d.]/.test(symbol)) return undefined;
  try {
    const { dimension, scale } = parseUnit(symbol);
    return isDimensionless(dimension) ? undefined : { dimension, scale, symbol };
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Whether two units measure the same with the same size. */
export const sameUnit = (a: AxisUnit, b: AxisUnit): boolean =>
  sameDimension(a.dimension, b.dimension) && Math.abs(a.scale / b.scale - 1) < 1e-9;

/** A unit in words, for messages. */
export const unitText = ({ symbol, dimension }: AxisUnit): string =>
  symbol === "" ? describeDimension(dimension) : symbol;
