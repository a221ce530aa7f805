/**
 * The points at which a solver knows the voltage: middles of compartments, and the branching points
 * between them, which have no membrane and so no charge: where two or more sections begin at the
 * end of one, the currents along all of them add to zero there. Parents come before their children,
 * so that elimination from the last to the first (Hines 1984) fills nothing in; the first is in the middle.
 */
export interface CableNodes {
  /** The compartment of each node; -1 of a branching point. */
  readonly compartment: Int32Array;
  /** The node before each on the way to the root; -1 of the first. Always less. */
  readonly parent: Int32Array;
  /** The axial conductance to the parent for a resistivity of 1 ohm m, in m; 0 of the first. */
  readonly axial: Float64Array;
}

/**
 * The same tree from the node in the middle of its longest path, and by levels: so no path from a tip to the root is
 * longer than it must be, and paths that do not wait for each other go side by side. What solves it, node by node,
 * waits half as long.
 */
export function fromTheMiddle({ compartment, parent, axial }: CableNodes): CableNodes {
  const neighbours = Array.from(parent, (): { node: number; axial: number }[] => []);
  parent.forEach((above, node) => {
    if (above < 0) return;
    neighbours[node].push({ node: above, axial: axial[node] });
    neighbours[above].push({ node, axial: axial[node] });
  });
  /** All nodes by levels, with the way back. */
  const levelsFrom = (root: number) => {
    const nodes = [root];
    const above = new Int32Array(parent.length).fill(-1);
    const conductance = new Float64Array(parent.length);
    // nodes that are found on the way come behind
    for (const node of nodes)
      for (const next of neighbours[node]) {
        if (next.node === above[node]) continue;
        above[next.node] = node;
        conductance[next.node] = next.axial;
        nodes.push(next.node);
      }
    return { nodes, above, conductance };
  };
  const [oneTip] = levelsFrom(0).nodes.slice(-1);
  const path = pathTo(levelsFrom(oneTip));
  const { nodes, above, conductance } = levelsFrom(path[path.length >> 1]);
  const places = new Int32Array(nodes.length);
  nodes.forEach((node, place) => {
    places[node] = place;
  });
  return {
    compartment: Int32Array.from(nodes, (node) => compartment[node]),
    parent: Int32Array.from(nodes, (node) => (above[node] < 0 ? -1 : places[above[node]])),
    axial: Float64Array.from(nodes, (node) => conductance[node]),
  };
}

/** The nodes from the one that is farthest away back to the root. */
function pathTo({ nodes, above }: { nodes: readonly number[]; above: Int32Array }): number[] {
  const path: number[] = [];
  for (let node = nodes[nodes.length - 1]; node >= 0; node = above[node]) path.push(node);
  return path;
}
