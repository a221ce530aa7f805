import { UserError } from "../base/index.js";
import type { NetworkSimulation } from "../network/index.js";
import { withDraws } from "./passes/draws.js";
import type { Block, Domain, Field, Monitor, TimedTable, Trace, Tree } from "./program.js";

/** The moments of a step, in order; blocks of one moment stand in the order in which they were added. */
export const SCHEDULE = [
  "values over time",
  "constant over the step",
  "actions",
  "record at the start",
  "inputs",
  "delivery of inputs",
  "sums",
  "update",
  "update of synapses",
  "spikes",
  "spikes of targets that come late",
  "delivery",
  "spikes of targets",
  "resets",
  "record at the end",
] as const;

export type Moment = (typeof SCHEDULE)[number];

/** A program while passes add to it. */
export class ProgramContext {
  readonly domains: Domain[] = [];
  readonly fields: Field[] = [];
  readonly traces: Trace[] = [];
  readonly monitors: Monitor[] = [];
  readonly timed: TimedTable[] = [];
  readonly trees: Tree[] = [];
  private readonly blockNames = new Set<string>();
  private readonly blocksOf = new Map<Moment, Block[]>(SCHEDULE.map((moment) => [moment, []]));
  /** The time step in s. */
  readonly dt: number;

  constructor(readonly simulation: NetworkSimulation) {
    this.dt = simulation.dt.value;
  }

  addField(field: Omit<Field, "isState"> & { isState?: boolean }): void {
    this.fields.push({ isState: false, ...field });
  }

  addBlock(moment: Moment, block: Block): void {
    const drawing = withDraws({ ...block, name: this.ownName(block.name) });
    const isDrawn = drawing.statements.some(({ kind }) => kind === "draw");
    const { stream } = this.simulation;
    if (isDrawn && stream !== "default")
      throw new UserError(
        `invalid stream: ${stream}; ${block.name} draws in its steps (rand(), randn(), poisson() or several noises), and the published programs' one order of draws has no place for that; expected "default"`,
      );
    this.blocksOf.get(moment)?.push(drawing);
  }

  /** A name that no other block has: draws and moments go by it. */
  private ownName(name: string): string {
    let own = name;
    for (let k = 2; this.blockNames.has(own); k++) own = `${name} (${k})`;
    this.blockNames.add(own);
    return own;
  }

  /** All blocks in the order of the schedule. */
  get blocks(): Block[] {
    return SCHEDULE.flatMap((moment) => this.blocksOf.get(moment) ?? []);
  }
}
