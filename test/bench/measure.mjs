// What all benchmarks share: timing and printing.

/** Seconds that one call takes; the median over `times` calls. */
export async function timed(call, times = 1) {
  const spent = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await call();
    spent.push((performance.now() - start) / 1000);
  }
  return spent.sort((a, b) => a - b)[times >> 1];
}

/** Seconds as text, with three digits. */
export const seconds = (value) =>
  value >= 1 ? `${value.toPrecision(3)} s` : `${(value * 1000).toPrecision(3)} ms`;

/** A table as lines of text. */
export function table(header, rows) {
  const lines = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...lines.map((line) => (line[i] ?? "").length)));
  const show = (line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i]))
      .join("  ")
      .trimEnd();
  return [
    show(header),
    widths.map((width) => "-".repeat(width)).join("  "),
    ...rows.map(show),
  ].join("\n");
}
