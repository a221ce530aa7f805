import { fileURLToPath, pathToFileURL } from "node:url";
import { builtFile } from "../../cache/index.js";
import { importKey, OF_CELL } from "../cells/cellCode.js";
import type { Imported, ParsedCell } from "../cells/parseCell.js";

/**
 * Rooms whose names pages have, so that readers can use them in cells that they edit. Tables leave less room
 * for figures that the notebook does not draw (pages stay under 400 kB).
 */
export const ROOMS = {
  withTables: ["core.js"],
  withoutTables: ["core.js", "figures/index.js"],
  /** Of the script that all live figures of a notebook share. */
  shared: ["core.js", "figures/index.js", "sweep/grid.js"],
  sharedWithTables: [
    "core.js",
    "figures/index.js",
    "sweep/grid.js",
    "tables/index.js",
    "page/browser/runs/executors.js",
  ],
} as const;

/** Rooms whose names pages have only where their own cells import them: published models, morphologies. */
const ASKED_FOR = ["models/index.js", "morphology/index.js"];

/** And so those of formats whose libraries are large. */
const LARGE = /^((read|save)(NWB|Sonata|Parquet)|plotMorphology)$/;

/** What is no name of users, though a room exports it; and all of Plot, which is large. */
const INNER =
  /^(Plot|lendPlotAWindow|makeChannels|makeTablesReadable|onPageMade|useControls|isOfPage|on[A-Z]\w*)$/;

/** What rooms export. */
export async function namesOf(rooms: readonly string[]): Promise<string[]> {
  const names = await Promise.all(
    rooms.map(async (room) => {
      const file = pathToFileURL(fileURLToPath(builtFile(room))).href;
      return Object.keys((await import(file)) as object);
    }),
  );
  return names.flat();
}

/** Those of a page's names that come from spikebook, whatever its cells import. */
async function pageNames(rooms: readonly string[]): Promise<readonly string[]> {
  const [names, left] = await Promise.all([namesOf(rooms), namesOf(ASKED_FOR)]);
  const shown = names.filter(
    (name) => !INNER.test(name) && !LARGE.test(name) && !left.includes(name),
  );
  return [...new Set([...shown, ...(rooms.length > 0 ? ["typeset", "live"] : [])])];
}

/** A module that exports `names`: what edited cells can import, by its key. */
export async function namesModule(
  cells: readonly ParsedCell[],
  isOnPage: (imported: Imported) => boolean,
  rooms: readonly string[],
): Promise<string> {
  const wanted: Imported[] = (await pageNames(rooms)).map((name) => ({
    module: "spikebook",
    name,
  }));
  for (const { imports } of cells)
    wanted.push(...[...imports.values()].filter((one) => isOnPage(one)));
  // those that do something in the cell that calls them come from the cell
  const taken = wanted.filter(
    ({ module, name }) => module !== "spikebook" || !OF_CELL.includes(name),
  );
  const byKey = new Map(taken.map((one) => [importKey(one.module, one.name), one]));
  const lines = Array.from(byKey.values(), ({ module, name }, k) => {
    const what = name === "*" ? `* as $${k}` : `{ ${name} as $${k} }`;
    return `import ${what} from ${JSON.stringify(module)};`;
  });
  const entries = Array.from(byKey.keys(), (key, k) => `${JSON.stringify(key)}: $${k}`);
  return `${lines.join("\n")}\nexport const names = { ${entries.join(", ")} };\n`;
}
