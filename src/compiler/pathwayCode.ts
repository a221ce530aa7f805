import { namesIn } from "../equations/index.js";
import {
  addressCode,
  constantCode,
  indent,
  local,
  spikeList,
  statementCode,
  timeCode,
} from "./codeText.js";
import type { KernelPlan, PathwayPlan } from "./plan.js";
import type { Slots } from "./slots.js";

/** Synapses act: for each delay that occurs, the spikes of as many steps ago. */
export function pathwayCode(
  pathway: PathwayPlan,
  k: number,
  plan: KernelPlan,
  slots: Slots,
): string {
  const { name, statements, constants, perSynapse, from, fromSource, to, delayed } = pathway;
  const slot = (what: string): string => `pathway ${k} ${what}`;
  const origin = (what: string): string =>
    `${fromSource ? "source" : "population"} ${from} ${what}`;
  const goal = (what: string): string => `population ${to} ${what}`;
  const target = plan.populations[to];
  const used = new Set(statements.flatMap((item) => [item.target, ...namesIn(item.expression)]));
  const lines: string[] = [];
  // most steps have no spike: nothing else is read then
  if (!delayed) lines.push(...spikeList(slots.load("usize", origin("spikes now"))));
  const targetConstants = target.constants.filter(
    (text) => !constants.includes(text) && !perSynapse.includes(text),
  );
  lines.push(
    ...constantCode(constants, used, slot, slots),
    ...constantCode(targetConstants, used, goal, slots),
    ...timeCode(used, slots),
  );
  const own = perSynapse.filter((text) => used.has(text));
  const post = [...target.states, ...target.perNeuron].filter(
    (text) => used.has(text) && !own.includes(text),
  );
  lines.push(...addressCode(own, slot, slots), ...addressCode(post, goal, slots));
  const row = (d: string): string =>
    `offsets + (usize(${d === "" ? "" : `${d} * sourceCount + `}source) << 2)`;
  const rows = (d: string): string[] => [
    "for (let s = 1; s <= length; s++) {",
    "  const source = load<i32>(list + (usize(s) << 2)) - firstSource;",
    "  if (source < 0 || source >= sourceCount) continue;",
    `  const row = ${row(d)};`,
    "  const end = load<u32>(row, 4);",
    "  for (let synapse = load<u32>(row); synapse < end; synapse++) {",
    "    const o = usize(load<u32>(targets + (usize(synapse) << 2))) << 3;",
    ...indent(bodyCode(pathway, own, post), 2),
    "  }",
    "}",
  ];
  lines.push(
    `const firstSource = ${slots.load("i32", slot("first source"))};`,
    `const sourceCount = ${slots.load("i32", slot("source count"))};`,
    `const offsets = ${slots.load("usize", slot("offsets"))};`,
    `const targets = ${slots.load("usize", slot("targets"))};`,
  );
  if (delayed)
    lines.push(
      `const ring = ${slots.load("usize", origin("ring"))};`,
      `const ringLength = ${slots.load("i32", origin("ring length"))};`,
      `const listSize = ${slots.load("usize", origin("list size"))};`,
      `const delays = ${slots.load("usize", slot("delays"))};`,
      `const delayCount = ${slots.load("i32", slot("delay count"))};`,
      "for (let d = 0; d < delayCount; d++) {",
      "  const then = step - load<i32>(delays + (usize(d) << 2));",
      "  if (then < 0) continue;",
      "  const list = ring + usize(then % ringLength) * listSize;",
      "  const length = load<i32>(list);",
      ...indent(rows("d")),
      "}",
    );
  else lines.push(...rows(""));
  return [
    `// synapses ${name}`,
    `function deliver${k}(step: i32): void {`,
    ...indent(lines),
    "}",
    "",
  ].join("\n");
}

/** What happens at one synapse: its values and its target's variables are read, changed, stored. */
function bodyCode(
  { statements }: PathwayPlan,
  own: readonly string[],
  post: readonly string[],
): string[] {
  const values = own.map(
    (array) => `const ${local(array)} = load<f64>(at_${array} + (usize(synapse) << 3));`,
  );
  return [...values, ...statementCode(statements, post)];
}
