import type { Numbers } from "../panel.js";

/**
 * Thins a long line so that it looks the same: of each of `columns` equal stretches of points it
 * keeps the first, the lowest, the highest and the last, and one missing value where there are any,
 * so that gaps stay gaps. Shorter lines, and lines that go back in x, stay as they are.
 */
export function decimate(x: Numbers, y: Numbers, columns: number): { x: number[]; y: number[] } {
  const count = Math.min(x.length, y.length);
  if (count <= 4 * columns || goesBack(x)) return { x: Array.from(x), y: Array.from(y) };
  const kept: number[] = [];
  for (let column = 0; column < columns; column++) {
    const first = Math.floor((column * count) / columns);
    const last = Math.floor(((column + 1) * count) / columns) - 1;
    let lowest = -1;
    let highest = -1;
    let missing = -1;
    for (let i = first; i <= last; i++) {
      if (Number.isNaN(y[i])) {
        if (missing < 0) missing = i;
        continue;
      }
      if (lowest < 0 || y[i] < y[lowest]) lowest = i;
      if (highest < 0 || y[i] > y[highest]) highest = i;
    }
    const chosen = new Set([first, lowest, highest, missing, last].sort((a, b) => a - b));
    for (const i of chosen) if (i >= 0) kept.push(i);
  }
  return { x: kept.map((i) => x[i]), y: kept.map((i) => y[i]) };
}

/** Whether a line is no trace: somewhere the next point lies left of the one before. */
function goesBack(x: Numbers): boolean {
  for (let i = 1; i < x.length; i++) if (x[i] < x[i - 1]) return true;
  return false;
}
