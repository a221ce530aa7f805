import { messageOf, UserError } from "../../../base/index.js";
import "../../../cache/codecs.js";
import { fromPlain } from "../../../cache/stored.js";
import type { NetworkSimulation } from "../../../network/index.js";
import type { FinalState, NetworkResult } from "../../../results/index.js";
import { type Built, type KeptResult, kept, type RunOptions, run } from "../../../run/index.js";
import { SIMULATOR } from "../../outputs.js";

// The side of the worker: it carries out simulations that the page describes.

/** What the page says to the worker. */
export type Order =
  | { kind: "run"; id: number; simulation: unknown; options: unknown; progress: boolean }
  | { kind: "stop"; id: number };

/** What the worker says to the page. */
export type Report =
  | { kind: "built"; id: number; built: Built }
  | { kind: "progress"; id: number; done: number; steps: number }
  | { kind: "done"; id: number; outcome: Outcome }
  | { kind: "failed"; id: number; error: string; name: string; isUsers: boolean };

/** What a run gave, without the simulation, which the page has. */
export interface Outcome extends KeptResult {
  /** The state at the end, unless the run was told to forget it, or it is large. */
  end: FinalState | undefined;
}

/** Whether this module was loaded by such a worker. */
export const isSimulator = (): boolean =>
  typeof document === "undefined" && (globalThis as { name?: string }).name === SIMULATOR;

/** Milliseconds between two reports of progress. */
const REPORT_EVERY = 50;

/** Makes this worker carry out simulations, one after the other. */
export function answerAsSimulator(): void {
  const stops = new Map<number, AbortController>();
  let queue: Promise<void> = Promise.resolve();
  addEventListener("message", ({ data }) => {
    const order = data as Order;
    if (order.kind === "stop") return stops.get(order.id)?.abort();
    const stop = new AbortController();
    stops.set(order.id, stop);
    queue = queue.then(async () => {
      const report = await carryOut(order, stop.signal);
      postMessage(report, { transfer: movedOf(report) });
      stops.delete(order.id);
    });
  });
}

async function carryOut(
  { id, simulation, options, progress }: Order & { kind: "run" },
  signal: AbortSignal,
): Promise<Report> {
  let reported = 0;
  const given = fromPlain(options) as RunOptions;
  try {
    signal.throwIfAborted();
    const result = await run(fromPlain(simulation) as NetworkSimulation, {
      ...given,
      signal,
      onBuilt: (built) => postMessage({ kind: "built", id, built } satisfies Report),
      ...(progress && {
        onProgress: (done, steps) => {
          const now = performance.now();
          if (now - reported < REPORT_EVERY && done < steps) return;
          reported = now;
          postMessage({ kind: "progress", id, done, steps } satisfies Report);
        },
      }),
    });
    return { kind: "done", id, outcome: outcomeOf(result, given) };
  } catch (error) {
    const { name } = error as Error;
    const isUsers = error instanceof UserError;
    return { kind: "failed", id, error: messageOf(error), name, isUsers };
  }
}

/** Most values of plastic synapses with which a page keeps the state at the end of a run. */
const MOST_VALUES = 2e6;

function outcomeOf(result: NetworkResult, { forgetState = false }: RunOptions): Outcome {
  const parts = kept(result);
  const columns = Array.from(parts.synapses.after.values(), (group) => [...group.values()]).flat();
  const isLarge = columns.reduce((sum, { length }) => sum + length, 0) > MOST_VALUES;
  const end = forgetState || isLarge ? undefined : result.finalState;
  return { ...parts, end };
}

/** What need not be copied on its way to the page. */
const movedOf = (report: Report): Transferable[] =>
  report.kind === "done"
    ? [
        ...new Set([
          ...Array.from(report.outcome.spikes.values(), ({ buffer }) => buffer as ArrayBuffer),
          ...report.outcome.recorded.map(({ values }) => values.buffer as ArrayBuffer),
        ]),
      ]
    : [];
