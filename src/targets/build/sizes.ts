import { UserError } from "../../base/index.js";
import type { Slice } from "../../network/index.js";
import { domainOf, type Program } from "../../program/index.js";
import { BuiltNetwork } from "./builtNetwork.js";

/**
 * A program in which slices of synapses end where those do: how many there are is known once they are made.
 * @throws UserError for pairs that there are not.
 */
export function withSizes(program: Program): Program {
  const isOpen = (side: Slice): boolean => side.synapses === true;
  if (
    !program.domains.some(
      (item) => item.kind === "synapses" && (isOpen(item.from) || isOpen(item.to)),
    )
  )
    return program;
  // synapses stand behind those that are their sides
  let known = program;
  let built = new BuiltNetwork(known);
  for (const [k, domain] of program.domains.entries()) {
    if (domain.kind !== "synapses") continue;
    const ended = (side: Slice): Slice =>
      isOpen(side) ? { ...side, end: built.sizeOf(domainOf(side)) } : side;
    const [from, to] = [ended(domain.from), ended(domain.to)];
    if (from === domain.from && to === domain.to) continue;
    known = { ...known, domains: known.domains.with(k, { ...domain, from, to }) };
    built = new BuiltNetwork(known);
    const { sources, targets } = built.pairs(domain.name);
    requireBelow(domain.label, "source", sources, from.end);
    requireBelow(domain.label, "target", targets, to.end);
  }
  return known;
}

function requireBelow(label: string, what: string, indices: Int32Array, end: number): void {
  const odd = indices.find((index) => index >= end);
  if (odd !== undefined)
    throw new UserError(
      `invalid ${what} of ${label}: ${odd}; expected 0 to ${end - 1}: so many synapses were made`,
    );
}
