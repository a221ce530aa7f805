import { StepTimes } from "../../network/index.js";
import {
  type Domain,
  ownerDomain,
  type Program,
  resolved,
  type SynapsesDomain,
  withRepeated,
} from "../../program/index.js";
import {
  type BuiltNetwork,
  type EventPairs,
  requireElements,
  type SynapseRowTable,
  type SynapseTable,
  synapsesByRow,
  synapseTable,
} from "../build/index.js";
import { StepDraws } from "./draws.js";
import { SpikeHistory } from "./spikes.js";

/** All numbers of a network between two steps, and what they are read by. */
export class NetworkState {
  /** Numbers of fields that are not shared, by domain and name. */
  private readonly fields = new Map<string, Float64Array>();
  private readonly histories = new Map<string, SpikeHistory>();
  private readonly tables = new Map<string, SynapseTable>();
  private readonly rowTables = new Map<string, SynapseRowTable>();
  /** Plastic variables as they were at the last spike of each synapse's source. */
  private readonly atSourceSpike = new Map<string, Float64Array>();
  /** All fields, shared ones too. */
  private readonly names: ReadonlySet<string>;
  private readonly times: StepTimes;
  readonly draws: StepDraws;

  constructor(
    readonly program: Program,
    readonly built: BuiltNetwork,
  ) {
    requireElements(built);
    this.times = new StepTimes(program.clock, program.dt);
    this.draws = new StepDraws(built.streams);
    this.names = new Set(program.fields.map(({ domain, name }) => keyOf(domain, name)));
    for (const domain of program.domains)
      if (domain.kind !== "synapses")
        this.histories.set(domain.name, new SpikeHistory(domain.size));
    for (const { domain, name, shared, isState } of program.fields) {
      if (shared) continue;
      const values = built.values(domain, name);
      this.fields.set(keyOf(domain, name), values.slice());
      if (isState && built.domain(domain).kind === "synapses")
        this.atSourceSpike.set(keyOf(domain, name), values.slice());
    }
  }

  domain(name: string): Domain {
    return this.built.domain(name);
  }

  /** Synapses by source and delay; elements of the domain are numbered as they were made. */
  table(domain: SynapsesDomain): SynapseTable {
    let table = this.tables.get(domain.name);
    if (!table) {
      table = synapseTable(this.built, domain);
      this.tables.set(domain.name, table);
    }
    return table;
  }

  /** Synapses in the rows of a pathway. */
  rows(domain: SynapsesDomain, side: "source" | "target", delay: string): SynapseRowTable {
    const key = `${domain.name}\n${side}\n${delay}`;
    let rows = this.rowTables.get(key);
    if (!rows) {
      rows = synapsesByRow(this.built, domain, side, delay);
      this.rowTables.set(key, rows);
    }
    return rows;
  }

  history(domain: string): SpikeHistory {
    return this.histories.get(domain) as SpikeHistory;
  }

  events(domain: string): EventPairs {
    return this.built.eventsOf(domain);
  }

  timeAt(step: number): number {
    return this.times.at(step);
  }

  /** The numbers of a field; undefined where all elements share one, or there is no such field. */
  values(domain: string, name: string): Float64Array | undefined {
    return this.fields.get(keyOf(domain, name));
  }

  valuesAtSourceSpike(domain: string, name: string): Float64Array | undefined {
    return this.atSourceSpike.get(keyOf(domain, name));
  }

  hasField(domain: string, name: string): boolean {
    return this.names.has(keyOf(domain, name));
  }

  /** Keeps a synapse's variables as they are after a spike of its source. */
  noteSourceSpike(domain: string, synapse: number): void {
    for (const { name } of this.program.fields.filter((f) => f.domain === domain && f.isState)) {
      const kept = this.valuesAtSourceSpike(domain, name);
      const values = this.values(domain, name);
      if (kept && values) kept[synapse] = values[synapse];
    }
  }

  /** The domain that a name in a block belongs to, and its bare name. */
  ownerOf(domain: string, text: string): { owner: string; name: string } {
    const { name, side } = resolved(text);
    return { name, owner: ownerDomain(this.program.domains, domain, side) };
  }

  /** Its content as plain data, and back. */
  save(): unknown {
    const copies = (fields: ReadonlyMap<string, Float64Array>): Map<string, Float64Array> =>
      new Map([...fields].map(([key, values]) => [key, values.slice()]));
    return {
      fields: copies(this.fields),
      atSourceSpike: copies(this.atSourceSpike),
      spikes: new Map([...this.histories].map(([name, history]) => [name, history.save()])),
      draws: this.draws.save(),
    };
  }

  restore(saved: unknown): void {
    const { fields, atSourceSpike, spikes, draws } = saved as {
      fields: Map<string, Float64Array>;
      atSourceSpike: Map<string, Float64Array>;
      spikes: Map<string, ReturnType<SpikeHistory["save"]>>;
      draws: unknown;
    };
    // what no step changes is as it was built: its values may be others since
    const changing = this.changingFields();
    for (const [key, values] of fields) if (changing.has(key)) this.fields.get(key)?.set(values);
    for (const [key, values] of atSourceSpike) this.atSourceSpike.get(key)?.set(values);
    for (const [name, history] of spikes) this.history(name).restore(history);
    this.draws.restore(draws);
  }

  /** The keys of fields that blocks change. */
  private changingFields(): Set<string> {
    const changing = new Set<string>();
    for (const { domain, statements } of this.program.blocks)
      for (const statement of withRepeated(statements))
        if (statement.kind === "set" || statement.kind === "sum" || statement.kind === "solve") {
          const { owner, name } = this.ownerOf(domain, statement.target);
          changing.add(keyOf(owner, name));
        }
    return changing;
  }

  /** Copies of the numbers of fields, which what is done next changes. */
  keep(): { restore: () => void } {
    const kept = [this.fields, this.atSourceSpike].map((fields) =>
      [...fields].map(([key, values]) => [key, values.slice()] as const),
    );
    return {
      restore: () => {
        for (const [key, values] of kept[0]) this.fields.get(key)?.set(values);
        for (const [key, values] of kept[1]) this.atSourceSpike.get(key)?.set(values);
      },
    };
  }
}

const keyOf = (domain: string, name: string): string => `${domain}\n${name}`;
