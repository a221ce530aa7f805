import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  inProcess,
  ms,
  network,
  population,
  ResultCache,
  sweep,
  UserError,
  workers,
} from "spikebook";
import { afterAll, describe, expect, it } from "vitest";

// built code throughout: worker processes run it
const folder = mkdtempSync(join(tmpdir(), "spikebook-measures-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = join(folder, "own measures.mjs");
const write = (factor: number): void =>
  writeFileSync(
    file,
    `export const doubled = async (result) => ${factor} * result.spikeCount();
     export const first = ({ simulation }) => simulation.populations[0].name;
     export const broken = () => { throw new Error("no luck"); };
     export const odd = () => ({ a: 1 });
     export const number = 5;`,
  );

let caches = 0;
const options = (measures: unknown, executor = inProcess()) => ({
  grid: { every: [2, 5] },
  simulation: ({ every }: { every: number }) =>
    network({
      populations: [
        population("p", {
          N: 1,
          equations: "x : 1",
          update: "x = x + 1",
          threshold: "x >= every",
          reset: "x = 0",
          parameters: { every },
        }),
      ],
      duration: ms(10),
    }),
  measures: measures as never,
  executor,
  cache: new ResultCache(join(folder, `cache${caches++}`)),
});

describe("measures of a module", () => {
  it.each([
    ["in this process", inProcess()],
    ["on workers", workers({ threads: 2 })],
  ])("travel as named ones do, %s", async (_, executor) => {
    write(2);
    const table = await sweep(
      options([`${file}#doubled`, `${file}#first`, "spike_count"], executor),
    );
    expect(table.columns).toEqual(["every", "doubled", "first", "spike_count"]);
    expect(table.values).toEqual([
      [2, 100, "p", 50],
      [5, 40, "p", 20],
    ]);
  });

  it("are computed anew where the module's text has changed", async () => {
    write(2);
    const given = options({ mine: `${file}#doubled` });
    const before = await sweep(given);
    expect(before.columns).toEqual(["every", "mine"]);
    write(3);
    expect((await sweep(given)).values).toEqual([
      [2, 150],
      [5, 60],
    ]);
  });

  it("are refused before any work where there is no such function, and name what fails", async () => {
    write(2);
    const refused = async (measure: string, message: string, failures?: "keep") => {
      const call = sweep({ ...options([measure]), ...(failures && { failures }) });
      await expect(call).rejects.toThrow(message);
    };
    await refused(
      `${file}#doubeld`,
      'exports no such function, but doubled, first, broken, odd; did you mean "doubled"?',
    );
    await refused(`${file}#number`, "exports no such function");
    await refused(`${file}#toString`, "exports no such function");
    await refused(`${join(folder, "none.mjs")}#a`, "cannot be read (ENOENT)");
    await refused(`${file}#`, 'expected a path and a name like "./measures.js#rate"');
    await refused(`${file}#broken`, "measure broken fails: no luck");
    await refused(`${file}#odd`, "invalid measure odd: it gives { a }; expected a number");
    writeFileSync(join(folder, "bad.mjs"), "export const a = ;");
    await refused(`${join(folder, "bad.mjs")}#a`, "its module fails: ");
    await expect(sweep(options(["./a#b", () => 1]))).rejects.toThrow(UserError);
  });
});
