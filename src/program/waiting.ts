import { digestOf } from "../base/index.js";
import { type Expression, namesIn } from "../equations/index.js";
import type { Layout, NetworkSimulation } from "../network/index.js";
import { synapsesIn } from "../network/index.js";
import { buildProgram } from "./build.js";
import { FIELDS, ownerDomain, resolved } from "./names.js";
import { isPostponed } from "./postponed.js";
import type { Beginning, Block, Domain, DomainName, Program, Statement } from "./program.js";

// What a synapse does late, it does with the values of then: spikes of the target that wait for the
// source's next one, and event-driven variables that are brought up to a spike. Between two runs that go on,
// such values have to stay as they are, or what happened in the first run would be computed by the second's.

/**
 * Digests of the values that decide about what waits at the end of a run, by the synapses they are of.
 * Two runs can go on from each other where they are the same.
 */
export function waitingLayout(simulation: NetworkSimulation): Layout {
  const mayWait = simulation.synapses.some((item) => {
    const { onlyAtSpikes, pathways } = synapsesIn(simulation, item);
    return onlyAtSpikes.size > 0 || pathways.some(({ side }) => side === "target");
  });
  if (!mayWait) return {};
  const program = buildProgram(simulation);
  const parts = program.domains.flatMap((domain) => {
    if (domain.kind !== "synapses") return [];
    const late = lateStatements(program, domain.name);
    if (late.length === 0) return [];
    const traces = program.traces.filter((trace) => trace.domain === domain.name);
    const what = { traces, read: beginningsReadBy(program, domain, late) };
    const part = `a value of ${domain.name} that waiting spikes or event-driven variables read`;
    return [[part, digestOf(what).slice(0, 16)]];
  });
  return Object.fromEntries(parts);
}

/** The statements on synapses themselves that are carried out later than they are due. */
function lateStatements(program: Program, domain: DomainName): Statement[] {
  const own = program.blocks.filter((block) => block.domain === domain);
  if (isPostponed(program, domain))
    return own
      .filter(({ when }) => when.kind !== "step")
      .flatMap(({ statements }) =>
        statements.filter((item) => item.kind === "set" && resolved(item.target).side === "own"),
      );
  return own.flatMap(beforeEvent);
}

/** What brings event-driven variables up to a spike: it ends with the time of the spike. */
function beforeEvent({ statements }: Block): readonly Statement[] {
  const last = statements.findIndex(
    (item) => item.kind === "set" && item.target === FIELDS.lastEvent,
  );
  return statements.slice(0, last + 1);
}

/** How the fields begin that statements read, and those that such beginnings read, but for variables. */
function beginningsReadBy(
  { fields, domains }: Program,
  { name: domain }: Domain,
  statements: readonly Statement[],
): [string, Beginning][] {
  const found = new Map<string, Beginning>();
  const visit = (text: string, from: DomainName): void => {
    const { name, side } = resolved(text);
    const owner = ownerDomain(domains, from, side);
    const key = `${owner}: ${name}`;
    const field = fields.find((item) => item.domain === owner && item.name === name);
    if (!field || field.isState || found.has(key)) return;
    found.set(key, field.begins);
    for (const expression of expressionsIn(field.begins))
      for (const read of namesIn(expression)) visit(read, owner);
  };
  for (const item of statements)
    if ("expression" in item) for (const text of namesIn(item.expression)) visit(text, domain);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

const expressionsIn = (begins: Beginning): Expression[] => {
  if (begins.kind === "steps") return expressionsIn(begins.of);
  return begins.kind === "expression" || begins.kind === "computed" ? [begins.expression] : [];
};
