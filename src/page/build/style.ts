/** Colours and letters by light. */
const LIGHT = `--ink: #1b1b1b; --paper: #fff; --soft: #666; --line: #ddd; --field: #f5f5f5; --accent: #1f5fa8; --bad: #b3261e;
  --sans-serif: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;`;

/** Of cells: controls, outputs, how they stand. */
const CELLS = `
* { box-sizing: border-box; }
.cell { margin: 0.9rem 0; }
.source > summary { color: var(--soft); font-size: 0.8rem; cursor: pointer; width: max-content; }
.source > pre { background: var(--field); padding: 0.7rem 0.9rem; border-radius: 6px; margin-top: 0.3rem; }
.outputs { margin: 0.4rem 0; overflow-x: auto; }
.cell[data-state="computing"] .outputs { opacity: 0.6; transition: opacity 0.15s 0.2s; }
.outputs:empty, .outputs:empty ~ .status:empty { display: none; }
.output { margin: 0.4rem 0; }
.output > pre { max-height: 24rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.output svg, .output img { max-width: 100%; height: auto; display: block; border-radius: 3px; }
.output table { border-collapse: collapse; border: 0; font-size: 0.85rem; font-variant-numeric: tabular-nums; }
.output th, .output td { padding: 0.2rem 0.7rem; text-align: right; border: 0; border-bottom: 1px solid var(--line); }
.output .reproducibility td { text-align: left; }
.output p { color: var(--soft); font-size: 0.85rem; margin: 0.3rem 0; }
.output.latex { overflow-x: auto; }
.status { margin: 0; min-height: 1.2rem; color: var(--soft); font-size: 0.78rem; }
.status progress { width: 10rem; max-width: 40%; vertical-align: middle; accent-color: var(--accent); }
.source textarea { width: 100%; margin-top: 0.3rem; padding: 0.7rem 0.9rem; color: inherit; background: var(--field); border: 1px solid var(--line);
  border-radius: 6px; font: 0.82rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre; overflow: auto; resize: vertical; }
.buttons { margin: 0.3rem 0; display: flex; gap: 0.5rem; }
.buttons button, .files button { font: inherit; font-size: 0.8rem; color: var(--soft); background: none; border: 1px solid var(--line); border-radius: 5px;
  padding: 0.1rem 0.6rem; cursor: pointer; }
.buttons button:hover, .files button:hover { color: var(--ink); }
.files { font-size: 0.85rem; color: var(--soft); } .files a { margin-right: 0.8rem; }
.error { color: var(--bad); white-space: pre-wrap; font-size: 0.9rem; margin: 0.4rem 0; }
.controls form { display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem 0.8rem; margin: 0.4rem 0; font-size: 0.9rem; }
.controls form > label { min-width: 8rem; font-weight: 600; }
.controls form > div { display: flex; flex: 1 1 16rem; align-items: center; gap: 0.6rem; min-width: 0; flex-wrap: wrap; }
.controls input, .controls select, .controls textarea, .controls button { font: inherit; color: inherit; background: var(--field);
  border: 1px solid var(--line); border-radius: 5px; padding: 0.25rem 0.5rem; accent-color: var(--accent); }
.controls input[type="number"] { width: 7rem; } .controls input[type="range"] { flex: 1 1 8rem; min-width: 6rem; padding: 0; }
.controls input[type="checkbox"] { width: 1.1rem; height: 1.1rem; }
.controls textarea { width: 100%; min-height: 3.6em; font: 0.82rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
.controls button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;

/** The page's style: a column of text, as wide as a page of a book; light and dark. */
export const STYLE = `
:root { ${LIGHT} }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --paper: #16181c; --soft: #a0a4ab; --line: #3a3d44; --field: #22252b; --accent: #8ab8f0; --bad: #ff8a80; }
  .output.svg svg, .output.png img { filter: invert(0.91) hue-rotate(180deg); }
}
body { margin: 0; color: var(--ink); background: var(--paper); font: 17px/1.55 var(--sans-serif); }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1.2rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; } h2 { font-size: 1.3rem; margin-top: 2.2rem; }
a { color: var(--accent); }
pre { overflow-x: auto; margin: 0; font: 0.82rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 0.88em; }
pre code { font-size: inherit; }
.text table { border-collapse: collapse; } .text th, .text td { padding: 0.15rem 0.6rem; border-bottom: 1px solid var(--line); }
${CELLS}@media print { .source, .controls, .status { display: none; } }
`;

/** The style of live figures in a notebook's cells, whose ground is white. */
export const LIVE_STYLE = `
:host { ${LIGHT} display: block; color: var(--ink); background: var(--paper); font: 14px/1.5 var(--sans-serif); }
${CELLS}
.cell { margin: 0.2rem 0; } .cell:not(.shown) > .outputs, .cell:not(.shown) > .files { display: none; }
.status:empty { display: none; }
`;
