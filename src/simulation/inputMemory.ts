import type { SpikeTrainSource } from "./network.js";
import { drawNto1Inputs, type Nto1InputNumbers } from "./nto1Inputs.js";

/** Bytes of input spikes kept at most: those of some 60 runs of 10 s with 6500 inputs. */
const LARGEST_SIZE = 128e6;

/**
 * Keeps the inputs drawn last. A sweep over synaptic strengths meets the same inputs again and
 * again, and drawing them takes most of a run's time.
 */
export class InputMemory {
  private readonly kept = new Map<string, Promise<SpikeTrainSource>>();
  private size = 0;

  /** The inputs of a simulation, drawn now or remembered. */
  async inputsOf(numbers: Nto1InputNumbers): Promise<SpikeTrainSource> {
    const { N, Ne, seed, duration, dt, meanRate, sigma, lastSpikeUndelivered } = numbers;
    const key = [N, Ne, seed, duration, dt, meanRate, sigma, lastSpikeUndelivered].join();
    const known = this.kept.get(key);
    const drawing = known ?? drawNto1Inputs(numbers);
    // a Map keeps the order of insertion: moving the entry to the end makes it the latest used
    this.kept.delete(key);
    this.kept.set(key, drawing);
    const inputs = await drawing;
    if (!known) this.size += inputs.events.byteLength;
    for (const [oldest, others] of this.kept) {
      if (this.size <= LARGEST_SIZE || oldest === key) break;
      this.kept.delete(oldest);
      this.size -= (await others).events.byteLength;
    }
    return inputs;
  }
}
