import type { Field, Program } from "../../../program/index.js";
import type { Kernel } from "../code/kernel.js";

/**
 * The fields of synapses that stand in memory, one number for each: those that the kernel asks for, and those of the
 * user's that it has no need of, since somebody may look at them afterwards.
 */
export function fieldsToPlace(program: Program, kernel: Kernel, domain: string): Field[] {
  const wanted = wantedFields(kernel, domain);
  return program.fields.filter(
    (field) =>
      field.domain === domain &&
      !field.shared &&
      (field.dimension !== undefined || wanted.has(field.name)),
  );
}

/** The fields of a domain that a kernel's functions ask for. */
function wantedFields({ table }: Kernel, domain: string): Set<string> {
  const slots = table.flatMap((entry) => (entry.kind === "function" ? entry.slots : []));
  return new Set(
    slots.flatMap((slot) => (slot.kind === "field" && slot.domain === domain ? [slot.name] : [])),
  );
}
