import { DefaultStream, type Drawn, drawMany, type RandomStream } from "../../../random/index.js";
import { drawNormals } from "../library/values.js";
import { XOSHIRO_SIZE } from "../library/xoshiro.js";
import { Workshop } from "../workshop.js";
import { drawNormalPortions } from "./normalPortions.js";

const workshop = new Workshop({ normals: drawNormals });

/** Values for which a kernel is worth being compiled, and values that are drawn at once. */
const [FEWEST, PORTION] = [4000, 2 ** 20];

/** Values of fields from a stream, by a kernel where it has the distribution: the same ones as drawMany(). */
export function drawManyFast(drawn: Drawn, count: number, stream: RandomStream): Float64Array {
  const isOurs = drawn.distribution === "normal" && stream instanceof DefaultStream;
  if (!isOurs || count < FEWEST) return drawMany(drawn, count, stream);
  const tools = workshop.take();
  const { memory, heap: state } = tools;
  const to = state + XOSHIRO_SIZE;
  const values = new Float64Array(count);
  const words = BigUint64Array.from(stream.state);
  const after = drawNormalPortions(
    { ...tools, state, to },
    drawn,
    count,
    words,
    PORTION,
    (size, before) => values.set(new Float64Array(memory.buffer, to, size), before),
  );
  workshop.putBack(tools);
  // bounds that no value reaches: the plain way says so
  if (!after) return drawMany(drawn, count, stream);
  stream.goOnFrom([...after]);
  return values;
}
