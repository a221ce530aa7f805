import { numberNextCell } from "../cells/cellScripts.js";
import { publish } from "../cells/publishing.js";
import type { Execution, Tslab } from "../tslab.js";

/**
 * Cells' numbers. tslab tells them only in its answers, which nbconvert does not read: executed
 * notebooks then look as if they were not executed. The protocol has a message for them, sent when a
 * cell begins. What runs silently is not counted.
 */
export function mendExecutionCounts(tslab: Tslab): void {
  tslab.jupyter.JupyterHandlerImpl = class extends tslab.jupyter.JupyterHandlerImpl {
    override async handleExecuteImpl(...execution: Execution): Promise<{ count: number }> {
      const [request] = execution;
      const count = this.execCount + 1;
      numberNextCell(count);
      if (!request.silent)
        publish(request, "execute_input", { code: request.code, execution_count: count });
      try {
        return await super.handleExecuteImpl(...execution);
      } finally {
        if (request.silent) this.execCount = count - 1;
      }
    }
  };
}
