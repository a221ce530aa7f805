import { describe, expect, it } from "vitest";
import { fromTheMiddle } from "../../src/morphology/cableNodes.js";

/** The connections of a tree with their conductances, by compartments. */
function edges({ compartment, parent, axial }: Parameters<typeof fromTheMiddle>[0]): string[] {
  const all = Array.from(parent, (above, node) =>
    above < 0
      ? `${axial[node]}`
      : `${[compartment[node], compartment[above]].sort((a, b) => a - b)}: ${axial[node]}`,
  );
  return all.sort();
}

const depth = (parent: Int32Array): number => {
  const depths: number[] = [];
  for (const above of parent) depths.push(above < 0 ? 0 : depths[above] + 1);
  return Math.max(...depths);
};

const tree = (parents: readonly number[]) => ({
  compartment: Int32Array.from(parents, (_, k) => 10 * k),
  parent: Int32Array.from(parents),
  axial: Float64Array.from(parents, (above, k) => (above < 0 ? 0 : k / 8)),
});

describe("a tree from its middle", () => {
  it.each([
    ["one node", [-1], 0],
    ["two", [-1, 0], 1],
    ["a chain", [-1, 0, 1, 2, 3, 4, 5], 3],
    ["a star", [-1, 0, 0, 0], 1],
    ["a long branch beside a short one", [-1, 0, 1, 2, 3, 0, 5], 3],
    ["a fork at the end", [-1, 0, 1, 2, 3, 4, 5, 5], 3],
  ])("has the same connections, and the shortest way up: %s", (_, parents, levels) => {
    const given = tree(parents);
    const turned = fromTheMiddle(given);
    expect(edges(turned)).toEqual(edges(given));
    expect(depth(turned.parent)).toBe(levels);
    turned.parent.forEach((above, node) => {
      expect(above).toBeLessThan(node);
    });
    expect(turned.parent[0]).toBe(-1);
    expect(turned.axial[0]).toBe(0);
  });
});
