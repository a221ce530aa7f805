import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runProgram } from "../helpers/command.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runExamples = async (...places: string[]): Promise<string[]> => {
  const { stdout } = await runProgram(process.execPath, [".scripts/docs/examples.mjs", ...places]);
  return stdout.trimEnd().split("\n");
};

describe("the examples of the documentation", () => {
  it("run, and print what the pages say", async () => {
    const lines = await runExamples();
    const count = Number(/^(\d+) examples, 0 fail$/.exec(lines.at(-1) ?? "")?.[1]);
    expect(count, lines.join("\n")).toBeGreaterThan(150);
  });

  it("are told from the rest, with file and line, when one fails", async () => {
    const page = join(folder, "page.md");
    writeFileSync(
      page,
      [
        ...["# A page", "", "```ts", "console.log(mV(3).in(volt));", "```", ""],
        ...["```text", "0.004", "```", "", "```js", "not looked at", "```", ""],
        ...["```ts", "run(1, 2, 3).nothing();", "```", "", "```ts throws", "mV(1)", "```", ""],
        ...["```ts", "const a = 2;", "```", "", "```ts continues", "a + 1; // => 4", "```"],
      ].join("\n"),
    );
    const lines = await runExamples(page);
    expect(lines.filter((line) => /page\.md:\d+/.test(line))).toEqual([
      expect.stringMatching(/page\.md:4: prints$/),
      expect.stringMatching(/page\.md:16: TypeError: run\(...\)\.nothing is not a function$/),
      expect.stringMatching(/page\.md:20: expected an error$/),
      expect.stringMatching(/page\.md:28: Error: expected => 4, got 3$/),
    ]);
    expect(lines.at(-1)).toBe("5 examples, 4 fail");
  });
});
