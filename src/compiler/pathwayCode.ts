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
import { type PlasticityCode, plasticityCode } from "./plasticityCode.js";
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
  const plastic = plasticityCode(pathway, k, slots);
  const used = new Set([
    ...statements.flatMap((item) => [item.target, ...namesIn(item.expression)]),
    ...(plastic?.used ?? []),
  ]);
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
  lines.push(
    ...addressCode(own, slot, slots),
    ...addressCode(post, goal, slots),
    `const firstSource = ${slots.load("i32", slot("first source"))};`,
    `const sourceCount = ${slots.load("i32", slot("source count"))};`,
    ...(pathway.oneToOne
      ? [`const shift = ${slots.load("i32", slot("shift"))};`]
      : [
          `const offsets = ${slots.load("usize", slot("offsets"))};`,
          `const targets = ${slots.load("usize", slot("targets"))};`,
        ]),
    ...(plastic?.head ?? []),
  );
  const spikes = pathway.oneToOne
    ? oneToOneCode(statementCode(statements, post))
    : spikesCode(pathway, own, post, plastic);
  if (delayed)
    lines.push(
      `const ring = ${slots.load("usize", origin("ring"))};`,
      `const ringLength = ${slots.load("i32", origin("ring length"))};`,
      `const listSize = ${slots.load("usize", origin("list size"))};`,
      `const delays = ${slots.load("usize", slot("delays"))};`,
      `const delayCount = ${slots.load("i32", slot("delay count"))};`,
      "for (let d = 0; d < delayCount; d++) {",
      "  const delay = load<i32>(delays + (usize(d) << 2));",
      "  const then = step - delay;",
      "  if (then < 0) continue;",
      "  const list = ring + usize(then % ringLength) * listSize;",
      "  const length = load<i32>(list);",
      "  const rows = d * sourceCount;",
      ...indent(spikes),
      "}",
    );
  else lines.push("const delay = 0;", "const rows = 0;", ...spikes);
  return [
    `// synapses ${name}`,
    ...(plastic?.functions ?? []),
    `function deliver${k}(step: i32): void {`,
    ...indent(lines),
    "}",
    "",
  ].join("\n");
}

const SPIKE = [
  "const source = load<i32>(list + (usize(s) << 2)) - firstSource;",
  "if (source < 0 || source >= sourceCount) continue;",
];

/** The spikes in a list act on the neurons across. */
const oneToOneCode = (statements: readonly string[]): string[] => [
  "for (let s = 1; s <= length; s++) {",
  ...indent([...SPIKE, "const o = usize(source + shift) << 3;", ...statements]),
  "}",
];

/** The spikes in a list act through the synapses of their sources, row by row. */
function spikesCode(
  { statements, plasticity }: PathwayPlan,
  own: readonly string[],
  post: readonly string[],
  plastic: PlasticityCode | undefined,
): string[] {
  const values = own
    .filter((array) => !plasticity?.variables.includes(array))
    .map((array) => `const ${local(array)} = load<f64>(at_${array} + (usize(synapse) << 3));`);
  const synapse = [
    "const target = usize(load<u32>(targets + (usize(synapse) << 2)));",
    ...values,
    ...(plastic?.synapse ?? []),
    "const o = target << 3;",
    ...statementCode(statements, post),
  ];
  return [
    "for (let s = 1; s <= length; s++) {",
    ...indent([
      ...SPIKE,
      "const row = usize(rows + source) << 2;",
      "const end = load<u32>(offsets + row, 4);",
      ...(plastic?.spike ?? []),
      "for (let synapse = load<u32>(offsets + row); synapse < end; synapse++) {",
      ...indent(synapse),
      "}",
      ...(plastic?.afterSpike ?? []),
    ]),
    "}",
  ];
}
