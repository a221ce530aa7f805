import { columnOf, type DataFrame, type Series, sortedRows } from "../tables/index.js";
import { escapeHTML } from "./rich.js";
import { columnTexts, columnWithUnit, type ShownColumn } from "./tableCells.js";

/** Tables of more rows scroll; as text they show only a few from the top and the end. */
const MOST_ROWS = 60;
const SHORTENED_ROWS = 10;

/** Of tables of more rows a notebook keeps only these: half from the top, half from the end. */
const MOST_KEPT_ROWS = 500;

const GAP = "...";

/** A table as lines of text, as pandas prints it. */
export function tableText(table: DataFrame | Series): string {
  const chosen = chosenRows(table, MOST_ROWS, SHORTENED_ROWS);
  const columns = table.columns.map((name) => columnTexts(columnOf(table, name)));
  const lines = [
    ["", ...table.columns.map(String)],
    ...chosen.map((row) =>
      row === undefined
        ? Array<string>(columns.length + 1).fill(GAP)
        : [String(table.index[row]), ...columns.map((texts) => texts[row])],
    ),
  ];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = lines.map((line) =>
    line.map((cell, column) => cell.padStart(widths[column])).join("  "),
  );
  return [...text, ...(chosen.includes(undefined) ? ["", sizeOf(table)] : [])].join("\n");
}

/**
 * A table as HTML, as a notebook shows pandas' tables: with a row for units, numbers right and text left. Long ones
 * scroll. A click on a name sorts by its column, another one the other way, one on the empty corner puts the
 * rows back; viewers that do not trust the notebook take the handlers away, and the table stands still.
 */
export function tableHTML(table: DataFrame | Series): string {
  const count = table.index.length;
  const chosen = chosenRows(table, MOST_KEPT_ROWS, MOST_KEPT_ROWS);
  const values = table.columns.map((name) => columnOf(table, name));
  const columns = table.columns.map((name, k) => columnWithUnit(String(name), values[k]));
  const isSortable = count > 1 && count <= MOST_KEPT_ROWS;
  const names = table.columns.map((name, k) => {
    const order = isSortable ? orderOf(values[k]) : "";
    return `<th${order}${alignment(columns[k])}>${escapeHTML(String(name))}</th>`;
  });
  const corner = isSortable
    ? `<th${orderOf(Array.from(values[0] ?? [], (_, row) => row))}></th>`
    : "<th></th>";
  const units = columns.map((column) => `<td${alignment(column)}>${escapeHTML(column.unit)}</td>`);
  const hasUnits = columns.some(({ unit }) => unit !== "");
  const body = chosen.map((row) => {
    const texts = columns.map(({ texts }) => (row === undefined ? GAP : texts[row]));
    const cells = texts.map((text, k) => `<td${alignment(columns[k])}>${escapeHTML(text)}</td>`);
    const label = row === undefined ? GAP : String(table.index[row]);
    return `<tr${RIGHT}><th>${escapeHTML(label)}</th>${cells.join("")}</tr>`;
  });
  const isLong = count > MOST_ROWS;
  return [
    ...(isLong ? [BOX] : []),
    `<table border="1" class="dataframe"${NUMBERS}>`,
    `<thead${isLong ? STAYING : ""}${isSortable ? SORTING : ""}>`,
    `<tr${RIGHT}>${corner}${names.join("")}</tr>`,
    ...(hasUnits ? [`<tr${RIGHT}><td></td>${units.join("")}</tr>`] : []),
    "</thead>",
    `<tbody>\n${body.join("\n")}\n</tbody>`,
    "</table>",
    ...(isLong ? ["</div>", `<p>${escapeHTML(sizeOf(table))}</p>`] : []),
  ].join("\n");
}

/** The numbers of the rows that are shown; undefined stands for the gap between them. */
function chosenRows(table: DataFrame | Series, most: number, kept: number): (number | undefined)[] {
  const count = table.index.length;
  const all = Array.from({ length: count }, (_, row) => row);
  if (count <= most) return all;
  return [...all.slice(0, kept / 2), undefined, ...all.slice(count - kept / 2)];
}

const sizeOf = ({ index, columns }: DataFrame | Series): string =>
  `${index.length} rows × ${columns.length} columns`;

// styles are written out where they are used: viewers take <style> away where they do not trust
const RIGHT = ' style="text-align:right"';
const NUMBERS = ' style="font-variant-numeric:tabular-nums"';
const BOX = '<div style="max-height:32em;overflow:auto">';
/** The header stays while the rows scroll: over the ground of JupyterLab, VS Code, or any page. */
const STAYING =
  ' style="position:sticky;top:0;background:var(--jp-layout-color0,var(--vscode-editor-background,Canvas))"';

const alignment = ({ isText }: ShownColumn): string => (isText ? ' style="text-align:left"' : "");

/** The rows in ascending order of a column, what is missing last, for the handler that sorts. */
function orderOf(values: readonly unknown[]): string {
  const order = sortedRows([values], false);
  const missing = values.filter((value) => Number.isNaN(value ?? Number.NaN)).length;
  return ` data-order="${order.join(" ")}"${missing > 0 ? ` data-missing="${missing}"` : ""}`;
}

/** What a click on the header does, in the browser. It knows only the orders that stand in the header. */
const SORT = `const head = event.target.closest("th[data-order]");
if (head) {
  const body = this.parentNode.tBodies[0];
  this.firstRows ??= [...body.rows];
  const order = head.dataset.order.split(" ").map(Number);
  const there = order.length - Number(head.dataset.missing ?? 0);
  const isDown = head.getAttribute("aria-sort") === "ascending";
  for (const sorted of this.querySelectorAll("[aria-sort]")) {
    sorted.removeAttribute("aria-sort");
    sorted.querySelector("span")?.remove();
  }
  head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
  head.append(Object.assign(document.createElement("span"), { textContent: isDown ? " ▼" : " ▲" }));
  const rows = isDown ? [...order.slice(0, there).reverse(), ...order.slice(there)] : order;
  body.append(...rows.map((row) => this.firstRows[row]));
}`;

const HINT = 'this.style.cursor = "pointer"; this.title = "sort"';

/** What tables do when they are clicked or pointed at: the only code that pages allow in markup of ours. */
export const TABLE_HANDLERS: readonly string[] = [SORT, HINT].map((code) =>
  code.replace(/\s+/g, " "),
);

const [ON_CLICK, ON_HOVER] = TABLE_HANDLERS.map(escapeHTML);

const SORTING = ` onclick="${ON_CLICK}" onmouseover="${ON_HOVER}"`;
