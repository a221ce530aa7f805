// Writes dist/page/parts: libraries without those parts of theirs that no page uses, so that pages stay small.
// KaTeX gives MathML only: the half of it that sets type with fonts of its own is left out. danfojs is
// without files, plots, scalers, encoders of labels, ranges of dates and tables in letters.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import { build, transform } from "esbuild";

const require = createRequire(import.meta.url);
const KATEX = dirname(require.resolve("katex/package.json"));
const DANFOJS = join(dirname(require.resolve("danfojs-node/package.json")), "dist");
const shim = (name) => fileURLToPath(new URL(`../src/tables/danfojs/${name}`, import.meta.url));

const common = {
  bundle: true,
  minify: true,
  target: "es2022",
  format: "esm",
  platform: "browser",
  logLevel: "warning",
  legalComments: "none",
};

/** The builders of HTML that KaTeX's definitions name beside those of MathML. */
const isHTMLBuilder = ({ type, key }) =>
  type === "Property" && (key.name ?? key.value) === "htmlBuilder";

/** A module of KaTeX as JavaScript, without builders of HTML. */
async function withoutHTML(path) {
  const { code } = await transform(await readFile(path, "utf8"), { loader: "ts" });
  const cuts = [];
  const visit = (node) => {
    for (const child of Object.values(node).flat())
      if (typeof child?.type === "string") {
        if (isHTMLBuilder(child)) cuts.push(child);
        else visit(child);
      }
  };
  // where a definition takes them apart there is nothing to leave out
  if (!/[\\/]define\w+\.ts$/.test(path))
    visit(parse(code, { ecmaVersion: "latest", sourceType: "module" }));
  let text = code;
  for (const { start, end } of cuts.reverse())
    text = `${text.slice(0, start)}htmlBuilder: undefined${text.slice(end)}`;
  return text;
}

/** Which letters each of KaTeX's fonts has, which MathML asks for; of two it sets off, how large they are. */
async function whichLetters() {
  const { code } = await transform(
    await readFile(join(KATEX, "src", "fontMetricsData.js"), "utf8"),
  );
  const data = (await import(`data:text/javascript,${encodeURIComponent(code)}`)).default;
  // stretches of codes, each by how far after the last it begins and how long it is
  const stretches = (codes) => {
    const found = [];
    let end = 0;
    for (const code of codes.sort((a, b) => a - b)) {
      if (code === end && found.length > 0) found[found.length - 1] += 1;
      else found.push(code - end, 1);
      end = code + 1;
    }
    return found;
  };
  const letters = Object.entries(data).map(([font, sizes]) => [
    font,
    stretches(Object.keys(sizes).map(Number)),
  ]);
  const main = { 65: data["Main-Regular"][65], 84: data["Main-Regular"][84] };
  return `
const some = [0, 0, 0, 0, 0];
const lettersOf = (stretches) => {
  const letters = {};
  let code = 0;
  stretches.forEach((count, k) => {
    if (k % 2 === 0) code += count;
    else for (let left = count; left > 0; left--) letters[code++] = some;
  });
  return letters;
};
const fonts = Object.fromEntries(${JSON.stringify(letters)}.map(([font, stretches]) => [font, lettersOf(stretches)]));
Object.assign(fonts["Main-Regular"], ${JSON.stringify(main)});
export default fonts;`;
}

/** What only builders of HTML ask for; nothing else does, or the MathML of tests would be another. */
const NO_HTML = {
  "buildHTML.ts":
    "export const buildGroup = () => {}; export const buildExpression = () => {}; export default () => {};",
  "fontMetricsData.js": await whichLetters(),
  "svgGeometry.ts":
    "export const path = {}; export const sqrtPath = () => ''; export const innerPath = () => ''; export const tallDelim = () => ''; export const phasePath = () => '';",
};

await build({
  ...common,
  entryPoints: [join(KATEX, "katex.ts")],
  outfile: "dist/page/parts/katex.js",
  define: { __VERSION__: '""' },
  banner: { js: "/* KaTeX (MIT License, Khan Academy and other contributors), its MathML only */" },
  plugins: [
    {
      name: "mathml",
      setup(setup) {
        setup.onLoad(
          { filter: /[\\/]katex[\\/](katex|src[\\/].*)\.(ts|js)$/ },
          async ({ path }) => ({
            contents: NO_HTML[basename(path)] ?? (await withoutHTML(path)),
            loader: "js",
          }),
        );
        // what is imported for types, and for builders that are left out, is left out too
        setup.onResolve(
          { filter: /^\./ },
          async ({ path, importer, resolveDir, pluginData, kind }) => {
            if (pluginData === "asked" || !importer.startsWith(KATEX)) return null;
            const found = await setup.resolve(path, {
              importer,
              resolveDir,
              kind,
              pluginData: "asked",
            });
            const defines =
              /[\\/](functions|environments|macros|symbols|katex)(\.ts|[\\/][\w-]+\.ts)$/;
            return { path: found.path, sideEffects: defines.test(found.path) };
          },
        );
      },
    },
  ],
});

const REFUSED = `
const refuse = (what) => () => {
  throw Object.assign(new Error(what + " of tables needs Node, which a page has not"), { name: "NeedsNode" });
};
`;

await build({
  ...common,
  format: "cjs",
  stdin: {
    contents: `
// its modules load each other in circles, which begin here
module.exports = require("./danfojs-base");
`,
    resolveDir: DANFOJS,
  },
  outfile: "dist/page/parts/danfojs.js",
  alias: { mathjs: shim("statistics.ts"), "@tensorflow/tfjs-node": shim("tensorflow.cts") },
  external: ["node:*", "module"],
  banner: {
    js: "/* danfojs-node (MIT License, JsData) and the packages it uses, as far as pages use it */",
  },
  plugins: [
    {
      name: "light",
      setup(setup) {
        setup.onLoad(
          {
            filter:
              /[\\/](transformers[\\/](scalers[\\/]|encoders[\\/](label|one))|core[\\/]daterange)/,
          },
          ({ path }) => ({
            contents: `${REFUSED} exports.default = refuse("${basename(path, ".js")}");`,
          }),
        );
        setup.onResolve({ filter: /^table$/ }, () => ({ path: "table", namespace: "light" }));
        setup.onResolve({ filter: /\/plotting$/ }, () => ({
          path: "plotting",
          namespace: "light",
        }));
        setup.onLoad({ filter: /.*/, namespace: "light" }, ({ path }) => ({
          contents:
            path === "table"
              ? `${REFUSED} exports.table = refuse("text");`
              : `${REFUSED} exports.PlotlyLib = class { constructor() { refuse("danfojs's plots")(); } };`,
        }));
      },
    },
  ],
});

/** Of sucrase, what takes types away: not JSX, Flow, CommonJS, its check of options, maps of sources. */
const SUCRASE = {
  CJSImportTransformer:
    "export default class Absent {}; export const isExportDefault = () => false;",
  CJSImportProcessor: "export default class Absent {}",
  JSXTransformer: "export default class Absent {}; export const startsWithLowerCase = () => false;",
  FlowTransformer: "export default class Absent {}",
  JestHoistTransformer: "export default class Absent {}",
  ReactDisplayNameTransformer: "export default class Absent {}",
  ReactHotLoaderTransformer: "export default class Absent {}",
  Options: "export const validateOptions = () => {};",
  computeSourceMap: "export default () => {};",
};

await build({
  ...common,
  stdin: {
    contents: 'export { transform } from "sucrase";',
    resolveDir: fileURLToPath(new URL("..", import.meta.url)),
  },
  outfile: "dist/page/parts/sucrase.js",
  banner: { js: "/* sucrase (MIT License, various authors), what takes types away */" },
  plugins: [
    {
      name: "types",
      setup(setup) {
        setup.onLoad({ filter: /[\\/]sucrase[\\/]dist[\\/]esm[\\/].*\.js$/ }, ({ path }) => {
          const contents = SUCRASE[basename(path, ".js")];
          return contents === undefined ? null : { contents, loader: "js" };
        });
      },
    },
  ],
});
