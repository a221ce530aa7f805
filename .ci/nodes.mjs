// Node 20, 22 and 24 all work: each, from the npm registry, goes through the smoke test, with the same
// results, and through the tests of what depends on Node's inside: the kernel and its mends.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const VERSIONS = [20, 22, 24];
const KERNEL_TESTS = ["test/notebook/launcher", "test/notebook/executor/executeNotebook.test.ts"];

const system = process.platform === "win32" ? "win" : process.platform;
const folder = mkdtempSync(join(tmpdir(), "spikebook-nodes-"));

/** Runs a program; returns what it printed. */
function run(program, args, options = {}) {
  const { status, stdout } = spawnSync(program, args, {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    ...options,
  });
  if (status !== 0)
    throw new Error(`${stdout}\n${program} ${args.join(" ")} ended with status ${status}`);
  return stdout;
}

try {
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  const packages = VERSIONS.map(
    (version) => `node${version}@npm:node-${system}-${process.arch}@${version}`,
  );
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...packages], {
    cwd: folder,
    shell: process.platform === "win32",
  });
  // notebooks below the folder find the packages of this project
  const notebooks = join(folder, "notebooks");
  mkdirSync(notebooks);
  symlinkSync(resolve("node_modules"), join(notebooks, "node_modules"), "junction");
  let expected;
  for (const version of VERSIONS) {
    const bin = join(folder, "node_modules", `node${version}`, "bin");
    const node = join(bin, process.platform === "win32" ? "node.exe" : "node");
    const options = { env: { ...process.env, SPIKEBOOK_CACHE: join(folder, `cache${version}`) } };
    const found = run(node, [".ci/smoke.mjs", notebooks], options).trim();
    console.log(run(node, ["--version"]).trim(), found);
    expected ??= found;
    if (found !== expected) throw new Error(`other results than with Node ${VERSIONS[0]}`);
    run(node, ["node_modules/vitest/vitest.mjs", "run", ...KERNEL_TESTS], options);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
