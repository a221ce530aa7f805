import type { LoweredNetwork } from "./lowerNetwork.js";

/** Neurons `first` to before `end`. */
export interface Range {
  first: number;
  end: number;
}

/** What one thread computes: a range of each population, and the channels of sources it needs. */
export interface Part {
  index: number;
  populations: Range[];
  sources: Range[];
  /** Whether it records the spikes of sources, all channels of which it then has. */
  recordsSources: boolean;
}

/** Neurons that share generators of the default stream; parts begin at multiples of it. */
export const BLOCK = 256;

/**
 * Divides a network among threads: each population into ranges of whole blocks, nearly equal, so
 * that all threads get a share of each. No draw depends on the division.
 */
export function partition(lowered: LoweredNetwork, threads: number): Part[] {
  const loads = new Array<number>(threads).fill(0);
  const populations = lowered.populations.map(({ population: { N } }) => divide(N, threads, loads));
  return loads.map((_, index) => {
    const own = populations.map((ranges) => ranges[index]);
    return {
      index,
      populations: own,
      sources: lowered.simulation.sources.map((source) =>
        channelsFor(lowered, source.name, own, index),
      ),
      recordsSources: index === 0,
    };
  });
}

/** Ranges of whole blocks; those that remain go to the threads with the least to do. */
function divide(N: number, threads: number, loads: number[]): Range[] {
  const blocks = Math.ceil(N / BLOCK);
  const shares = new Array<number>(threads).fill(Math.floor(blocks / threads));
  const byLoad = [...loads.keys()].sort((a, b) => loads[a] - loads[b] || a - b);
  for (let k = 0; k < blocks % threads; k++) shares[byLoad[k]] += 1;
  let block = 0;
  return shares.map((share, thread) => {
    const first = Math.min(N, block * BLOCK);
    block += share;
    const end = Math.min(N, block * BLOCK);
    loads[thread] += end - first;
    return { first, end };
  });
}

/** The channels of a source that reach a part; whole blocks. */
function channelsFor(
  { simulation, plan }: LoweredNetwork,
  name: string,
  populations: readonly Range[],
  index: number,
): Range {
  const N = simulation.sources.find((source) => source.name === name)?.N ?? 0;
  const isRecorded = index === 0 && simulation.recordSpikes.includes(name);
  // the published streams have one generator for all, from which every channel draws
  if (isRecorded || simulation.stream !== "default") return { first: 0, end: N };
  let [least, most] = [N, 0];
  simulation.synapses.forEach(({ from, to }, k) => {
    if (from.of !== name) return;
    const { first, end } = populations[plan.pathways[k].to];
    const shift = from.start - to.start;
    const [low, high] = plan.pathways[k].oneToOne
      ? [Math.max(first, to.start) + shift, Math.min(end, to.end) + shift]
      : [0, N];
    if (low >= high) return;
    least = Math.min(least, low);
    most = Math.max(most, high);
  });
  if (least >= most) return { first: 0, end: 0 };
  return {
    first: Math.floor(least / BLOCK) * BLOCK,
    end: Math.min(N, Math.ceil(most / BLOCK) * BLOCK),
  };
}
