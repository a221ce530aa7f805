import type { DomainName } from "../../../program/index.js";
import type { PartLayout, Ring } from "../layout/index.js";

// What a thread is told of its part: plain data, which travels to workers.

/** What a thread needs beside its kernel to compute its part. */
export interface PartTask {
  /** Populations and sources whose spikes are recorded. */
  recorded: readonly { domain: DomainName; record: number; buffer: number; capacity: number }[];
  /** Those at spikes are emptied whenever recorded spikes are taken out. */
  monitors: readonly { buffer: number; filled: number; isAtSpikes: boolean }[];
  histories: readonly { record: number; node: number; neurons: number }[];
  /** Variables that have to stay finite. */
  states: readonly {
    domain: DomainName;
    name: string;
    address: number;
    first: number;
    count: number;
  }[];
}

/** How threads exchange spikes: everybody's memory, and where the lists stand. */
export interface ExchangePlan {
  memories: readonly WebAssembly.Memory[];
  /** By population, then thread. */
  lists: readonly (readonly { ring: Ring; ownRing: Ring }[])[];
  own: number;
  /** Steps between two exchanges; 0 where these are within each step. */
  interval: number;
}

/** The task of a part that was laid out. */
export function taskOf({ spiking, monitors, synapses, fields }: PartLayout): PartTask {
  return {
    recorded: [...spiking.values()].flatMap(({ domain, record, buffer }) =>
      buffer ? [{ domain, record, buffer: buffer.address, capacity: buffer.capacity }] : [],
    ),
    monitors: monitors.map(({ buffer, filled, isAtSpikes }) => ({ buffer, filled, isAtSpikes })),
    histories: [...synapses.values()].flatMap(({ record, plastic }) =>
      plastic ? [{ record, node: plastic.node, neurons: plastic.neurons }] : [],
    ),
    states: fields
      .filter(({ field }) => field.isState)
      .map(({ field, address, range }) => ({
        domain: field.domain,
        name: field.name,
        address,
        first: range.first,
        count: range.end - range.first,
      })),
  };
}
