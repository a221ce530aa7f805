import { joined } from "../../../base/index.js";
import { placeOfNotFinite } from "../../notFinite.js";
import type { Computed, NotFinite, SpikePairs } from "../../target.js";
import type { KernelExports } from "../instance.js";
import { RUN, RUN_RECORD, SPIKING, SYNAPSES } from "../records.js";
import { moveHistory } from "../state/history.js";
import type { SpikeExchange } from "./exchange.js";
import type { PartTask } from "./task.js";

/** A part of a network on its kernel, in one thread: computes steps and takes out what they gave. */
export class PartRun {
  /** Whether a step may have left a variable that is not finite; memory that threads share stays where it is. */
  private readonly suspect: Int32Array | undefined;

  constructor(
    private readonly exports: KernelExports,
    private readonly memory: WebAssembly.Memory,
    private readonly task: PartTask,
    private readonly exchange?: SpikeExchange,
  ) {
    if (exchange) this.suspect = this.suspectNow();
  }

  /** A fresh view each time: growing the memory would cut off an old one. */
  private get view(): DataView {
    return new DataView(this.memory.buffer);
  }

  /** From now on variables that are not finite do not stop the kernel. */
  goOn(): void {
    this.view.setInt32(RUN_RECORD + RUN.unchecked, 1, true);
  }

  /** Computes steps, all of them; in between, whenever a buffer is full, it is emptied. */
  run(first: number, steps: number): Computed {
    const { exports, exchange } = this;
    const spikes = new Map<string, SpikePairs[]>();
    const atSpikes: Float64Array[][] = this.task.monitors.map(() => []);
    let notFinite: NotFinite | undefined;
    if (exchange?.interval === 0)
      for (let step = first; step < first + steps; step++) {
        while (exports.firstHalf(step) === 0) this.makeRoom(spikes, atSpikes);
        exchange.exchange(step, 1);
        exports.secondHalf(step);
        notFinite ??= this.look(step);
      }
    else {
      const interval = exchange?.interval ?? steps;
      for (let done = 0; done < steps; done += interval) {
        const count = Math.min(interval, steps - done);
        for (let computed = 0; computed < count; ) {
          computed += exports.run(first + done + computed, count - computed);
          notFinite ??= this.look(first + done + computed - 1);
          if (computed < count) this.makeRoom(spikes, atSpikes);
        }
        exchange?.exchange(first + done, count);
      }
    }
    this.makeRoom(spikes, atSpikes);
    return {
      spikes,
      recorded: this.task.monitors.map((monitor, k) =>
        monitor.isAtSpikes ? joined(atSpikes[k], Float64Array) : this.takeRecorded(monitor),
      ),
      notFinite,
    };
  }

  /**
   * Looks for a variable that is not finite where a step seems to have left one. The threads go on
   * all the same, since they wait for each other; whoever gave them the steps stops the run.
   */
  private look(step: number): NotFinite | undefined {
    const suspect = this.suspect ?? this.suspectNow();
    if (suspect[0] === 0) return undefined;
    const found = firstNotFinite(this.memory, this.task.states);
    if (found) this.goOn();
    else suspect[0] = 0;
    return found && { step, ...found };
  }

  private suspectNow(): Int32Array {
    return new Int32Array(this.memory.buffer, RUN_RECORD + RUN.suspect, 1);
  }

  private makeRoom(spikes: Map<string, SpikePairs[]>, atSpikes: Float64Array[][]): void {
    for (const [k, monitor] of this.task.monitors.entries())
      if (monitor.isAtSpikes) atSpikes[k].push(this.takeRecorded(monitor).slice());
    for (const { domain, record, buffer, capacity } of this.task.recorded) {
      const count = this.view.getInt32(record + SPIKING.spikesKept, true);
      const parts = spikes.get(domain) ?? [];
      if (count > 0) parts.push(new Int32Array(this.memory.buffer, buffer, 2 * count).slice());
      spikes.set(domain, parts);
      this.view.setInt32(record + SPIKING.spikesKept, 0, true);
      this.view.setInt32(record + SPIKING.spikesFree, capacity, true);
    }
    for (const history of this.task.histories) this.growHistory(history);
  }

  private takeRecorded({ buffer, filled }: PartTask["monitors"][number]): Float64Array {
    const count = this.view.getInt32(filled, true);
    this.view.setInt32(filled, 0, true);
    const values = new Float64Array(this.memory.buffer, buffer, count);
    // another thread gets a copy, since messages would take the whole memory along
    return this.exchange ? values.slice() : values;
  }

  /** Gives a history that is nearly full twice the room, at the end of the memory. */
  private growHistory({ record, node, neurons }: PartTask["histories"][number]): void {
    const used = this.view.getUint32(record + SYNAPSES.historyUsed, true);
    const room = this.view.getUint32(record + SYNAPSES.historyRoom, true);
    if (used <= room) return;
    moveHistory(this.memory, record, used, 2 * (room + node * neurons), node * neurons);
  }
}

/** The first variable that is not finite, by population, then neuron. */
export function firstNotFinite(
  { buffer }: WebAssembly.Memory,
  states: PartTask["states"],
): Omit<NotFinite, "step"> | undefined {
  let least: Omit<NotFinite, "step"> | undefined;
  for (const { domain, name, address, first, count } of states) {
    if (least && least.domain !== domain) break;
    const values = new Float64Array(buffer, address, count);
    const k = placeOfNotFinite(values);
    if (k >= 0 && (!least || first + k < least.element))
      least = { domain, variable: name, element: first + k, value: values[k] };
  }
  return least;
}
