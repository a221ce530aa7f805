import { checkNoMore, checkOptions, host, requireWholeNumber } from "../../../base/index.js";
import type { Executor } from "../../../sweep/executors/executor.js";
import { NeedsNode } from "../shims/needsNode.js";

/** Executors that a page stands in for: it computes points wherever it can. */
const executors = new WeakSet<object>();

/** Whether an executor is one of these. */
export const isOfPage = (executor: object): boolean => executors.has(executor);

function pageExecutor(name: string): Executor {
  const executor: Executor = {
    name,
    compute: () => Promise.reject(new NeedsNode(`${name} needs Node`)),
  };
  executors.add(executor);
  return executor;
}

/** `inProcess` of Node. */
export function inProcess(...more: unknown[]): Executor {
  checkNoMore("inProcess", more);
  return pageExecutor("in process");
}

/** `workers` of Node. */
export function workers(options: { threads?: number } = {}): Executor {
  checkOptions("workers", options, ["threads"]);
  const { threads = host.cores() } = options;
  requireWholeNumber("threads", threads, 1, 1024);
  return pageExecutor(`${threads} workers`);
}
