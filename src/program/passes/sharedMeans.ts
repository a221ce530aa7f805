import { UserError } from "../../base/index.js";
import {
  callsIn,
  type Expression,
  evaluate,
  namesIn,
  sizeOf,
  substitute,
} from "../../equations/index.js";
import type { Block, Program, Statement } from "../program.js";

/** Largest mean of a Poisson deviate: drawing takes time in proportion to it. */
export const LARGEST_POISSON = 1e5;

/** Parts of a mean up to which it is written out, with what its names stand for. */
const LARGEST = 1000;

/**
 * Marks the Poisson deviates whose mean all neurons of a population have alike: they are drawn for all of them
 * before the block's statements, five from a word. Their means are written in terms of what the neurons share.
 * @throws UserError for a mean that never changes and cannot be.
 */
export function settleMeans(program: Program): Program {
  const blocks = program.blocks.map((block) => {
    const isDrawing = block.statements.some((item) => item.kind === "draw" && item.mean);
    if (!isDrawing || !isOfPopulation(program, block)) return block;
    const statements = marked(block.statements, sharedNames(program, block));
    for (const item of statements)
      if (item.kind === "draw" && item.mean && item.isForAll)
        requireMean(program, block, item.mean);
    return { ...block, statements };
  });
  return { ...program, blocks };
}

/** Whether a block is carried out for all neurons of a population at a time. */
const isOfPopulation = ({ domains }: Program, { domain, when, elements }: Block): boolean =>
  when.kind === "step" &&
  elements === undefined &&
  domains.some(({ name, kind }) => name === domain && kind === "population");

/** Refuses a mean that cannot be, where it consists of numbers that never change. */
function requireMean({ fields, dt }: Program, { domain, name }: Block, mean: Expression): void {
  let isKnown = callsIn(mean).size === 0;
  if (!isKnown) return;
  const value = Number(
    evaluate(mean, (own) => {
      const field = fields.find(
        (item) => item.domain === domain && item.name === own && item.shared,
      );
      if (field?.begins.kind === "value") return field.begins.value;
      isKnown &&= own === "dt";
      return dt;
    }),
  );
  if (isKnown && !(value >= 0 && value <= LARGEST_POISSON))
    throw new UserError(
      `invalid mean of a Poisson deviate in ${name}: ${value} in a step of ${dt} s; expected 0 to ${LARGEST_POISSON}`,
    );
}

/** Names that have one value for all neurons while a block is carried out. */
function sharedNames(program: Program, { domain, statements }: Block): Set<string> {
  const names = new Set(["t", "dt", "N"]);
  for (const field of program.fields)
    if (field.domain === domain && field.shared) names.add(field.name);
  for (const block of program.blocks)
    for (const item of block.domain === domain ? block.statements : [])
      if (item.kind === "timed" && program.timed[item.table].columns === 1) names.add(item.target);
  for (const item of statements) if (item.kind === "set") names.delete(item.target);
  return names;
}

function marked(statements: readonly Statement[], shared: ReadonlySet<string>): Statement[] {
  /** What temporaries stand for, of those that all neurons have alike. */
  const known = new Map<string, Expression>();
  const inShared = (expression: Expression): Expression | undefined => {
    const written = substitute(expression, (name) => known.get(name));
    const isShared = [...namesIn(written)].every((name) => shared.has(name));
    return isShared && sizeOf(written) <= LARGEST ? written : undefined;
  };
  return statements.map((item) => {
    if (item.kind === "set") {
      const written = inShared(item.expression);
      if (written) known.set(item.target, written);
      else known.delete(item.target);
    }
    if (item.kind !== "draw" || !item.mean) return item;
    const mean = inShared(item.mean);
    return mean ? { ...item, mean, isForAll: true } : item;
  });
}
