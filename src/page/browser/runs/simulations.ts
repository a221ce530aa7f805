import { InternalError, UserError } from "../../../base/index.js";
import { toPlain } from "../../../cache/stored.js";
import { checkedNetwork, type NetworkSimulation } from "../../../network/index.js";
import type { NetworkResult } from "../../../results/index.js";
import {
  checkRunOptions,
  kept,
  keptResult,
  type RunOptions,
  run as runHere,
} from "../../../run/index.js";
import { EARLY_SIMULATOR, SIMULATOR } from "../../outputs.js";
import type { Order, Outcome, Report } from "./simulator.js";

// The page's side of the workers that carry out simulations.

/** Milliseconds that the worker has to stop what nobody wants any more; then it is ended. */
const PATIENCE = 400;

/** A run on its way. */
interface Call {
  report: (report: Report) => void;
  fail: (error: Error) => void;
}

let script: (() => string) | undefined;

/** Names the script that workers load; without one, simulations run on the page itself. */
export function useWorkerScript(urlOf: (() => string) | undefined): void {
  script = urlOf;
}

/** What a stopped run throws. */
export const stopped = (): DOMException => new DOMException("the run was stopped", "AbortError");

/** A worker that carries out simulations, one after the other. */
class Simulator {
  private readonly calls = new Map<number, Call>();
  private worker: Worker | undefined;
  private count = 0;

  /** Starts the worker, unless it runs. @returns nothing where there can be none */
  start(): Worker | undefined {
    if (this.worker || !script) return this.worker;
    try {
      this.worker = earlyWorker() ?? new Worker(script(), { name: SIMULATOR });
    } catch {
      // where there are no workers, the page computes
      script = undefined;
      return undefined;
    }
    this.worker.onmessage = ({ data }) => {
      const report = data as Report;
      this.calls.get(report.id)?.report(report);
    };
    this.worker.onerror = ({ message }) =>
      this.end(new InternalError(`the simulator failed: ${message}`));
    return this.worker;
  }

  /** Ends the worker; the next simulation starts another. */
  end(error: Error): void {
    this.worker?.terminate();
    this.worker = undefined;
    const waiting = [...this.calls.values()];
    this.calls.clear();
    for (const { fail } of waiting) fail(error);
  }

  /** Carries out a simulation. @returns nothing where there can be no worker */
  run(
    simulation: NetworkSimulation,
    { signal, onProgress, onBuilt, ...plain }: RunOptions,
  ): Promise<Outcome> | undefined {
    const worker = this.start();
    if (!worker) return undefined;
    const id = this.count++;
    return new Promise<Outcome>((resolve, reject) => {
      const settle = (end: () => void): void => {
        this.calls.delete(id);
        signal?.removeEventListener("abort", stop);
        end();
      };
      const stop = (): void => {
        settle(() => reject(stopped()));
        worker.postMessage({ kind: "stop", id } satisfies Order);
        this.endUnlessAnswered(id);
      };
      this.calls.set(id, {
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
      worker.postMessage(order);
    });
  }

  /** Ends the worker if it goes on with a run that was stopped, unless others wait for theirs. */
  private endUnlessAnswered(id: number): void {
    const { calls } = this;
    const timer = setTimeout(() => {
      calls.delete(id);
      if (calls.size === 0) this.end(stopped());
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
}

/** The worker that the page's text has started, for whoever comes first. */
function earlyWorker(): Worker | undefined {
  const place = globalThis as { [EARLY_SIMULATOR]?: Worker };
  const worker = place[EARLY_SIMULATOR];
  delete place[EARLY_SIMULATOR];
  return worker;
}

/** The one that all cells share. */
const shared = new Simulator();

/** Starts the worker, so that the first simulation need not wait for it. */
export const startSimulator = (): void => void shared.start();

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
  if (options.signal?.aborted) throw stopped();
  const outcome = shared.run(simulation, options);
  if (!outcome) return runHere(simulation, options) as Promise<NetworkResult & Named>;
  return resultOf(simulation, await outcome) as NetworkResult & Named;
}

/** Several simulators, for work that has many simulations: the one that all cells share, and others while it lasts. */
export class Simulators {
  private readonly all: readonly Simulator[];
  private readonly idle: Simulator[];

  constructor(readonly count: number) {
    this.all = Array.from({ length: count }, (_, k) => (k === 0 ? shared : new Simulator()));
    this.idle = [...this.all];
  }

  /** Carries out a simulation, in a simulator that has nothing to do: no more than `count` at a time. */
  async run(simulation: NetworkSimulation, options: RunOptions): Promise<Outcome> {
    const simulator = this.idle.pop() ?? shared;
    try {
      const outcome = await simulator.run(simulation, options);
      return outcome ?? { ...kept(await runHere(simulation, options)), end: undefined };
    } finally {
      this.idle.push(simulator);
    }
  }

  /** Ends those that are not shared. */
  end(): void {
    for (const simulator of this.all) if (simulator !== shared) simulator.end(stopped());
  }
}

function errorOf({ error, name, isUsers }: Report & { kind: "failed" }): Error {
  if (isUsers) return new UserError(error);
  const made = new Error(error);
  made.name = name;
  return made;
}

/** What the worker gave, as a result. */
export const resultOf = (
  simulation: NetworkSimulation,
  { end, ...parts }: Outcome,
): NetworkResult =>
  keptResult(simulation, parts, () => {
    if (end) return end;
    throw new UserError(
      "unknown final state: the run was told to forget it, or it is too large for a page",
    );
  });
