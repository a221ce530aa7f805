import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./data.js";

/** What a command printed, and its exit status. */
export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  return new Promise((settle, fail) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? PROJECT,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const outcome: Outcome = { status: null, stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      outcome.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      outcome.stderr += text;
    });
    child.on("error", fail);
    child.on("close", (status) => settle({ ...outcome, status }));
  });
}

/** Runs the built command line of this project. */
export const spikebook = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> =>
  runProgram(process.execPath, [join(PROJECT, "dist", "cli.js"), ...args], { env });

/** Runs npm, which is a script of its own on every system. */
export function runNpm(args: readonly string[], options: { cwd?: string } = {}): Promise<Outcome> {
  const npm = process.env.npm_execpath;
  return npm
    ? runProgram(process.execPath, [npm, ...args], options)
    : runProgram("npm", args, options);
}

/** Puts a program into a folder of PATH: a script of JavaScript, as the system starts such. */
export function writeProgram(folder: string, name: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.cjs`), script);
  if (process.platform === "win32")
    writeFileSync(join(folder, `${name}.cmd`), `@"${process.execPath}" "%~dp0${name}.cjs" %*\r\n`);
  else
    writeFileSync(
      join(folder, name),
      `#!/bin/sh\nexec "${process.execPath}" "${join(folder, name)}.cjs" "$@"\n`,
      { mode: 0o755 },
    );
}
