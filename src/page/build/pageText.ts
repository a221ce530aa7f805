import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import createDOMPurify, { type WindowLike } from "dompurify";
import type * as Katex from "katex";
import MarkdownIt from "markdown-it";
import { escapeHTML } from "../../notebook/rich.js";
import { TABLE_HANDLERS } from "../../notebook/tableView.js";
import { EARLY_SIMULATOR, EDITOR_ELEMENT, type PageOutput, SIMULATOR } from "../outputs.js";
import { STYLE } from "./style.js";

const load = createRequire(import.meta.url);

/** A cell as it stands on the page before anything is computed. */
export interface PageCell {
  index: number;
  kind: "text" | "code";
  source: string;
  outputs: readonly PageOutput[];
  /** Why the page does not compute it. */
  kept?: string;
}

/** The texts of a page. */
export interface PageParts {
  title: string;
  cells: readonly PageCell[];
  /** The script, and that of what edited cells need; or the name of its file. */
  script: { text: string; editor: string } | { file: string };
}

/**
 * Observable's inputs are built from text in which `::1`, `::2` and so on hold the places of functions for a
 * moment; a page allows these, and no other, where markup could have a script.
 */
const PLACEHOLDERS = Array.from({ length: 32 }, (_, k) => `::${k}`);

/** What markup may do: the placeholders, and the sorting of tables. */
const HANDLERS = [...PLACEHOLDERS, ...TABLE_HANDLERS]
  .map((code) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`)
  .join(" ");

/** A page's HTML. */
export function pageText({ title, cells, script }: PageParts): string {
  const body = cells.map(cellText).join("\n");
  const { head, end, source } =
    "file" in script ? scriptOfFile(script.file) : inlineScript(script.text, script.editor);
  // nothing of other hosts, and no script but the page's own
  const policy = `default-src 'none'; script-src ${source} blob: 'wasm-unsafe-eval'; script-src-attr 'unsafe-hashes' ${HANDLERS}; worker-src 'self' blob:; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="icon" href="data:,">
<title>${escapeHTML(title)}</title>
${head}<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
${end}
</body>
</html>
`;
}

/** What would end a script is written in another way, with the same meaning. */
const inside = (text: string): string =>
  text.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");

/** The elements of a page's scripts, and from where its policy allows them. */
interface ScriptElements {
  head: string;
  end: string;
  source: string;
}

/** How a page's policy names a script in its own text. */
const allowed = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The script from its file; and the worker that simulates is on its way while the page is still read. */
function scriptOfFile(file: string): ScriptElements {
  const url = encodeURI(file);
  const early = `if (location.protocol !== "file:") ${EARLY_SIMULATOR} = new Worker(${JSON.stringify(url)}, { name: ${JSON.stringify(SIMULATOR)} });`;
  return {
    head: `<script src="${url}" defer></script>\n<script>${inside(early)}</script>\n`,
    end: "",
    source: `'self' ${allowed(inside(early))}`,
  };
}

function inlineScript(text: string, editor: string): ScriptElements {
  const safe = inside(text);
  return {
    head: "",
    end: `<script type="text/plain" id="${EDITOR_ELEMENT}">${inside(editor)}</script>\n<script>${safe}</script>`,
    source: allowed(safe),
  };
}

function cellText({ index, kind, source, outputs, kept }: PageCell): string {
  if (kind === "text") return `<section class="text">${markdownHTML(source)}</section>`;
  const code = `<details class="source"><summary>Code</summary><pre><code>${escapeHTML(source)}</code></pre></details>`;
  const shown = outputs.map(outputHTML).join("\n");
  const status = kept === undefined ? "" : escapeHTML(`As in the notebook: ${kept}.`);
  const state = kept === undefined ? "committed" : "kept";
  return `<section class="cell" id="cell-${index}" data-state="${state}">
${code}
<div class="controls"></div>
<div class="outputs">${shown}</div>
<div class="files"></div>
<p class="status" role="status">${status}</p>
</section>`;
}

const markdown = new MarkdownIt({ html: false, linkify: true });

/** Markdown as HTML, its mathematics as MathML; HTML in it is text. */
export function markdownHTML(source: string): string {
  const formulas: string[] = [];
  // code and formulas are found in one pass, since each can hold the other's signs
  const text = source.replace(
    /(```[\s\S]*?```|`[^`\n]*`)|\$\$([\s\S]+?)\$\$|(?<!\\)\$(?!\s)([^$\n]+?)(?<!\s)\$(?!\d)/g,
    (whole, code, block, line) => {
      if (code !== undefined) return whole;
      formulas.push(mathML(block ?? line, block !== undefined));
      return `\uE000${formulas.length - 1}\uE001`;
    },
  );
  return markdown.render(text).replace(/\uE000(\d+)\uE001/g, (_, k) => formulas[Number(k)] ?? "");
}

function mathML(tex: string, displayMode: boolean): string {
  const katex = load("katex") as typeof Katex;
  return katex.renderToString(tex, { output: "mathml", displayMode, throwOnError: false });
}

function outputHTML({ kind, text }: PageOutput): string {
  const inside = (): string => {
    switch (kind) {
      case "text":
        return `<pre>${escapeHTML(text)}</pre>`;
      case "latex":
        return mathML(text.replace(/^\$\$|\$\$\s*$/g, ""), true);
      case "png":
        return `<img alt="" src="data:image/png;base64,${text.replace(/[^A-Za-z0-9+/=]/g, "")}">`;
      default:
        return purified(text);
    }
  };
  return `<div class="output ${kind}">${inside()}</div>`;
}

let purify: ReturnType<typeof createDOMPurify> | undefined;

/** Markup without anything that runs or is fetched: outputs may come from anywhere. */
function purified(markup: string): string {
  const { JSDOM } = load("jsdom") as typeof import("jsdom");
  purify ??= createDOMPurify(new JSDOM("").window as unknown as WindowLike);
  return purify.sanitize(markup, {
    USE_PROFILES: { html: true, svg: true, svgFilters: true },
    FORBID_TAGS: ["style", "form", "input", "button", "link", "base", "meta"],
  });
}
