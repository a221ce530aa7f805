import { describe, expect, it } from "vitest";
import { cellsModule } from "../../src/page/cells/cellCode.js";
import { type Group, groupCells } from "../../src/page/cells/groups.js";
import { keptGroups } from "../../src/page/cells/nodeOnly.js";
import { type ParsedCell, parseCell } from "../../src/page/cells/parseCell.js";

const parsed = (sources: readonly string[]): Promise<ParsedCell[]> =>
  Promise.all(sources.map((source, k) => parseCell(source, k)));

const groupsOf = async (...sources: string[]): Promise<Group[]> =>
  groupCells(await parsed(sources));

/** Which groups each group reads, by name. */
const reads = (groups: readonly Group[]): Record<string, number>[] =>
  groups.map((group) =>
    Object.fromEntries(group.reads.map(({ name, group: from }) => [name, from])),
  );

/** Why each cell is kept, where it is. */
async function keptOf(sources: readonly string[], tags: readonly string[] = []): Promise<string[]> {
  const cells = await parsed(sources);
  const kept = keptGroups(groupCells(cells), cells, () => tags);
  return sources.map((_, k) => kept.get(k) ?? "");
}

describe("dependencies of cells", () => {
  it("are the names that a cell reads and another declares", async () => {
    const groups = await groupsOf(
      "const a = 1; function f() { return a; } class C {}",
      "const { b, c: [d, ...e] } = { b: f(), c: [1, 2] };",
      "const unread = ((a: number) => a + 1)(2); { const b = 3; }",
      "console.log(d + e, new C(), { b });",
    );
    expect(groups.map(({ gives }) => gives)).toEqual([
      ["a", "f", "C"],
      ["b", "d", "e"],
      ["unread"],
      [],
    ]);
    expect(reads(groups)).toEqual([{}, { f: 0 }, {}, { d: 1, e: 1, C: 0, b: 1 }]);
  });

  it("are of the nearest cell before, as where cells run from top to bottom", async () => {
    const groups = await groupsOf(
      "let n = 1;",
      "n;",
      "const n = 2;",
      "n;",
      "later;",
      "const later = 1;",
    );
    expect(reads(groups)).toEqual([{}, { n: 0 }, {}, { n: 2 }, {}, {}]);
  });

  it("go through cells that assign anew", async () => {
    const groups = await groupsOf("let n = 1;", "n += 1;", "n;");
    expect(reads(groups)).toEqual([{}, { n: 0 }, { n: 1 }]);
  });

  it("join a cell with one that changes what it made, so that nothing is changed twice", async () => {
    for (const change of [
      "list.push(1)",
      "list[0] = 2",
      "list.length = 0",
      "delete list[0]",
      "list[0].x++",
    ]) {
      const groups = await groupsOf("const list = [{}];", "const other = 1;", change, "list;");
      expect(groups.map(({ cells }) => cells.map(({ index }) => index))).toEqual([[0, 1, 2], [3]]);
    }
    const reading = await groupsOf("const list = [1];", "list.map((x) => x); list.at(0)");
    expect(reading).toHaveLength(2);
  });

  it("go through files by their paths", async () => {
    const groups = await groupsOf(
      `await saveCSV(1, "../data/a.csv");`,
      "1",
      `readCSV("../data/a.csv")`,
    );
    expect(groups.map(({ after }) => after)).toEqual([[], [], [0]]);
  });
});

describe("cells that a page keeps", () => {
  it("are those that need Node, those that read them, and those that their author keeps", async () => {
    const reasons = await keptOf([
      `import { readFileSync } from "node:fs"; import { slurm, sweep, range } from "spikebook"; import type { X } from "node:os";`,
      "const text = readFileSync('x');",
      "const n = text.length;",
      "const m = range(3);",
      "await sweep({ executor: slurm() });",
      "await sweep({});",
      "require('x');",
      "const sweeps = { sweep: 1 }; sweeps.sweep",
    ]);
    expect(reasons).toEqual([
      "",
      "readFileSync needs Node",
      "it reads text, which the page does not compute",
      "",
      "slurm needs Node",
      "",
      "require needs Node",
      "",
    ]);
    expect(await keptOf(["const a = 1;"], ["static"])).toEqual([
      "its author keeps it as it was computed",
    ]);
  });

  it("say which line is no TypeScript", async () => {
    await expect(parseCell("const a = 1;\nconst b = ;", 4)).rejects.toThrow(
      /^invalid cell 5: Unexpected ";", line 2: const b = ;$/,
    );
  });
});

describe("the code of cells", () => {
  /** Carries cells out as a page does, one after the other; returns what they showed. */
  async function carryOut(...sources: string[]): Promise<unknown[]> {
    const cells = await parsed(sources);
    const groups = groupCells(cells);
    const text = cellsModule(groups, cells, new Map());
    const shown: unknown[] = [];
    const context = {
      show: (value: unknown) => void shown.push(value),
      still: <T>(value: T) => value,
      console: { log: (...values: unknown[]) => void shown.push(...values) },
      names: { run: () => "ran in the cell" },
    };
    const module = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as {
      groups: { compute(values: object, cells: unknown[]): Promise<object> }[];
    };
    const given: Record<string, unknown> = {};
    for (const group of module.groups)
      Object.assign(
        given,
        await group.compute(
          given,
          sources.map(() => context),
        ),
      );
    return shown;
  }

  it("shows the last expression, once, whatever it is", async () => {
    expect(await carryOut("1, 2;")).toEqual([2]);
    expect(await carryOut("({ a: 1 })")).toEqual([{ a: 1 }]);
    expect(await carryOut("const a = 1;")).toEqual([]);
    expect(await carryOut("await Promise.resolve(3)")).toEqual([3]);
    expect(await carryOut("[1, 2].map((x: number) => x * 2)")).toEqual([[2, 4]]);
    expect(await carryOut("console.log('said'); console")).toMatchObject(["said", {}]);
  });

  it("takes from spikebook what shows itself in the cell, also in shorthand", async () => {
    const shown = await carryOut(
      `import { run } from "spikebook"; const named = { run }; run(); `,
      "const f = () => run(); [named.run(), f()]",
    );
    expect(shown).toEqual(["ran in the cell", ["ran in the cell", "ran in the cell"]]);
  });

  it("carries assignments and declarations on", async () => {
    expect(await carryOut("let n = 1; class A { x = 2 }", "n += 1;", "[n, new A().x]")).toEqual([
      2,
      [2, 2],
    ]);
  });
});
