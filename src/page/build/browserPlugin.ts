import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";
import { builtFile } from "../../cache/index.js";
import { foldedTables } from "../ziggurat/fold.js";

/** The folder of the built package. */
const DIST = fileURLToPath(builtFile("./"));

const inBrowser = (path: string): string => join(DIST, "page", "browser", path);
const shim = (name: string): string => inBrowser(join("shims", `${name}.js`));

/** The room of figures. */
const FIGURES = join(DIST, "figures");

/** What stands on a page in the place of Node's modules, by their names without "node:". */
const NODE_MODULES: Readonly<Record<string, string>> = {
  fs: shim("files"),
  "fs/promises": shim("files"),
  path: shim("paths"),
  assert: shim("assert"),
};

/** Packages that need Node, and what a page has instead. */
const PACKAGES: Readonly<Record<string, string>> = {
  jsdom: shim("jsdom"),
  "@resvg/resvg-js": shim("resvg"),
  "@myriaddreamin/typst-ts-node-compiler": shim("absent"),
  "cli-progress": shim("absent"),
  "plotly.js-dist-min": shim("absent"),
};

/** Of these libraries our build has made what pages use (.scripts/pageParts.mjs). */
const PARTS: Readonly<Record<string, string>> = {
  katex: join(DIST, "page", "parts", "katex.js"),
  sucrase: join(DIST, "page", "parts", "sucrase.js"),
  [join(DIST, "danfojs", "index.js")]: join(DIST, "page", "parts", "danfojs.js"),
};

/** Numbers that pages make when they are loaded. */
const ZIGGURAT_TABLES = join(DIST, "random", "zigguratTables.js");

/** Modules that do something when they are loaded; all others are left out where nothing of them is used. */
const WITH_EFFECTS = ["cache/codecs.js"].map((path) => join(DIST, path));

/**
 * The public names on a page: those of the core, those of Node's entry that need nothing of Node, and for
 * some a way of the page's own. Each comes from a module of its own, so that pages hold what they use.
 */
const NAMES = `
export * from ${module("core.js")};
export * from ${module("page/controls/index.js")};
export * from ${module("figures/index.js")};
export * from ${module("tables/index.js")};
export * from ${module("notebook/typeset.js")};
export * from ${module("sweep/grid.js")};
export * from ${module("sweep/sweepError.js")};
export { cached } from ${module("page/browser/cached.js")};
export { live } from ${module("page/browser/live.js")};
`;

function module(path: string): string {
  return JSON.stringify(join(DIST, path).split(sep).join("/"));
}

/** Marks a search for a package that came from here. */
const QUIET = "quiet";

/** Figures that draw with marks of Plot which no other one needs, and the files of theirs. */
const OF_THEIR_OWN: Readonly<Record<string, RegExp>> = {
  plotPhasePlane: /plotPhasePlane\.js$/,
  plotMorphology: /(plotMorphology|morphologyDrawing)\.js$/,
};

/**
 * Of Observable Plot what figures use: the names that stand in the text of their room, and in that of the cells, which may reach it through spikebook. A page whose cells
 * import Plot themselves has all of it.
 */
async function plotText(cells: string): Promise<string> {
  const files = readdirSync(FIGURES, { recursive: true, encoding: "utf8" });
  const isAsked = (file: string): boolean =>
    Object.entries(OF_THEIR_OWN).every(
      ([figure, own]) => !own.test(file) || cells.includes(figure),
    );
  const code = files
    .filter((file) => file.endsWith(".js") && isAsked(file))
    // without comments, which hold words of all kinds
    .map((file) =>
      readFileSync(join(FIGURES, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ""),
    );
  // in our own code a mark is called, taken out of Plot, or named with its axis
  const own = code.flatMap((text) => [
    ...(text.match(/\w+(?=\()/g) ?? []),
    ...(text.match(/\b(axis|grid)\w+/g) ?? []),
    ...[...text.matchAll(/\{([^{}]*)\} = observablePlot\(\)/g)].flatMap(
      ([, taken]) => taken.match(/\w+/g) ?? [],
    ),
  ]);
  const words = new Set([...own, ...(cells.match(/\w+/g) ?? [])]);
  const names = Object.keys(await import("@observablehq/plot")).filter((name) => words.has(name));
  return `export { ${names.join(", ")} } from "@observablehq/plot";`;
}

/** Libraries of Plot's that pages need for some of its figures only, and what these are. */
const OF_SOME_FIGURES = {
  "d3-geo": "a map",
  "d3-delaunay": "a figure of triangles",
} as const;

/** The name of a library that pages may be without. */
export type LeftOut = keyof typeof OF_SOME_FIGURES;

/** Of such a library nothing: functions that refuse. Figures of cells that draw no such figure ask for none. */
function refusing(library: LeftOut, names: readonly string[]): string {
  // Plot makes one when it is loaded
  const made = names.includes("geoTransform") ? "export const geoTransform = () => ({});" : "";
  return `
import { onlyInNode } from ${JSON.stringify(shim("needsNode"))};
const none = /* @__PURE__ */ onlyInNode(${JSON.stringify(OF_SOME_FIGURES[library])});
${made}
export { ${names
    .filter((name) => name !== "geoTransform")
    .map((name) => `none as ${name}`)
    .join(", ")} };
`;
}

/** A module of Node's as a page has it: what there is a way for, and the rest as functions that refuse. */
async function nodeModuleText(name: string): Promise<string> {
  const file = NODE_MODULES[name] ?? shim("node");
  const here = Object.keys((await import(pathToFileURL(file).href)) as object);
  const specifier = `node:${name}`;
  const all = Object.keys((await import(specifier)) as object);
  const own = all.filter((one) => here.includes(one) && one !== "default");
  const whole = here.includes("default")
    ? `export { default } from ${JSON.stringify(file)};`
    : "export default {};";
  const missing = all.filter((one) => !here.includes(one) && one !== "default");
  return `
import { onlyInNode } from ${JSON.stringify(shim("needsNode"))};
export { ${own.join(", ")} } from ${JSON.stringify(file)};
${missing.map((one) => `export const ${one} = /* @__PURE__ */ onlyInNode(${JSON.stringify(one)});`).join("\n")}
${whole}
`;
}

/**
 * Lets esbuild bundle cells and spikebook's own rooms for a page: Node's modules and native packages are
 * replaced by what a browser has.
 * @param cells the text of the page's cells
 * @param leftOut libraries that no figure of the page needs
 */
export function browserPlugin(cells: string, leftOut: readonly LeftOut[]): Plugin {
  return {
    name: "spikebook-page",
    async setup(build) {
      build.onResolve({ filter: /^spikebook(\/browser)?$/ }, () => ({
        path: "names",
        namespace: "spikebook",
        sideEffects: false,
      }));
      build.onLoad({ filter: /^names$/, namespace: "spikebook" }, () => ({
        contents: NAMES,
        resolveDir: DIST,
      }));
      build.onResolve({ filter: /^@observablehq\/plot$/ }, ({ path, importer, namespace }) => {
        const isOurs = importer.startsWith(FIGURES);
        return isOurs && namespace === "file"
          ? { path, namespace: "plot", sideEffects: false }
          : null;
      });
      for (const library of leftOut) {
        // a package of Plot's packages: where it cannot be asked for its names, it stays
        const names = await import(library).then(Object.keys, () => []);
        if (names.length === 0) continue;
        const filter = new RegExp(`^${library}$`);
        build.onResolve({ filter }, ({ path }) => ({
          path,
          namespace: "left-out",
          sideEffects: false,
        }));
        build.onLoad({ filter, namespace: "left-out" }, () => ({
          contents: refusing(library, names),
          resolveDir: DIST,
        }));
      }
      // it does nothing when it is loaded, but does not say so
      build.onResolve(
        { filter: /^node-inspect-extracted$/ },
        async ({ path, pluginData, ...where }) => {
          if (pluginData === QUIET) return null;
          const found = await build.resolve(path, { ...where, pluginData: QUIET });
          return { path: found.path, sideEffects: false };
        },
      );
      build.onLoad({ filter: /.*/, namespace: "plot" }, async () => ({
        contents: await plotText(cells),
        resolveDir: DIST,
      }));
      build.onResolve({ filter: /^[^./]/ }, ({ path, importer }) => {
        // cells that import such a library themselves have all of it
        if (Object.hasOwn(PARTS, path) && importer.startsWith(DIST)) return { path: PARTS[path] };
        if (isBuiltin(path))
          return { path: path.replace(/^node:/, ""), namespace: "node", sideEffects: false };
        return Object.hasOwn(PACKAGES, path) ? { path: PACKAGES[path], sideEffects: false } : null;
      });
      build.onLoad({ filter: /.*/, namespace: "node" }, async ({ path }) => ({
        contents: await nodeModuleText(path),
        resolveDir: DIST,
      }));
      build.onResolve({ filter: /^(\.|\/|[A-Z]:)/ }, ({ path, resolveDir, kind }) => {
        if (kind === "entry-point") return null;
        const file = /^\./.test(path) ? join(resolveDir, path) : path;
        if (!file.startsWith(DIST) || !existsSync(file)) return null;
        if (Object.hasOwn(PARTS, file)) return { path: PARTS[file] };
        return { path: file, sideEffects: WITH_EFFECTS.includes(file) };
      });
      // packages that Node loads when they are needed first are bundled in the same place
      build.onLoad({ filter: /\.js$/ }, async ({ path }) => {
        if (path === ZIGGURAT_TABLES) return { contents: await foldedTables(path), loader: "js" };
        if (!path.startsWith(DIST) || Object.values(PARTS).includes(path)) return null;
        const text = readFileSync(path, "utf8");
        const [, loader] = /const (\w+) = createRequire\(import\.meta\.url\);/.exec(text) ?? [];
        if (!loader) return null;
        const call = new RegExp(`\\b${loader}\\(("[^"]+")\\)`, "g");
        const imports: string[] = [];
        const contents = text.replace(call, (_, name: string) => {
          if (name.startsWith('".')) return `require(${name})`;
          const loaded = `$loaded${imports.length}`;
          imports.push(`import ${name === '"katex"' ? "" : "* as "}${loaded} from ${name};`);
          return loaded;
        });
        return { contents: [...imports, contents].join("\n"), loader: "js" };
      });
    },
  };
}
