import { InternalError } from "../../base/index.js";
import type { SynapseGroup } from "../../results/index.js";
import { placeOfNotFinite } from "../notFinite.js";
import type { Computed, LoadedNetwork, NotFinite, UpTo } from "../target.js";
import type { Pathway } from "./code/synapses/pathway.js";
import type { Prepared } from "./prepared.js";
import type { Started } from "./start.js";
import { type KernelState, putState, takeState } from "./state/index.js";
import { rowsIn, type SynapseRows, wholeColumn, withSettled } from "./state/synapseRows.js";
import { firstNotFinite } from "./threads/partRun.js";
import { taskOf } from "./threads/task.js";

/** Bytes of a state that is small. */
const SMALL = 2 ** 20;

/** A network on its kernels. */
export class LoadedKernel implements LoadedNetwork {
  readonly threads: number;
  readonly longestChunk: number;
  readonly compileTime: number;
  readonly buildTime: number;
  readonly isSmall: boolean;

  constructor(
    private readonly prepared: Prepared,
    private readonly started: Started,
    { compileTime, buildTime }: { compileTime: number; buildTime: number },
  ) {
    const { layouts, pathways } = prepared;
    this.threads = layouts.length;
    this.longestChunk = Math.min(
      2 ** 31,
      ...layouts.flatMap(({ monitors }) => monitors.map(({ longestChunk }) => longestChunk)),
    );
    this.compileTime = compileTime;
    this.buildTime = buildTime;
    const areConstant = pathways.every(({ variables }) => variables.length === 0);
    this.isSmall = areConstant && layouts.every(({ plan }) => plan.stateSize < SMALL);
  }

  goOn(): Promise<void> {
    return this.started.goOn();
  }

  run(first: number, steps: number): Promise<Computed> {
    return this.started.run(first, steps);
  }

  firstNotFinite(): Omit<NotFinite, "step"> | undefined {
    const { layouts } = this.prepared;
    for (const [k, layout] of layouts.entries()) {
      const found = firstNotFinite(this.started.memories[k], taskOf(layout).states);
      if (found) return found;
    }
    for (const { domain, variables } of this.prepared.pathways)
      for (const { memory, layout } of variables.length > 0 ? this.parts : []) {
        const placed = layout.synapses.get(domain.name);
        const rows = placed && rowsIn(memory, placed);
        for (const variable of variables) {
          // what changes has 64 bits
          const values = rows?.fields.get(variable) as Float64Array | undefined;
          const k = values ? placeOfNotFinite(values) : -1;
          if (values && k >= 0)
            return { domain: domain.name, variable, element: k, value: values[k] };
        }
      }
    return undefined;
  }

  takeState(nextStep: number): KernelState {
    const { program, pathways } = this.prepared;
    return takeState(program, pathways, this.parts, nextStep);
  }

  putState(state: unknown, nextStep: number): void {
    const { program, pathways } = this.prepared;
    putState(program, pathways, this.parts, state as KernelState, nextStep);
  }

  look<T>(
    domain: string,
    lastStep: number,
    upTo: UpTo,
    read: (groups: readonly SynapseGroup[]) => T,
  ): T {
    return this.settled(domain, lastStep, upTo, (rows) => read(rows.map(groupOf)));
  }

  columns(domain: string, lastStep: number, upTo: UpTo): ReadonlyMap<string, Float64Array> {
    const variables = this.prepared.program.fields
      .filter((field) => field.domain === domain && field.isState)
      .map(({ name }) => name);
    return this.settled(
      domain,
      lastStep,
      upTo,
      (rows) => new Map(variables.map((name) => [name, wholeColumn(rows, name)])),
    );
  }

  private settled<T>(
    domain: string,
    lastStep: number,
    upTo: UpTo,
    read: (rows: readonly SynapseRows[]) => T,
  ): T {
    const parts = this.parts.map(({ memory, layout }, k) => {
      const placed = layout.synapses.get(domain);
      if (!placed) throw new InternalError(`no synapses ${domain}`);
      return { memory, placed, exports: this.started.exportsOn(k) };
    });
    const { kernel } = this.prepared;
    return withSettled(kernel, this.pathway(domain), parts, lastStep, upTo, () =>
      read(parts.flatMap(({ memory, placed }) => rowsIn(memory, placed) ?? [])),
    );
  }

  private pathway(domain: string): Pathway {
    const found = this.prepared.pathways.find((pathway) => pathway.domain.name === domain);
    if (!found) throw new InternalError(`no synapses ${domain}`);
    return found;
  }

  end(): void {
    this.started.end();
  }

  release(): void {
    this.started.release();
  }

  private get parts() {
    const { layouts } = this.prepared;
    return layouts.map((layout, k) => ({ layout, memory: this.started.memories[k] }));
  }
}

/** The synapses of a part for somebody who looks at them. */
function groupOf({
  delays,
  offsets,
  target,
  madeTargets,
  first,
  fields,
}: SynapseRows): SynapseGroup {
  return {
    delays,
    offsets,
    target: (k) => madeTargets?.[target(k)] ?? first + target(k),
    column: (name) => {
      const values = fields.get(name);
      return values && ((k) => values[k]);
    },
  };
}
