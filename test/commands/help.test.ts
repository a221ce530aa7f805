import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { spikebook } from "../helpers/command.js";
import { PROJECT } from "../helpers/data.js";

const COMMANDS = [
  "",
  "simulate",
  "sweep",
  "notebook",
  "notebook run",
  "notebook lab",
  "notebook register",
  "page",
  "cache",
  "cache list",
  "cache size",
  "cache clear",
  "cache verify",
  "cache trim",
];

const helps = new Map<string, string>();
async function helpOf(command: string): Promise<string> {
  let help = helps.get(command);
  if (help === undefined) {
    const { status, stdout } = await spikebook([...command.split(" ").filter(Boolean), "--help"]);
    expect(status).toBe(0);
    help = stdout;
    helps.set(command, help);
  }
  return help;
}

/** The command that a line is for, and its options. */
function parts(line: string): { command: string; options: string[] } {
  const words = line
    .replace(/^npx spikebook /, "")
    .replaceAll(/"[^"]*"/g, "x")
    .split(/\s+/);
  const command = [words.slice(0, 2).join(" "), words[0]].find((each) => COMMANDS.includes(each));
  return { command: command ?? "", options: words.filter((word) => word.startsWith("--")) };
}

async function faultOf(line: string): Promise<string | undefined> {
  const { command, options } = parts(line);
  if (command === "") return `${line}: no such command`;
  const help = await helpOf(command);
  const odd = options.find((option) => !new RegExp(`^ +${option}\\b`, "m").test(help));
  return odd && `${line}: no option ${odd}`;
}

describe("spikebook --help", () => {
  it.each(COMMANDS)("shows examples of %s, with options that there are", async (command) => {
    const [, examples] = (await helpOf(command)).split(/^Examples?:\n/m);
    const lines = examples
      .trimEnd()
      .split("\n")
      .map((line) => line.trim());
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(line).toMatch(`npx spikebook ${command}`.trimEnd());
      expect(await faultOf(line)).toBeUndefined();
    }
  });

  it("knows all commands and options that the documentation shows", async () => {
    const docs = join(PROJECT, "src", "docs");
    const files = readdirSync(docs, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".md"))
      .map((file) => join(docs, file));
    const lines = [...files, join(PROJECT, "README.md")].flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, code]) =>
        code
          .replaceAll("\\\n", "")
          .split("\n")
          .map((line) => line.replace(/\s+#.*$/, ""))
          .filter((line) => line.startsWith("npx spikebook")),
      ),
    );
    expect(lines.length).toBeGreaterThan(10);
    const faults = [];
    for (const line of lines) faults.push(await faultOf(line));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });
});
