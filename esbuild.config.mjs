// What the build bundles: `node esbuild.config.mjs danfojs`, before the compiler, and
// `node esbuild.config.mjs browser`, after it and after the engine's digest.
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minify } from "oxc-minify";

/** What danfojs' types import from packages that are not installed with spikebook, by file. */
const FOREIGN_TYPES = {
  "danfojs-base/shared/types.d.ts": [
    "BaseUserConfig, TableUserConfig",
    "Config, Layout",
    "HeadersInit",
    "ParseConfig",
    "ParsingOptions, WritingOptions",
  ],
  "danfojs-base/shared/config.d.ts": ["BaseUserConfig, TableUserConfig"],
  "danfojs-base/io/node/io.json.d.ts": ["request"],
};

const bundles = { danfojs, browser };
for (const name of process.argv.slice(2)) await bundles[name]();

/**
 * danfojs-node into dist/danfojs, with its types. An outside user could not install it otherwise: it
 * depends on a tarball outside the registry, and npm does not apply our overrides in other people's
 * projects. Heavy packages that it rarely needs become optional.
 */
async function danfojs() {
  const shim = (name) => fileURLToPath(new URL(`src/tables/danfojs/${name}`, import.meta.url));
  await build({
    entryPoints: ["danfojs-node"],
    outfile: "dist/danfojs/index.js",
    bundle: true,
    // not minified: errors of danfojs are shown with the line they come from
    platform: "node",
    target: "node20",
    logLevel: "warning",
    legalComments: "eof",
    banner: {
      js: "/* danfojs-node (MIT License, JsData) and the packages it uses, bundled for spikebook */",
    },
    external: ["plotly.js-dist-min"],
    alias: {
      mathjs: shim("statistics.ts"),
      "@tensorflow/tfjs-node": shim("tensorflow.cts"),
      xlsx: shim("xlsx.cts"),
      request: shim("request.cts"),
      "node-fetch": shim("nodeFetch.cts"),
      "stream-json/streamers/StreamArray": shim("streamArray.cts"),
      "stream-json": shim("streamJson.cts"),
    },
  });

  await cp("node_modules/danfojs-node/dist", "dist/danfojs/types", {
    recursive: true,
    filter: (path) => !/\.js(\.map)?$/.test(path),
  });
  // danfojs' types let every name pass as a property: a misspelt method would be found at run time only
  for (const name of ["danfojs-base/core/frame.d.ts", "danfojs-node/src/core/frame.d.ts"]) {
    const file = `dist/danfojs/types/${name}`;
    const types = await readFile(file, "utf8");
    const strict = types
      .replace(/^ *\[key: string\]: any;\n/m, "")
      .replace("tail(rows?: number): any;", "tail(rows?: number): DataFrame;")
      .replace("groupby(col: Array<string>)", "groupby(col: Array<string> | string)");
    if (strict === types) throw new Error(`${name} is not what was expected`);
    await writeFile(file, strict);
  }
  await withoutForeignTypes("dist/danfojs/types");
  await writeFile("dist/danfojs/package.json", '{ "type": "commonjs" }\n');
  await writeFile("dist/danfojs/index.d.ts", 'export * from "./types/danfojs-node/src/index";\n');

  // tables give their rows (src/figures/observable/tables.ts): Observable Plot takes what can be iterated
  const frame = "dist/danfojs/types/danfojs-base/core/frame.d.ts";
  const head = "export default class DataFrame extends NDframe implements DataFrameInterface {";
  const rows = "    [Symbol.iterator](): IterableIterator<Record<string, any>>;";
  await writeFile(frame, (await readFile(frame, "utf8")).replace(head, `${head}\n${rows}`));
}

/** Types of other packages become unknown ones, so that programs are checked without `skipLibCheck`. */
async function withoutForeignTypes(folder) {
  for (const [name, imports] of Object.entries(FOREIGN_TYPES)) {
    const file = `${folder}/${name}`;
    let types = await readFile(file, "utf8");
    for (const names of imports) {
      const before = types;
      const aliases = names.split(", ").map((each) => `type ${each} = any;`);
      types = types
        .replace(
          new RegExp(`^import \\{ ${names} \\} from ['"][^.'"][^'"]+['"];`, "m"),
          aliases.join("\n"),
        )
        .replace(new RegExp(`^import ${names} from ['"][^.'"][^'"]+['"];\n`, "m"), "")
        .replaceAll(/request\.\w+/g, "any");
      if (types === before) throw new Error(`${name} is not what was expected`);
    }
    await writeFile(file, types);
  }
  // a default of a module of Node is there with some settings of the compiler only
  for (const name of [
    "danfojs-base/io/node/io.csv",
    "danfojs-node/src/streams/csv.stream.transformer",
  ]) {
    const file = `${folder}/${name}.d.ts`;
    const types = await readFile(file, "utf8");
    await writeFile(
      file,
      types.replace('import stream from "stream"', 'import * as stream from "stream"'),
    );
  }
}

/** spikebook/browser: all that a page needs to simulate, in one file. */
async function browser() {
  const { engineVersion } = await import("./dist/cache/version.js");
  const { foldedTables } = await import("./dist/page/ziggurat/fold.js");
  // numbers that are made when they are loaded, to the bit, take a third of the room
  const folded = {
    name: "folded tables",
    setup: ({ onLoad }) => {
      onLoad({ filter: /[\\/]random[\\/]zigguratTables\.js$/ }, async ({ path }) => ({
        contents: await foldedTables(path),
        loader: "js",
      }));
    },
  };
  const { outputFiles } = await build({
    entryPoints: ["dist/browser.js"],
    plugins: [folded],
    write: false,
    bundle: true,
    minifySyntax: true,
    // errors and shown values name classes
    keepNames: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "warning",
    legalComments: "none",
    define: { SPIKEBOOK_ENGINE: JSON.stringify(engineVersion()) },
  });
  // a twentieth smaller, compressed, than esbuild's own
  const { code, errors } = await minify("index.js", outputFiles[0].text, {
    module: true,
    compress: { target: "es2022" },
    mangle: { toplevel: true },
    codegen: { removeWhitespace: true, legalComments: "none" },
  });
  if (errors.length > 0) throw new Error(errors[0].message);
  await mkdir("dist/browser", { recursive: true });
  await writeFile("dist/browser/index.js", code);
}
