import { UserError } from "../base/index.js";
import type { AxisOptions, Panel } from "./panel.js";
import { textWidth } from "./textWidth.js";
import { THEME } from "./theme.js";
import { type Domain, linearTicks, logTicks, niceDomain } from "./ticks.js";

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
 * @throws UserError for a domain that is no interval, or not positive on a logarithmic axis.
 */
export function settleAxis(panel: Panel, name: "x" | "y"): Axis {
  const options: AxisOptions = panel[name] ?? {};
  const { scale = "linear", intervals = THEME.intervals, visible = true, grid = true } = options;
  const isLog = scale === "log";
  const domain = options.domain ?? (isLog ? decades : niceDomain)(dataOf(panel, name), intervals);
  const [low, high] = domain;
  if (!(low < high) || !Number.isFinite(high - low) || (isLog && low <= 0))
    throw new UserError(
      `invalid domain of ${name}: [${low}, ${high}]; expected ${isLog ? "positive, " : ""}ascending numbers`,
    );
  const { major, minor, labels } = isLog ? logTicks(domain) : linearTicks(domain, intervals);
  if (options.unit && labels.length > 0) labels[labels.length - 1] += ` ${options.unit}`;
  return { domain, scale, major, minor, labels, label: options.label ?? "", visible, grid };
}

/** Width of the widest tick label, in points. */
export const widestLabel = ({ labels, visible }: Axis): number =>
  visible ? Math.max(0, ...labels.map((label) => textWidth(label))) : 0;

function dataOf(panel: Panel, name: "x" | "y"): number[] {
  return panel.marks.flatMap((mark) => {
    if (mark.kind === "rule") return name === "y" ? [mark.y] : [];
    const values = Array.from(mark[name]);
    return mark.kind === "bars" && name === "y" ? [0, ...values] : values;
  });
}

/** The decades around the positive values. */
function decades(values: Iterable<number>): Domain {
  const positive = Array.from(values).filter((value) => value > 0 && Number.isFinite(value));
  if (positive.length === 0) return [1, 10];
  let low = positive[0];
  let high = positive[0];
  for (const value of positive) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const first = Math.floor(Math.log10(low));
  const last = Math.max(first + 1, Math.ceil(Math.log10(high)));
  return [Number(`1e${first}`), Number(`1e${last}`)];
}
