import { InternalError, UserError } from "../../base/index.js";
import { toPlain } from "../../cache/stored.js";
import { checkedNetwork, type NetworkSimulation } from "../../network/index.js";
import type { NetworkResult } from "../../results/index.js";
import { checkRunOptions, keptResult, type RunOptions, run as runHere } from "../../run/index.js";
import { type Order, type Outcome, type Report, SIMULATOR } from "./simulator.js";

// The page's side of the worker that carries out simulations.

/** Milliseconds that the worker has to stop what nobody wants any more; then it is ended. */
const PATIENCE = 400;

/** A run on its way. */
interface Call {
  report: (report: Report) => void;
  fail: (error: Error) => void;
}

const calls = new Map<number, Call>();
let worker: Worker | undefined;
let script: (() => string) | undefined;
let count = 0;

/** Names the script that the worker loads; without one, simulations run on the page itself. */
export function useWorkerScript(urlOf: (() => string) | undefined): void {
  script = urlOf;
}

/** Starts the worker, so that the first simulation need not wait for it. */
export function startSimulator(): Worker | undefined {
  if (worker || !script) return worker;
  try {
    worker = new Worker(script(), { name: SIMULATOR });
  } catch {
    // where there are no workers, the page computes
    script = undefined;
    return undefined;
  }
  worker.onmessage = ({ data }) => {
    const report = data as Report;
    calls.get(report.id)?.report(report);
  };
  worker.onerror = ({ message }) =>
    endSimulator(new InternalError(`the simulator failed: ${message}`));
  return worker;
}

/** Ends the worker; the next simulation starts another. */
function endSimulator(error: Error): void {
  worker?.terminate();
  worker = undefined;
  const waiting = [...calls.values()];
  calls.clear();
  for (const { fail } of waiting) fail(error);
}

/** What a stopped run throws. */
export const stopped = (): DOMException => new DOMException("the run was stopped", "AbortError");

/**
 * Runs a simulation in the worker: as `run` does, but the page goes on meanwhile. A run that is stopped
 * ends soon, whatever it is doing.
 */
export async function runInWorker<Named>(
  given: NetworkSimulation<Named>,
  options: RunOptions = {},
): Promise<NetworkResult & Named> {
  const simulation = checkedNetwork(given);
  checkRunOptions(options);
  const { signal, onProgress, onBuilt, ...plain } = options;
  if (signal?.aborted) throw stopped();
  const simulator = startSimulator();
  if (!simulator) return runHere(simulation, options) as Promise<NetworkResult & Named>;
  const id = count++;
  const outcome = await new Promise<Outcome>((resolve, reject) => {
    const settle = (end: () => void): void => {
      calls.delete(id);
      signal?.removeEventListener("abort", stop);
      end();
    };
    const stop = (): void => {
      settle(() => reject(stopped()));
      simulator.postMessage({ kind: "stop", id } satisfies Order);
      endUnlessAnswered(id);
    };
    calls.set(id, {
      fail: (error) => settle(() => reject(error)),
      report: (report) => {
        if (report.kind === "built") onBuilt?.(report.built);
        else if (report.kind === "progress") onProgress?.(report.done, report.steps);
        else if (report.kind === "done") settle(() => resolve(report.outcome));
        else settle(() => reject(errorOf(report)));
      },
    });
    signal?.addEventListener("abort", stop);
    const order: Order = {
      kind: "run",
      id,
      simulation: toPlain(simulation),
      options: toPlain(plain),
      progress: onProgress !== undefined,
    };
    simulator.postMessage(order);
  });
  return resultOf(simulation, outcome) as NetworkResult & Named;
}

/** Ends the worker if it goes on with a run that was stopped, unless others wait for theirs. */
function endUnlessAnswered(id: number): void {
  const timer = setTimeout(() => {
    calls.delete(id);
    if (calls.size === 0) endSimulator(stopped());
  }, PATIENCE);
  const answered = (): void => {
    clearTimeout(timer);
    calls.delete(id);
  };
  calls.set(id, {
    fail: answered,
    report: ({ kind }) => {
      if (kind === "done" || kind === "failed") answered();
    },
  });
}

function errorOf({ error, name, isUsers }: Report & { kind: "failed" }): Error {
  if (isUsers) return new UserError(error);
  const made = new Error(error);
  made.name = name;
  return made;
}

const resultOf = (simulation: NetworkSimulation, { end, ...parts }: Outcome): NetworkResult =>
  keptResult(simulation, parts, () => {
    if (end) return end;
    throw new UserError(
      "unknown final state: the run was told to forget it, or it is too large for a page",
    );
  });
