import vm from "node:vm";
import type { Executor, Tslab } from "../tslab.js";

/** Runs a script, and does something before and after it. The name stands in stack traces. */
export type Around = <T>(run: () => T, name: string) => T;

let nextNumber = 1;

/** Says which number the next cell has, by which stack traces name it. */
export const numberNextCell = (number: number): void => {
  nextNumber = number;
};

/**
 * Gives the scripts that cells become a name, like "cell [3]", and does something around the synchronous part of each.
 * tslab starts a cell with `vm.runInThisContext`, and offers no other way in: so that function is
 * another one from the moment when tslab is given a cell until it starts it.
 */
export function aroundScripts(tslab: Tslab, around: Around): void {
  const { createExecutor } = tslab.executor;
  tslab.executor.createExecutor = (...parameters) => {
    const executor = createExecutor(...parameters);
    return {
      ...executor,
      execute: (cell) => withScripts(executor, cell, `cell [${nextNumber}]`, around),
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
