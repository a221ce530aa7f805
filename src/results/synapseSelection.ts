import {
  checkChoice,
  checkOptions,
  didYouMean,
  requireWholeNumber,
  showAs,
  shown,
  UserError,
} from "../base/index.js";
import { type NetworkSimulation, type Slice, type Synapses, synapsesIn } from "../network/index.js";
import { type Dimension, isNumericArray, NAMED_DIMENSIONS, QuantityArray } from "../units/index.js";
import { askedName } from "./askedName.js";
import {
  SYNAPSES_AT,
  type SynapseGroup,
  type SynapseReader,
  type SynapsesAt,
} from "./synapseReader.js";

/** Which synapses to take out. */
export interface SynapseSelection {
  /** Indices of neurons or channels, in their populations; all by default. */
  sources?: readonly number[];
  /** As `sources`, of the other side. */
  targets?: readonly number[];
  /**
   * Plastic variables as they were before the run, as they are at its end (by default), or as they
   * were at the last spike of each synapse's source.
   */
  when?: SynapsesAt;
}

/** Synapses taken out of a network: by source, then target. */
export interface SynapseList {
  /** The index of each synapse's source, in its population. */
  readonly sources: Int32Array;
  /** The index of each synapse's target, in its population. */
  readonly targets: Int32Array;
  /** The delay of each synapse, as it is on the time grid. */
  readonly delay: QuantityArray<"time">;
  /** Values that differ from synapse to synapse, and those that all share. */
  readonly values: Readonly<Record<string, QuantityArray>>;
}

/** The synapses between some neurons. @throws UserError for names and indices that do not exist. */
export function selectSynapses(
  simulation: NetworkSimulation,
  reader: SynapseReader,
  name: string,
  selection: SynapseSelection,
): SynapseList {
  checkOptions("synapsesOf", selection ?? null, ["sources", "targets", "when"]);
  const when = checkChoice("when", selection.when ?? "after", SYNAPSES_AT);
  const synapses = synapsesNamed(simulation, askedName("synapses", name));
  // how many synapses are on a side, those know who made them
  const whole = (side: Slice): Slice =>
    side.synapses ? { ...side, end: reader.pairs(side.of).sources.length } : side;
  const [from, to] = [whole(synapses.from), whole(synapses.to)];
  const sources = chosenNeurons(simulation, "source", selection.sources, from);
  const targets = new Set(chosenNeurons(simulation, "target", selection.targets, to));
  const { parameters, states, plasticity, onlyAtSpikes } = synapsesIn(simulation, synapses);
  const given: [string, { dimension: Dimension }][] = [
    ...parameters,
    ...(plasticity?.variables ?? []),
    // what is known at spikes only has no value at the end
    ...[...states].filter(([text]) => !onlyAtSpikes.has(text)),
  ];
  const names = given.map(([text]) => text);
  const rows = reader.look(name, when, (groups) => readRows(groups, from, sources, targets, names));
  const dt = simulation.dt.value;
  const list: SynapseList = {
    sources: rows.sources,
    targets: rows.targets,
    delay: new QuantityArray(
      Float64Array.from(rows.delays, (delay) => delay * dt),
      NAMED_DIMENSIONS.time.exponents,
    ),
    values: Object.fromEntries(
      given.map(([text, { dimension }], v) => [text, new QuantityArray(rows.values[v], dimension)]),
    ),
  };
  return showAs(list, () => `${rows.sources.length} synapses of ${name}: ${names.join(", ")}`);
}

/** Synapses that were taken out, column by column. */
interface Rows {
  sources: Int32Array;
  targets: Int32Array;
  /** In steps. */
  delays: Int32Array;
  values: Float64Array[];
}

/** Takes the chosen synapses out, by source, then target, then delay. */
function readRows(
  groups: readonly SynapseGroup[],
  from: Slice,
  sources: readonly number[],
  targets: ReadonlySet<number>,
  names: readonly string[],
): Rows {
  const columns = groups.map((group) => names.map((name) => group.column(name)));
  const own = sources.filter((source) => source >= from.start && source < from.end);
  /** Goes to the chosen synapses of a source: the group and place of each. */
  const eachOf = (source: number, visit: (g: number, k: number, delay: number) => void): void => {
    for (const [g, { delays, offsets, target }] of groups.entries())
      for (const [d, delay] of delays.entries()) {
        const row = (source - from.start) * delays.length + d;
        for (let k = offsets[row]; k < offsets[row + 1]; k++)
          if (targets.has(target(k))) visit(g, k, delay);
      }
  };
  let count = 0;
  for (const source of own)
    eachOf(source, () => {
      count += 1;
    });
  const found: Rows = {
    sources: new Int32Array(count),
    targets: new Int32Array(count),
    delays: new Int32Array(count),
    values: names.map(() => new Float64Array(count)),
  };
  let at = 0;
  for (const source of own) {
    const places: { g: number; k: number; target: number; delay: number }[] = [];
    eachOf(source, (g, k, delay) => places.push({ g, k, target: groups[g].target(k), delay }));
    // rows of several delays each go by target; groups are in order anyway
    places.sort((a, b) => a.target - b.target || a.delay - b.delay);
    for (const { g, k, target, delay } of places) {
      found.sources[at] = source;
      found.targets[at] = target;
      found.delays[at] = delay;
      for (const [v, column] of columns[g].entries())
        found.values[v][at] = column?.(k) ?? Number.NaN;
      at += 1;
    }
  }
  return found;
}

/** The synapses of a name. @throws UserError if there are none. */
export function synapsesNamed({ synapses }: NetworkSimulation, name: string): Synapses {
  const found = synapses.find((item) => item.name === name);
  if (found) return found;
  const names = synapses.map((item) => item.name);
  throw new UserError(
    `unknown synapses: ${name}; expected one of ${names.join(", ")}${didYouMean(name, names)}`,
  );
}

function chosenNeurons(
  { populations, sources }: NetworkSimulation,
  what: string,
  given: readonly number[] | undefined,
  side: Slice,
): number[] {
  if (given === undefined)
    return Array.from({ length: side.end - side.start }, (_, k) => side.start + k);
  if (!Array.isArray(given) && !isNumericArray(given))
    throw new UserError(`invalid ${what}s: ${shown(given)}; expected an array of indices`);
  const owner = [...populations, ...sources].find(({ name }) => name === side.of);
  const N = side.synapses ? side.end : (owner?.N ?? 0);
  return Array.from(new Set(given), (index) => requireWholeNumber(what, index, 0, N - 1)).sort(
    (a, b) => a - b,
  );
}
