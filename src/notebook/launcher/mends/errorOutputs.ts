import { format } from "node:util";
import { type Failure, refused, thrown } from "../cells/failure.js";
import { publish } from "../cells/publishing.js";
import type { ExecuteReply, ExecuteRequest, Execution, Tslab } from "../tslab.js";

/** What the last cell failed of. */
let failure: Failure | undefined;

/**
 * Errors of cells. tslab writes them to the stream of errors, with lines of library code before the message, and
 * tells the front-end nothing of what happened. Here they are what Jupyter calls an error: the message
 * first, then the lines of the user's cells, then those of packages; and the front-end is told.
 */
export function mendErrors(tslab: Tslab): void {
  const { createExecutor } = tslab.executor;
  tslab.executor.createExecutor = (folder, converters, console) => {
    let written: unknown[][] = [];
    const error = (...values: unknown[]): void => {
      written.push(values);
    };
    const executor = createExecutor(folder, converters, { ...console, error });
    return {
      ...executor,
      execute: async (cell) => {
        written = [];
        failure = undefined;
        const succeeded = await executor.execute(cell);
        if (!succeeded) failure = failureOf(written);
        // cells that define a module succeed even so
        else for (const values of written) console.error(...values);
        return succeeded;
      },
    };
  };
  answerWithFailures(tslab);
}

/** tslab writes a format with values where TypeScript refuses a cell, and else what was thrown. */
function failureOf(written: readonly unknown[][]): Failure {
  const [first] = written;
  if (first === undefined) return refused(["the cell failed"]);
  return first.length > 1 ? refused(written.map((values) => format(...values))) : thrown(first[0]);
}

function answerWithFailures(tslab: Tslab): void {
  const failures = new WeakMap<ExecuteRequest, Failure>();
  tslab.jupyter.JupyterHandlerImpl = class extends tslab.jupyter.JupyterHandlerImpl {
    override async handleExecute(...execution: Execution): Promise<ExecuteReply> {
      const reply = await super.handleExecute(...execution);
      return reply.status === "error" ? { ...reply, ...failures.get(execution[0]) } : reply;
    }
    override async handleExecuteImpl(...execution: Execution): Promise<{ count: number }> {
      const [request] = execution;
      try {
        return await super.handleExecuteImpl(...execution);
      } catch (count) {
        if (failure) {
          failures.set(request, failure);
          publish(request, "error", failure);
        }
        throw count;
      }
    }
  };
}

/**
 * Shows errors that no cell waits for: below the running or last cell, the message first. An interrupt
 * that ended work in the background is no error. Call it once the kernel has started.
 */
export function showUncaughtErrors(): void {
  const show = (error: unknown): void => {
    if (error instanceof Error && error.name === "InterruptedError") return;
    console.error(thrown(error).traceback.join("\n"));
  };
  for (const event of ["uncaughtException", "unhandledRejection"]) {
    process.removeAllListeners(event);
    process.on(event, show);
  }
}
