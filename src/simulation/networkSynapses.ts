import { didYouMean, requireWholeNumber, showAs, UserError } from "../base/index.js";
import { Streams } from "../random/index.js";
import {
  DIMENSIONLESS,
  type Dimension,
  NAMED_DIMENSIONS,
  Quantity,
  QuantityArray,
} from "../units/index.js";
import type { Pairs } from "./connect.js";
import { lowerNetwork } from "./lowerNetwork.js";
import {
  isDrawn,
  type NetworkSimulation,
  type Slice,
  type Synapses,
  type Values,
} from "./network.js";
import { type RowsByName, type SynapseRows, wholeColumn } from "./synapseRows.js";
import { makeSynapses, type SynapseTable } from "./synapseTable.js";

/** Which synapses to take out. */
export interface SynapseSelection {
  /** Indices of neurons or channels, in their populations; all by default. */
  sources?: readonly number[];
  targets?: readonly number[];
  /** Plastic variables as they were before the run or (by default) after it. */
  when?: "before" | "after";
}

/** Synapses taken out of a network: by source, then target. */
export interface SynapseList {
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  readonly delay: QuantityArray<"time">;
  /** Values that differ from synapse to synapse, and those that all share. */
  readonly values: Readonly<Record<string, QuantityArray>>;
}

/** Values of plastic variables by synapses and variable, in the order of a whole table. */
export type FinalValues = ReadonlyMap<string, ReadonlyMap<string, Float64Array>>;

/** The synapses of a simulated network: drawn anew when asked for, or as the kernels have them. */
export class NetworkSynapses {
  private readonly tables = new Map<string, SynapseTable>();

  constructor(
    private readonly simulation: NetworkSimulation,
    /** The rows after the run, or what was kept of plastic variables. */
    private readonly after: (() => RowsByName) | FinalValues,
  ) {}

  /** Sources and targets in the order in which they were made. */
  pairs(name: string): Pairs {
    return this.table(name).pairs;
  }

  /** What of the run cannot be drawn anew: the plastic variables' values at its end. */
  get finalValues(): FinalValues {
    const { after } = this;
    if (typeof after !== "function") return after;
    const rows = after();
    return new Map(
      this.simulation.synapses.flatMap(({ name, plasticity }) => {
        if (!plasticity) return [];
        const groups = rows.get(name) ?? [];
        return [
          [
            name,
            new Map(
              Object.keys(plasticity.variables).map((text) => [text, wholeColumn(groups, text)]),
            ),
          ] as const,
        ];
      }),
    );
  }

  /** The synapses between some neurons. @throws UserError for names and indices that do not exist. */
  select(name: string, { sources, targets, when = "after" }: SynapseSelection): SynapseList {
    const synapses = this.synapsesNamed(name);
    if (when !== "before" && when !== "after")
      throw new UserError(`invalid when: ${String(when)}; expected before or after`);
    const { from, to } = synapses;
    const chosen = this.indices("source", sources, from);
    const wanted = new Set(this.indices("target", targets, to));
    const groups = this.rows(name, when);
    const found: {
      source: number;
      target: number;
      delay: number;
      group: SynapseRows;
      at: number;
    }[] = [];
    for (const source of chosen) {
      if (source < from.start || source >= from.end) continue;
      const own: typeof found = [];
      for (const group of groups)
        group.delays.forEach((delay, d) => {
          const row = d * (from.end - from.start) + source - from.start;
          for (let at = group.offsets[row]; at < group.offsets[row + 1]; at++) {
            const target = group.first + group.targets[at];
            if (wanted.has(target)) own.push({ source, target, delay, group, at });
          }
        });
      // rows of several delays each go by target; groups are in order anyway
      own.sort((a, b) => a.target - b.target || a.delay - b.delay);
      for (const synapse of own) found.push(synapse);
    }
    const dt = this.simulation.dt.value;
    const given: [string, Values][] = [
      ...Object.entries(synapses.parameters),
      ...Object.entries(synapses.plasticity?.variables ?? {}),
    ];
    const list: SynapseList = {
      sources: Int32Array.from(found, ({ source }) => source),
      targets: Int32Array.from(found, ({ target }) => target),
      delay: new QuantityArray(
        Float64Array.from(found, ({ delay }) => delay * dt),
        NAMED_DIMENSIONS.time.exponents,
      ),
      values: Object.fromEntries(
        given.map(([text, values]) => [
          text,
          new QuantityArray(
            Float64Array.from(
              found,
              ({ group, at }) => group.values.get(text)?.[at] ?? numberOf(values),
            ),
            dimensionOf(values),
          ),
        ]),
      ),
    };
    return showAs(
      list,
      () => `${found.length} synapses of ${name}: ${Object.keys(list.values).join(", ")}`,
    );
  }

  private rows(name: string, when: "before" | "after"): readonly SynapseRows[] {
    const { after } = this;
    const { plasticity } = this.synapsesNamed(name);
    const isLive = typeof after === "function";
    if (isLive && (when === "after" || !plasticity)) {
      const live = after().get(name);
      if (live) return live;
    }
    const table = this.table(name);
    const final = when === "after" && !isLive ? after.get(name) : undefined;
    return [{ ...table, first: 0, values: new Map([...table.values, ...(final ?? [])]) }];
  }

  /** The synapses, drawn as they were for the run; on a published stream, all of those before too. */
  private table(name: string): SynapseTable {
    this.synapsesNamed(name);
    const known = this.tables.get(name);
    if (known) return known;
    const lowered = lowerNetwork(this.simulation);
    const streams = new Streams(this.simulation.stream, this.simulation.seed);
    for (const item of lowered.synapses) {
      const own = item.synapses.name;
      if (streams.kind !== "default" || own === name)
        this.tables.set(own, makeSynapses(item, streams, lowered.dt));
      if (own === name) break;
    }
    return this.tables.get(name) as SynapseTable;
  }

  private synapsesNamed(name: string): Synapses {
    const { synapses } = this.simulation;
    const found = synapses.find((item) => item.name === name);
    if (!found) {
      const names = synapses.map((item) => item.name);
      throw new UserError(
        `unknown synapses: ${name}; expected one of ${names.join(", ")}${didYouMean(name, names)}`,
      );
    }
    return found;
  }

  private indices(what: string, given: readonly number[] | undefined, side: Slice): number[] {
    if (given === undefined)
      return Array.from({ length: side.end - side.start }, (_, k) => side.start + k);
    const { populations, sources } = this.simulation;
    const N = [...populations, ...sources].find(({ name }) => name === side.of)?.N ?? 0;
    return Array.from(new Set(given), (index) => requireWholeNumber(what, index, 0, N - 1)).sort(
      (a, b) => a - b,
    );
  }
}

const numberOf = (values: Values): number =>
  typeof values === "number" ? values : values instanceof Quantity ? values.value : Number.NaN;

const dimensionOf = (values: Values): Dimension =>
  isDrawn(values) || values instanceof Quantity || values instanceof QuantityArray
    ? values.dimension
    : DIMENSIONLESS;
