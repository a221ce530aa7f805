import { InternalError } from "../../../base/index.js";
import { tableNamed } from "../../../equations/index.js";
import type { Domain, Program } from "../../../program/index.js";
import { type BuiltNetwork, type SynapseTable, synapseTable } from "../../build/index.js";
import type { Kernel } from "../code/kernel.js";
import { tableAddress } from "../code/kernel.js";
import { isNumber, noSuchSlot, type Slot } from "../code/scope/slots.js";
import { membersOf, type Pathway, spikerOf } from "../code/synapses/pathway.js";
import { tableContent } from "../library/lookUp.js";
import { POISSON_TABLE_SIZE } from "../library/poissonCounts.js";
import type { Made } from "../making/task.js";
import { GENERATOR_SIZE, RUN, RUN_RECORD } from "../records.js";
import { fieldsToPlace } from "./fields.js";
import { generators, publishedGenerator } from "./generators.js";
import { listKey, longestWay } from "./lists.js";
import { MemoryPlan } from "./memoryPlan.js";
import { type PlacedMonitor, placeMonitor, placesInOrder, placesInRange } from "./monitors.js";
import type { Neighbours } from "./neighbours.js";
import type { Part, Range } from "./part.js";
import { type PlacedSynapses, placePathway } from "./pathway.js";
import { type PlacedField, PlacedFields } from "./placedFields.js";
import { type PoissonMeans, placeCounts, placeMeans } from "./poissonTables.js";
import { type PlacedSpiking, placeSpiking } from "./spiking.js";
import { decayTable } from "./traces.js";
import { type PlacedTree, placeTree } from "./trees.js";

/** The generators of a draw: those of the blocks of a range of elements. */
export interface PlacedDraw {
  purpose: string;
  range: Range;
  /** Elements of the whole domain. */
  size: number;
  generators: { address: number; bytes: number };
}

/** Where everything of a part stands in its thread's memory. */
export interface PartLayout {
  plan: MemoryPlan;
  spiking: ReadonlyMap<string, PlacedSpiking>;
  synapses: ReadonlyMap<string, PlacedSynapses>;
  /** Of populations and sources. */
  fields: readonly PlacedField[];
  draws: readonly PlacedDraw[];
  monitors: readonly PlacedMonitor[];
  /** The one generator of published streams. */
  generator: number;
}

/** What parts of a network have in common while they are laid out. */
export interface LayoutContext {
  program: Program;
  kernel: Kernel;
  pathways: readonly Pathway[];
  built: BuiltNetwork;
  threads: number;
  /** Steps between two exchanges of spikes among threads. */
  interval: number;
  tables: SynapseTables;
  neighbours: Neighbours;
}

/** Tables of synapses, each made when it is asked for first. */
export class SynapseTables {
  private readonly made = new Map<string, SynapseTable>();

  constructor(private readonly built: BuiltNetwork) {}

  of(domain: string): SynapseTable {
    let table = this.made.get(domain);
    if (!table) {
      const found = this.built.domain(domain);
      if (found.kind !== "synapses") throw new InternalError(`${domain} are no synapses`);
      table = synapseTable(this.built, found);
      this.made.set(domain, table);
    }
    return table;
  }
}

/**
 * Lays out the memory of a part: everything that the kernel's functions ask for, by its name.
 * @param made what stands in the memory already
 */
export const layOut = (context: LayoutContext, part: Part, made: Made | undefined): PartLayout =>
  new PartPlanner(context, part, made).layout();

class PartPlanner {
  private readonly plan: MemoryPlan;
  private readonly spiking = new Map<string, PlacedSpiking>();
  private readonly synapses = new Map<string, PlacedSynapses>();
  private readonly fields: PlacedFields;
  private readonly means = new Map<string, PoissonMeans>();
  private readonly decays = new Map<string, { address: number; limit: number }>();
  /** Functions that are given as tables, by their names. */
  private readonly functions = new Map<string, number>();
  private readonly trees = new Map<number, PlacedTree>();
  private readonly draws: PlacedDraw[] = [];
  private readonly monitors: PlacedMonitor[] = [];

  constructor(
    private readonly context: LayoutContext,
    private readonly part: Part,
    private readonly made: Made | undefined,
  ) {
    this.plan = new MemoryPlan(Math.max(context.kernel.encoded.heap, made?.heap ?? 0));
    this.fields = new PlacedFields({ ...context, part, plan: this.plan });
  }

  layout(): PartLayout {
    const { plan, context } = this;
    const { program, kernel, built } = context;
    plan.number(RUN_RECORD + RUN.dt, program.dt);
    plan.number(RUN_RECORD + RUN.time, 0);
    plan.word(RUN_RECORD + RUN.suspect, 0);
    plan.word(RUN_RECORD + RUN.unchecked, 0);
    const generator = plan.reserve(GENERATOR_SIZE);
    plan.word(RUN_RECORD + RUN.generator, generator);
    this.placePathways();
    this.placeSpikers();
    for (const monitor of program.monitors)
      this.monitors.push(
        placeMonitor(
          monitor,
          this.placesOf(monitor.domain),
          (domain) => this.spikingOf(domain).buffer,
          plan,
        ),
      );
    kernel.table.forEach((entry, k) => {
      plan.word(
        tableAddress(k),
        entry.kind === "record" ? this.recordOf(entry.domain) : this.placeSlots(entry.slots),
      );
    });
    // published programs draw on from where everything was built
    if (program.stream !== "default") plan.content(generator, publishedGenerator(built.streams));
    return {
      plan,
      spiking: this.spiking,
      synapses: this.synapses,
      fields: this.fields.all,
      draws: this.draws,
      monitors: this.monitors,
      generator,
    };
  }

  private placesOf(domain: string): (element: number) => number | undefined {
    const placed = this.synapses.get(domain);
    return placed
      ? placesInOrder(placed.order)
      : placesInRange(this.part.ranges.get(domain) as Range);
  }

  private placePathways(): void {
    const { context, part, plan } = this;
    const { program, kernel, pathways, built, tables } = context;
    for (const pathway of pathways) {
      const { name } = pathway.domain;
      const placed = placePathway(pathway, {
        program,
        built,
        part,
        plan,
        fields: fieldsToPlace(program, kernel, name),
        table: () => tables.of(name),
        placed: (domain) => this.synapses.get(domain),
        made: this.made?.rows.find((rows) => rows.domain === pathway.rowsOf),
        within: this.withinOf(pathway),
      });
      this.synapses.set(name, placed);
    }
  }

  /** Which targets of the rows are those of a pathway, where they are not all its own. */
  private withinOf({ domain, rowsOf }: Pathway): Range | undefined {
    const { pathways, neighbours } = this.context;
    const [leader, ...others] = membersOf(pathways, rowsOf);
    if (others.length === 0) return undefined;
    const begin = (target: string): number => neighbours.beginIn(this.part, target);
    const first = begin(domain.target) - begin(leader.domain.target);
    const range = this.part.ranges.get(domain.target) as Range;
    return { first, end: first + range.end - range.first };
  }

  private placeSpikers(): void {
    const { context, part, plan } = this;
    const { program, pathways, built, threads, interval } = context;
    for (const domain of program.domains) {
      if (domain.kind === "synapses") continue;
      const leaving = pathways.filter(
        ({ domain: own, delivery }) => delivery && spikerOf(own, delivery) === domain.name,
      );
      const delays = [
        ...leaving.map((pathway) => this.synapses.get(pathway.domain.name)?.delays.at(-1) ?? 0),
        ...pathways.flatMap(({ domain: own, others }) =>
          others
            .filter((block) => spikerOf(own, block) === domain.name)
            .map((block) => longestWay(built, own.name, block)),
        ),
      ];
      const longestDelay = Math.max(0, ...delays);
      const travel = {
        threads,
        interval,
        longestDelay,
        isRemembered:
          longestDelay > 0 ||
          leaving.some(({ delayed }) => delayed) ||
          // exchanged in the step itself
          (interval === 0 && delays.length > 0),
      };
      this.spiking.set(domain.name, placeSpiking(program, built, domain, part, travel, plan));
    }
  }

  /** The record of a function: what it asked for, in its order. */
  private placeSlots(slots: readonly Slot[]): number {
    const { plan } = this;
    const record = plan.reserve(8 * slots.length);
    slots.forEach((slot, k) => {
      const at = record + 8 * k;
      if (isNumber(slot)) plan.number(at, this.numberIn(slot));
      else plan.word(at, this.wordIn(slot, at));
    });
    return record;
  }

  private numberIn(slot: Slot): number {
    const { built } = this.context;
    if (slot.kind === "timed") return this.context.program.timed[slot.table].dt;
    if (slot.kind === "size") return built.sizeOf(slot.domain);
    if (slot.kind === "number") return built.number(slot.domain, slot.name);
    throw noSuchSlot(slot);
  }

  /** An address or a count; `at` is where it will stand. */
  private wordIn(slot: Slot, at: number): number {
    const { plan, context } = this;
    switch (slot.kind) {
      case "run":
        return RUN_RECORD;
      case "record":
        return this.recordOf(slot.domain);
      case "field":
        return this.fieldAddress(slot);
      case "trace":
        return this.known(this.synapses.get(slot.domain)?.plastic?.traces.get(slot.name), slot);
      case "decay":
        return this.decayOf(slot).address;
      case "decay limit":
        return this.decayOf(slot).limit;
      case "list":
        return this.known(
          this.synapses.get(slot.domain)?.lists.get(listKey(slot))?.[slot.what],
          slot,
        );
      case "moment":
        return this.momentWord(slot);
      case "generators":
        return this.placeGenerators(slot);
      case "sources":
        return this.known(this.synapses.get(slot.domain)?.sources, slot);
      case "counts": {
        const { range } = this.spikingOf(slot.domain);
        return placeCounts(context.built, slot.domain, range, slot.which, plan);
      }
      case "silent":
        return this.meansOf(slot.domain).silent;
      case "parts":
        return this.meansOf(slot.domain).parts;
      case "partial mean":
        return this.meansOf(slot.domain).partialMeans;
      case "poisson":
        return this.poissonWord(slot);
      case "timed":
        return this.timedWord(slot);
      case "table":
        return this.tableAddress(slot.name);
      case "tree":
        return this.treeOf(slot.tree)[slot.what];
      case "monitor":
        return this.monitorWord(slot, at);
      default:
        throw noSuchSlot(slot);
    }
  }

  /** The generators of a draw, of the part's own blocks; of synapses, of their targets'. */
  private placeGenerators({ domain, purpose }: Slot & { kind: "generators" }): number {
    const { built } = this.context;
    const owner = built.domain(domain);
    const { range } = this.spikingOf(owner.kind === "synapses" ? owner.target : domain);
    const states = generators(built.streams, range, purpose);
    const address = this.plan.array(states);
    this.draws.push({
      purpose,
      range,
      size: built.sizeOf(owner.kind === "synapses" ? owner.target : domain),
      generators: { address, bytes: states.byteLength },
    });
    return address;
  }

  private momentWord(slot: Slot & { kind: "moment" }): number {
    const when = this.context.program.blocks.find(({ name }) => name === slot.block)?.when;
    if (when?.kind !== "step") throw noSuchSlot(slot);
    const { every, at = [] } = when;
    switch (slot.what) {
      case "every":
        return every;
      case "steps":
        return this.plan.array(Int32Array.from(at));
      case "count":
        return at.length;
      case "next":
        return 0;
    }
  }

  private poissonWord({ domain, what }: Slot & { kind: "poisson" }): number {
    const { plan } = this;
    if (what === "deviates") {
      const { first, end } = this.spikingOf(domain).range;
      return plan.zeros(8 * (end - first + 1));
    }
    const table = plan.reserve(POISSON_TABLE_SIZE);
    plan.number(table, Number.NaN);
    return table;
  }

  private timedWord({ table, what }: Slot & { kind: "timed" }): number {
    const { of, values, columns } = this.context.program.timed[table];
    const rows = values.length / columns;
    if (what === "row") return 0;
    if (what === "lastRow") return rows - 1;
    if (columns === 1) return this.plan.array(values);
    const { first, end } = this.spikingOf(of).range;
    const own = new Float64Array(rows * (end - first));
    for (let row = 0; row < rows; row++)
      own.set(values.subarray(row * columns + first, row * columns + end), row * (end - first));
    return this.plan.array(own);
  }

  private tableAddress(name: string): number {
    let address = this.functions.get(name);
    if (address === undefined) {
      const table = tableNamed(name);
      if (!table) throw noSuchSlot({ kind: "table", name });
      const { at, values, outside } = table;
      address = this.plan.array(tableContent(at, values, outside === "hold"));
      this.functions.set(name, address);
    }
    return address;
  }

  private treeOf(index: number): PlacedTree {
    let placed = this.trees.get(index);
    if (!placed) {
      const tree = this.context.program.trees[index];
      placed = placeTree(tree, this.spikingOf(tree.of).range, this.plan);
      this.trees.set(index, placed);
    }
    return placed;
  }

  private monitorWord(slot: Slot & { kind: "monitor" }, at: number): number {
    const placed = this.monitors[slot.monitor];
    if (!placed) throw noSuchSlot(slot);
    switch (slot.what) {
      case "elements":
        return placed.elements;
      case "count":
        return placed.positions.length;
      case "buffer":
        return placed.buffer;
      case "filled":
        placed.filled = at;
        return 0;
    }
  }

  private recordOf(domain: string): number {
    const record = this.spiking.get(domain)?.record ?? this.synapses.get(domain)?.record;
    return this.known(record, { kind: "record", domain });
  }

  private spikingOf(domain: string): PlacedSpiking {
    const placed = this.spiking.get(domain);
    if (!placed) throw noSuchSlot({ kind: "record", domain });
    return placed;
  }

  /** The numbers of a field: of synapses as they were placed, of neurons when they are asked for. */
  private fieldAddress(slot: Slot & { kind: "field" }): number {
    const { domain, name } = slot;
    const { built } = this.context;
    const owner: Domain = built.domain(domain);
    if (owner.kind === "synapses")
      return this.known(this.synapses.get(domain)?.rows?.fields.get(name), slot);
    return this.fields.addressOf(domain, name);
  }

  private meansOf(domain: string): PoissonMeans {
    let means = this.means.get(domain);
    if (!means) {
      means = placeMeans(this.context.built, domain, this.spikingOf(domain).range, this.plan);
      this.means.set(domain, means);
    }
    return means;
  }

  private decayOf(slot: Slot & { kind: "decay" | "decay limit" }): {
    address: number;
    limit: number;
  } {
    const { program } = this.context;
    const key = `${slot.domain}\n${slot.name}`;
    let decay = this.decays.get(key);
    if (!decay) {
      const trace = program.traces.find(
        ({ domain, name }) => domain === slot.domain && name === slot.name,
      );
      if (!trace) throw noSuchSlot(slot);
      const { table, limit } = decayTable(program.dt / trace.tau);
      decay = { address: this.plan.array(table), limit };
      this.decays.set(key, decay);
    }
    return decay;
  }

  private known(value: number | undefined, slot: Slot): number {
    if (value === undefined) throw noSuchSlot(slot);
    return value;
  }
}
