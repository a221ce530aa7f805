import { type Expression, namesIn, print } from "../equations/index.js";
import {
  addressCode,
  constantCode,
  indent,
  isRead,
  local,
  sizeCode,
  spikeList,
  statementCode,
  timeCode,
} from "./codeText.js";
import { vectorCode } from "./expressionCode.js";
import { hoist } from "./hoist.js";
import type { KernelPlan, PopulationPlan } from "./plan.js";
import type { Slots } from "./slots.js";

/** A constant that the caller computes from the model's own, once. */
export interface DerivedConstant {
  slot: string;
  population: number;
  expression: Expression;
}

/** The functions of one population: its step on two neurons at once, its spikes, its reset. */
export function populationCode(
  population: PopulationPlan,
  k: number,
  { stream }: KernelPlan,
  slots: Slots,
  derived: DerivedConstant[],
): string {
  const { name, states, perNeuron, constants, update, threshold, refractory, noisy } = population;
  const slot = (what: string): string => `population ${k} ${what}`;
  const invariant = new Set([...constants, "dt", "N"]);
  const { statements, hoisted } = hoist(update, invariant);
  const assigned = new Set([...states, ...perNeuron]);
  const used = new Set(
    [...update.map(({ expression }) => expression), ...(threshold ? [threshold] : [])].flatMap(
      (expression) => [...namesIn(expression)],
    ),
  );
  const written = new Set(update.map(({ target }) => target));
  const arrays = [
    ...states.filter((s) => used.has(s) || written.has(s)),
    ...perNeuron.filter((p) => used.has(p)),
  ];
  const lines: string[] = [];
  lines.push(`const count = ${slots.load("i32", slot("size"))};`);
  const needed = (text: string): boolean => isRead(text, statements, threshold);
  for (const constant of constants)
    if (needed(constant))
      lines.push(`const ${local(constant)} = ${slots.splat(slot(`constant ${constant}`))};`);
  if (needed("dt")) lines.push(`const $dt = ${slots.splat("dt")};`);
  if (needed("N")) lines.push(`const $N = f64x2.splat(f64(${slots.load("i32", slot("total"))}));`);
  for (const { target, expression } of hoisted) {
    derived.push({ slot: slot(target), population: k, expression });
    lines.push(`const ${local(target)} = ${slots.splat(slot(target))}; // ${print(expression)}`);
  }
  if (needed("t")) lines.push(`const $t = f64x2.splat(f64(step) * ${slots.load("f64", "dt")});`);
  lines.push(...addressCode(arrays, slot, slots));
  if (noisy) {
    const fill = {
      default: "fillDefaultNormals",
      julia: "fillJuliaNormals",
      numpy: "fillNumpyNormals",
    }[stream];
    lines.push(`const at_xi = ${slots.load("usize", slot("noise"))};`);
    lines.push(
      `${fill}(at_xi, count, ${slots.load("usize", stream === "default" ? slot("generators") : "generator")});`,
    );
  }
  if (refractory) lines.push(`const at_rest = ${slots.load("usize", slot("rest"))};`);
  lines.push("const end = usize((count + 1) >> 1) << 4;");
  lines.push("for (let o: usize = 0; o < end; o += 16) {");
  const body: string[] = arrays.map(
    (array) =>
      `${written.has(array) ? "let" : "const"} ${local(array)} = v128.load(at_${array} + o);`,
  );
  if (noisy) body.push("const $xi = v128.load(at_xi + o);");
  if (isRead("i", statements, threshold))
    body.push(
      `const $i = f64x2.add(f64x2.splat(f64(i32(o >> 3) + ${slots.load("i32", slot("first"))})), f64x2(0.0, 1.0));`,
    );
  if (refractory) {
    body.push("const rest = v128.load(at_rest + o);");
    body.push("const resting = f64x2.gt(rest, f64x2.splat(0.0));");
    body.push(
      "v128.store(at_rest + o, f64x2.max(f64x2.sub(rest, f64x2.splat(1.0)), f64x2.splat(0.0)));",
    );
  }
  const declared = new Set<string>();
  for (const { target, expression } of statements) {
    let code = vectorCode(expression, local);
    if (population.held.includes(target) && refractory)
      code = `v128.bitselect(${local(target)}, ${code}, resting)`;
    const known = assigned.has(target) || declared.has(target);
    declared.add(target);
    body.push(
      `${known ? "" : "let "}${local(target)} = ${code}; // ${target} = ${print(expression)}`,
    );
  }
  for (const array of arrays)
    if (written.has(array)) body.push(`v128.store(at_${array} + o, ${local(array)});`);
  if (threshold) {
    body.push(`let spiking = ${vectorCode(threshold, local)}; // ${print(threshold)}`);
    if (refractory) body.push("spiking = v128.andnot(spiking, resting);");
    body.push(`if (v128.any_true(spiking)) note${k}(spiking, i32(o >> 3), count);`);
  }
  lines.push(...indent(body), "}");
  return [
    `// population ${name}`,
    noteCode(k, slots, slot),
    `function update${k}(step: i32): void {`,
    ...indent(lines),
    "}",
    resetCode(population, k, slots, slot),
  ].join("\n");
}

/**
 * The spikes of a step are kept in a list, and lists in a ring as long as the longest delay. A
 * kernel may have a part of the population only; lists hold indices into the whole.
 */
function noteCode(k: number, slots: Slots, slot: (what: string) => string): string {
  return `function note${k}(spiking: v128, at: i32, count: i32): void {
  const list = ${slots.load("usize", slot("spikes now"))};
  const first = at + ${slots.load("i32", slot("first"))};
  let length = load<i32>(list);
  if (i64x2.extract_lane(spiking, 0) != 0) {
    length += 1;
    store<i32>(list + (usize(length) << 2), first);
  }
  if (i64x2.extract_lane(spiking, 1) != 0 && at + 1 < count) {
    length += 1;
    store<i32>(list + (usize(length) << 2), first + 1);
  }
  store<i32>(list, length);
}`;
}

function resetCode(
  { states, perNeuron, constants, reset, refractory }: PopulationPlan,
  k: number,
  slots: Slots,
  slot: (what: string) => string,
): string {
  const used = new Set(reset.flatMap(({ target, expression }) => [target, ...namesIn(expression)]));
  const lines = spikeList(slots.load("usize", slot("spikes now")));
  lines.push(...constantCode(constants, used, slot, slots));
  lines.push(...timeCode(used, slots), ...sizeCode(used, slot, slots));
  const arrays = [...states, ...perNeuron].filter((array) => used.has(array));
  lines.push(...addressCode(arrays, slot, slots));
  if (refractory) {
    lines.push(`const at_rest = ${slots.load("usize", slot("rest"))};`);
    lines.push(`const steps = ${slots.load("f64", slot("refractory steps"))};`);
  }
  lines.push("for (let s = 1; s <= length; s++) {");
  const body = [
    "const neuron = load<i32>(list + (usize(s) << 2));",
    `const o = usize(neuron - ${slots.load("i32", slot("first"))}) << 3;`,
  ];
  if (used.has("i")) body.push("const $i = f64(neuron);");
  body.push(...statementCode(reset, arrays));
  if (refractory) body.push("store<f64>(at_rest + o, steps);");
  lines.push(...indent(body), "}");
  return [`function reset${k}(step: i32): void {`, ...indent(lines), "}"].join("\n");
}
