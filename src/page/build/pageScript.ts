import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildFailure } from "esbuild";
import { host, UserError } from "../../base/index.js";
import { builtFile } from "../../cache/index.js";
import type { PageFacts } from "../browser/pageData.js";
import type { Imported, ParsedCell } from "../cells/parseCell.js";
import { browserPlugin } from "./browserPlugin.js";

const FIGURES = /^(plot|stack$|Figure$|saveThesisFigure$)/;
const TABLES =
  /^(dataFrame|groupMeans|unitsToHeader|synapse(Table|Array)|(read|save)(CSV|JSON|Np[yz]))$/;

/** What of spikebook the cells use decides which values the page can show. */
const VIEWS: readonly (readonly [needs: RegExp, file: string, install: string])[] = [
  [FIGURES, "page/browser/figureView.js", "showFigures"],
  [TABLES, "page/browser/tableView.js", "showTables"],
  [/^typeset$/, "page/browser/modelView.js", "showModels"],
];

/** What a page's script is made of. */
export interface ScriptParts {
  /** The notebook's file: what cells import is looked for from there. */
  notebook: string;
  /** The module of its cells, see cellCode.ts. */
  cellsText: string;
  cells: readonly ParsedCell[];
  facts: PageFacts;
}

/**
 * Bundles a page's script: the engine, what the cells use of spikebook and of other packages, and the
 * cells themselves. The script serves the page, the worker that simulates, and threads, each by its name.
 * @throws UserError for what a cell imports and a page cannot have.
 */
export async function pageScript({
  notebook,
  cellsText,
  cells,
  facts,
}: ScriptParts): Promise<string> {
  const { build } = await import("esbuild");
  const used = cells.flatMap(({ imports, free }) =>
    free.flatMap(({ name }): Imported[] => {
      const imported = imports.get(name) ?? cells.flatMap((c) => c.imports.get(name) ?? [])[0];
      return imported?.module === "spikebook" ? [imported] : [];
    }),
  );
  const views = VIEWS.filter(([needs]) =>
    used.some(({ name }) => name === "*" || needs.test(name)),
  );
  const from = (path: string): string => JSON.stringify(fileURLToPath(builtFile(path)));
  try {
    const { outputFiles } = await build({
      stdin: {
        contents: entry(from, views, facts),
        resolveDir: dirname(notebook),
        sourcefile: "page.js",
      },
      plugins: [
        {
          name: "cells",
          setup(setup) {
            setup.onResolve({ filter: /^spikebook:cells$/ }, () => ({
              path: "cells",
              namespace: "cells",
            }));
            setup.onLoad({ filter: /.*/, namespace: "cells" }, () => ({
              contents: cellsText,
              resolveDir: dirname(notebook),
            }));
          },
        },
        browserPlugin(),
      ],
      bundle: true,
      write: false,
      minify: true,
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
        // only asked for the folder in which it lies
        "import.meta.url": '"https://spikebook.invalid/dist/page/page.js"',
        // Plot would move figures by half a pixel on coarse screens, and they would not be Node's
        "window.devicePixelRatio": "2",
        __filename: '"page.js"',
        __dirname: '"."',
        global: "globalThis",
      },
    });
    return outputFiles[0].text;
  } catch (error) {
    const [first] = (error as BuildFailure).errors ?? [];
    if (!first) throw error;
    throw new UserError(`invalid cell: ${first.text}, which its page would need`);
  }
}

function entry(from: (path: string) => string, views: typeof VIEWS, facts: PageFacts): string {
  return `
import { answerAsThread, isThread, useBrowser, useScript } from ${from("host/browser/index.js")};
import { answerAsSimulator, isSimulator } from ${from("page/browser/simulator.js")};
import { startPage } from ${from("page/browser/startPage.js")};
${views.map(([, file, install]) => `import { ${install} } from ${from(file)};`).join("\n")}
import { groups } from "spikebook:cells";
useBrowser();
const own = typeof document === "undefined" ? undefined : document.currentScript;
let url = own ? own.src : location.href;
const script = () => (url ||= URL.createObjectURL(new Blob([own.textContent], { type: "text/javascript" })));
useScript(script);
if (isThread()) answerAsThread();
else if (isSimulator()) answerAsSimulator();
else {
  ${views.map(([, , install]) => `${install}();`).join("\n  ")}
  // a worker's file cannot come from a disk
  const canWork = !(own.src && location.protocol === "file:");
  startPage(groups, ${JSON.stringify(facts)}, canWork ? script : undefined);
}
`;
}
