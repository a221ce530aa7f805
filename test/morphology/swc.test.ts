import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { readSWC } from "../../src/morphology/index.js";
import { morphologyFromSWC } from "../../src/tables/index.js";
import { um } from "../../src/units/index.js";

const good = ["1 1 0 0 0 5 -1", "2 3 10 0 0 1 1", "3 3 20 0 0 1 2"];

describe("faults of SWC files are named with their line", () => {
  const faults: [string, string[], string][] = [
    ["no points", ["# nothing", ""], "invalid SWC: it has no points"],
    ["no root", ["1 1 0 0 0 5 2", "2 3 9 0 0 1 1"], "invalid SWC: no root"],
    ["two roots", [...good, "# remark", "4 3 9 9 9 1 -1"], "SWC, line 5: a second root beside"],
    [
      "a cycle",
      [...good, "4 3 9 9 0 1 5", "5 3 9 9 9 1 4"],
      "SWC, line 4: the parents of point 4 go",
    ],
    ["its own parent", [...good, "4 3 9 9 9 1 4"], "SWC, line 4: point 4 is its own parent"],
    ["an unknown parent", [...good, "4 3 9 9 9 1 7"], "SWC, line 4: parent 7; expected the number"],
    ["a parent below -1", ["1 1 0 0 0 5 -2"], "SWC, line 1: parent -2"],
    ["radius 0", ["", good[0], "2 3 9 0 0 0 1"], "SWC, line 3: radius 0; expected more than 0 um"],
    ["a negative radius", [good[0], "2 3 9 0 0 -1 1"], "SWC, line 2: radius -1"],
    ["six columns", [good[0], "2 3 9 0 0 1"], "SWC, line 2: 6 columns; expected seven"],
    ["eight columns", ["1 1 0 0 0 5 -1 9"], "SWC, line 1: 8 columns"],
    ["what is no number", [good[0], "2 3 9 0,5 0 1 1"], 'SWC, line 2: y "0,5"; expected a number'],
    ["NaN", ["1 1 0 NaN 0 5 -1"], 'SWC, line 1: y "NaN"'],
    ["Infinity", ["1 1 0 1e999 0 5 -1"], "SWC, line 1: y 1e999"],
    ["hexadecimal", ["0x1 1 0 0 0 5 -1"], 'SWC, line 1: number "0x1"'],
    ["a fraction as number", ["1.5 1 0 0 0 5 -1"], "SWC, line 1: number 1.5; expected a whole"],
    ["a negative type", ["1 -1 0 0 0 5 -1"], "SWC, line 1: type -1"],
    ["an id given twice", [...good, "2 3 9 9 9 1 1"], "SWC, line 4: 2 names SWC, line 2, too"],
    [
      "points in one place",
      [...good, "4 3 20 0 0 1 3"],
      "SWC, line 4: point 4 lies where its parent 3",
    ],
    [
      "a root that branches at once",
      ["1 3 0 0 0 1 -1", "2 3 9 0 0 1 1", "3 3 0 9 0 1 1"],
      "SWC, line 1: the root is of the type dend",
    ],
    [
      "a soma of three points that is no sphere",
      ["1 1 0 0 0 5 -1", "2 1 0 -7 0 5 1", "3 1 0 5 0 5 1"],
      'SWC, line 2: one of three points of a soma, 7 um from the first, of the radius 5 um; expected both to be 5 um, or the option soma: "cylinders"',
    ],
  ];
  it.each(faults)("%s", (_, lines, message) => {
    const read = () => readSWC(lines.join("\n"));
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
  });
});

it("remarks, blank lines, other line ends and any order of points are read", () => {
  const plain = readSWC(good.join("\n"));
  const text = `\uFEFF# a file\r\n\r\n${[...good].reverse().join(" # here\r\n")}\r\n`;
  expect(readSWC(text).toJSON()).toEqual(plain.toJSON());
  expect(plain.dend.distance.in(um)).toEqual(Float64Array.of(5, 15));
});

it("somas are spheres or cones, types have names, several of one name are counted", () => {
  const cell = readSWC([...good, "4 3 0 9 0 1 1", "5 7 0 0 9 1 1", "6 0 0 0 19 1 5"].join("\n"));
  expect(cell.children).toEqual(["dend", "dend2", "type7"]);
  expect(cell.type7.children).toEqual(["type0"]);
  expect(cell.dend2.type).toBe("dend");
  const three = ["1 1 0 0 0 5 -1", "2 1 0 -5 0 5 1", "3 1 0 5 0 5 1", "4 3 9 0 0 1 1"].join("\n");
  expect(readSWC(three).kind).toBe("soma");
  expect(readSWC(three).compartments).toBe(2);
  expect(() => readSWC(three, { soma: "cylinders" })).toThrow("the root is of the type soma");
  const two = ["1 1 0 0 0 5 -1", "2 1 0 10 0 5 1", "3 3 9 10 0 1 2"].join("\n");
  expect(readSWC(two).kind).toBe("section");
  expect(() => readSWC(two, { soma: "ball" as never })).toThrow("invalid soma: ball");
});

it("the example is a cell of four types, read from its file", async () => {
  const path = new URL("../../data/morphology/pyramidal.swc", import.meta.url);
  const cell = await morphologyFromSWC(path.pathname);
  expect(cell.toJSON()).toEqual(readSWC(readFileSync(path, "utf8")).toJSON());
  expect(cell.compartments).toBe(137);
  expect(new Set(cell.children)).toEqual(
    new Set(["axon", "dend", "dend2", "dend3", "dend4", "dend5", "apic"]),
  );
  await expect(morphologyFromSWC("/nowhere.swc")).rejects.toThrow(
    "invalid SWC file: /nowhere.swc cannot be read (ENOENT)",
  );
  const folder = mkdtempSync(join(tmpdir(), "swc-"));
  writeFileSync(join(folder, "bad.swc"), "1 1 0 0 0 5\n");
  await expect(morphologyFromSWC(join(folder, "bad.swc"))).rejects.toThrow(
    "SWC, line 1: 6 columns",
  );
});
