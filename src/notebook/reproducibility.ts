import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, cpus, hostname, platform, release, userInfo } from "node:os";
import { VERSION } from "../cache/index.js";
import { escapeHTML } from "./rich.js";

const UNKNOWN = "unknown";

/** What it takes to know how a notebook was made. It shows itself as a table. */
export class ReproducibilityReport {
  /** @param facts names and values, in order; what is not known is "unknown" */
  constructor(readonly facts: readonly (readonly [string, string])[]) {}

  /** The facts as lines of text. */
  toText(): string {
    const width = Math.max(...this.facts.map(([name]) => name.length));
    return this.facts
      .map(([name, value]) => `${name.padEnd(width)}  ${indented(value, width)}`)
      .join("\n");
  }

  /** The facts as an HTML table. */
  toHTML(): string {
    const rows = this.facts.map(
      ([name, value]) =>
        `<tr><th>${escapeHTML(name)}</th><td>${escapeHTML(value).replaceAll("\n", "<br>")}</td></tr>`,
    );
    return `<table class="reproducibility">\n${rows.join("\n")}\n</table>`;
  }
}

const indented = (value: string, width: number): string =>
  value.replaceAll("\n", `\n${" ".repeat(width + 2)}`);

/**
 * Who ran this, where, when and with what: user, host, time, last commit and uncommitted changes,
 * platform, Node, processor, and the versions of spikebook and its dependencies. Nothing else
 * of the machine is told.
 * @example
 * ```ts
 * reproducibilityReport()
 * ```
 */
export function reproducibilityReport(): ReproducibilityReport {
  return new ReproducibilityReport([
    ["Last run by", attempt(() => userInfo().username)],
    ["on", attempt(hostname)],
    ["at", new Date().toISOString().replace("T", " ").replace(/\..*/, " UTC")],
    ["Last commit", attempt(() => git("log", "-1", "--format=%h, %cd", "--date=iso"))],
    ["Uncommitted changes", attempt(() => git("status", "--porcelain") || "none")],
    ["Platform", attempt(() => `${platform()} ${release()}, ${arch()}`)],
    ["Node", process.version],
    ["Processor", attempt(() => cpus()[0].model.trim())],
    ["spikebook", VERSION],
    ["Dependencies", attempt(dependencyVersions)],
  ]);
}

function attempt(find: () => string | undefined): string {
  try {
    return find() || UNKNOWN;
  } catch {
    return UNKNOWN;
  }
}

/** What git says of the working folder. @throws Error where there is no git or no repository. */
function git(...args: string[]): string {
  const { status, stdout } = spawnSync("git", args, { encoding: "utf8", timeout: 5000 });
  if (status !== 0) throw new Error("git does not answer");
  return stdout.trimEnd();
}

/** Names and installed versions of the packages that spikebook depends on. */
function dependencyVersions(): string {
  const load = createRequire(import.meta.url);
  const { dependencies } = load("../../package.json") as { dependencies: Record<string, string> };
  return Object.keys(dependencies)
    .map((name) => `${name} ${attempt(() => installedVersion(name))}`)
    .join("\n");
}

function installedVersion(name: string): string | undefined {
  // not every package lets its description be required, but all lie where Node looks for them
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? [])
    try {
      const text = readFileSync(`${folder}/${name}/package.json`, "utf8");
      return (JSON.parse(text) as { version: string }).version;
    } catch {}
  return undefined;
}
