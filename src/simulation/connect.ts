import { requireWholeNumber, UserError } from "../base/index.js";
import type { RandomStream } from "../random/index.js";
import type { Connection, Slice } from "./network.js";
import { BLOCK } from "./partition.js";

/** Pairs of neurons: indices into the populations. */
export interface Pairs {
  sources: Int32Array;
  targets: Int32Array;
}

/**
 * The pairs that a rule connects, in the order in which they are made: by source, then target,
 * except for a fixed in-degree, which goes by target. Random rules draw from the stream in that
 * order; a fixed in-degree has a stream for each block of targets, so that blocks can be
 * connected independently of each other.
 * @throws UserError for indices that do not exist or rules that cannot be met.
 */
export function connect(
  connection: Connection,
  from: Slice,
  to: Slice,
  stream: (block?: number) => RandomStream,
): Pairs {
  const [n, m] = [from.end - from.start, to.end - to.start];
  const samePopulation = from.of === to.of;
  const isSelf = (i: number, j: number): boolean =>
    samePopulation && from.start + i === to.start + j;
  const sources: number[] = [];
  const targets: number[] = [];
  const add = (i: number, j: number): void => {
    sources.push(from.start + i);
    targets.push(to.start + j);
  };
  switch (connection.rule) {
    case "list": {
      if (connection.sources.length !== connection.targets.length)
        throw new UserError(
          `invalid connections: ${connection.sources.length} sources and ${connection.targets.length} targets; expected as many of both`,
        );
      for (let k = 0; k < connection.sources.length; k++)
        add(
          requireWholeNumber("source", connection.sources[k], 0, n - 1),
          requireWholeNumber("target", connection.targets[k], 0, m - 1),
        );
      break;
    }
    case "oneToOne":
      if (n !== m)
        throw new UserError(`invalid connections: one to one between ${n} and ${m} neurons`);
      for (let i = 0; i < n; i++) add(i, i);
      break;
    case "allToAll":
      for (let i = 0; i < n; i++)
        for (let j = 0; j < m; j++) if (connection.autapses !== false || !isSelf(i, j)) add(i, j);
      break;
    case "probability": {
      const { probability, autapses = true } = connection;
      if (!(probability >= 0 && probability <= 1))
        throw new UserError(`invalid probability: ${probability}; expected a number from 0 to 1`);
      const draws = stream();
      // one draw a pair, also for the pairs that are never connected: as Brian 2 does
      for (let i = 0; i < n; i++)
        for (let j = 0; j < m; j++)
          if (draws.uniform() < probability && (autapses || !isSelf(i, j))) add(i, j);
      break;
    }
    case "inDegree": {
      requireInDegree(connection, from, to);
      return connectInDegree(connection, from, to, stream);
    }
  }
  return { sources: Int32Array.from(sources), targets: Int32Array.from(targets) };
}

type InDegree = Connection & { rule: "inDegree" };

/** Checks that there are enough sources. @throws UserError naming the in-degree. */
export function requireInDegree(connection: InDegree, from: Slice, to: Slice): void {
  const { inDegree, autapses = true, multapses = true } = connection;
  const others = from.end - from.start - (from.of === to.of && !autapses ? 1 : 0);
  requireWholeNumber("inDegree", inDegree, 0, multapses ? 1e6 : others);
  if (others < 1 && inDegree > 0)
    throw new UserError(`invalid inDegree: ${inDegree}; there is no other neuron to connect from`);
}

function connectInDegree(
  { inDegree, autapses = true, multapses = true }: InDegree,
  from: Slice,
  to: Slice,
  stream: (block?: number) => RandomStream,
): Pairs {
  const n = from.end - from.start;
  const sources = new Int32Array(inDegree * (to.end - to.start));
  const targets = new Int32Array(sources.length);
  let draws = stream(Math.floor(to.start / BLOCK));
  let made = 0;
  for (let target = to.start; target < to.end; target++) {
    if (target % BLOCK === 0) draws = stream(target / BLOCK);
    const self = from.of === to.of && !autapses ? target : -1;
    const taken = new Set<number>();
    for (const end = made + inDegree; made < end; ) {
      const source = from.start + Math.floor(draws.uniform() * n);
      if (source === self || taken.has(source)) continue;
      if (!multapses) taken.add(source);
      sources[made] = source;
      targets[made] = target;
      made += 1;
    }
  }
  return { sources, targets };
}
