import { namesIn } from "../equations/index.js";
import { addressCode, constantCode, indent, local, sizeCode, timeCode } from "./codeText.js";
import { scalarCode } from "./expressionCode.js";
import type { KernelPlan } from "./plan.js";
import type { Slots } from "./slots.js";

/** Chosen variables of chosen neurons, every n-th step, into one buffer each. */
export function recorderCode({ recorders, populations }: KernelPlan, slots: Slots): string {
  const lines: string[] = [];
  recorders.forEach(({ population, expression, always }, k) => {
    const slot = (what: string): string => `recorder ${k} ${what}`;
    const of = (what: string): string => `population ${population} ${what}`;
    const used = namesIn(expression);
    const { states, perNeuron, constants } = populations[population];
    const arrays = [...states, ...perNeuron].filter((text) => used.has(text));
    const body = [
      ...constantCode(constants, used, of, slots),
      ...timeCode(used, slots),
      ...sizeCode(used, of, slots),
      ...addressCode(arrays, of, slots),
      `const neurons = ${slots.load("usize", slot("neurons"))};`,
      `const count = ${slots.load("i32", slot("neuron count"))};`,
      `let filled = ${slots.load("i32", slot("filled"))};`,
      `const buffer = ${slots.load("usize", slot("buffer"))};`,
      "for (let n = 0; n < count; n++) {",
      "  const neuron = load<i32>(neurons + (usize(n) << 2));",
      ...(used.has("i") ? [`  const $i = f64(neuron + ${slots.load("i32", of("first"))});`] : []),
      ...arrays.map(
        (array) => `  const ${local(array)} = load<f64>(at_${array} + (usize(neuron) << 3));`,
      ),
      `  store<f64>(buffer + (usize(filled) << 3), ${scalarCode(expression, local)});`,
      "  filled += 1;",
      "}",
      `${slots.store("i32", slot("filled"), "filled")};`,
    ];
    if (always) lines.push("{", ...indent(body), "}");
    else lines.push(`if (step % ${slots.load("i32", slot("every"))} == 0) {`, ...indent(body), "}");
  });
  return ["function record(step: i32): void {", ...indent(lines), "}"].join("\n");
}

/** The loop over steps; it ends early, between steps, when a buffer of spikes could run over. */
export function runCode(
  { populations, sources, pathways, recordAt }: KernelPlan,
  slots: Slots,
): string {
  const spiking = [
    ...sources.map((_, k) => `source ${k}`),
    ...populations.map((_, k) => `population ${k}`),
  ];
  const plastic = pathways.flatMap(({ plasticity }, k) => (plasticity ? [k] : []));
  const lines = [
    "for (let done = 0; done < steps; done++) {",
    "  const step = first + done;",
    ...spiking.map(
      (owner) =>
        `  if (${slots.load("i32", `${owner} spikes free`)} < ${slots.load("i32", `${owner} list room`)}) return done;`,
    ),
    ...plastic.map(
      (k) =>
        `  if (${slots.load("i32", `pathway ${k} history room`)} < ${slots.load("i32", `pathway ${k} history used`)}) return done;`,
    ),
    ...spiking.map((owner, k) => {
      const now = 8 * slots.index(`${owner} spikes now`);
      const ring = slots.load("usize", `${owner} own ring`);
      const place = `usize(step % ${slots.load("i32", `${owner} own ring length`)})`;
      const list = [...sources, ...populations][k].remembered
        ? `${ring} + ${place} * ${slots.load("usize", `${owner} own list size`)}`
        : ring;
      return `  begin(${now}, ${list});`;
    }),
  ];
  if (recordAt === "start") lines.push("  record(step);");
  sources.forEach((_, k) => {
    lines.push(`  emit${k}(step);`);
  });
  pathways.forEach(({ fromSource }, k) => {
    if (fromSource) lines.push(`  deliver${k}(step);`);
  });
  populations.forEach((_, k) => {
    lines.push(`  update${k}(step);`);
  });
  for (const k of plastic) lines.push(`  remember${k}(step);`);
  pathways.forEach(({ fromSource }, k) => {
    if (!fromSource) lines.push(`  deliver${k}(step);`);
  });
  populations.forEach(({ reset, refractory }, k) => {
    if (reset.length > 0 || refractory) lines.push(`  reset${k}(step);`);
  });
  if (recordAt === "end") lines.push("  record(step);");
  for (const owner of spiking)
    lines.push(
      `  keep(step, ${8 * slots.index(`${owner} spikes now`)}, ${8 * slots.index(`${owner} spike buffer`)}, ${8 * slots.index(`${owner} spikes kept`)}, ${8 * slots.index(`${owner} spikes free`)});`,
    );
  lines.push("}", "return steps;");
  return `/** Makes a list of the ring the current one, empty. */
function begin(slot: usize, list: usize): void {
  store<usize>(HEADER + slot, list);
  store<i32>(list, 0);
}

/** Copies the spikes of a step to the recorded ones: pairs of step and neuron. */
function keep(step: i32, now: usize, buffer: usize, kept: usize, free: usize): void {
  const list = load<usize>(HEADER + now);
  const length = load<i32>(list);
  if (length == 0) return;
  let filled = load<i32>(HEADER + kept);
  const room = load<i32>(HEADER + free);
  if (room < 0x7fffffff) {
    const at = load<usize>(HEADER + buffer);
    for (let s = 1; s <= length; s++) {
      store<i32>(at + (usize(filled) << 3), step);
      store<i32>(at + (usize(filled) << 3), load<i32>(list + (usize(s) << 2)), 4);
      filled += 1;
    }
    store<i32>(HEADER + free, room - length);
  } else filled += length;
  store<i32>(HEADER + kept, filled);
}

/** Computes steps from the given one on; returns how many. */
export function run(first: i32, steps: i32): i32 {
${indent(lines).join("\n")}
}`;
}
