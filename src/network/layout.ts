import { digestOf } from "../base/index.js";
import { print } from "../equations/index.js";
import { checkedPopulation, type Population } from "./population.js";
import type { NetworkSimulation } from "./simulation.js";
import type { Synapses } from "./synapses/description.js";

/**
 * Digests of what a state of a network stands on, by the part it belongs to ("synapses EE"): all but
 * the values that may change between two runs that go on. A value that decides about connections,
 * delays or plasticity belongs to them.
 */
export type Layout = Readonly<Record<string, string>>;

/** The layout of a network: two that have the same one can go on from each other's states. */
export function layoutOf(simulation: NetworkSimulation): Layout {
  const { populations, sources, synapses, record, recordSpikes, recordAt } = simulation;
  const { dt, seed, stream, clock } = simulation;
  const isPublished = stream !== "default";
  const parts: [string, unknown][] = [
    ["dt", dt],
    ["seed", seed],
    ["stream", stream],
    ["clock", clock],
    ["record", record],
    ["recordSpikes", recordSpikes],
    ["recordAt", recordAt],
    ["statistics", simulation.statistics ?? []],
    ["the list of populations", populations.map(({ name }) => name)],
    ["the list of sources", sources.map(({ name }) => name)],
    ["the list of synapses", synapses.map(({ name }) => name)],
    ...sources.map(({ kind, name, N, text, parameters = {} }): [string, unknown] => [
      `source ${name}`,
      { kind, N, text, parameters: Object.keys(parameters).sort() },
    ]),
    ...populations.map((population): [string, unknown] => [
      `population ${population.name}`,
      ofPopulation(population, isPublished),
    ]),
    ...synapses.map((item): [string, unknown] => [
      `synapses ${item.name}`,
      ofSynapses(item, simulation, isPublished),
    ]),
  ];
  return Object.freeze(
    Object.fromEntries(parts.map(([name, part]) => [name, digestOf(part).slice(0, 16)])),
  );
}

/** The first part in which two layouts differ; undefined where they are the same. */
export function differingPart(a: Layout, b: Layout): string | undefined {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].find((name) => a[name] !== b[name]);
}

type NamedValues = Readonly<Record<string, unknown>>;

function ofPopulation(
  { N, model: { parameters = {}, ...model }, method, tolerance, initial, shape }: Population,
  isPublished: boolean,
): unknown {
  return {
    N,
    model,
    method,
    tolerance,
    initial,
    shape,
    parameters: Object.keys(parameters).sort(),
    // a published stream has one order of draws, in which each drawn value has its place
    drawn: isPublished ? drawnAmong(parameters) : {},
  };
}

function ofSynapses(
  { parameters, from, to, plasticity, connection, delay, ...rest }: Synapses,
  { populations, synapses }: Pick<NetworkSimulation, "populations" | "synapses">,
  isPublished: boolean,
): unknown {
  const has = (name: string, isSynapses: boolean): boolean =>
    [from, to].some((side) => side.of === name && (side.synapses === true) === isSynapses);
  const sides = populations.filter(({ name }) => has(name, false));
  const values = new Map<string, unknown[]>();
  const note = (given: NamedValues): void => {
    for (const [name, value] of Object.entries(given))
      values.set(name, [...(values.get(name) ?? []), value]);
  };
  note(parameters);
  for (const population of sides) {
    note(population.model.parameters ?? {});
    note(population.initial);
    for (const { target, expression } of checkedPopulation(population).checked.subexpressions)
      note({ [target]: print(expression) });
  }
  for (const item of synapses.filter(({ name }) => has(name, true))) note(item.parameters);
  const deciding = [
    ...textsIn(connection),
    ...textsIn(delay),
    plasticity?.onPre ?? "",
    plasticity?.onPost ?? "",
  ];
  return {
    ...rest,
    connection,
    delay,
    plasticity,
    // slices, without the digest of a population whose parameters may be others
    from: { of: from.of, start: from.start, end: from.end, synapses: from.synapses },
    to: { of: to.of, start: to.start, end: to.end, synapses: to.synapses },
    parameters: Object.keys(parameters).sort(),
    drawn: isPublished ? drawnAmong(parameters) : {},
    read: [...valuesRead(deciding, values)].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

const isText = (value: unknown): value is string => typeof value === "string";

/** Texts that a connection rule or delay holds, at any depth; not the numbers of a list. */
function textsIn(value: unknown): string[] {
  if (isText(value)) return [value];
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  if (Array.isArray(value) && !isText(value[0])) return [];
  return Object.values(value).flatMap(textsIn);
}

/** The values that texts read, and those that such values, being texts, read themselves. */
function valuesRead(
  texts: readonly string[],
  values: ReadonlyMap<string, readonly unknown[]>,
): Map<string, readonly unknown[]> {
  const read = new Map<string, readonly unknown[]>();
  const open = [...texts];
  for (let text = open.pop(); text !== undefined; text = open.pop())
    for (const [word] of text.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu))
      for (const name of [word, word.replace(/_(pre|post)$/, "")]) {
        const found = values.get(name);
        if (!found || read.has(name)) continue;
        read.set(name, found);
        open.push(...found.filter(isText));
      }
  return read;
}

/** Values that are drawn, or may be: texts can draw. */
const drawnAmong = (parameters: NamedValues): NamedValues =>
  Object.fromEntries(
    Object.entries(parameters).filter(
      ([, value]) =>
        isText(value) || (typeof value === "object" && value !== null && "distribution" in value),
    ),
  );
