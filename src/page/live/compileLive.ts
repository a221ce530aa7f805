import { gzipSync } from "node:zlib";
import { messageOf } from "../../base/index.js";
import { liveScript, useTables } from "../build/pageScript.js";
import { LIVE_STYLE } from "../build/style.js";
import { cellsFunction } from "../cells/cellCode.js";
import { type Group, groupCells } from "../cells/groups.js";
import { keptGroups } from "../cells/nodeOnly.js";
import { type ParsedCell, parseCell } from "../cells/parseCell.js";
import { LIVE_FIGURES, type LiveCells } from "./liveCells.js";

/** What brings a figure to life: markup with scripts; or why nothing can. */
export type Compiled = { scripts: readonly string[]; why?: undefined } | { why: string };

/** The cell that carries the script which all live figures of a notebook share, with and without tables. */
const carriers = new Map<boolean, string>();

const scripts = new Map<boolean, Promise<string>>();

/**
 * Compiles the cells that the last one needs, for the browser that shows the notebook.
 * @param sources cells as they were executed; the last shows the figure
 * @param place the class of the element that holds the figure
 */
export async function compileLive(sources: readonly string[], place: string): Promise<Compiled> {
  const cells: ParsedCell[] = [];
  for (const [index, source] of sources.entries()) {
    // what was no TypeScript gave nothing to later cells
    const cell = await parseCell(source, index).catch(() => undefined);
    if (cell) cells.push(cell);
  }
  const shown = sources.length - 1;
  if (cells.at(-1)?.index !== shown) return { why: "its cell is no TypeScript" };
  const groups = groupCells(cells);
  const needed = upstream(groups, groups.length - 1);
  const kept = keptGroups(groups, cells, () => []);
  const reason = kept.get(groups.length - 1);
  if (reason !== undefined) return { why: reason };
  const left = new Map(
    groups.flatMap((_, k) => (needed.has(k) ? [] : [[k, "not needed"] as const])),
  );
  const { text, imports } = cellsFunction(groups, cells, left);
  const foreign = imports
    .map((key) => JSON.parse(key) as [module: string, name: string])
    .find(([module]) => module !== "spikebook");
  if (foreign) return { why: `it imports ${foreign[0]}, which live figures have not` };
  const members = groups.filter((_, k) => needed.has(k)).flatMap((group) => group.cells);
  const needsTables = useTables(members);
  const facts: LiveCells & { place: string } = {
    place,
    cells: members.map(({ index }) => index),
    shown,
    needsTables,
    style: LIVE_STYLE,
    imports,
  };
  try {
    return {
      scripts: [
        ...(await carried(sources[shown], needsTables)),
        inScript(
          `(globalThis.${LIVE_FIGURES} ??= []).push({ ...${JSON.stringify(facts)}, make: ${text} });`,
        ),
      ],
    };
  } catch (error) {
    return { why: messageOf(error) };
  }
}

/** All groups that a group reads, and itself. */
function upstream(groups: readonly Group[], last: number): Set<number> {
  const needed = new Set<number>();
  const need = (k: number): void => {
    if (needed.has(k)) return;
    needed.add(k);
    for (const { group } of groups[k].reads) need(group);
    for (const group of groups[k].after) need(group);
  };
  need(last);
  return needed;
}

/**
 * The script that all figures share, once in a notebook: compressed, in the output of the first cell that
 * needs it; that cell has it again when it is executed again.
 */
async function carried(cell: string, hasTables: boolean): Promise<string[]> {
  const carrier = carriers.get(true) ?? (hasTables ? undefined : carriers.get(false));
  if (carrier !== undefined && carrier !== cell) return [];
  carriers.set(hasTables, cell);
  const made = scripts.get(hasTables) ?? liveScript(hasTables);
  scripts.set(hasTables, made);
  const packed = gzipSync(await made, { level: 9 }).toString("base64");
  return [
    inScript(`(async () => {
  const bytes = Uint8Array.from(atob("${packed}"), (letter) => letter.charCodeAt(0));
  const text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  const script = document.createElement("script");
  script.src = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  document.head.append(script);
})();`),
  ];
}

/** A script's element; what would end it is written in another way. */
const inScript = (text: string): string =>
  `<script>${text.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "<\\!--")}</script>`;
