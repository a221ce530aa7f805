import { type Expression, namesIn } from "../equations/index.js";
import { FIELDS, resolved } from "./names.js";
import type { Block, DomainName, Program, Statement } from "./program.js";

// Synapses whose change at spikes of the target may wait for the next spike of the source: nobody sees them
// in between. That is what makes plasticity cheap: a target has many more synapses than spikes come to
// each of them.

/** What of a program decides about it. */
type Parts = Pick<Program, "domains" | "fields" | "traces" | "blocks">;

/** The variables of synapses: their own fields that some block of theirs changes. */
export function variablesOf({ fields, blocks }: Parts, domain: DomainName): string[] {
  const changed = new Set(
    blocks.flatMap((block) =>
      block.domain === domain
        ? block.statements.flatMap((item) => (item.kind === "set" ? [item.target] : []))
        : [],
    ),
  );
  return fields
    .filter((field) => field.domain === domain && (field.isState || changed.has(field.name)))
    .map(({ name }) => name);
}

/**
 * Whether what the target's spikes do to synapses can wait: one pathway from each side at most, which
 * changes the synapse by what is its own, and nobody who looks at it but at spikes of the source.
 */
export function isPostponed(program: Parts, domain: DomainName): boolean {
  const variables = new Set(variablesOf(program, domain));
  if (variables.size === 0 || variables.has(FIELDS.lastEvent)) return false;
  const own = program.blocks.filter((block) => block.domain === domain);
  // other synapses may read and change these at any time
  if (isSide(program, domain)) return false;
  // what waits goes by spikes
  if (own.some(({ when }) => "event" in when && when.event !== undefined)) return false;
  const at = (kind: Block["when"]["kind"]): Block[] => own.filter(({ when }) => when.kind === kind);
  const [atSource, atTarget] = [at("source spike"), at("target spike")];
  if (atSource.length !== 1 || atTarget.length > 1) return false;
  const [{ when }] = atSource;
  if (when.kind !== "source spike" || when.delay !== FIELDS.delay) return false;
  if (!atTarget.every((block) => isDue(block) && changesItselfByItself(block, program)))
    return false;
  if (!changesItselfByItself(ownPart(atSource[0]), program)) return false;
  return at("step").every(({ statements }) =>
    statements.every(
      (item) =>
        item.kind !== "record" &&
        item.kind !== "draw" &&
        !(item.kind === "set" && variables.has(item.target)) &&
        !(
          "expression" in item && [...namesIn(item.expression)].some((text) => variables.has(text))
        ),
    ),
  );
}

/** Whether synapses are a side of others. */
export const isSide = ({ domains }: Parts, synapses: DomainName): boolean =>
  domains.some(
    (item) => item.kind === "synapses" && (item.source === synapses || item.target === synapses),
  );

/** Whether a target's spikes come at once, or after the delay of a spike of the source. */
const isDue = ({ when }: Block): boolean =>
  when.kind === "target spike" && when.times !== 1 && when.delay === FIELDS.delay;

const isOwn = (text: string): boolean => resolved(text).side === "own";

/** What a block does to the synapse itself. */
const ownPart = (block: Block): Block => ({
  ...block,
  statements: block.statements.filter((item) => item.kind === "set" && isOwn(item.target)),
});

/** Whether statements change nothing but the synapse, and read nothing that others change meanwhile. */
function changesItselfByItself({ domain, statements }: Block, { fields, traces }: Parts): boolean {
  const known = new Set([
    "dt",
    ...[...fields, ...traces].flatMap((item) => (item.domain === domain ? [item.name] : [])),
  ]);
  return statements.every((item: Statement) => {
    if (item.kind !== "set" || !isOwn(item.target)) return false;
    const reads = (expression: Expression): boolean =>
      [...namesIn(expression)].every((text) => known.has(text));
    if (!reads(item.expression)) return false;
    known.add(item.target);
    return true;
  });
}
