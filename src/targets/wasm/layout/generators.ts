import { blocksOf } from "../../../network/index.js";
import { purposeOf } from "../../../program/index.js";
import { NumpyStream, type Streams, temper, type XoshiroStream } from "../../../random/index.js";
import type { Range } from "./part.js";

/** The state with which a stream of the default kind begins. */
export const stateOfStream = (streams: Streams, purpose: string): readonly bigint[] =>
  (streams.of(purpose) as XoshiroStream).state;

/** One generator for each block of a range: of Poisson processes, of connections. */
export function generators(streams: Streams, range: Range, purpose: string): BigUint64Array {
  if (streams.kind !== "default") return new BigUint64Array(0);
  return BigUint64Array.from(
    blocksOf(range).flatMap(({ block }) => [
      ...stateOfStream(streams, purposeOf.block(purpose, block)),
    ]),
  );
}

/** Two generators for each block, for its even and its odd neurons, word by word side by side. */
export function generatorPairs(streams: Streams, range: Range, purpose: string): BigUint64Array {
  if (streams.kind !== "default") return new BigUint64Array(0);
  const words = blocksOf(range).map(({ block }) => {
    const [even, odd] = ["even", "odd"].map((lane) =>
      stateOfStream(streams, `${purposeOf.block(purpose, block)} ${lane}`),
    );
    return even.flatMap((word, k) => [word, odd[k]]);
  });
  return BigUint64Array.from(words.flat());
}

/** The state of a published program's one generator, as kernels have it. */
export function publishedGenerator(streams: Streams): Uint8Array {
  const stream = streams.of("kernel");
  if (!(stream instanceof NumpyStream))
    return new Uint8Array(BigUint64Array.from(stream.state).buffer);
  const bytes = new ArrayBuffer(2512 + 4 * 624);
  const view = new DataView(bytes);
  new Uint32Array(bytes, 0, 624).set(stream.state);
  view.setUint32(2496, stream.position, true);
  view.setUint32(2500, stream.kept === undefined ? 0 : 1, true);
  view.setFloat64(2504, stream.kept ?? 0, true);
  new Uint32Array(bytes, 2512, 624).set(stream.state.map(temper));
  return new Uint8Array(bytes);
}
