import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as core from "../src/core.js";
import * as index from "../src/index.js";
import { runNpm, runProgram, writeProgram } from "./helpers/command.js";
import { PROJECT } from "./helpers/data.js";
import { joined, type TestCell } from "./helpers/notebooks.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-package-"));
// two installations take their time
afterAll(() => rmSync(folder, { recursive: true, force: true }), 240_000);

const readText = (file: string): string => readFileSync(join(PROJECT, file), "utf8");

const PROGRAM = `
import { dataFrame, nto1, plotStrip, pS, run, seconds, unitsToHeader } from "spikebook";
const result = await run(nto1({ N: 10, we: pS(9750), duration: seconds(1) }));
const table = unitsToHeader(dataFrame([{ we: pS(15), rate: result.firingRate }]));
console.log(table.columns.join(), table.groupby(["we_pS"]).mean().shape.join());
console.log(plotStrip([1, 2]).pdf().subarray(0, 5).toString());
`;

/** Types must be found the old way (Node10), as tslab finds them. */
const TYPED = `
import { DataFrame, dataFrame, nto1, mV, pS } from "spikebook";
const table: DataFrame = dataFrame([{ a: 1 }]);
const shape: number[] = table.shape;
nto1({ we: pS(1) });
// @ts-expect-error a voltage is no conductance
nto1({ we: mV(1) });
// @ts-expect-error a shape is a list of numbers: the type of tables is known
const wrong: string = table.shape;
export { shape, wrong };
`;

const { VERSION } = index;

it("has every public name of the core under its own name", () => {
  const hidden = Object.entries(core).filter(
    ([name, value]) => (index as Record<string, unknown>)[name] !== value,
  );
  expect(hidden.map(([name]) => name)).toEqual([]);
});

describe("the packed package", () => {
  const cwd = join(folder, "user");
  let packed: { filename: string; size: number; files: { path: string }[] };

  beforeAll(async () => {
    const { status, stdout, stderr } = await runNpm([
      "pack",
      "--ignore-scripts",
      "--json",
      `--pack-destination=${folder}`,
    ]);
    expect(status, stderr).toBe(0);
    [packed] = JSON.parse(stdout);
    mkdirSync(cwd);
    writeFileSync(join(cwd, "package.json"), '{ "name": "user", "private": true }');
    const installed = await runNpm(
      [
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        join(folder, packed.filename),
        "tslab",
      ],
      { cwd },
    );
    expect(installed.status, installed.stderr).toBe(0);
  }, 240_000);

  it("installs and runs in an empty project, without settings", async () => {
    // of these, 0.7 MB are the figures' two fonts, 0.1 MB the text of the documentation
    expect(packed.size).toBeLessThan(2.1e6);
    writeFileSync(join(cwd, "program.mjs"), PROGRAM);
    const { stdout, stderr } = await runProgram(process.execPath, ["program.mjs"], { cwd });
    expect(stderr).toBe("");
    expect(stdout).toBe("we_pS,rate_Hz 1,2\n%PDF-\n");
  });

  it("is typed there", async () => {
    writeFileSync(join(cwd, "typed.ts"), TYPED);
    const tsc = join(PROJECT, "node_modules/@tslab/typescript-for-tslab/bin/tsc");
    const flags = ["--noEmit", "--skipLibCheck", "--target", "es2022", "--module", "commonjs"];
    const checked = await runProgram(
      process.execPath,
      [tsc, ...flags, "--moduleResolution", "node", "typed.ts"],
      { cwd },
    );
    expect(checked.stdout).toBe("");
  });

  it.each([
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
    ["commonjs", "node10"],
  ])("has complete types: all are checked, as %s and %s modules", async (module, resolution) => {
    writeFileSync(join(cwd, "typed.ts"), TYPED);
    const tsc = join(PROJECT, "node_modules/typescript/bin/tsc");
    const flags = ["--noEmit", "--strict", "--target", "es2022", "--module", module];
    const checked = await runProgram(
      process.execPath,
      [tsc, ...flags, "--moduleResolution", resolution, "typed.ts"],
      { cwd },
    );
    expect(checked.stdout).toBe("");
  });

  it("takes less than 120 MB on disk without tslab", async () => {
    const alone = join(folder, "alone");
    mkdirSync(alone);
    writeFileSync(join(alone, "package.json"), '{ "name": "alone", "private": true }');
    const { status, stderr } = await runNpm(
      ["install", "--no-audit", "--no-fund", "--ignore-scripts", join(folder, packed.filename)],
      { cwd: alone },
    );
    expect(status, stderr).toBe(0);
    const files = readdirSync(alone, { recursive: true, withFileTypes: true });
    const sizes = files
      .filter((file) => file.isFile())
      .map((file) => statSync(join(file.parentPath, file.name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(120e6);
  });

  it("opens Jupyter there on a first notebook, whose cells work", async () => {
    // a Jupyter that says how it was started, and ends
    const bin = join(folder, "bin");
    writeProgram(
      bin,
      "jupyter-lab",
      "process.stdout.write(JSON.stringify([process.argv.slice(2), process.env.JUPYTER_PATH]))",
    );
    const cli = join(cwd, "node_modules", "spikebook", "dist", "cli.js");
    const lab = await runProgram(process.execPath, [cli, "notebook", "lab"], {
      cwd,
      env: { PATH: bin },
    });
    expect(lab.stderr).toBe("Written: notebooks/first-network.ipynb\n");
    const [options, path] = JSON.parse(lab.stdout) as [string[], string];
    expect(options).toContain(`--notebook-dir=${join(cwd, "notebooks")}`);
    const kernelspec = JSON.parse(
      readFileSync(join(path, "kernels", "spikebook", "kernel.json"), "utf8"),
    ) as { argv: string[] };
    expect(kernelspec.argv[1].startsWith(join(cwd, "node_modules", "spikebook"))).toBe(true);
    expect(existsSync(kernelspec.argv[1])).toBe(true);

    const ran = await runProgram(process.execPath, [cli, "notebook", "run", "first-network"], {
      cwd,
      env: { PATH: bin },
    });
    expect(ran.status, ran.stderr).toBe(0);
    const file = join(cwd, "notebooks", "first-network.ipynb");
    const { cells } = JSON.parse(readFileSync(file, "utf8")) as { cells: TestCell[] };
    const kinds = cells
      .flatMap(({ outputs = [] }) => outputs)
      .map(({ data = {}, text }) =>
        "image/svg+xml" in data ? "figure" : "text/html" in data ? "table" : joined(text),
      );
    expect(kinds).toEqual([
      expect.stringMatching(/^network result: 1 s, \d+ spikes/),
      "figure",
      "Saved at `../data/figures/first-network.pdf`\n",
      "table",
    ]);
    // a second time, nothing is written over what the user has
    const again = await runProgram(process.execPath, [cli, "notebook", "lab"], {
      cwd,
      env: { PATH: bin },
    });
    expect(again.stderr).toBe("");
  });

  it("says which package is missing there", async () => {
    const tslab = join(cwd, "node_modules", "tslab");
    renameSync(tslab, `${tslab}-away`);
    const cli = join(cwd, "node_modules", "spikebook", "dist", "cli.js");
    for (const command of ["register", "run first-network"]) {
      const args = [cli, "notebook", ...command.split(" ")];
      const { status, stderr } = await runProgram(process.execPath, args, { cwd });
      expect(status).toBe(2);
      expect(stderr.split("\n").at(-2)).toBe(
        "spikebook: missing package: tslab; run: npm install tslab",
      );
    }
    renameSync(`${tslab}-away`, tslab);
  });

  it("has no dangling links in its README", () => {
    const readme = readText("README.md");
    const links = [
      ...[...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link),
      ...[...readme.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link),
    ];
    expect(links.length).toBeGreaterThan(3);
    const files = new Set(packed.files.map(({ path }) => path));
    const isThere = (link: string): boolean =>
      /^https:\/\//.test(link) || link.startsWith("#") || files.has(link.replace(/#.*/, ""));
    expect(links.filter((link) => !isThere(link))).toEqual([]);
  });

  it("knows its version", () => {
    const { version } = JSON.parse(readText("package.json"));
    expect(VERSION).toBe(version);
  });
});

describe("the lock file", () => {
  interface Locked {
    version?: string;
    optionalDependencies?: Record<string, string>;
    os?: string[];
    cpu?: string[];
  }
  const { packages } = JSON.parse(readText("package-lock.json")) as {
    packages: Record<string, Locked>;
  };

  /** Where Node would look for a package that another one needs. */
  const placesFor = (path: string, name: string): string[] => {
    const parts = path.split("/node_modules/");
    const inner = parts.map((_, i) => parts.slice(0, parts.length - i).join("/node_modules/"));
    return [...inner.filter((at) => at !== ""), ""].map((at) =>
      at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`,
    );
  };

  it("holds what each package needs on every platform, in the version it asks for", () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.entries(optionalDependencies).flatMap(([name, range]) => {
        const found = placesFor(path, name).find((place) => place in packages);
        const isExact = /^\d/.test(range);
        const fits = found && (!isExact || packages[found].version === range);
        return fits ? [] : [`${path}: ${name} ${range}`];
      }),
    );
    expect(missing).toEqual([]);
  });

  it.each([
    ["@myriaddreamin/typst-ts-node-compiler"],
    ["@resvg/resvg-js"],
    ["esbuild"],
    ["@biomejs/biome"],
    ["rolldown"],
    ["lightningcss"],
  ])("has %s for Linux, macOS and Windows", (name) => {
    const { optionalDependencies = {} } = packages[`node_modules/${name}`];
    const natives = Object.keys(optionalDependencies).map(
      (each) => packages[`node_modules/${each}`],
    );
    for (const [os, cpu] of [
      ["linux", "x64"],
      ["linux", "arm64"],
      ["darwin", "x64"],
      ["darwin", "arm64"],
      ["win32", "x64"],
      ["win32", "arm64"],
    ])
      expect(
        natives.some((native) => native?.os?.includes(os) && native.cpu?.includes(cpu)),
        `${name} for ${os}-${cpu}`,
      ).toBe(true);
  });

  it("is in step with package.json: npm ci takes it", async () => {
    const copy = join(folder, "ci");
    mkdirSync(copy);
    for (const file of ["package.json", "package-lock.json"])
      writeFileSync(join(copy, file), readText(file));
    const { status, stderr } = await runNpm(["ci", "--dry-run", "--ignore-scripts"], { cwd: copy });
    expect(status, stderr).toBe(0);
  });
});

describe("npm's scripts", () => {
  const { scripts } = JSON.parse(readText("package.json")) as { scripts: Record<string, string> };

  it("need no Unix shell: programs that npm finds everywhere, one after the other", () => {
    const programs = new Set(["node", "npm", "biome", "depcruise", "vitest", "peggy"]);
    for (const [name, script] of Object.entries(scripts)) {
      for (const command of script.split(" && "))
        expect(programs.has(command.split(" ")[0]), `${name}: ${command}`).toBe(true);
      expect(script, name).not.toMatch(/[|;<>$`'*~]|(?<!&)&(?!&)/);
    }
  });

  it("install only what is missing", async () => {
    // an npm that says what it was asked for
    const npm = join(folder, "npm.cjs");
    writeFileSync(npm, "process.stdout.write(process.argv.slice(2).join(' '));");
    const install = join(PROJECT, ".scripts", "install.mjs");
    const run = (cwd: string) =>
      runProgram(process.execPath, [install], { cwd, env: { npm_execpath: npm } });
    expect((await run(PROJECT)).stdout).toBe("");
    const empty = join(folder, "empty");
    mkdirSync(empty);
    writeFileSync(join(empty, "package-lock.json"), readText("package-lock.json"));
    expect((await run(empty)).stdout).toMatch(/^ci --ignore-scripts/);
    mkdirSync(join(empty, "node_modules"));
    const there = JSON.parse(readText("node_modules/.package-lock.json"));
    there.packages["node_modules/esbuild"].version = "0.0.1";
    writeFileSync(join(empty, "node_modules", ".package-lock.json"), JSON.stringify(there));
    expect((await run(empty)).stdout).toMatch(/^ci /);
  });
});
