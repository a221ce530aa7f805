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

/** The plain interpreter, which pages have whose cells ask for it. */
const INTERPRETER = join(DIST, "targets", "interpreter", "index.js");
const WITHOUT_INTERPRETER = `
import { UserError } from ${module("base/index.js")};
export const INTERPRETER = {
  name: "interpreter",
  load: async () => {
    throw new UserError('invalid target: interpreter; this page was made without it, since no cell asked for it; expected "wasm"');
  },
};
`;

/** What solves cables, by its function: pages have it whose cells ask for compartments. */
const CABLES = new Map(
  Object.entries({
    cableFunction: ["targets", "wasm", "code", "cableBlock.js"],
    placeTree: ["targets", "wasm", "layout", "trees.js"],
  }).map(([name, path]) => [join(DIST, ...path), name]),
);
const withoutCables = (name: string): string => `
import { UserError } from ${module("base/index.js")};
export const ${name} = () => {
  throw new UserError("invalid network: compartments; this page was made without them, since no cell asked for them");
};
`;

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
export { cached } from ${module("page/browser/runs/cached.js")};
export { live } from ${module("page/browser/live.js")};
export { inProcess, workers } from ${module("page/browser/runs/executors.js")};
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

/**
 * Libraries of Plot's that pages need for some of its figures only: which figures these are, what stands in the
 * text of cells that draw them, and what other figures take from the library, too.
 */
const OF_SOME_FIGURES = {
  "d3-geo": {
    what: "a map",
    asked: /[Pp]rojection|\b[Gg]eo|\b(sphere|graticule)\b/,
    always: ["geoPath", "geoStream"],
    // paths are drawn of contours, too; how large a path is only maps ask for, and for projections and their inverses
    without:
      /\n {2}path\.(area|measure|bounds|centroid) = function\(object\) \{[\s\S]*?\n {2}\};|\n\w+Raw\.invert = (\w+(\(\w+\))?;|[^\n]*\n[\s\S]*?\n\}\)?;)/g,
    // Plot's names of projections all lead to what is left out
    inPlot: {
      file: /[\\/]plot[\\/]src[\\/]projection\.js$/,
      part: /(?<=function (?:namedProjection|projectionAspectRatio)\(projection\) \{|if \(projection == null\) return;)[\s\S]*?(?=\n\}\n)/g,
      instead: "if (projection != null) return geoMercator();",
    },
  },
  "d3-delaunay": {
    what: "a figure of triangles",
    asked:
      /plotPhasePlane|\bPlot\b[\s\S]*([Dd]elaunay|[Vv]oronoi|\b(hull|contour|raster|interpolate)\b)/,
    always: [],
    without: undefined,
    inPlot: undefined,
  },
} as const;

/** Of such a library only what all figures need, and functions that refuse for the rest. */
function refusing(library: keyof typeof OF_SOME_FIGURES, names: readonly string[]): string {
  const { what, always } = OF_SOME_FIGURES[library];
  const kept: readonly string[] = always;
  // Plot makes one when it is loaded
  const made = names.includes("geoTransform") ? "export const geoTransform = () => ({});" : "";
  return `
import { onlyInNode } from ${JSON.stringify(shim("needsNode"))};
const refuse = /* @__PURE__ */ onlyInNode(${JSON.stringify(what)});
const none = /* @__PURE__ */ Object.assign((...given) => refuse(...given), { from: refuse });
${made}
${kept.length > 0 ? `export { ${kept.join(", ")} } from ${JSON.stringify(library)};` : ""}
export { ${names
    .filter((name) => name !== "geoTransform" && !kept.includes(name))
    .map((name) => `none as ${name}`)
    .join(", ")} };
`;
}

/** Where libraries draw in another way in a browser than in Node, or take their time, by their files. */
const CHANGED: readonly (readonly [file: RegExp, change: (text: string) => string])[] = [
  // figures are built in a document of their own, whose canvases are the same everywhere
  [
    /[\\/]plot[\\/]src[\\/]context\.js$/,
    (text) =>
      `import { figureDocument } from ${module("figures/drawing/dom.js")};\n${text.replaceAll("window.document", "figureDocument()")}`,
  ],
  // in Node there is no window: there Plot draws as on fine screens, and axes of legends as on coarse ones
  [/[\\/]plot[\\/]src[\\/]style\.js$/, (text) => text.replaceAll("window.devicePixelRatio", "2")],
  // a format of numbers takes as long as half an engine, and few figures ask for this one
  [
    /[\\/]plot[\\/]src[\\/]format\.js$/,
    (text) =>
      text.replace(
        "export const formatDefault = formatAuto();",
        "let formatMade; export const formatDefault = (value) => (formatMade ??= formatAuto())(value);",
      ),
  ],
  // makers of distributions, of which Plot asks for none, do nothing but make functions
  [
    /[\\/]d3-random[\\/].*\.m?js$/,
    (text) => text.replaceAll("= (function source", "= /* @__PURE__ */ (function source"),
  ],
  [/[\\/]d3-axis[\\/].*\.m?js$/, (text) => text.replaceAll("window.devicePixelRatio", "1")],
];

/**
 * A module of ours with modules of ours that it loads later loaded at once: they are in the same file, and
 * esbuild would have to wrap them, and all that they load, into functions.
 */
function withoutLater(text: string): string {
  const imports: string[] = [];
  const contents = text.replace(/\bimport\(("\.[^"]+")\)/g, (_, path: string) => {
    imports.push(`import * as $later${imports.length} from ${path};\n`);
    return `Promise.resolve($later${imports.length - 1})`;
  });
  return imports.join("") + contents;
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
 * @param names the text of the module of those names that edited cells can import
 */
export function browserPlugin(cells: string, names: string): Plugin {
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
      for (const [library, { asked, without, inPlot }] of Object.entries(OF_SOME_FIGURES)) {
        if (asked.test(`${cells}\n${names}`)) continue;
        // a package of Plot's packages: where it cannot be asked for its names, it stays
        const its = await import(library).then(Object.keys, () => []);
        if (its.length === 0) continue;
        const filter = new RegExp(`^${library}$`);
        if (without)
          build.onLoad(
            { filter: new RegExp(`[\\\\/]${library}[\\\\/].*\\.m?js$`) },
            ({ path }) => ({
              contents: readFileSync(path, "utf8")
                .replace(without, "")
                // makers of functions do nothing else
                .replace(
                  /(?<=\nvar \w+ = )(?=(clip|azimuthalRaw|transformer)\()/g,
                  "/* @__PURE__ */ ",
                ),
              loader: "js",
            }),
          );
        if (inPlot)
          build.onLoad({ filter: inPlot.file }, ({ path }) => ({
            contents: readFileSync(path, "utf8").replace(inPlot.part, inPlot.instead),
            loader: "js",
          }));
        build.onResolve({ filter }, ({ path, namespace }) =>
          namespace === "left-out" ? null : { path, namespace: "left-out", sideEffects: false },
        );
        build.onLoad({ filter, namespace: "left-out" }, () => ({
          contents: refusing(library as keyof typeof OF_SOME_FIGURES, its),
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
        contents: await plotText(`${cells}\n${names}`),
        resolveDir: DIST,
      }));
      build.onResolve({ filter: /^[^./]/ }, ({ path, importer }) => {
        // cells that import such a library themselves have all of it
        if (Object.hasOwn(PARTS, path) && importer.startsWith(DIST)) return { path: PARTS[path] };
        if (isBuiltin(path))
          return { path: path.replace(/^node:/, ""), namespace: "node", sideEffects: false };
        return Object.hasOwn(PACKAGES, path) ? { path: PACKAGES[path], sideEffects: false } : null;
      });
      for (const [filter, change] of CHANGED)
        build.onLoad({ filter }, ({ path }) => ({
          contents: change(readFileSync(path, "utf8")),
          loader: "js",
        }));
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
        if (path === INTERPRETER && !cells.includes("interpreter"))
          return { contents: WITHOUT_INTERPRETER, resolveDir: DIST, loader: "js" };
        const ofCables = CABLES.get(path);
        if (ofCables && !cells.includes("compartments"))
          return { contents: withoutCables(ofCables), resolveDir: DIST, loader: "js" };
        if (!path.startsWith(DIST) || Object.values(PARTS).includes(path)) return null;
        const text = withoutLater(readFileSync(path, "utf8"));
        const [, loader] = /const (\w+) = createRequire\(import\.meta\.url\);/.exec(text) ?? [];
        if (!loader) return { contents: text, loader: "js" };
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
