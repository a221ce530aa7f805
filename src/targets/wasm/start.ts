import type { Computed } from "../target.js";
import {
  giveBack,
  instanceOn,
  instantiateOn,
  type KernelExports,
  takeInstance,
} from "./instance.js";
import { alignDelays, type Made, type MakeTask, makingSynapses } from "./making/index.js";
import { mergeParts } from "./merge.js";
import type { Prepared } from "./prepared.js";
import { meetingPlace } from "./threads/meeting.js";
import { PartRun } from "./threads/partRun.js";
import { taskOf } from "./threads/task.js";
import { giveThreadsBack, type Thread, takeThreads } from "./threads/team.js";

/** The kernels of a network with their memories, ready to compute. */
export interface Started {
  run: (first: number, steps: number) => Promise<Computed>;
  goOn: () => Promise<void>;
  /** One memory for each thread. */
  memories: readonly WebAssembly.Memory[];
  /** The kernel on a thread's memory, for this thread to call between runs. */
  exportsOn: (part: number) => KernelExports;
  end: () => void;
  release: () => void;
}

/** Where a network's synapses are made and its kernels run: a memory for each part. */
export interface Site {
  /**
   * Makes synapses, by part.
   * @param heap the first address of each memory that is free
   * @param pause lets others have a turn
   */
  make: (
    tasks: readonly (readonly MakeTask[])[],
    heap: number,
    pause: () => Promise<void>,
  ) => Promise<readonly Made[]>;
  /** Fills the memories, which the kernels then run on. */
  start: (prepared: Prepared) => Promise<Started>;
  /** Gives up, where something has failed. */
  end: () => void;
}

/** Milliseconds that making synapses takes of this thread at once. */
const MOST_WITHOUT_PAUSE = 50;

/** The one kernel runs in this thread. */
export class OneThread implements Site {
  private memory: WebAssembly.Memory | undefined;

  async make(
    [tasks]: readonly (readonly MakeTask[])[],
    heap: number,
    pause: () => Promise<void>,
  ): Promise<readonly Made[]> {
    this.memory = new WebAssembly.Memory({ initial: 1 });
    const making = makingSynapses(this.memory, heap, tasks);
    for (let since = performance.now(); ; ) {
      const { done, value } = making.next();
      if (done) return [value];
      if (performance.now() - since < MOST_WITHOUT_PAUSE) continue;
      await pause();
      since = performance.now();
    }
  }

  async start({ module, layouts }: Prepared): Promise<Started> {
    const [layout] = layouts;
    const instance = this.memory
      ? instanceOn(module, this.memory, layout.plan)
      : takeInstance(module, layout.plan);
    const { memory, exports } = instance;
    instance.constants = layout.plan.fill(memory, instance.constants);
    const part = new PartRun(exports, memory, taskOf(layout));
    return {
      run: async (first, steps) => part.run(first, steps),
      goOn: async () => part.goOn(),
      memories: [memory],
      exportsOn: () => exports,
      end: () => {},
      release: () => giveBack(instance),
    };
  }

  end(): void {}
}

/** A thread for each part, whose memory its kernel shares with this thread. */
export class ManyThreads implements Site {
  private readonly memories: WebAssembly.Memory[];
  private readonly workers: Thread[];

  constructor(threads: number) {
    this.memories = sharedMemories(threads);
    this.workers = takeThreads(threads);
  }

  /** Lets all threads do something; one that fails leaves the others waiting for it. */
  private async everybody<Answer>(ask: (k: number) => Promise<Answer>): Promise<Answer[]> {
    const { workers } = this;
    try {
      return await Promise.all(workers.map((_, k) => ask(k)));
    } catch (error) {
      for (const worker of workers.splice(0)) worker.end();
      throw error;
    }
  }

  async make(
    tasks: readonly (readonly MakeTask[])[],
    heap: number,
    pause: () => Promise<void>,
  ): Promise<readonly Made[]> {
    const { memories, workers } = this;
    const making = this.everybody((k) =>
      workers[k].ask<Made>({ kind: "make", memory: memories[k], heap, tasks: tasks[k] }),
    );
    // who gives up does not wait for what the threads still make
    let turns: ReturnType<typeof setInterval> | undefined;
    const givenUp = new Promise<never>((_, reject) => {
      turns = setInterval(() => pause().catch(reject), MOST_WITHOUT_PAUSE);
    });
    try {
      return alignDelays(memories, await Promise.race([making, givenUp]));
    } finally {
      clearInterval(turns);
    }
  }

  async start({ program, module, layouts, interval }: Prepared): Promise<Started> {
    const { memories, workers } = this;
    const tasks = layouts.map(taskOf);
    const lists = program.domains.flatMap(({ name }) => {
      const placed = layouts.flatMap((layout) => layout.spiking.get(name) ?? []);
      return placed[0]?.isExchanged ? [placed.map(({ ring, ownRing }) => ({ ring, ownRing }))] : [];
    });
    const meeting = meetingPlace();
    await this.everybody(async (k) => {
      const memory = memories[k];
      const { plan } = layouts[k];
      plan.grow(memory);
      // the thread's kernel writes its own tables first
      await workers[k].ask({ kind: "load", module, memory });
      plan.fill(memory);
      const exchange = { memories, lists, own: k, interval };
      await workers[k].ask({ kind: "prepare", task: tasks[k], exchange, meeting });
    });
    const exports: KernelExports[] = [];
    const end = (): void => this.end();
    return {
      run: async (first, steps) =>
        mergeParts(
          program,
          layouts,
          await this.everybody((k) => workers[k].ask<Computed>({ kind: "run", first, steps })),
        ),
      goOn: async () => {
        await this.everybody((k) => workers[k].ask({ kind: "go on" }));
      },
      memories,
      exportsOn: (k) => {
        exports[k] ??= instantiateOn(module, memories[k]);
        return exports[k];
      },
      end,
      release: end,
    };
  }

  end(): void {
    giveThreadsBack(this.workers.splice(0));
  }
}

/** All pages that WebAssembly can address. */
const MOST_PAGES = 65_536;

/** Shared memories reserve all the addresses that they may grow to, which a system can refuse. */
export class NoSharedMemory extends Error {}

function sharedMemories(count: number): WebAssembly.Memory[] {
  try {
    return Array.from(
      { length: count },
      () => new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true }),
    );
  } catch (error) {
    throw error instanceof RangeError ? new NoSharedMemory() : error;
  }
}
