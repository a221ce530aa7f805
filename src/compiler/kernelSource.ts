import { type Assignment, type Expression, namesIn, print } from "../equations/index.js";
import { scalarCode, vectorCode } from "./expressionCode.js";
import { hoist } from "./hoist.js";
import type { KernelPlan, PathwayPlan, PopulationPlan, SourcePlan } from "./plan.js";
import { Slots } from "./slots.js";

/** A constant that the caller computes from the model's own, once. */
export interface DerivedConstant {
  slot: string;
  population: number;
  expression: Expression;
}

/** A kernel's source, and the slots through which it is fed. */
export interface KernelSource {
  text: string;
  slots: Slots;
  derived: DerivedConstant[];
}

const MATH =
  "vexp, vlog, vlog10, vpow, vsin, vcos, vtan, vtanh, sexp, slog, slog10, spow, ssin, scos, stan, stanh";
const RANDOM =
  "TABLES, xoshiroUniform, numpyUniform, fillDefaultNormals, fillJuliaNormals, fillNumpyNormals, poisson";

/** Names of the model as names of the code: no word of the language begins with a dollar. */
const local = (name: string): string => `$${name}`;

/**
 * Writes the AssemblyScript of a kernel. The names of populations are those of the user; they
 * were checked to be plain words. Steps of one time step, in this order: record (or at its
 * end); sources spike and their synapses act; states advance and thresholds are tested; synapses
 * of the neurons act, after their delays; resets.
 */
export function kernelSource(plan: KernelPlan): KernelSource {
  const slots = new Slots();
  const derived: DerivedConstant[] = [];
  const parts = [
    ...plan.sources.map((source, k) => sourceCode(source, k, plan, slots)),
    ...plan.populations.map((population, k) => populationCode(population, k, plan, slots, derived)),
    ...plan.pathways.map((pathway, k) => pathwayCode(pathway, k, plan, slots)),
    recorderCode(plan, slots),
    runCode(plan, slots),
  ];
  const head = [
    `import { ${MATH} } from "./math";`,
    `import { ${RANDOM} } from "./random";`,
    "",
    "/** Addresses, counts and constants, written by the caller. */",
    `export const HEADER: usize = memory.data(${8 * (slots.count + 1)}, 16);`,
    "export const ZIGGURAT: usize = TABLES;",
    "export const HEAP: usize = __heap_base;",
  ].join("\n");
  return { text: `${[head, ...parts].join("\n\n")}\n`, slots, derived };
}

function populationCode(
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
  const vector = (text: string): string => local(text);
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
      lines.push(`const ${vector(constant)} = ${slots.splat(slot(`constant ${constant}`))};`);
  if (needed("dt")) lines.push(`const $dt = ${slots.splat("dt")};`);
  if (needed("N")) lines.push("const $N = f64x2.splat(f64(count));");
  for (const { target, expression } of hoisted) {
    derived.push({ slot: slot(target), population: k, expression });
    lines.push(`const ${vector(target)} = ${slots.splat(slot(target))}; // ${print(expression)}`);
  }
  if (needed("t")) lines.push(`const $t = f64x2.splat(f64(step) * ${slots.load("f64", "dt")});`);
  for (const array of arrays)
    lines.push(`const at_${array} = ${slots.load("usize", slot(`array ${array}`))};`);
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
      `${written.has(array) ? "let" : "const"} ${vector(array)} = v128.load(at_${array} + o);`,
  );
  if (noisy) body.push("const $xi = v128.load(at_xi + o);");
  if (isRead("i", statements, threshold))
    body.push("const $i = f64x2.add(f64x2.splat(f64(o >> 3)), f64x2(0.0, 1.0));");
  if (refractory) {
    body.push("const rest = v128.load(at_rest + o);");
    body.push("const resting = f64x2.gt(rest, f64x2.splat(0.0));");
    body.push(
      "v128.store(at_rest + o, f64x2.max(f64x2.sub(rest, f64x2.splat(1.0)), f64x2.splat(0.0)));",
    );
  }
  const declared = new Set<string>();
  for (const { target, expression } of statements) {
    let code = vectorCode(expression, vector);
    if (population.held.includes(target) && refractory)
      code = `v128.bitselect(${vector(target)}, ${code}, resting)`;
    const known = assigned.has(target) || declared.has(target);
    declared.add(target);
    body.push(
      `${known ? "" : "let "}${vector(target)} = ${code}; // ${target} = ${print(expression)}`,
    );
  }
  for (const array of arrays)
    if (written.has(array)) body.push(`v128.store(at_${array} + o, ${vector(array)});`);
  if (threshold) {
    body.push(`let spiking = ${vectorCode(threshold, vector)}; // ${print(threshold)}`);
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

/** The spikes of a step are kept in a list, and lists in a ring as long as the longest delay. */
function noteCode(k: number, slots: Slots, slot: (what: string) => string): string {
  return `function note${k}(spiking: v128, first: i32, count: i32): void {
  const list = ${slots.load("usize", slot("spikes now"))};
  let length = load<i32>(list);
  if (i64x2.extract_lane(spiking, 0) != 0) {
    length += 1;
    store<i32>(list + (usize(length) << 2), first);
  }
  if (i64x2.extract_lane(spiking, 1) != 0 && first + 1 < count) {
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
  const lines: string[] = [];
  for (const constant of constants)
    if (used.has(constant))
      lines.push(`const ${local(constant)} = ${slots.load("f64", slot(`constant ${constant}`))};`);
  lines.push(...timeCode(used, slots));
  if (used.has("N")) lines.push(`const $N = f64(${slots.load("i32", slot("size"))});`);
  const arrays = [...states, ...perNeuron].filter((array) => used.has(array));
  for (const array of arrays)
    lines.push(`const at_${array} = ${slots.load("usize", slot(`array ${array}`))};`);
  if (refractory) {
    lines.push(`const at_rest = ${slots.load("usize", slot("rest"))};`);
    lines.push(`const steps = ${slots.load("f64", slot("refractory steps"))};`);
  }
  lines.push(`const list = ${slots.load("usize", slot("spikes now"))};`);
  lines.push("const length = load<i32>(list);");
  lines.push("for (let s = 1; s <= length; s++) {");
  const body = [
    "const neuron = load<i32>(list + (usize(s) << 2));",
    "const o = usize(neuron) << 3;",
  ];
  if (used.has("i")) body.push("const $i = f64(neuron);");
  for (const array of arrays) body.push(`let ${local(array)} = load<f64>(at_${array} + o);`);
  for (const { target, expression } of reset)
    body.push(
      `${local(target)} = ${scalarCode(expression, local)}; // ${target} = ${print(expression)}`,
    );
  for (const target of new Set(reset.map((item) => item.target)))
    body.push(`store<f64>(at_${target} + o, ${local(target)});`);
  if (refractory) body.push("store<f64>(at_rest + o, steps);");
  lines.push(...indent(body), "}");
  return [`function reset${k}(step: i32): void {`, ...indent(lines), "}"].join("\n");
}

function sourceCode(
  { name, kind }: SourcePlan,
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
  const uniform =
    stream === "numpy"
      ? `numpyUniform(${slots.load("usize", "generator")})`
      : stream === "julia"
        ? `xoshiroUniform(${slots.load("usize", "generator")})`
        : `xoshiroUniform(${slots.load("usize", slot("generators"))} + (usize(channel >> 8) << 5))`;
  return `${head}
  const count = ${slots.load("i32", slot("size"))};
  const parts = ${slots.load("i32", slot("parts"))};
  const means = ${slots.load("usize", slot("means"))};
  const silent = ${slots.load("usize", slot("silent"))};
  const room = ${slots.load("i32", slot("room"))};
  let length = 0;
  for (let channel = 0; channel < count; channel++)
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

/** Synapses act: for each delay that occurs, the spikes of as many steps ago. */
function pathwayCode(pathway: PathwayPlan, k: number, plan: KernelPlan, slots: Slots): string {
  const { name, statements, constants, perSynapse, from, fromSource, to } = pathway;
  const slot = (what: string): string => `pathway ${k} ${what}`;
  const origin = (what: string): string =>
    `${fromSource ? "source" : "population"} ${from} ${what}`;
  const goal = (what: string): string => `population ${to} ${what}`;
  const target = plan.populations[to];
  const used = new Set(statements.flatMap((item) => [item.target, ...namesIn(item.expression)]));
  const lines: string[] = [];
  for (const constant of constants)
    if (used.has(constant))
      lines.push(`const ${local(constant)} = ${slots.load("f64", slot(`constant ${constant}`))};`);
  for (const constant of target.constants)
    if (used.has(constant) && !constants.includes(constant) && !perSynapse.includes(constant))
      lines.push(`const ${local(constant)} = ${slots.load("f64", goal(`constant ${constant}`))};`);
  lines.push(...timeCode(used, slots));
  const own = perSynapse.filter((text) => used.has(text));
  const post = [...target.states, ...target.perNeuron].filter(
    (text) => used.has(text) && !own.includes(text),
  );
  for (const array of own)
    lines.push(`const at_${array} = ${slots.load("usize", slot(`array ${array}`))};`);
  for (const array of post)
    lines.push(`const at_${array} = ${slots.load("usize", goal(`array ${array}`))};`);
  lines.push(
    `const ring = ${slots.load("usize", origin("ring"))};`,
    `const ringLength = ${slots.load("i32", origin("ring length"))};`,
    `const listSize = ${slots.load("usize", origin("list size"))};`,
    `const delays = ${slots.load("usize", slot("delays"))};`,
    `const delayCount = ${slots.load("i32", slot("delay count"))};`,
    `const firstSource = ${slots.load("i32", slot("first source"))};`,
    `const sourceCount = ${slots.load("i32", slot("source count"))};`,
    `const offsets = ${slots.load("usize", slot("offsets"))};`,
    `const targets = ${slots.load("usize", slot("targets"))};`,
    "for (let d = 0; d < delayCount; d++) {",
    "  const then = step - load<i32>(delays + (usize(d) << 2));",
    "  if (then < 0) continue;",
    "  const list = ring + usize(then % ringLength) * listSize;",
    "  const length = load<i32>(list);",
    "  for (let s = 1; s <= length; s++) {",
    "    const source = load<i32>(list + (usize(s) << 2)) - firstSource;",
    "    if (source < 0 || source >= sourceCount) continue;",
    "    const row = offsets + (usize(d * sourceCount + source) << 2);",
    "    const end = load<u32>(row, 4);",
    "    for (let synapse = load<u32>(row); synapse < end; synapse++) {",
    "      const o = usize(load<u32>(targets + (usize(synapse) << 2))) << 3;",
  );
  const body: string[] = [];
  for (const array of own)
    body.push(`const ${local(array)} = load<f64>(at_${array} + (usize(synapse) << 3));`);
  for (const array of post) body.push(`let ${local(array)} = load<f64>(at_${array} + o);`);
  for (const item of statements)
    body.push(
      `${local(item.target)} = ${scalarCode(item.expression, local)}; // ${item.target} = ${print(item.expression)}`,
    );
  for (const text of new Set(statements.map((item) => item.target)))
    body.push(`store<f64>(at_${text} + o, ${local(text)});`);
  lines.push(...indent(body, 3), "    }", "  }", "}");
  return [
    `// synapses ${name}`,
    `function deliver${k}(step: i32): void {`,
    ...indent(lines),
    "}",
  ].join("\n");
}

/** Chosen variables of chosen neurons, every n-th step, into one buffer each. */
function recorderCode({ recorders, populations }: KernelPlan, slots: Slots): string {
  const lines: string[] = [];
  recorders.forEach(({ population, expression }, k) => {
    const slot = (what: string): string => `recorder ${k} ${what}`;
    const of = (what: string): string => `population ${population} ${what}`;
    const used = namesIn(expression);
    const { states, perNeuron, constants } = populations[population];
    const body: string[] = [];
    for (const constant of constants)
      if (used.has(constant))
        body.push(`const ${local(constant)} = ${slots.load("f64", of(`constant ${constant}`))};`);
    body.push(...timeCode(used, slots));
    if (used.has("N")) body.push(`const $N = f64(${slots.load("i32", of("size"))});`);
    const arrays = [...states, ...perNeuron].filter((text) => used.has(text));
    for (const array of arrays)
      body.push(`const at_${array} = ${slots.load("usize", of(`array ${array}`))};`);
    body.push(
      `const neurons = ${slots.load("usize", slot("neurons"))};`,
      `const count = ${slots.load("i32", slot("neuron count"))};`,
      `let filled = ${slots.load("i32", slot("filled"))};`,
      `const buffer = ${slots.load("usize", slot("buffer"))};`,
      "for (let n = 0; n < count; n++) {",
      "  const neuron = load<i32>(neurons + (usize(n) << 2));",
      ...(used.has("i") ? ["  const $i = f64(neuron);"] : []),
      ...arrays.map(
        (array) => `  const ${local(array)} = load<f64>(at_${array} + (usize(neuron) << 3));`,
      ),
      `  store<f64>(buffer + (usize(filled) << 3), ${scalarCode(expression, local)});`,
      "  filled += 1;",
      "}",
      `${slots.store("i32", slot("filled"), "filled")};`,
    );
    lines.push(`if (step % ${slots.load("i32", slot("every"))} == 0) {`, ...indent(body), "}");
  });
  return ["function record(step: i32): void {", ...indent(lines), "}"].join("\n");
}

/** The loop over steps; it ends early, between steps, when a buffer of spikes could run over. */
function runCode({ populations, sources, pathways, recordAt }: KernelPlan, slots: Slots): string {
  const spiking = [
    ...sources.map((_, k) => `source ${k}`),
    ...populations.map((_, k) => `population ${k}`),
  ];
  const lines = [
    "for (let done = 0; done < steps; done++) {",
    "  const step = first + done;",
    ...spiking.map(
      (owner) =>
        `  if (${slots.load("i32", `${owner} spikes free`)} < ${slots.load("i32", `${owner} list room`)}) return done;`,
    ),
    ...spiking.flatMap((owner) => [
      `  begin(${8 * slots.index(`${owner} spikes now`)}, ${slots.load("usize", `${owner} ring`)} + usize(step % ${slots.load("i32", `${owner} ring length`)}) * ${slots.load("usize", `${owner} list size`)});`,
    ]),
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

function timeCode(used: ReadonlySet<string>, slots: Slots): string[] {
  const lines: string[] = [];
  if (used.has("dt") || used.has("t")) lines.push(`const $dt = ${slots.load("f64", "dt")};`);
  if (used.has("t")) lines.push("const $t = f64(step) * $dt;");
  return lines;
}

const isRead = (
  name: string,
  statements: readonly Assignment[],
  threshold: PopulationPlan["threshold"],
): boolean =>
  statements.some(({ expression }) => namesIn(expression).has(name)) ||
  (threshold !== undefined && namesIn(threshold).has(name));

const indent = (lines: readonly string[], levels = 1): string[] =>
  lines.map((line) => "  ".repeat(levels) + line);
