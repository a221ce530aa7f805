import { setTimeout as pause } from "node:timers/promises";
import type { ExecuteReply, Execution, Tslab } from "../tslab.js";

/** Milliseconds that a failure's answer waits, so that cells sent before it have come in. */
const STILL_COMING = 50;

/**
 * Which cells a failure stops. tslab drops all that come within 200 ms after it, also those that are
 * to run in spite of it (`nbconvert --allow-errors`), and calls them "abort", which is no word of the
 * protocol. Here a failure aborts the cells that were sent before the front-end knew of it, unless its
 * request says `stop_on_error: false`.
 */
export function mendStopOnError(tslab: Tslab): void {
  tslab.jupyter.JupyterHandlerImpl = class extends tslab.jupyter.JupyterHandlerImpl {
    private last: Promise<unknown> = Promise.resolve();
    private abortedUntil = Number.NEGATIVE_INFINITY;

    override handleExecute(...execution: Execution): Promise<ExecuteReply> {
      const [request] = execution;
      const came = performance.now();
      const answer = this.last.then(async (): Promise<ExecuteReply> => {
        if (came <= this.abortedUntil) return { status: "aborted" };
        try {
          const { count } = await this.handleExecuteImpl(...execution);
          return { status: "ok", execution_count: count };
        } catch (error) {
          if (request.stop_on_error !== false) {
            await pause(STILL_COMING);
            this.abortedUntil = performance.now();
          }
          const count = (error as { count?: number })?.count;
          // tslab throws the cell's number; all else is a defect of the kernel
          if (count === undefined) console.error("unexpected error:", error);
          return { status: "error", execution_count: count };
        }
      });
      this.last = answer;
      return answer;
    }
  };
}
