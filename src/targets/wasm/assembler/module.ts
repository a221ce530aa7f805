import { InternalError } from "../../../base/index.js";
import type { FunctionReference } from "./code.js";
import { type FunctionDefinition, FunctionWriter } from "./function.js";

/** A function whose code was written. */
export interface WrittenFunction {
  definition: FunctionDefinition;
  writer: FunctionWriter;
}

/** A module before it is encoded: its functions in order, and which of them can be called from outside. */
export interface WrittenModule {
  functions: readonly WrittenFunction[];
  exported: ReadonlyMap<string, FunctionReference>;
  /** Whether its memory is shared among threads. */
  shared: boolean;
}

/**
 * Writes the code of functions and of all that they call.
 * @param exported the functions to call from outside, by the names to call them by
 */
export function writeModule(
  exported: ReadonlyMap<string, FunctionDefinition>,
  shared: boolean,
): WrittenModule {
  const functions: WrittenFunction[] = [];
  const known = new Set<FunctionReference>();
  const visit = (definition: FunctionDefinition): void => {
    if (known.has(definition)) return;
    known.add(definition);
    const writer = new FunctionWriter(definition.parameters.length);
    definition.write(writer);
    // callees stand before their callers: nothing calls itself
    for (const callee of writer.callees) {
      if (!("write" in callee)) throw new InternalError(`${callee.name} has no code`);
      visit(callee as FunctionDefinition);
    }
    functions.push({ definition, writer });
  };
  for (const definition of exported.values()) visit(definition);
  return { functions, exported, shared };
}
