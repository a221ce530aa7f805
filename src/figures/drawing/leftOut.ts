import type { Axis } from "../axes/axis.js";
import type { Numbers, PanelMark } from "../panel.js";

/** How many values are left out of a panel, and why. */
interface Counts {
  /** Values of 0 or less, on axes that are logarithmic. */
  x: number;
  y: number;
  infinite: number;
}

/**
 * Marks of our own as their axes can show them: what has no place there becomes a gap, and a rule
 * undefined. Values that are missing (NaN) are gaps without a word; all others are counted in a warning.
 */
export function marksToDraw(
  marks: readonly PanelMark[],
  axes: { x: Axis; y: Axis },
): (PanelMark | undefined)[] {
  const counts: Counts = { x: 0, y: 0, infinite: 0 };
  const drawn = marks.map((mark): PanelMark | undefined => {
    if (mark.kind !== "rule") return withGaps(mark, axes, counts);
    const name = mark.x === undefined ? "y" : "x";
    return place(mark[name] as number, axes[name], name, counts) ? mark : undefined;
  });
  for (const name of ["x", "y"] as const)
    if (counts[name] > 0)
      console.warn(
        `Warning: ${counted(counts[name], "value")} of ${name} ${are(counts[name])} left out of the figure: ` +
          "0 or less has no place on a logarithmic axis; take such values out of the data, " +
          'or use scale: "linear"',
      );
  if (counts.infinite > 0)
    console.warn(
      `Warning: ${counted(counts.infinite, "infinite value")} ${are(counts.infinite)} left out of the figure: ` +
        "no axis has a place for them; take them out of the data",
    );
  return drawn;
}

const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? "" : "s"}`;
const are = (count: number): string => (count === 1 ? "is" : "are");

/** Whether a value has a place on an axis; counts it where it has none and is not missing. */
function place(value: number, { scale }: Axis, name: "x" | "y", counts: Counts): boolean {
  if (Number.isNaN(value)) return false;
  if (!Number.isFinite(value)) counts.infinite += 1;
  else if (scale === "log" && value <= 0) counts[name] += 1;
  else return true;
  return false;
}

function withGaps(
  mark: Exclude<PanelMark, { kind: "rule" }>,
  axes: { x: Axis; y: Axis },
  counts: Counts,
): PanelMark {
  const isBars = mark.kind === "bars";
  const x = mark.x as Numbers;
  const y = Float64Array.from(mark.y as Numbers);
  let gaps = 0;
  for (let k = 0; k < y.length; k++) {
    // a bar of height 0 is not seen on any axis: nothing is left out
    const isEmpty = isBars && y[k] === 0 && axes.y.scale === "log";
    const xs = isBars ? [x[k], x[k + 1]] : [x[k]];
    const shown =
      xs.every((edge) => place(edge, axes.x, "x", counts)) &&
      (isEmpty ? false : place(y[k], axes.y, "y", counts));
    if (shown) continue;
    y[k] = Number.NaN;
    gaps += 1;
  }
  return gaps === 0 ? mark : { ...mark, y };
}
