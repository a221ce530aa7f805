import type { KernelPlan, SourcePlan } from "./plan.js";
import type { Slots } from "./slots.js";

/** The function that lists which channels of a source spike in a step. */
export function sourceCode(
  { name, kind, equalRates }: SourcePlan,
  k: number,
  { stream }: KernelPlan,
  slots: Slots,
): string {
  const slot = (what: string): string => `source ${k} ${what}`;
  const head = `// source ${name}
function emit${k}(step: i32): void {
  const list = ${slots.load("usize", slot("spikes now"))};`;
  if (kind === "spikeTrains")
    return `${head}
  // events: pairs of step and channel, by step; the next one's number stands in a slot
  const events = ${slots.load("usize", slot("events"))};
  const total = ${slots.load("i32", slot("event count"))};
  let next = ${slots.load("i32", slot("next event"))};
  let length = 0;
  while (next < total && load<i32>(events + (usize(next) << 3)) <= step) {
    length += 1;
    store<i32>(list + (usize(length) << 2), load<i32>(events + (usize(next) << 3), 4));
    next += 1;
  }
  ${slots.store("i32", slot("next event"), "next")};
  store<i32>(list, length);
}`;
  if (equalRates)
    return `${head}
  store<i32>(list, poissonBlocks(
    list,
    ${slots.load("i32", slot("room"))},
    ${slots.load("i32", slot("first"))},
    ${slots.load("i32", slot("end"))},
    ${slots.load("usize", slot("generators"))},
    ${slots.load("usize", slot("counts"))},
    ${slots.load("usize", slot("last counts"))},
  ));
}`;
  const uniform =
    stream === "numpy"
      ? `numpyUniform(${slots.load("usize", "generator")})`
      : stream === "julia"
        ? `xoshiroUniform(${slots.load("usize", "generator")})`
        : `xoshiroUniform(${slots.load("usize", slot("generators"))} + (usize((channel - first) >> 8) << 5))`;
  return `${head}
  const first = ${slots.load("i32", slot("first"))};
  const end = ${slots.load("i32", slot("end"))};
  const parts = ${slots.load("i32", slot("parts"))};
  const means = ${slots.load("usize", slot("means"))};
  const silent = ${slots.load("usize", slot("silent"))};
  const room = ${slots.load("i32", slot("room"))};
  let length = 0;
  for (let channel = first; channel < end; channel++)
    for (let part = 0; part < parts; part++) {
      const o = usize(channel) << 3;
      let spikes = poisson(${uniform}, load<f64>(means + o), load<f64>(silent + o));
      for (; spikes > 0 && length < room; spikes--) {
        length += 1;
        store<i32>(list + (usize(length) << 2), channel);
      }
    }
  store<i32>(list, length);
}`;
}
