// The examples of the documentation: the TypeScript blocks of the markdown pages, of the README and of the
// docstrings. Each is a module of its own; all run in one process, against the built package.
//
//   node .scripts/docs/examples.mjs [--write] [file or folder ...]
//
// prints a line for each example that fails, with file and line. A block is followed by what it prints
// in a block ```text (or, where it fails, by its error): `--write` writes it there, otherwise it must be the same.
// In a line that ends in `// => text`, the expression must show as that text.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { parse } from "acorn";
import { transformSync } from "esbuild";
import { analyze } from "eslint-scope";
import ts from "typescript";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const PRELUDE = join(PROJECT, "src", "docs", "prelude.mjs");

/** All files with examples. */
export const EXAMPLE_PLACES = ["README.md", "src"];

/** The files of a place: markdown and TypeScript. */
function filesOf(place) {
  const path = resolve(PROJECT, place);
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(md|ts)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/node_modules|\.vitepress/.test(file))
    .sort();
}

/**
 * The examples of a file, each with the line of its first line of code (from 1), and what it prints:
 * the text, and between which lines that stands.
 */
export function examplesOf(file) {
  const lines = readFileSync(file, "utf8").split("\n");
  const isCode = file.endsWith(".ts");
  const examples = [];
  let fence;
  let inComment = !isCode;
  lines.forEach((line, index) => {
    if (isCode && /^\s*\/\*\*/.test(line)) inComment = true;
    const bare = isCode ? line.replace(/^\s*\* ?/, "") : line;
    const [, indent, mark, info] = /^(\s*)(```+)(.*)$/.exec(bare) ?? [];
    if (inComment && mark !== undefined) {
      if (!fence) fence = { mark, indent, info: info.trim(), first: index + 1, lines: [] };
      else if (bare.trim() === fence.mark) {
        close(fence, index);
        fence = undefined;
      }
    } else if (fence)
      fence.lines.push(bare.startsWith(fence.indent) ? bare.slice(fence.indent.length) : bare);
    if (isCode && line.includes("*/")) [inComment, fence] = [false, undefined];
  });

  function close({ info, first, lines: inside }, last) {
    const [language, ...flags] = info.split(/\s+/);
    const before = examples.at(-1);
    if (language === "ts")
      examples.push({ file, line: first + 1, code: inside.join("\n"), flags, end: last });
    // what an example prints comes right behind it
    else if (language === "text" && before && !before.printed && first - before.end <= 3)
      before.printed = {
        text: inside.join("\n"),
        from: first,
        to: last,
        // printed anew whenever the documentation is built
        atBuild: flags.includes("at-build"),
      };
  }
  return examples;
}

/** Code of an example with that of those before it that it goes on from. */
function wholeCode(examples, k) {
  const code = examples[k].code;
  return examples[k].flags.includes("continues")
    ? `${wholeCode(examples, k - 1)}\n;__begin();\n${code}`
    : code;
}

/** TypeScript as a module: shows its last expression as a notebook does, checks `// => text`, imports what it uses. */
function moduleOf(code, publicNames, preludeNames) {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  let text = "";
  let place = 0;
  const wrap = (statement, call) => {
    const { expression } = statement;
    text += `${code.slice(place, statement.getStart())}${call(expression.getText())};`;
    place = statement.end;
  };
  source.statements.forEach((statement, k) => {
    if (!ts.isExpressionStatement(statement)) return;
    const rest = code.slice(statement.end).split("\n", 1)[0];
    const expected = /^\s*\/\/ => (.*)$/.exec(rest)?.[1];
    if (expected !== undefined)
      wrap(statement, (expression) => `__same(${expression}\n, ${JSON.stringify(expected)})`);
    else if (k === source.statements.length - 1)
      wrap(statement, (expression) => `__show(${expression}\n)`);
  });
  text += code.slice(place);
  const { code: plain } = transformSync(text, { loader: "ts", format: "esm", target: "es2022" });
  const tree = parse(plain, {
    ecmaVersion: 2022,
    sourceType: "module",
    ranges: true,
    locations: true,
  });
  const used = new Set(
    analyze(tree, { ecmaVersion: 2022, sourceType: "module" }).globalScope.through.map(
      ({ identifier }) => identifier.name,
    ),
  );
  const from = (names, module) => {
    const wanted = names.filter((name) => used.has(name));
    return wanted.length > 0
      ? `import { ${wanted.join(", ")} } from ${JSON.stringify(module)};\n`
      : "";
  };
  const inPrelude = new Set(preludeNames);
  return (
    from(
      publicNames.filter((name) => !inPrelude.has(name)),
      "spikebook",
    ) +
    from(preludeNames, pathToFileURL(PRELUDE).href) +
    plain
  );
}

/** What a value shows as. */
const shownAs = (value) =>
  typeof value === "string" ? value : inspect(value, { breakLength: 100, depth: 4 });

/**
 * Runs the examples of some places. Returns what failed, and how many there were; with `write`, what they print is
 * written into the files.
 */
export async function runExamples(places = EXAMPLE_PLACES, { write = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "spikebook-examples-"));
  symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"), "junction");
  process.env.SPIKEBOOK_CACHE = join(folder, "cache");
  const home = process.cwd();
  const files = places.flatMap(filesOf);
  const publicNames = Object.keys(
    await import(pathToFileURL(join(PROJECT, "dist", "index.js")).href),
  );
  const preludeNames = Object.keys(await import(pathToFileURL(PRELUDE).href));
  let printed = [];
  globalThis.__show = (value) => {
    if (value !== undefined) printed.push(shownAs(value));
  };
  globalThis.__begin = () => {
    printed = [];
  };
  globalThis.__same = (value, expected) => {
    const shown = shownAs(value).replace(/\s*\n\s*/g, " ");
    if (shown !== expected) throw new Error(`expected => ${expected}, got ${shown}`);
  };
  const failures = [];
  let count = 0;
  // a promise that an example did not wait for
  let forgotten;
  process.on("unhandledRejection", (error) => {
    forgotten ??= error;
  });
  const methods = ["log", "info", "warn", "error", "table"];
  const original = Object.fromEntries(methods.map((method) => [method, console[method]]));
  for (const file of files) {
    const examples = examplesOf(file);
    const edits = [];
    for (const [k, example] of examples.entries()) {
      if (example.flags.includes("browser")) continue;
      const own = join(folder, String(count++));
      mkdirSync(own);
      process.chdir(own);
      printed = [];
      forgotten = undefined;
      for (const method of methods)
        console[method] = (...values) => void printed.push(values.map(shownAs).join(" "));
      let failure;
      const started = performance.now();
      try {
        const path = join(own, "example.mjs");
        writeFileSync(path, moduleOf(wholeCode(examples, k), publicNames, preludeNames));
        await import(pathToFileURL(path).href);
      } catch (error) {
        failure = error;
      } finally {
        await new Promise((done) => setImmediate(done));
        failure ??= forgotten;
        Object.assign(console, original);
        process.chdir(home);
      }
      const place = `${relative(PROJECT, file)}:${example.line}`;
      if (process.env.EXAMPLE_TIMES)
        console.error(place, Math.round(performance.now() - started), "ms");
      const throws = example.flags.includes("throws");
      if (failure && !throws) failures.push(`${place}: ${failure.stack ?? failure}`);
      if (!failure && throws) failures.push(`${place}: expected an error`);
      if (failure && throws) printed.push(`${failure.name}: ${failure.message}`);
      if (!example.printed) continue;
      const text = printed.join("\n").trimEnd();
      if (write) edits.push({ ...example.printed, text });
      else if (!example.printed.atBuild && text !== example.printed.text.trimEnd())
        failures.push(`${place}: prints\n${text}\ninstead of\n${example.printed.text}`);
    }
    if (edits.length > 0) rewrite(file, edits);
  }
  rmSync(folder, { recursive: true, force: true });
  return { count, failures };
}

/** Replaces the insides of blocks, from the last to the first. */
function rewrite(file, edits) {
  const lines = readFileSync(file, "utf8").split("\n");
  for (const { from, to, text } of edits.reverse()) {
    const margin = file.endsWith(".ts") ? /^\s*\* ?/.exec(lines[from - 1])[0] : "";
    lines.splice(from, to - from, ...text.split("\n").map((line) => margin + line));
  }
  writeFileSync(file, lines.join("\n"));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const places = process.argv.slice(2).filter((place) => place !== "--write");
  const write = process.argv.includes("--write");
  const { count, failures } = await runExamples(places.length > 0 ? places : undefined, { write });
  for (const failure of failures) console.log(`${failure}\n`);
  console.log(`${count} examples, ${failures.length} fail`);
  process.exit(failures.length > 0 ? 1 : 0);
}
