import type { MorphologyDescription } from "../morphology/index.js";
import { escapeHTML } from "./rich.js";

/** Tables of more rows scroll. */
const MOST_ROWS = 30;

const BOX = '<div style="max-height: 28em; overflow: auto">';
const TREE = ' style="text-align: left; white-space: pre; font-family: monospace"';

/** A morphology as HTML: its tree, with a row for each section. */
export function descriptionHTML({
  title,
  columns,
  sections,
  count,
}: MorphologyDescription): string {
  const heads = columns.map((column, k) => `<th${side(k)}>${escapeHTML(column)}</th>`);
  const body = sections.map(({ tree, cells }) => {
    const texts = cells.map((cell, k) => `<td${side(k + 1)}>${escapeHTML(cell)}</td>`);
    return `<tr><td${TREE}>${escapeHTML(tree)}</td>${texts.join("")}</tr>`;
  });
  const left = count - sections.length;
  const isLong = sections.length > MOST_ROWS;
  return [
    `<p>${escapeHTML(title)}</p>`,
    ...(isLong ? [BOX] : []),
    '<table border="1" class="dataframe">',
    `<thead><tr>${heads.join("")}</tr></thead>`,
    `<tbody>\n${body.join("\n")}\n</tbody>`,
    "</table>",
    ...(isLong ? ["</div>"] : []),
    ...(left > 0 ? [`<p>... and ${left} more sections</p>`] : []),
  ].join("\n");
}

/** Names left, numbers right. */
const side = (column: number): string => ` style="text-align: ${column < 2 ? "left" : "right"}"`;
