import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT, readJSON } from "../helpers/data.js";

/** What becomes of one program of Brian's gallery. */
interface Program {
  path: string;
  /** What it uses of a language. */
  needs: string[];
  status: string;
  note?: string;
  /** Where Debian's Brian 2.5.1 does not have it. */
  since?: string;
}

const { programs } = readJSON<{ programs: Program[] }>("gallery/brian_examples.json");

const NOTEBOOK = /^expressed in notebooks\/gallery\/(\w+)$/;

describe("the inventory of Brian's gallery", () => {
  it("has each program once, in order", () => {
    const paths = programs.map(({ path }) => path);
    expect(paths).toEqual([...new Set(paths)].sort());
  });

  it("says of each where it is expressed, that it can be, or what it needs", () => {
    for (const { path, status } of programs)
      expect(
        NOTEBOOK.test(status) || status === "expressible today" || /^needs: \w/.test(status),
        path,
      ).toBe(true);
  });

  it("names notebooks that there are", () => {
    const named = programs.flatMap(({ status }) => NOTEBOOK.exec(status)?.[1] ?? []);
    expect(named.length).toBeGreaterThan(0);
    for (const name of new Set(named))
      expect(existsSync(join(PROJECT, "notebooks", "gallery", `${name}.ipynb`)), name).toBe(true);
  });
});
