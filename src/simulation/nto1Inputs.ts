import { InternalError } from "../base/index.js";
import { compileKernel } from "../compiler/index.js";
import { JuliaStream } from "../random/index.js";
import { FIRST_ADDRESS, growTo, PAGE } from "./kernelMemory.js";
import type { SpikeTrainSource } from "./network.js";
import { fillZigguratTables } from "./zigguratMemory.js";

/** What the inputs of an N-to-1 simulation depend on; SI units. */
export interface Nto1InputNumbers {
  /** Number of inputs, and how many of them (the first ones) are excitatory. */
  N: number;
  Ne: number;
  /** Seed of the julia stream. */
  seed: number;
  duration: number;
  dt: number;
  /** Mean (Hz) and log-scale standard deviation of the log-normal rates. */
  meanRate: number;
  sigma: number;
  /** Whether the very last spike is left out, and spikes at t wait for the next step. */
  lastSpikeUndelivered: boolean;
}

interface InputKernel {
  fillTimes: (times: number, steps: number, dt: number) => void;
  firstStep: (
    spike: number,
    times: number,
    steps: number,
    dt: number,
    inclusive: boolean,
  ) => number;
  countSpikes: (...args: (number | boolean)[]) => number;
  mostAtOnce: (first: number, second: number, steps: number) => number;
  sumCounts: (counts: number, length: number) => number;
  writeEvents: (first: number, second: number, steps: number, events: number) => number;
  ZIGGURAT: WebAssembly.Global;
}

const SOURCE =
  'export { fillTimes, firstStep, countSpikes, mostAtOnce, sumCounts, writeEvents, ZIGGURAT } from "./inputs";\n';

/**
 * Draws the input spikes: rates log-normal, then each input's spikes at exponential intervals, as
 * the published program draws them from Julia's stream. Within a step only the numbers of
 * excitatory and inhibitory spikes matter, so spikes are counted, not sorted.
 * @returns spikes on two channels, 0 excitatory and 1 inhibitory
 */
export async function drawNto1Inputs(numbers: Nto1InputNumbers): Promise<SpikeTrainSource> {
  const { N, Ne, seed, duration, dt, meanRate, sigma, lastSpikeUndelivered } = numbers;
  const steps = Math.round(duration / dt);
  const stream = new JuliaStream(seed);
  const mu = Math.log(meanRate) - (sigma * sigma) / 2;
  const rates = stream.normals(N).map((z) => Math.exp(z * sigma + mu));

  const [state, ratesAt] = [FIRST_ADDRESS, FIRST_ADDRESS + 32];
  const times = ratesAt + 8 * N;
  const excitatory = times + 8 * steps;
  const inhibitory = excitatory + 2 * steps;
  const events = Math.ceil((inhibitory + 2 * steps) / 8) * 8;
  const { memory, kernel } = await inputKernel();
  growTo(memory, events);
  new Uint8Array(memory.buffer, excitatory, 4 * steps).fill(0);
  new BigUint64Array(memory.buffer, state, 4).set(stream.state);
  new Float64Array(memory.buffer, ratesAt, N).set(rates);
  kernel.fillTimes(times, steps, dt);
  const inclusive = !lastSpikeUndelivered;
  const count = (first: number, end: number, counts: number): number =>
    kernel.countSpikes(state, ratesAt, first, end, duration, times, steps, dt, inclusive, counts);
  const last = [count(0, Ne, excitatory), count(Ne, N, inhibitory)];
  if (lastSpikeUndelivered && Math.max(...last) >= 0) {
    const counts = new Uint16Array(
      memory.buffer,
      last[0] > last[1] ? excitatory : inhibitory,
      steps,
    );
    const step = kernel.firstStep(Math.max(...last), times, steps, dt, inclusive);
    if (step < steps) counts[step] -= 1;
  }
  const total = kernel.sumCounts(excitatory, 2 * steps);
  growTo(memory, events + 8 * total);
  kernel.writeEvents(excitatory, inhibitory, steps, events);
  return Object.freeze({
    kind: "spikeTrains",
    name: "inputs",
    N: 2,
    events: new Int32Array(memory.buffer, events, 2 * total).slice(),
    mostAtOnce: kernel.mostAtOnce(excitatory, inhibitory, steps),
  });
}

interface InputMachine {
  memory: WebAssembly.Memory;
  kernel: InputKernel;
}

let machine: Promise<InputMachine> | undefined;

/** The compiled kernel with a memory that all drawings share, one after the other. */
function inputKernel(): Promise<InputMachine> {
  machine ??= compileKernel(SOURCE).then((module) => {
    const memory = new WebAssembly.Memory({ initial: FIRST_ADDRESS / PAGE });
    const abort = (): void => {
      throw new InternalError("the input kernel aborted");
    };
    const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
    const kernel = instance.exports as unknown as InputKernel;
    fillZigguratTables(memory, kernel.ZIGGURAT.value);
    return { memory, kernel };
  });
  machine.catch(() => {
    machine = undefined;
  });
  return machine;
}
