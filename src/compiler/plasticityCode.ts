import { type Assignment, namesIn, print } from "../equations/index.js";
import { addressCode, indent, local, spikeList } from "./codeText.js";
import { type PowerCode, scalarCode } from "./expressionCode.js";
import type { PathwayPlan } from "./plan.js";
import type { Slots } from "./slots.js";

/** Bytes of a spike in a history before its traces. */
export const HISTORY_NODE = 16;

/** The step before all steps at which a source last spiked; further back than any delay. */
export const NEVER = -(2 ** 21);

/** The step of a history's place 0, before all spikes of all neurons. */
export const BEFORE_HISTORY = -(2 ** 30);

/** The lines by which plastic synapses differ from others. */
export interface PlasticityCode {
  used: Set<string>;
  functions: string[];
  /** Before the loop over spikes; for each spike of a source; after its synapses. */
  head: string[];
  spike: string[];
  afterSpike: string[];
  /** For each synapse, before it acts. */
  synapse: string[];
}

/**
 * Plasticity, evaluated when a spike arrives: nobody sees a synapse's variables in between, so
 * that what the target's spikes do waits for the next one of the source. All delay is dendritic. A
 * spike of the source at step t finds the spikes s of the target that came back to the synapse
 * since the source's last spike (last < s + delay <= t), carries out `onPost` for each of them in
 * order, then `onPre`, and acts on the target at t + delay. Traces are those of spikes
 * strictly before. The source's own traces and last spike are kept by row; the target's
 * spikes, with the traces right after each, in a history.
 */
export function plasticityCode(
  { plasticity, fromSource, to }: PathwayPlan,
  k: number,
  slots: Slots,
): PlasticityCode | undefined {
  if (!plasticity) return undefined;
  const { variables, preTraces, postTraces, onPre, onPost, fastPowers } = plasticity;
  const slot = (what: string): string => `pathway ${k} ${what}`;
  const power: PowerCode | undefined = fastPowers
    ? (base, exponent) => `fastPower(${base}, ${exponent}, powers)`
    : undefined;
  const usedBy = (statements: readonly Assignment[]): Set<string> =>
    new Set(statements.flatMap((item) => [item.target, ...namesIn(item.expression)]));
  const [atPre, atPost] = [usedBy(onPre), usedBy(onPost)];
  const assign = (statements: readonly Assignment[]): string[] =>
    statements.map(
      ({ target, expression }) =>
        `${local(target)} = ${scalarCode(expression, local, power)}; // ${target} = ${print(expression)}`,
    );
  const decay = (trace: string, steps: string): string =>
    `decay(decay_${trace}, u32(${steps}), limit_${trace})`;
  const traceAt = (trace: string): number => HISTORY_NODE + 8 * postTraces.indexOf(trace);
  const postValues = (used: ReadonlySet<string>, node: string, step: string): string[] =>
    postTraces
      .filter((trace) => used.has(trace))
      .map(
        (trace) =>
          `const ${local(trace)} = load<f64>(${node}, ${traceAt(trace)}) * ${decay(trace, `${step} - load<i32>(${node})`)};`,
      );
  const preValues = (used: ReadonlySet<string>, elapsed: string): string[] =>
    preTraces
      .filter((trace) => used.has(trace))
      .map((trace) => `const ${local(trace)} = pre_${trace} * ${decay(trace, elapsed)};`);
  const tables = (traces: readonly string[]): string[] =>
    traces.flatMap((trace) => [
      `const decay_${trace} = ${slots.load("usize", slot(`decay ${trace}`))};`,
      `const limit_${trace}: u32 = ${slots.load("i32", slot(`decay limit ${trace}`))};`,
    ]);
  const earlier = (node: string): string => `history + usize(load<u32>(${node}, 4))`;

  const replay = [
    "if (lastSpike > floor) {",
    "  let node = newest;",
    `  while (load<i32>(node, 12) > floor) node = ${earlier("node")};`,
    "  while (true) {",
    ...indent(
      [
        ...preValues(atPost, "load<i32>(node) + delay - last"),
        ...(postTraces.some((trace) => atPost.has(trace))
          ? [`const before = ${earlier("node")};`]
          : []),
        ...postValues(atPost, "before", "load<i32>(node)"),
        ...assign(onPost),
        "if (node == newest) break;",
        "node = history + usize(load<u32>(node, 8));",
      ],
      2,
    ),
    "  }",
    "}",
  ];
  const atSource = [
    ...preValues(atPre, "now - last"),
    ...(postTraces.some((trace) => atPre.has(trace))
      ? [`const before = lastSpike == reach ? ${earlier("newest")} : newest;`]
      : []),
    ...postValues(atPre, "before", "reach"),
    ...assign(onPre),
  ];
  return {
    used: new Set(
      [...atPre, ...atPost].filter((name) => ![...preTraces, ...postTraces].includes(name)),
    ),
    functions: [
      `function remember${k}(step: i32): void {`,
      ...indent([
        ...spikeList(slots.load("usize", `population ${to} spikes now`)),
        `const first = ${slots.load("i32", `population ${to} first`)};`,
        `const history = ${slots.load("usize", slot("history"))};`,
        `const heads = ${slots.load("usize", slot("heads"))};`,
        `let place = ${slots.load("i32", slot("history used"))};`,
        ...tables(postTraces),
        "for (let s = 1; s <= length; s++) {",
        "  const node = addSpike(history, heads, load<i32>(list + (usize(s) << 2)) - first, place, step);",
        ...indent(
          postTraces.length === 0
            ? []
            : [
                `const before = ${earlier("node")};`,
                ...postTraces.map(
                  (trace) =>
                    `store<f64>(node, load<f64>(before, ${traceAt(trace)}) * ${decay(trace, "step - load<i32>(before)")} + 1.0, ${traceAt(trace)});`,
                ),
              ],
        ),
        `  place += ${HISTORY_NODE + 8 * postTraces.length};`,
        "}",
        `${slots.store("i32", slot("history used"), "place")};`,
      ]),
      "}",
    ],
    head: [
      `const history = ${slots.load("usize", slot("history"))};`,
      `const heads = ${slots.load("usize", slot("heads"))};`,
      ...(fastPowers ? [`const powers = ${slots.load("usize", slot("powers"))};`] : []),
      ...tables([...preTraces, ...postTraces]),
      `const at_last = ${slots.load("usize", slot("last spikes"))};`,
      ...addressCode(
        preTraces.map((trace) => `trace_${trace}`),
        slot,
        slots,
      ),
    ],
    spike: [
      // spikes of sources come at the beginning of a step, those of neurons at its end
      `const now = step - delay${fromSource ? " - 1" : ""};`,
      "const reach = now - delay;",
      "const last = load<i32>(at_last + row);",
      "const floor = last - delay;",
      ...preTraces.map(
        (trace) => `const pre_${trace} = load<f64>(at_trace_${trace} + (row << 1));`,
      ),
    ],
    afterSpike: [
      "store<i32>(at_last + row, now);",
      ...preTraces.map(
        (trace) =>
          `store<f64>(at_trace_${trace} + (row << 1), pre_${trace} * ${decay(trace, "now - last")} + 1.0);`,
      ),
    ],
    synapse: [
      "let newest = history + usize(load<u32>(heads + (target << 2)));",
      `while (load<i32>(newest) > reach) newest = ${earlier("newest")};`,
      "const lastSpike = load<i32>(newest);",
      ...variables.map(
        (variable) => `let ${local(variable)} = load<f64>(at_${variable} + (usize(synapse) << 3));`,
      ),
      ...(onPost.length > 0 ? replay : []),
      ...(onPre.length > 0 ? ["{", ...indent(atSource), "}"] : []),
      ...variables.map(
        (variable) => `store<f64>(at_${variable} + (usize(synapse) << 3), ${local(variable)});`,
      ),
    ],
  };
}
