/** Rows and columns shown at each end of a matrix that is too large to be shown whole. */
const EDGE = 3;
const LARGEST_SHOWN = 10;

/**
 * A matrix as text, as NumPy prints it: large ones shortened to their corners.
 * @param data the numbers, row by row
 */
export function matrixText(
  data: ArrayLike<number>,
  [rows, columns]: readonly [number, number],
): string {
  const shown = (count: number): (number | "...")[] => {
    const all = Array.from({ length: count }, (_, i) => i);
    if (count <= LARGEST_SHOWN) return all;
    return [...all.slice(0, EDGE), "...", ...all.slice(-EDGE)];
  };
  const texts = shown(rows).map((row) =>
    shown(columns).map((column) =>
      row === "..." || column === "..." ? "..." : String(data[row * columns + column]),
    ),
  );
  const width = Math.max(...texts.flat().map((text) => (text === "..." ? 0 : text.length)));
  const lines = texts.map((line, i) => {
    if (shown(rows)[i] === "...") return "...,";
    return `[${line.map((text) => (text === "..." ? text : text.padStart(width))).join(", ")}],`;
  });
  const body = lines.join("\n       ").replace(/,$/, "");
  return `array([${body}]) (${rows} x ${columns})`;
}
