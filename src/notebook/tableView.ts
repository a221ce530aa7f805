import { shown } from "../base/index.js";
import { columnOf, type DataFrame, isMissing, type Series } from "../tables/index.js";
import { Quantity } from "../units/index.js";
import { escapeHTML } from "./rich.js";

/** Tables of more rows show only this many: half from the top, half from the end. */
const MOST_ROWS = 60;
const SHORTENED_ROWS = 10;
const GAP = "...";

/** A table's cells as text: as shown, with long tables shortened and columns of equal digits. */
interface View {
  header: string[];
  /** Index label first; undefined stands for the gap of a shortened table. */
  rows: string[][];
  note: string;
}

/** A table as lines of text, as pandas prints it. */
export function tableText(table: DataFrame | Series): string {
  const { header, rows, note } = viewOf(table);
  const lines = [["", ...header], ...rows];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = lines.map((line) =>
    line.map((cell, column) => cell.padStart(widths[column])).join("  "),
  );
  return [...text, ...(note ? ["", note] : [])].join("\n");
}

/** A table as HTML, as a notebook shows pandas' tables. */
export function tableHTML(table: DataFrame | Series): string {
  const { header, rows, note } = viewOf(table);
  const cells = (tag: string, texts: string[]): string =>
    texts.map((text) => `<${tag}>${escapeHTML(text)}</${tag}>`).join("");
  const body = rows
    .map(([label, ...texts]) => `<tr>${cells("th", [label])}${cells("td", texts)}</tr>`)
    .join("\n");
  return [
    '<table border="1" class="dataframe">',
    `<thead><tr>${cells("th", ["", ...header])}</tr></thead>`,
    `<tbody>\n${body}\n</tbody>`,
    "</table>",
    ...(note ? [`<p>${escapeHTML(note)}</p>`] : []),
  ].join("\n");
}

function viewOf(table: DataFrame | Series): View {
  const [rowCount, columnCount] = [table.index.length, table.columns.length];
  const shortened = rowCount > MOST_ROWS;
  const half = SHORTENED_ROWS / 2;
  const chosen = Array.from({ length: rowCount }, (_, row) => row).filter(
    (row) => !shortened || row < half || row >= rowCount - half,
  );
  const columns = table.columns.map((name) => {
    const texts = columnTexts(columnOf(table, name));
    return chosen.map((row) => texts[row]);
  });
  const rows = chosen.map((row, i) => [
    String(table.index[row]),
    ...columns.map((texts) => texts[i]),
  ]);
  if (shortened) rows.splice(half, 0, Array<string>(columnCount + 1).fill(GAP));
  const note = shortened ? `${rowCount} rows × ${columnCount} columns` : "";
  return { header: table.columns.map(String), rows, note };
}

/** The cells of a column; numbers that are not all whole get the same number of decimals, at most 6. */
function columnTexts(values: readonly unknown[]): string[] {
  const numbers = values.filter(
    (value): value is number => typeof value === "number" && Number.isFinite(value),
  );
  // not all at once: a function takes no hundred thousand arguments
  const decimals = numbers.reduce((most, number) => Math.max(most, decimalsOf(number)), 0);
  // what six decimals cannot show gets six significant digits
  const scientific = numbers.some(
    (number) => number !== 0 && (Math.abs(number) < 1e-4 || Math.abs(number) >= 1e12),
  );
  return values.map((value) => {
    if (isMissing(value)) return "NaN";
    if (value instanceof Quantity) return value.toString();
    if (typeof value === "string") return value;
    if (typeof value !== "number" || !Number.isFinite(value)) return shown(value);
    return scientific && !Number.isInteger(value)
      ? value.toExponential(6)
      : value.toFixed(Math.min(6, decimals));
  });
}

function decimalsOf(number: number): number {
  const short = String(Number(number.toFixed(6)));
  return short.includes(".") ? short.length - short.indexOf(".") - 1 : 0;
}
