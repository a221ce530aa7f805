import vm from "node:vm";
import type { Executor, Tslab } from "../tslab.js";

/** Runs a script, and does something before and after it. The name stands in stack traces. */
export type Around = <T>(run: () => T, name: string) => T;

/**
 * Gives the scripts that cells become a name, and does something around the synchronous part of each.
 * tslab starts a cell with `vm.runInThisContext`, and offers no other way in: so that function is
 * another one from the moment when tslab is given a cell until it starts it.
 */
export function aroundScripts(tslab: Tslab, around: Around): void {
  const { createExecutor } = tslab.executor;
  tslab.executor.createExecutor = (...parameters) => {
    const executor = createExecutor(...parameters);
    let count = 0;
    return {
      ...executor,
      execute: (cell) => {
        count += 1;
        return withScripts(executor, cell, `cell ${count}`, around);
      },
    };
  };
}

function withScripts(
  executor: Executor,
  cell: string,
  filename: string,
  around: Around,
): Promise<boolean> {
  const start = vm.runInThisContext;
  const restore = (): void => {
    vm.runInThisContext = start;
  };
  vm.runInThisContext = (code, options) => {
    // what the cell itself does with vm is its own business
    restore();
    const named = typeof options === "object" ? { ...options, filename } : { filename };
    // Node would put the line of code before the message
    return around(() => start.call(vm, code, { ...named, displayErrors: false }), filename);
  };
  try {
    return executor.execute(cell);
  } finally {
    restore();
  }
}
