import { FIELDS, type SynapsesDomain } from "../../../program/index.js";
import { type BuiltNetwork, synapsesByRow } from "../../build/index.js";
import { listOf, type Pathway } from "../code/synapses/pathway.js";
import type { MemoryPlan } from "./memoryPlan.js";

/** Where a list of synapses stands, by which the spikes of a side find theirs. */
export interface PlacedList {
  /** In steps, ascending. */
  delays: number;
  delayCount: number;
  /** The neurons of the side: index of the first one, and how many there are. */
  first: number;
  count: number;
  /** Where the synapses of each delay and neuron begin; one more at the end. */
  offsets: number;
  /** Places of the synapses in this part's rows. */
  synapses: number;
}

/** What names a list of synapses. */
export const listKey = ({ side, delay }: { side: string; delay: string }): string =>
  `${side} ${delay}`;

/**
 * Lists for the pathways that do not go by the order of the synapses.
 * @param order which of the synapses, as they are made, stands at each place of this part
 */
export function placeLists(
  { domain, others }: Pathway,
  built: BuiltNetwork,
  order: Uint32Array,
  plan: MemoryPlan,
): Map<string, PlacedList> {
  const lists = new Map<string, PlacedList>();
  if (others.length === 0) return lists;
  const placeOf = new Int32Array(built.pairs(domain.name).sources.length).fill(-1);
  order.forEach((made, place) => {
    placeOf[made] = place;
  });
  for (const block of others) {
    const list = listOf(block);
    const key = listKey(list);
    if (!lists.has(key)) lists.set(key, placeList(domain, list, built, placeOf, plan));
  }
  return lists;
}

function placeList(
  domain: SynapsesDomain,
  { side, delay }: ReturnType<typeof listOf>,
  built: BuiltNetwork,
  placeOf: Int32Array,
  plan: MemoryPlan,
): PlacedList {
  const rows = synapsesByRow(built, domain, side, delay);
  const offsets = new Uint32Array(rows.offsets.length);
  const synapses = new Uint32Array(rows.order.length);
  let count = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let k = rows.offsets[row]; k < rows.offsets[row + 1]; k++) {
      const place = placeOf[rows.order[k]];
      if (place >= 0) synapses[count++] = place;
    }
    offsets[row + 1] = count;
  }
  const { start, end } = side === "source" ? domain.from : domain.to;
  return {
    delays: plan.array(rows.delays),
    delayCount: rows.delays.length,
    first: start,
    count: end - start,
    offsets: plan.array(offsets),
    synapses: plan.array(synapses.slice(0, count)),
  };
}

/** The longest time in steps that a spike is on its way to the synapses of a list. */
export function longestWay(built: BuiltNetwork, domain: string, block: Pathway["others"][number]) {
  const { delay, times } = listOf(block);
  return times * longestDelay(built, domain, delay);
}

/** The longest delay of synapses in steps. */
export const longestDelay = (
  built: BuiltNetwork,
  domain: string,
  delay: string = FIELDS.delay,
): number =>
  built.field(domain, delay).shared
    ? built.number(domain, delay)
    : built.values(domain, delay).reduce((most, steps) => Math.max(most, steps), 0);
