import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  compartmentsOf,
  compartmentTree,
  type Morphology,
  type NamedSections,
  readSWC,
} from "../../src/morphology/index.js";
import { meter } from "../../src/units/index.js";
import { fromTree, type PlainTree } from "../helpers/morphologies.js";

interface Dumped {
  tree?: PlainTree;
  swc?: string;
  sections: { path: string[]; first: number; n: number; parent: number; end_distance: number }[];
  [name: string]: unknown;
}

const file = new URL("../data/morphology/brian_morphologies.json", import.meta.url);
const brian = JSON.parse(readFileSync(file, "utf8")) as {
  cases: Record<string, Dumped>;
  generated_coordinates: Record<string, Dumped>;
  places: Record<
    string,
    { path: string; at: [number, number][]; between: [number, number, number[]][] }
  >;
};

const NAMES = {
  area: "area",
  volume: "volume",
  length: "length",
  diameter: "diameter",
  distance: "distance",
  axialStart: "r_length_1",
  axialEnd: "r_length_2",
} as const;

/** Equal to 12 digits; of coordinates, in parts of the whole cell's size. */
function expectNear(ours: ArrayLike<number>, theirs: readonly number[], size = 0): void {
  expect(ours.length).toBe(theirs.length);
  for (const [k, their] of theirs.entries())
    expect(Math.abs(ours[k] - their)).toBeLessThanOrEqual(1e-12 * Math.max(Math.abs(their), size));
}

function expectSame(cell: Morphology<NamedSections>, dumped: Dumped): void {
  const tree = compartmentTree(cell.toJSON());
  expect(
    tree.sections.map(({ path, first, count, parent }) => ({ path, first, n: count, parent })),
  ).toEqual(
    dumped.sections.map(({ path, first, n, parent }) => ({
      path: path.join("."),
      first,
      n,
      parent,
    })),
  );
  for (const [ours, theirs] of Object.entries(NAMES))
    expectNear(tree[ours as keyof typeof NAMES], dumped[theirs] as number[]);
  for (const axis of ["x", "y", "z"] as const) {
    const theirs = dumped[axis] as (number | null)[];
    for (const [k, their] of theirs.entries())
      if (their === null) expect(tree[axis][k]).toBeNaN();
      else expectNear([tree[axis][k]], [their], 1e-4);
    for (const { first, count, points, kind } of tree.sections) {
      const from = (dumped[`start_${axis}`] as (number | null)[]).slice(first, first + count);
      const to = (dumped[`end_${axis}`] as (number | null)[]).slice(first, first + count);
      const index = { x: 0, y: 1, z: 2 }[axis];
      if (points === undefined) expect(from.every((value) => value === null)).toBe(true);
      else if (kind !== "soma")
        expectNear(
          points.map((point) => point[index]),
          [from[0] as number, ...(to as number[])],
          1e-4,
        );
    }
  }
}

describe("Brian 2's morphologies", () => {
  it.each(Object.keys(brian.cases))("%s", (name) => {
    const { tree, swc } = brian.cases[name];
    expectSame(tree ? fromTree(tree) : readSWC(swc as string), brian.cases[name]);
  });

  it("coordinates that are generated without randomness", () => {
    const { tree } = brian.cases.ball_and_sticks;
    const cell = fromTree(tree as PlainTree).withCoordinates();
    expectSame(cell, brian.generated_coordinates.ball_and_sticks);
  });

  it.each(Object.entries(brian.places))("places of %s", (name, { path, at, between }) => {
    const cell = fromTree(brian.cases[name].tree as PlainTree);
    const section = path === "" ? cell : cell.child(path);
    const found = (where: unknown): number[] => [...compartmentsOf(cell.toJSON(), where)];
    for (const [length, index] of at) expect(found(section.at(meter(length)))).toEqual([index]);
    for (const [from, to, indices] of between)
      expect(found(section.between(meter(from), meter(to)))).toEqual(indices);
  });
});
