import type { FunctionWriter, Value } from "../../assembler/index.js";
import { SYNAPSES } from "../../records.js";
import type { BlockScope } from "../scope/scope.js";
import type { Pathway } from "./pathway.js";

/** The byte offset of the target of a synapse, by its place in memory. */
export function targetAt(
  f: FunctionWriter,
  scope: BlockScope,
  { domain, isNarrow }: Pathway,
  k: Value,
): Value {
  const targets = scope.recordEntry(domain.name, SYNAPSES.targets);
  return f.keep(
    isNarrow
      ? f.loadAs("i32.load16_u", "i32", targets.add(k.shl(1))).shl(3)
      : f.load("i32", targets.add(k.shl(2))),
  );
}
