import type { CompartmentTree } from "../../src/morphology/index.js";

/** What a passive neuron is made of beside its shape; SI units. */
export interface Passive {
  Cm: number;
  Ri: number;
  gL: number;
  EL: number;
  dt: number;
}

/**
 * Steps of a passive neuron by backward Euler, as plainly as can be: one linear system for the nodes
 * of a tree, solved from its tips to its root and back (Hines 1984). For tests of the tree.
 */
export class PassiveCable {
  readonly v: Float64Array;

  constructor(
    private readonly tree: CompartmentTree,
    private readonly passive: Passive,
    v: ArrayLike<number>,
  ) {
    this.v = Float64Array.from(v);
  }

  /** One step with currents into compartments (A), and conductances (S) towards a potential of 0 V. */
  step(current: (compartment: number) => number, conductance = (_: number) => 0): void {
    const { nodes, area } = this.tree;
    const count = nodes.parent.length;
    const { Cm, Ri, gL, EL, dt } = this.passive;
    // what flows from each node, and all behind it, to the outside, for each volt: nothing is
    // subtracted, so that the sphere's great conductance to what begins at it costs no digits
    const loss = new Float64Array(count);
    const right = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      const i = nodes.compartment[k];
      if (i < 0) continue;
      loss[k] = area[i] * (Cm / dt + gL) + conductance(i);
      right[k] = area[i] * ((Cm / dt) * this.v[i] + gL * EL) + current(i);
    }
    for (let k = count - 1; k > 0; k--) {
      const part = nodes.axial[k] / Ri / (nodes.axial[k] / Ri + loss[k]);
      loss[nodes.parent[k]] += part * loss[k];
      right[nodes.parent[k]] += part * right[k];
    }
    for (let k = 0; k < count; k++) {
      const axial = nodes.axial[k] / Ri;
      const above = nodes.parent[k] < 0 ? 0 : axial * right[nodes.parent[k]];
      // from here on the voltage
      right[k] = (right[k] + above) / (axial + loss[k]);
      if (nodes.compartment[k] >= 0) this.v[nodes.compartment[k]] = right[k];
    }
  }
}
