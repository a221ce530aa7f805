import type { FunctionDefinition, WrittenModule } from "../assembler/index.js";
import { identifier } from "./identifier.js";
import { FunctionPrinter } from "./printFunction.js";

/**
 * A module in WebAssembly's text format, folded: operands stand inside their instruction. Beside each
 * piece stands the statement that it computes. Vectors of constants stand where they are used; in the
 * bytes they are in a pool of constants in the memory.
 */
export function printModule({ functions, exported, shared }: WrittenModule): string {
  const names = uniqueNames(functions.map(({ definition }) => definition));
  const memory = shared ? `(memory 2 65536 shared)` : `(memory 2)`;
  const lines = [`(module`, `  (import "env" "memory" ${memory})`];
  for (const { definition, writer } of functions)
    lines.push("", ...new FunctionPrinter(definition, writer, names).lines().map(indented));
  lines.push("");
  for (const [name, definition] of exported)
    lines.push(`  (export "${name}" (func ${names.get(definition)}))`);
  return `${lines.join("\n")}\n)`;
}

const indented = (line: string): string => (line === "" ? "" : `  ${line}`);

/** Identifiers of functions: their names, numbered where several have the same one. */
function uniqueNames(definitions: readonly FunctionDefinition[]): Map<unknown, string> {
  const names = new Map<unknown, string>();
  const taken = new Set<string>();
  for (const definition of definitions) {
    const plain = identifier(definition.name);
    let name = plain;
    for (let k = 2; taken.has(name); k++) name = `${plain}-${k}`;
    taken.add(name);
    names.set(definition, name);
  }
  return names;
}
