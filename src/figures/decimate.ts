import type { Numbers } from "./panel.js";

/**
 * Thins a long line so that it looks the same: of each of `columns` equal stretches of points it
 * keeps the first, the lowest, the highest and the last. Shorter lines stay as they are.
 */
export function decimate(x: Numbers, y: Numbers, columns: number): { x: number[]; y: number[] } {
  const count = Math.min(x.length, y.length);
  if (count <= 4 * columns) return { x: Array.from(x), y: Array.from(y) };
  const kept: number[] = [];
  for (let column = 0; column < columns; column++) {
    const first = Math.floor((column * count) / columns);
    const last = Math.floor(((column + 1) * count) / columns) - 1;
    let lowest = first;
    let highest = first;
    for (let i = first; i <= last; i++) {
      if (y[i] < y[lowest]) lowest = i;
      if (y[i] > y[highest]) highest = i;
    }
    const chosen = new Set([first, lowest, highest, last].sort((a, b) => a - b));
    kept.push(...chosen);
  }
  return { x: kept.map((i) => x[i]), y: kept.map((i) => y[i]) };
}
