import { ownerDomain, resolved } from "../names.js";
import type { Block, Field, Program } from "../program.js";
import { shareSubexpressions } from "./commonSubexpressions.js";
import { expandFunctions } from "./expandFunctions.js";
import { hoist } from "./hoist.js";
import { propagateInvariants } from "./propagate.js";
import { withoutUnused } from "./unusedStatements.js";

/**
 * A program that computes the same with less work: functions in terms of those that targets know,
 * constants taken out of what each neuron computes in each step, what is computed twice shared, what
 * nobody reads left out.
 */
export function optimise(program: Program): Program {
  const fields = [...program.fields];
  const counts = new Map<string, number>();
  const blocks = program.blocks.map((block) => {
    const expanded = { ...block, statements: expandFunctions(block.statements) };
    const known = (name: string): boolean => isField(program, block, name);
    const hoisted = isHot(block)
      ? hoistBlock(expanded, program.fields, fields, counts, known)
      : expanded;
    return {
      ...hoisted,
      statements: withoutUnused(shareSubexpressions(hoisted.statements), known),
    };
  });
  return { ...program, fields, blocks };
}

/** Whether a block is carried out for each neuron in each step. */
const isHot = ({ when, elements, statements }: Block): boolean =>
  when.kind === "step" &&
  elements === undefined &&
  statements.some(({ kind }) => ["set", "emit", "sum", "repeat"].includes(kind));

/** Takes constants out of a block; they become fields. */
function hoistBlock(
  block: Block,
  given: readonly Field[],
  fields: Field[],
  counts: Map<string, number>,
  isField: (name: string) => boolean,
): Block {
  const { domain } = block;
  const invariant = new Set(["dt", "N"]);
  for (const field of given) if (field.domain === domain && field.shared) invariant.add(field.name);
  const newName = (): string => {
    const count = (counts.get(domain) ?? 0) + 1;
    counts.set(domain, count);
    return `'hoisted${count}`;
  };
  const { statements, hoisted } = hoist(
    propagateInvariants(block.statements, invariant, isField),
    invariant,
    newName,
  );
  for (const { name, expression } of hoisted)
    fields.push({
      domain,
      name,
      shared: true,
      begins: { kind: "computed", expression },
      isState: false,
    });
  return { ...block, statements };
}

/** Whether a name that a block assigns is a field, of the element or of its target. */
function isField({ fields, domains }: Program, { domain }: Block, name: string): boolean {
  const { name: bare, side } = resolved(name);
  const of = ownerDomain(domains, domain, side);
  return fields.some((field) => field.domain === of && field.name === bare);
}
