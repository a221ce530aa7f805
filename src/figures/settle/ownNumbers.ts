import type { PlainMark } from "../check/index.js";
import type { PanelMark } from "../panel.js";

/** The values of our own marks that an axis can show. */
export function ownNumbers(marks: readonly PanelMark[], name: "x" | "y", isLog: boolean): number[] {
  const hasPlace = (value: number): boolean => Number.isFinite(value) && (!isLog || value > 0);
  const values: number[] = [];
  for (const mark of marks) {
    if (mark.kind === "rule") {
      const place = mark[name] as number | undefined;
      if (place !== undefined && hasPlace(place)) values.push(place);
      continue;
    }
    let least = Number.POSITIVE_INFINITY;
    for (const value of (mark as PlainMark)[name])
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
