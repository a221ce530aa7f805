import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildFailure, Plugin } from "esbuild";
import { host, InternalError, UserError } from "../../base/index.js";
import { builtFile } from "../../cache/index.js";
import type { PageFacts } from "../browser/pageData.js";
import { NODE_ONLY } from "../cells/nodeOnly.js";
import type { Imported, ParsedCell } from "../cells/parseCell.js";
import { browserPlugin } from "./browserPlugin.js";
import { namesModule, namesOf, ROOMS } from "./namesModule.js";

/** Public names that need tables. */
const TABLES =
  /^(dataFrame|columnOf|numbersOf|rows|describe|filter|groupBy|groupMeans|sortBy|melt|merge|pivot|concat|unitsToHeader|plotDotsAndMeans|plotSummary|sweep|synapse(Table|Array)|(read|save)(CSV|JSON|Np[yz]|NWB|Sonata|Parquet))$/;

/** What stands in the text of cells that draw with more of Plot than most. */
const OTHER_FIGURES = /[Pp]rojection|\b[Gg]eo|[Cc]ontour|[Dd]ensity|PhasePlane|\bPlot\b/;

/** What is put in the place of these letters once the script is known: its digest. */
const CODE = "spikebook:code-of-this-page";

/** What a page's script is made of. */
export interface ScriptParts {
  /** The notebook's file: what cells import is looked for from there. */
  notebook: string;
  /** The module of its cells, see cellCode.ts. */
  cellsText: string;
  cells: readonly ParsedCell[];
  /** Cells that the page does not compute. */
  kept: ReadonlySet<number>;
  facts: PageFacts;
}

/** Whether cells use tables: danfojs is not small. */
export const useTables = (cells: readonly ParsedCell[]): boolean =>
  usedOf(cells).some(
    ({ module, name }) => module === "spikebook" && (name === "*" || TABLES.test(name)),
  );

/** What cells use of what they import. */
const usedOf = (cells: readonly ParsedCell[]): Imported[] =>
  cells.flatMap(({ imports, free }) =>
    free.flatMap(({ name }): Imported[] => {
      const imported = imports.get(name) ?? cells.flatMap((c) => c.imports.get(name) ?? [])[0];
      return imported ? [imported] : [];
    }),
  );

/**
 * Bundles a page's script: the engine, what the cells use of spikebook and of other packages, and the
 * cells themselves. The script serves the page, the worker that simulates, and threads, each by its name.
 * @throws UserError for what a cell imports and a page cannot have.
 */
export async function pageScript({
  notebook,
  cellsText,
  cells,
  kept,
  facts,
}: ScriptParts): Promise<string> {
  const computed = cells.filter(({ index }) => !kept.has(index));
  const hasTables = useTables(cells);
  const kinds = await kindsOf(cells);
  const used = new Set(usedOf(computed).map(({ module, name }) => `${module} ${name}`));
  const isOnPage = ({ module, name }: Imported): boolean =>
    used.has(`${module} ${name}`) && !(module === "spikebook" && NODE_ONLY.includes(name));
  // with tables, a page has only those figures that its cells draw
  const rooms = hasTables
    ? OTHER_FIGURES.test(cellsText)
      ? []
      : ROOMS.withTables
    : ROOMS.withoutTables;
  const text = await bundled(
    entry(kinds, facts),
    {
      cells: cellsText,
      names: await namesModule(cells, isOnPage, rooms),
    },
    dirname(notebook),
  );
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return text.replaceAll(CODE, digest);
}

/** The script of what edited cells need, see browser/editor.ts: the same for all pages. */
export function editorScript(): Promise<string> {
  const text = `import { editor } from ${file("page/browser/editing/editor.js")}; globalThis.spikebookEditor = editor;`;
  return bundled(text, {}, fileURLToPath(builtFile("./")));
}

/** The script that figures in cells of a notebook share, see browser/liveFigures.ts. */
export async function liveScript(hasTables: boolean): Promise<string> {
  return bundled(
    `
${HEAD}
import { startLiveFigures } from ${file("page/browser/liveFigures.js")};
import { names } from "spikebook:names";
${asWorkerElse(`startLiveFigures(names, ${hasTables}, script);`, hasTables ? ["tables", "sweeps"] : [])}
`,
    {
      names: await namesModule([], () => false, hasTables ? ROOMS.sharedWithTables : ROOMS.shared),
    },
    fileURLToPath(builtFile("./")),
  );
}

/** Bundles a script for browsers. @param modules texts of modules that it imports as "spikebook:NAME" */
async function bundled(
  contents: string,
  modules: Readonly<Record<string, string>>,
  resolveDir: string,
): Promise<string> {
  const { build } = await import("esbuild");
  const given: Plugin = {
    name: "given",
    setup(setup) {
      setup.onResolve({ filter: /^spikebook:/ }, ({ path }) => ({
        path: path.replace("spikebook:", ""),
        namespace: "given",
      }));
      setup.onLoad({ filter: /.*/, namespace: "given" }, ({ path }) => ({
        contents: modules[path],
        resolveDir,
      }));
    },
  };
  try {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir, sourcefile: "page.js" },
      plugins: [given, browserPlugin(modules.cells ?? "", modules.names ?? "")],
      bundle: true,
      write: false,
      minifySyntax: true,
      format: "iife",
      platform: "browser",
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      logLevel: "silent",
      inject: ["process", "buffer"].map((name) =>
        fileURLToPath(builtFile(`page/browser/shims/${name}.js`)),
      ),
      define: {
        SPIKEBOOK_ENGINE: JSON.stringify(host.engine()),
        SPIKEBOOK_PAGE: JSON.stringify(CODE),
        // only asked for the folder in which it lies
        "import.meta.url": '"https://spikebook.invalid/dist/page/page.js"',
        __filename: '"page.js"',
        __dirname: '"."',
        global: "globalThis",
      },
    });
    return await minified(outputFiles[0].text);
  } catch (error) {
    const [first] = (error as BuildFailure).errors ?? [];
    if (!first) throw error;
    throw new UserError(`invalid cell: ${first.text}, which its page would need`);
  }
}

/** A script in as few letters as its meaning allows: compressed it is a twentieth smaller than esbuild's own. */
async function minified(script: string): Promise<string> {
  const { minify } = await import("oxc-minify");
  const { code, errors } = await minify("page.js", script, {
    compress: {
      target: "es2022",
      // what is read and not used is left out: nothing here depends on a getter, or on a global that is missing
      treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
    },
    mangle: { toplevel: true },
    codegen: { removeWhitespace: true, legalComments: "none" },
  });
  if (errors.length > 0)
    throw new InternalError(`the page's script could not be minified: ${errors[0].message}`);
  return code;
}

const file = (path: string): string => JSON.stringify(fileURLToPath(builtFile(path)));

const HEAD = `
import { answerAsThread, isThread, useBrowser, useScript } from ${file("host/browser/index.js")};
import { answerAsSimulator, isSimulator } from ${file("page/browser/runs/simulator.js")};
import { showFigures } from ${file("page/browser/outputs/figureView.js")};
import { showModels } from ${file("page/browser/outputs/modelView.js")};
`;

/** Values of other rooms than figures and models, and what lets a page show them: pages have the rooms that they need. */
const VIEWS = {
  tables: { module: "page/browser/outputs/tableView.js", call: "showTables" },
  morphologies: { module: "page/browser/outputs/morphologyView.js", call: "showMorphologies" },
  sweeps: { module: "page/browser/runs/sweep.js", call: "showSweeps" },
} as const;

type Kind = keyof typeof VIEWS;

/** What cells may show. */
async function kindsOf(cells: readonly ParsedCell[]): Promise<readonly Kind[]> {
  const names = await namesOf(["morphology/index.js"]);
  const used = usedOf(cells).filter(({ module }) => module === "spikebook");
  const isUsed = (are: (name: string) => boolean): boolean =>
    used.some(({ name }) => name === "*" || are(name));
  const has: Record<Kind, boolean> = {
    tables: useTables(cells),
    morphologies: isUsed((name) => names.includes(name)),
    sweeps: isUsed((name) => name === "sweep"),
  };
  return (Object.keys(VIEWS) as Kind[]).filter((kind) => has[kind]);
}

/** The script's own address, and what it does where a worker loads it. */
const asWorkerElse = (then: string, kinds: readonly Kind[]): string => `
${kinds.map((kind) => `import { ${VIEWS[kind].call} } from ${file(VIEWS[kind].module)};`).join("\n")}
useBrowser();
const own = typeof document === "undefined" ? undefined : document.currentScript;
let url = own ? own.src : location.href;
const script = () => (url ||= URL.createObjectURL(new Blob([own.textContent], { type: "text/javascript" })));
useScript(script);
if (isThread()) answerAsThread();
else if (isSimulator()) answerAsSimulator();
else {
  showFigures();
  showModels();
  ${kinds.map((kind) => `${VIEWS[kind].call}();`).join(" ")}
  ${then}
}
`;

function entry(kinds: readonly Kind[], facts: PageFacts): string {
  return `
${HEAD}
import { startPage } from ${file("page/browser/startPage.js")};
import { groups } from "spikebook:cells";
import { names } from "spikebook:names";
${asWorkerElse(
  `// a worker's file cannot come from a disk
  const canWork = !(own.src && location.protocol === "file:");
  startPage(groups, ${JSON.stringify(facts)}, names, canWork ? script : undefined);`,
  kinds,
)}
`;
}
