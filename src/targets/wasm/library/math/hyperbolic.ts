import type { FunctionWriter, Value } from "../../assembler/index.js";
import { boundedExpm1 } from "./exponential.js";
import { withSignOf } from "./parts.js";

/** tanh x = u / (u + 2), u = e^(2 |x|) - 1 computed without cancellation. */
export function tanh(f: FunctionWriter, given: Value): Value {
  const x = f.keep(given);
  const ax = f.keep(x.abs().min(22));
  const u = f.keep(boundedExpm1(f, f.keep(ax.add(ax))));
  return withSignOf(u.div(u.add(2)), x);
}
