import { BLOCK } from "../../../network/index.js";
import type { DomainName, Program } from "../../../program/index.js";
import type { Pathway } from "../code/synapses/pathway.js";

/** Elements `first` to before `end`. */
export interface Range {
  first: number;
  end: number;
}

/** What one thread computes: a range of each population, and the channels of sources it needs. */
export interface Part {
  index: number;
  /** By population or source. */
  ranges: ReadonlyMap<DomainName, Range>;
  /** Whose spikes it records. */
  records: ReadonlySet<DomainName>;
}

/**
 * Divides a program among threads: each population into ranges of whole blocks, nearly equal, so
 * that all threads get a share of each. No draw depends on the division.
 */
export function partition(program: Program, pathways: readonly Pathway[], threads: number): Part[] {
  const loads = new Array<number>(threads).fill(0);
  const spiking = program.domains.filter((domain) => domain.kind !== "synapses");
  const populations = new Map<DomainName, Range[]>();
  for (const domain of spiking) {
    if (domain.kind !== "population") continue;
    const { name, size, eventOf } = domain;
    // events are where their population is, which comes before them
    const own = eventOf === undefined ? undefined : populations.get(eventOf);
    const divided = isUndivided(program, name) ? whole : divide;
    populations.set(name, own ?? divided(size, threads, loads));
  }
  return loads.map((_, index) => {
    const ranges = new Map([...populations].map(([name, divided]) => [name, divided[index]]));
    const records = new Set<DomainName>();
    for (const { kind, name, size } of spiking) {
      const isRecorded = program.recordsSpikes.includes(name);
      if (kind === "population") {
        if (isRecorded) records.add(name);
        continue;
      }
      // the first thread records the spikes of sources, all channels of which it then has
      if (isRecorded && index === 0) records.add(name);
      // the published streams have one generator for all, from which every channel draws
      const isWhole = records.has(name) || program.stream !== "default";
      ranges.set(
        name,
        isWhole ? { first: 0, end: size } : channelsFor(name, size, pathways, ranges),
      );
    }
    return { index, ranges, records };
  });
}

/** Whether one thread computes all of a population: compartments wait for each other in each step. */
export const isUndivided = ({ trees }: Program, population: DomainName): boolean =>
  trees.some(({ of }) => of === population);

/** All of a population for the thread with the least to do. */
function whole(size: number, _threads: number, loads: number[]): Range[] {
  const own = loads.indexOf(Math.min(...loads));
  loads[own] += size;
  return loads.map((_, thread) => ({ first: 0, end: thread === own ? size : 0 }));
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
  name: DomainName,
  size: number,
  pathways: readonly Pathway[],
  populations: ReadonlyMap<DomainName, Range>,
): Range {
  let [least, most] = [size, 0];
  for (const { domain, oneToOne } of pathways) {
    if (domain.source !== name) continue;
    const { from, to } = domain;
    const { first, end } = populations.get(domain.target) ?? { first: 0, end: to.end };
    const shift = from.start - to.start;
    const [low, high] = oneToOne
      ? [Math.max(first, to.start) + shift, Math.min(end, to.end) + shift]
      : [from.start, from.end];
    if (low >= high) continue;
    least = Math.min(least, low);
    most = Math.max(most, high);
  }
  if (least >= most) return { first: 0, end: 0 };
  return {
    first: Math.floor(least / BLOCK) * BLOCK,
    end: Math.min(size, Math.ceil(most / BLOCK) * BLOCK),
  };
}
