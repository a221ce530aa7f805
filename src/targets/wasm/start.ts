import type { Computed } from "../target.js";
import {
  giveBack,
  instantiateOn,
  type KernelExports,
  type KernelInstance,
  takeInstance,
} from "./instance.js";
import { mergeParts } from "./merge.js";
import type { Prepared } from "./prepared.js";
import { meetingPlace } from "./threads/meeting.js";
import { PartRun } from "./threads/partRun.js";
import { taskOf } from "./threads/task.js";
import { giveThreadsBack, takeThreads } from "./threads/team.js";

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

/** Fills the one kernel's memory, in this thread. */
export function inOneThread({ module, layouts }: Prepared): Started {
  const [layout] = layouts;
  const instance: KernelInstance = takeInstance(module, layout.plan);
  const { memory, exports } = instance;
  instance.constants = layout.plan.fill(memory, instance.constants);
  const part = new PartRun(exports, memory, taskOf(layout));
  part.connect();
  return {
    run: async (first, steps) => part.run(first, steps),
    goOn: async () => part.goOn(),
    memories: [memory],
    exportsOn: () => exports,
    end: () => {},
    release: () => giveBack(instance),
  };
}

/** Fills a memory for each thread, which its kernel then shares with this thread. */
export async function inThreads({
  program,
  module,
  layouts,
  interval,
}: Prepared): Promise<Started> {
  const memories = sharedMemories(layouts);
  const tasks = layouts.map(taskOf);
  const lists = program.domains.flatMap(({ name }) => {
    const placed = layouts.flatMap((layout) => layout.spiking.get(name) ?? []);
    return placed[0]?.isExchanged ? [placed.map(({ ring, ownRing }) => ({ ring, ownRing }))] : [];
  });
  const workers = takeThreads(layouts.length);
  const meeting = meetingPlace();
  /** Lets all threads do something; one that fails leaves the others waiting for it. */
  const everybody = async <Answer>(ask: (k: number) => Promise<Answer>): Promise<Answer[]> => {
    try {
      return await Promise.all(workers.map((_, k) => ask(k)));
    } catch (error) {
      for (const worker of workers.splice(0)) worker.end();
      throw error;
    }
  };
  await everybody(async (k) => {
    const memory = memories[k];
    // the thread's kernel writes its own tables first
    await workers[k].ask({ kind: "load", module, memory });
    layouts[k].plan.fill(memory);
    const exchange = { memories, lists, own: k, interval };
    await workers[k].ask({ kind: "prepare", task: tasks[k], exchange, meeting });
    await workers[k].ask({ kind: "connect" });
  });
  const exports: KernelExports[] = [];
  const end = (): void => giveThreadsBack(workers.splice(0));
  return {
    run: async (first, steps) =>
      mergeParts(
        program,
        layouts,
        await everybody((k) => workers[k].ask<Computed>({ kind: "run", first, steps })),
      ),
    goOn: async () => {
      await everybody((k) => workers[k].ask({ kind: "go on" }));
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

/** Shared memories reserve all the addresses that they may grow to, which a system can refuse. */
export class NoSharedMemory extends Error {}

function sharedMemories(layouts: Prepared["layouts"]): WebAssembly.Memory[] {
  try {
    return layouts.map(({ plan }) => plan.make(true));
  } catch (error) {
    throw error instanceof RangeError ? new NoSharedMemory() : error;
  }
}
