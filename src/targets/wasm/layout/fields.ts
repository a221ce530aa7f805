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

/** The fields of each domain that a kernel's functions ask for; found once. */
const wantedByKernel = new WeakMap<Kernel, ReadonlyMap<string, ReadonlySet<string>>>();

function wantedFields(kernel: Kernel, domain: string): ReadonlySet<string> {
  let wanted = wantedByKernel.get(kernel);
  if (!wanted) {
    const found = new Map<string, Set<string>>();
    for (const entry of kernel.table)
      for (const slot of entry.kind === "function" ? entry.slots : []) {
        if (slot.kind !== "field") continue;
        const names = found.get(slot.domain) ?? new Set();
        found.set(slot.domain, names.add(slot.name));
      }
    wanted = found;
    wantedByKernel.set(kernel, wanted);
  }
  return wanted.get(domain) ?? new Set();
}
