import { InternalError } from "../../base/index.js";
import type { Statement } from "../../program/index.js";
import type { NetworkState } from "./state.js";

/**
 * Solves the linear system of a tree's cells, one cell after the other: from the tips to the root, each
 * node adds what it and all behind it lose and get to the node before it; then back with the voltages
 * (Hines 1984). Nothing is subtracted, so that great axial conductances cost no digits.
 */
export function solveTree(
  state: NetworkState,
  domain: string,
  { target, loss, drive, tree }: Statement & { kind: "solve" },
): void {
  const { cells, compartment, parent, axial } = state.program.trees[tree];
  const [v, losses, drives] = [target, loss, drive].map((name) => {
    const values = state.values(domain, name);
    if (!values) throw new InternalError(`${name} of ${domain} has no values`);
    return values;
  });
  const count = parent.length;
  for (let cell = 0; cell < cells; cell++) {
    const l = new Float64Array(count);
    const d = new Float64Array(count);
    for (let k = count - 1; k >= 0; k--) {
      const at = compartment[k] * cells + cell;
      if (compartment[k] >= 0) {
        l[k] += losses[at];
        d[k] += drives[at];
      }
      if (k === 0) break;
      const part = axial[k] / (axial[k] + l[k]);
      l[parent[k]] += part * l[k];
      d[parent[k]] += part * d[k];
    }
    const solution = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      const above = k === 0 ? 0 : axial[k] * solution[parent[k]];
      solution[k] = (d[k] + above) / (axial[k] + l[k]);
      if (compartment[k] >= 0) v[compartment[k] * cells + cell] = solution[k];
    }
  }
}
