import { shown, UserError } from "../base/index.js";
import type { AxisOptions, Panel } from "./panel.js";
import { textWidth } from "./textWidth.js";
import { THEME } from "./theme.js";
import { type Domain, isTooNarrow, linearTicks, logTicks, niceDomain } from "./ticks.js";

/** An axis whose open questions are settled: ends, ticks, texts. */
export interface Axis {
  domain: Domain;
  scale: "linear" | "log";
  major: number[];
  minor: number[];
  /** Labels of the major ticks. */
  labels: string[];
  label: string;
  visible: boolean;
  grid: boolean;
}

/**
 * Settles one axis of a panel from its options and the data.
 * @throws UserError for a domain that is no interval, or not positive on a logarithmic axis, and
 *   where neither options nor data say what it is.
 */
export function settleAxis(panel: Panel, name: "x" | "y"): Axis {
  const options: AxisOptions = panel[name] ?? {};
  const { scale = "linear", intervals = THEME.intervals, visible = true, grid = true } = options;
  const isLog = scale === "log";
  const domain = options.domain ?? domainOf(dataOf(panel, name, isLog), name, isLog, intervals);
  const [low, high] = domain;
  if (!(low < high) || !Number.isFinite(high - low) || (isLog && low <= 0))
    throw new UserError(
      `invalid domain of ${name}: ${shown(domain)}; expected ${isLog ? "positive, " : ""}ascending numbers`,
    );
  if (isTooNarrow(domain))
    throw new UserError(
      `invalid domain of ${name}: ${shown(domain)}; expected numbers that differ by more than rounding`,
    );
  const { major, minor, labels } = isLog ? logTicks(domain) : linearTicks(domain, intervals);
  if (options.unit && labels.length > 0) labels[labels.length - 1] += ` ${options.unit}`;
  return { domain, scale, major, minor, labels, label: options.label ?? "", visible, grid };
}

/** Width of the widest tick label, in points. */
export const widestLabel = ({ labels, visible }: Axis): number =>
  visible ? Math.max(0, ...labels.map((label) => textWidth(label))) : 0;

/** The values of a panel's data that its axis can show. */
function dataOf({ marks }: Panel, name: "x" | "y", isLog: boolean): number[] {
  const hasPlace = (value: number): boolean => Number.isFinite(value) && (!isLog || value > 0);
  const values: number[] = [];
  for (const mark of marks) {
    if (mark.kind === "rule") {
      if (name === "y" && hasPlace(mark.y)) values.push(mark.y);
      continue;
    }
    let least = Number.POSITIVE_INFINITY;
    for (const value of mark[name])
      if (hasPlace(value)) {
        values.push(value);
        if (value < least) least = value;
      }
    // bars stand on 0, or on a logarithmic axis somewhere below the lowest, so that it is seen too
    if (mark.kind === "bars" && name === "y" && least < Number.POSITIVE_INFINITY)
      values.push(isLog ? least / 2 : 0);
  }
  return values;
}

function domainOf(values: number[], name: "x" | "y", isLog: boolean, intervals: number): Domain {
  if (values.length === 0)
    throw new UserError(
      `missing domain of ${name}: there are no ${isLog ? "positive " : ""}numbers to take it from; expected ${name}: { domain: [first, last] }`,
    );
  return isLog ? decades(values) : niceDomain(values, intervals);
}

/** The decades around positive values. */
function decades(values: readonly number[]): Domain {
  let [low, high] = [values[0], values[0]];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const first = Math.floor(Math.log10(low));
  const last = Math.max(first + 1, Math.ceil(Math.log10(high)));
  return [Number(`1e${first}`), Number(`1e${last}`)];
}
