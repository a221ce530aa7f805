import { NumpyStream, type Streams, temper, type XoshiroStream } from "../random/index.js";
import { purposeOf } from "./lowerNetwork.js";
import { BLOCK, type Range } from "./partition.js";

/** Bytes of the larger of the published generators, MT19937 with its tempered words. */
export const GENERATOR_SIZE = 5008;

/** The blocks of a range of neurons, which begins with a block. */
const blocksOf = ({ first, end }: Range): number[] =>
  Array.from({ length: Math.ceil((end - first) / BLOCK) }, (_, k) => first / BLOCK + k);

/** One generator for each block of a range: for Poisson processes, for connections. */
export function generators(
  streams: Streams,
  range: Range,
  purpose: (block: number) => string,
): BigUint64Array {
  if (streams.kind !== "default") return new BigUint64Array(0);
  const states = blocksOf(range).map(
    (block) => (streams.of(purpose(block)) as XoshiroStream).state,
  );
  return BigUint64Array.from(states.flat());
}

/** Two generators for each block, for its even and its odd neurons, word by word side by side. */
export function generatorPairs(streams: Streams, range: Range, population: string): BigUint64Array {
  if (streams.kind !== "default") return new BigUint64Array(0);
  const words = blocksOf(range).map((block) => {
    const [even, odd] = (["even", "odd"] as const).map(
      (lane) => (streams.of(purposeOf.noise(population, block, lane)) as XoshiroStream).state,
    );
    return even.flatMap((word, k) => [word, odd[k]]);
  });
  return BigUint64Array.from(words.flat());
}

/** Puts the state of a published program's one generator where the kernel goes on from it. */
export function storeGenerator(
  memory: WebAssembly.Memory,
  address: number,
  streams: Streams,
): void {
  if (streams.kind === "default") return;
  const stream = streams.of("kernel");
  if (stream instanceof NumpyStream) {
    new Uint32Array(memory.buffer, address, 624).set(stream.state);
    const view = new DataView(memory.buffer);
    view.setUint32(address + 2496, stream.position, true);
    view.setUint32(address + 2500, stream.kept === undefined ? 0 : 1, true);
    view.setFloat64(address + 2504, stream.kept ?? 0, true);
    new Uint32Array(memory.buffer, address + 2512, 624).set(stream.state.map(temper));
  } else new BigUint64Array(memory.buffer, address, 4).set(stream.state);
}
