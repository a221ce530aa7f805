import { DefaultStream, type Drawn, drawMany, type RandomStream } from "../../../random/index.js";
import { growTo } from "../layout/index.js";
import { drawNormals } from "../library/values.js";
import { Workshop } from "../workshop.js";
import { normalArguments } from "./normalArguments.js";

const workshop = new Workshop({ normals: drawNormals });

/** Values for which a kernel is worth being compiled, and values that are drawn at once. */
const [FEWEST, PORTION] = [4000, 2 ** 20];

/** Values of fields from a stream, by a kernel where it has the distribution: the same ones as drawMany(). */
export function drawManyFast(drawn: Drawn, count: number, stream: RandomStream): Float64Array {
  const isOurs = drawn.distribution === "normal" && stream instanceof DefaultStream;
  if (!isOurs || count < FEWEST) return drawMany(drawn, count, stream);
  const given = normalArguments(drawn);
  const tools = workshop.take();
  const { memory, exports, heap: state } = tools;
  const to = state + 32;
  growTo(memory, to + 8 * Math.min(count, PORTION));
  const before = stream.state;
  new BigUint64Array(memory.buffer, state, 4).set(before);
  const values = new Float64Array(count);
  for (let done = 0; done < count; done += PORTION) {
    const size = Math.min(PORTION, count - done);
    const isDone = exports.normals(to, size, state, ...given);
    // bounds that no value reaches: the plain way says so
    if (isDone === 0) return drawMany(drawn, count, stream);
    values.set(new Float64Array(memory.buffer, to, size), done);
  }
  stream.goOnFrom([...new BigUint64Array(memory.buffer, state, 4)]);
  workshop.putBack(tools);
  return values;
}
