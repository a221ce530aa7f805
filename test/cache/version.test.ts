import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { engineVersion } from "../../src/cache/index.js";
import { APART, codeDigest, PACKAGES_APART, sourceDigest } from "../../src/cache/version.js";
import { runProgram } from "../helpers/command.js";
import { PROJECT } from "../helpers/data.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-version-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const project = pathToFileURL(`${PROJECT}/`);

/** The version that built code says it has. */
async function versionOf(checkout: string): Promise<string> {
  const built = pathToFileURL(join(checkout, "dist/cache/version.js")).href;
  const { stdout, stderr } = await runProgram(process.execPath, [
    "--input-type=module",
    "-e",
    `import { engineVersion } from ${JSON.stringify(built)}; console.log(engineVersion());`,
  ]);
  expect(stderr).toBe("");
  return stdout.trim();
}

describe("the engine's version", () => {
  it("changes with whatever can decide a result, and with nothing else", () => {
    const src = join(folder, "src");
    cpSync(join(PROJECT, "src"), src, { recursive: true });
    const url = pathToFileURL(`${src}/`);
    const before = codeDigest(url);
    expect(before).toBe(codeDigest(new URL("src/", project)));
    const changes = (file: string): boolean => {
      const path = join(src, file);
      let text: string | undefined;
      try {
        text = readFileSync(path, "utf8");
      } catch {
        mkdirSync(join(path, ".."), { recursive: true });
      }
      writeFileSync(path, `${text ?? ""}\n// another one`);
      const after = codeDigest(url);
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
      return after !== before;
    };
    for (const file of [
      "units/quantityText.peggy",
      "equations/modelText.peggy",
      "compiler/kernels/math.ts",
      "random/xoshiro256.ts",
      "sweep/pointTask.ts",
      "cache/stored.ts",
      "tables/groupMeans.ts",
      "a/room/that/is/new.ts",
    ])
      expect(changes(file), file).toBe(true);
    for (const file of ["figures/theme.ts", "commands/simulate.ts", "cli.ts", "index.ts"])
      expect(changes(file), file).toBe(false);
    expect(codeDigest(url)).toBe(before);
  });

  it("is digested by the build, and is the same for built code and for sources", async () => {
    const { digest } = JSON.parse(readFileSync(join(PROJECT, "dist/engine.json"), "utf8"));
    expect(digest, "dist is older than src: npm run build").toBe(sourceDigest(project));
    expect(await versionOf(PROJECT)).toBe(engineVersion());
  });

  it("is that of the code itself where the compiler ran without the rest of the build", async () => {
    const copy = join(folder, "stale");
    cpSync(join(PROJECT, "dist"), join(copy, "dist"), { recursive: true });
    cpSync(join(PROJECT, "package.json"), join(copy, "package.json"));
    symlinkSync(join(PROJECT, "node_modules"), join(copy, "node_modules"));
    const [older, newer] = [new Date(1e12), new Date(1.1e12)];
    utimesSync(join(copy, "dist/.tsbuildinfo"), older, older);
    utimesSync(join(copy, "dist/engine.json"), newer, newer);
    expect(await versionOf(copy)).toBe(engineVersion());
    utimesSync(join(copy, "dist/.tsbuildinfo"), new Date(1.2e12), new Date(1.2e12));
    const stale = await versionOf(copy);
    expect(stale).not.toBe(engineVersion());
    writeFileSync(join(copy, "dist/random/streams.js"), "// another one");
    expect(await versionOf(copy)).not.toBe(stale);
  });

  it("counts every package at run time but those known to compute nothing", () => {
    const { dependencies } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
    for (const name of PACKAGES_APART) expect(Object.keys(dependencies)).toContain(name);
    for (const name of ["d3-array", "object-hash"]) expect(PACKAGES_APART).not.toContain(name);
    for (const room of [
      "sweep",
      "models",
      "simulation",
      "equations",
      "random",
      "units",
      "morphology",
    ])
      expect(APART).not.toContain(room);
  });
});
