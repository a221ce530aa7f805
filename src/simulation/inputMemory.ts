import { drawInputs, type InputCounts, type Nto1Numbers, stepCount } from "./nto1.js";

/** Bytes of input counts kept at most: those of 60 runs of 10 s. */
const LARGEST_SIZE = 24e6;

/**
 * Keeps the inputs drawn last. A sweep over synaptic strengths meets the same inputs again and
 * again, and drawing them takes most of a run's time.
 */
export class InputMemory {
  private readonly kept = new Map<string, InputCounts>();

  /** The inputs of a simulation, drawn now or remembered. */
  inputsOf(numbers: Nto1Numbers): InputCounts {
    const { N, Ne, seed, duration, dt, meanRate, sigma, lastSpikeUndelivered } = numbers;
    const key = [N, Ne, seed, duration, dt, meanRate, sigma, lastSpikeUndelivered].join();
    const known = this.kept.get(key);
    const inputs = known ?? drawInputs(numbers);
    // a Map keeps the order of insertion: moving the entry to the end makes it the latest used
    this.kept.delete(key);
    this.kept.set(key, inputs);
    const most = Math.max(1, Math.floor(LARGEST_SIZE / (4 * stepCount(numbers))));
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= most) break;
      this.kept.delete(oldest);
    }
    return inputs;
  }
}
