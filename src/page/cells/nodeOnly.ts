import { isBuiltin } from "node:module";
import type { Group } from "./groups.js";
import { meaningOf } from "./groups.js";
import type { Imported, ParsedCell } from "./parseCell.js";

/** Public names of spikebook that need what only Node has: processes, clusters, the machine's own facts. */
export const NODE_ONLY: readonly string[] = [
  "ResultCache",
  "StreamedRecording",
  "VERSION",
  "cellTheme",
  "loadState",
  "readRecording",
  "recordTo",
  "reproducibilityReport",
  "saveState",
  "slurm",
];

/** Names that every module of Node has, and no page. */
const OF_NODE = ["require", "module", "__dirname", "__filename"];

/** Cells with this tag stay on the page as their author computed them. */
export const STATIC = "static";

/**
 * Why groups of cells keep the outputs that the notebook has, by the group's number: because their author
 * says so, because something in them needs Node, or because they read what such a group gives.
 * @param tags the tags of each cell
 */
export function keptGroups(
  groups: readonly Group[],
  cells: readonly ParsedCell[],
  tags: (cell: ParsedCell) => readonly string[],
): Map<number, string> {
  const kept = new Map<number, string>();
  groups.forEach((group, k) => {
    const reason = whyKept(group, cells, tags) ?? whyAfterKept(group, kept);
    if (reason !== undefined) kept.set(k, reason);
  });
  return kept;
}

function whyKept(
  group: Group,
  cells: readonly ParsedCell[],
  tags: (cell: ParsedCell) => readonly string[],
): string | undefined {
  const seen = new Set<string>();
  for (const cell of group.cells) {
    if (tags(cell).includes(STATIC)) return "its author keeps it as it was computed";
    for (const name of cell.declares) {
      // two cells in one function
      if (seen.has(name)) return `it changes what cells with the same name ${name} made`;
      seen.add(name);
    }
    for (const { name } of cell.free) {
      const meaning = meaningOf(cells, name, cells.indexOf(cell));
      if (meaning && "imported" in meaning && needsNode(meaning.imported))
        return `${name} needs Node`;
      if (!meaning && OF_NODE.includes(name)) return `${name} needs Node`;
    }
  }
  return undefined;
}

const needsNode = ({ module, name }: Imported): boolean =>
  isBuiltin(module) || module === "tslab" || (module === "spikebook" && NODE_ONLY.includes(name));

function whyAfterKept({ reads, after }: Group, kept: Map<number, string>): string | undefined {
  const read = reads.find(({ group }) => kept.has(group));
  if (read) return `it reads ${read.name}, which the page does not compute`;
  return after.some((group) => kept.has(group))
    ? "it reads a file that the page does not write"
    : undefined;
}
