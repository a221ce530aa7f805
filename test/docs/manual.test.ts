import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { seeManual } from "../../src/base/index.js";
import { ms, mV, population, synapses } from "../../src/index.js";
import { PROJECT } from "../helpers/data.js";

const SOURCE = join(PROJECT, "src");

/** The pages that errors name, by the files that do. */
const named = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) =>
    [...readFileSync(join(SOURCE, file), "utf8").matchAll(/seeManual\("(\w+)"\)/g)].map(
      ([, page]) => [page, file] as const,
    ),
  );

describe("errors that need more than a line", () => {
  it("are ten or more", () => {
    expect(named.length).toBeGreaterThanOrEqual(10);
  });

  it.each(named)("name the page %s of the manual, which the package has (%s)", (page) => {
    const address = seeManual(page as never).replace("; see spikebook/", "");
    expect(existsSync(join(PROJECT, address)), address).toBe(true);
  });

  it("say so at their end", () => {
    const neurons = population("neurons", { N: 2, equations: "v : volt" });
    const plastic = () =>
      synapses("plastic", {
        from: neurons,
        to: neurons,
        connection: { rule: "allToAll" },
        onPre: "v += w",
        delay: ms(1),
        plasticity: { variables: { w: mV(1) } },
      });
    expect(plastic).toThrow(/^missing delayIn .*; see spikebook\/src\/docs\/manual\/delays\.md$/);
  });
});
