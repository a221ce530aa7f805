import { homedir } from "node:os";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../src/cache/index.js";
import { reproducibilityReport } from "../../src/notebook/index.js";
import { PROJECT } from "../helpers/data.js";

describe("the reproducibility report", () => {
  const report = reproducibilityReport();
  const fact = (wanted: string): string | undefined =>
    report.facts.find(([name]) => name === wanted)?.[1];

  it("tells who, where, when and with what", () => {
    expect(report.facts.map(([name]) => name)).toEqual([
      "Last run by",
      "on",
      "at",
      "Last commit",
      "Uncommitted changes",
      "Platform",
      "Node",
      "Processor",
      "spikebook",
      "Dependencies",
    ]);
    expect(fact("Node")).toBe(process.version);
    expect(fact("spikebook")).toBe(VERSION);
    expect(fact("at")).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
    expect(fact("Dependencies")).toMatch(/^d3-array 3\.\d+\.\d+$/m);
    expect(fact("Dependencies")).not.toContain("unknown");
  });

  it("tells no paths and nothing of the environment", () => {
    const text = report.toText();
    expect(text).not.toContain(PROJECT);
    if (homedir().length > 1) expect(text).not.toContain(homedir());
    expect(text).not.toContain(String(process.env.PATH));
  });

  it("escapes what it shows as HTML", () => {
    const other = new (report.constructor as new (facts: [string, string][]) => typeof report)([
      ["a", "<b>&\nc"],
    ]);
    expect(other.toHTML()).toContain("<td>&lt;b&gt;&amp;<br>c</td>");
    expect(other.toText()).toBe("a  <b>&\n   c");
  });
});
