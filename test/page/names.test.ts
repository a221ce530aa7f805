import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import * as names from "../../src/index.js";
import { buildPage } from "../../src/page/build/buildPage.js";
import { OF_CELL } from "../../src/page/cells/cellCode.js";
import { NODE_ONLY } from "../../src/page/cells/nodeOnly.js";
import { spikebook } from "../helpers/command.js";
import { writeNotebook } from "../helpers/notebooks.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-names-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const notebook = (name: string, ...cells: string[]): string =>
  writeNotebook(join(folder, `${name}.ipynb`), cells);

describe("public names on pages", () => {
  it("are all there, but for those that need Node", async () => {
    const all = Object.keys(names).filter((name) => !NODE_ONLY.includes(name));
    const file = notebook(
      "all",
      `import { ${all.join(", ")} } from "spikebook";\n[${all.join(", ")}]`,
    );
    expect((await buildPage(file, { folder })).kept).toEqual([]);
    for (const name of [...NODE_ONLY, ...OF_CELL]) expect(Object.keys(names)).toContain(name);
  });

  it("leave out the interpreter, and what solves cables, where no cell asks for them", async () => {
    const script = async (name: string, cell: string): Promise<string> => {
      const { files } = await buildPage(notebook(name, cell), { folder });
      return readFileSync(files[1], "utf8");
    };
    const needed = 'import { nto1, run } from "spikebook"; await run(nto1(), OPTIONS)';
    const refusal = "this page was made without it, since no cell asked for it";
    expect(await script("plain", needed.replace("OPTIONS", "{}"))).toContain(refusal);
    const asked = needed.replace("OPTIONS", '{ target: "interpreter" }');
    expect(await script("asked", asked)).not.toContain(refusal);
    const withoutCables = "this page was made without them, since no cell asked for them";
    expect(await script("plain", needed.replace("OPTIONS", "{}"))).toContain(withoutCables);
    const cable = 'import { compartments } from "spikebook"; compartments';
    expect(await script("cable", cable)).not.toContain(withoutCables);
  });

  it("that do not exist are refused, and so are files that a page cannot have", async () => {
    const build = (...cells: string[]): Promise<unknown> =>
      buildPage(notebook("x", ...cells), { folder });
    await expect(build(`import { plott } from "spikebook"; plott`)).rejects.toThrow(
      /^invalid cell: No matching export in .* for import "plott"/,
    );
    await expect(build(`import { x } from "./not-there.js"; x`)).rejects.toThrow(
      /^invalid cell: Could not resolve ".\/not-there.js"/,
    );
    await expect(build("const a = ;")).rejects.toThrow(/^invalid cell 1: Unexpected ";"/);
  });
});

describe("spikebook page", () => {
  it("writes a folder or a file, and says what it keeps", async () => {
    const file = notebook("made", `import { hostname } from "node:os"; hostname()`, "1 + 1");
    const out = join(folder, "out");
    const { stdout, status } = await spikebook(["page", file, "--out", out]);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /Written:\n.*made\.html\n.*made\.js\n.*spikebook-editor-\w+\.js\nKept as in the notebook:\n {2}cell 1: hostname needs Node\n$/,
    );
    expect(readdirSync(out).sort()).toEqual([
      "made.html",
      "made.js",
      expect.stringMatching(/^spikebook-editor-\w{8}\.js$/),
    ]);
    const alone = join(folder, "alone");
    await spikebook(["page", file, "--out", alone, "--single", "--keep", "2"]);
    expect(readdirSync(alone)).toEqual(["made.html"]);
  });

  it.each([
    [["nothing"], /unknown notebook: nothing; expected/],
    [["FILE", "--keep", "x"], /invalid cell to keep: x; expected numbers of cells/],
    [
      ["FILE", "--keep", "9"],
      /invalid cell to keep: 9; expected the number of a code cell, up to 1/,
    ],
    [["FILE", "--out", "FILE"], /invalid folder: .* is a file/],
  ])("refuses %j", async (given, message) => {
    const file = notebook("given", "1");
    const { stderr, status } = await spikebook([
      "page",
      ...given.map((one) => one.replace("FILE", file)),
    ]);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});
