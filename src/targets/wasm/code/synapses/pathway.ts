import { InternalError } from "../../../../base/index.js";
import { namesIn } from "../../../../equations/index.js";
import {
  type Block,
  type DomainName,
  FIELDS,
  type Field,
  isPostponed,
  isSide,
  type Program,
  type Statement,
  type SynapsesDomain,
  type Trace,
  variablesOf,
} from "../../../../program/index.js";
import { isNarrow } from "../../../build/index.js";

/**
 * Kinds of synapses that share their rows: what a spike of their source comes to is found at once, whatever
 * population it is in. They are told by the names of their domains, in the order of their targets in memory; the
 * first one's function carries out for all, where the first of them in the program has its place.
 */
export interface Bundle {
  members: readonly DomainName[];
}

/** What is known of one kind of synapses when its code is written. */
export interface Pathway {
  domain: SynapsesDomain;
  /** At spikes of the source, by the delay that synapses are in order of. */
  delivery: Block | undefined;
  /** Further blocks at spikes, which find their synapses by lists. */
  others: readonly Block[];
  /** Whether what spikes of the target do waits until the source spikes next. */
  postponed: boolean;
  /** At spikes of the target, where that waits. */
  onPost: Block | undefined;
  preTraces: readonly Trace[];
  postTraces: readonly Trace[];
  /** Whether the source spikes at the beginning of steps, as sources do, not at their end. */
  fromSource: boolean;
  /** Whether any synapse can have a delay. */
  delayed: boolean;
  /** Whether the delay of synapses that wait is in the dendrite. */
  late: boolean;
  /** Whether neuron k of one side is connected to neuron k of the other, all in the same way. */
  oneToOne: boolean;
  /** Whether all of one side are connected to the one neuron of the other, all in the same way. */
  allToOne: boolean;
  /** Whether statements read or change what is of the source: then one thread has all of them. */
  readsSource: boolean;
  /** Whether single synapses are looked for: by lists, or to be recorded. */
  isSearched: boolean;
  /** What is kept of each synapse and changed by statements. */
  variables: readonly string[];
  /** Whether targets stand as indices of 16 bits, not as byte offsets. */
  isNarrow: boolean;
  /** The kind in whose rows these synapses are, and whose function carries out for them: another one in a bundle. */
  rowsOf: DomainName;
}

/** The kinds of synapses of a program. */
export const pathwaysOf = (program: Program): Pathway[] =>
  program.domains.flatMap((domain) =>
    domain.kind === "synapses" ? [pathwayOf(program, domain)] : [],
  );

/** The kinds of synapses with those in bundles in the rows of their first ones. */
export function inBundles(pathways: readonly Pathway[], bundles: readonly Bundle[]): Pathway[] {
  const firsts = new Map(
    bundles.flatMap(({ members }) => members.map((name) => [name, members[0]])),
  );
  return pathways.map((pathway) => ({
    ...pathway,
    rowsOf: firsts.get(pathway.domain.name) ?? pathway.rowsOf,
  }));
}

/** The kinds of synapses in the rows of one, itself first; none where its own are in another's. */
export function membersOf(pathways: readonly Pathway[], rowsOf: DomainName): Pathway[] {
  const members = pathways.filter((pathway) => pathway.rowsOf === rowsOf);
  const isFirst = ({ domain }: Pathway): number => Number(domain.name === rowsOf);
  return members.sort((a, b) => isFirst(b) - isFirst(a));
}

function pathwayOf(program: Program, domain: SynapsesDomain): Pathway {
  const of = <Item extends { domain: string }>(items: readonly Item[]): Item[] =>
    items.filter((item) => item.domain === domain.name);
  const [fields, blocks, traces] = [of(program.fields), of(program.blocks), of(program.traces)];
  const postponed = isPostponed(program, domain.name);
  const delivery = blocks.find(
    ({ when }) => when.kind === "source spike" && when.delay === FIELDS.delay,
  );
  const atTarget = blocks.filter(({ when }) => when.kind === "target spike");
  const others = [
    ...blocks.filter((block) => block.when.kind === "source spike" && block !== delivery),
    ...(postponed ? [] : atTarget),
  ];
  const onPost = postponed ? atTarget[0] : undefined;
  const readsSource = blocks.some((block) => block.statements.some(isOfSource));
  const isInSteps = blocks.some((block) => block.when.kind === "step");
  const isAlike =
    !domain.from.synapses &&
    !domain.to.synapses &&
    !isSide(program, domain.name) &&
    !readsSource &&
    !isInSteps &&
    others.length === 0 &&
    traces.length === 0 &&
    fields.every(({ shared }) => shared);
  return {
    domain,
    delivery,
    others,
    postponed,
    onPost,
    preTraces: traces.filter(({ side }) => side === "source"),
    postTraces: traces.filter(({ side }) => side === "target"),
    fromSource: program.domains.some(
      ({ name, kind }) => name === domain.source && kind === "source",
    ),
    delayed: isDelayed(fields, FIELDS.delay, program.dt),
    readsSource,
    isSearched:
      others.length > 0 ||
      blocks.some(({ elements }) => elements !== undefined) ||
      // others find these, or these their sources, one by one
      domain.from.synapses === true ||
      isSide(program, domain.name),
    late: onPost?.when.kind === "target spike" ? onPost.when.times === 2 : true,
    oneToOne: domain.connection.rule === "oneToOne" && isAlike,
    allToOne:
      domain.connection.rule === "allToAll" &&
      domain.to.end - domain.to.start === 1 &&
      domain.source !== domain.target &&
      isAlike,
    variables: variablesOf(program, domain.name),
    isNarrow: isNarrow(program, domain),
    rowsOf: domain.name,
  };
}

const isOfSource = (statement: Statement): boolean => {
  const expression = "expression" in statement ? statement.expression : undefined;
  const names = [
    ...(expression ? namesIn(expression) : []),
    ...("target" in statement ? [statement.target] : []),
  ];
  return names.some((name) => name.endsWith("@pre"));
};

/** Where a block at spikes finds its synapses: by the neurons of which side, and which delay. */
export function listOf({ when }: Block): SynapseListKey {
  if (when.kind === "source spike") return { side: "source", delay: when.delay, times: 1 };
  if (when.kind === "target spike") return { side: "target", delay: when.delay, times: when.times };
  throw new InternalError(`${when.kind} is no spike of a side`);
}

/** Whose spikes, or events, a block of synapses goes by. */
export const spikerOf = (domain: SynapsesDomain, block: Block): string =>
  ("event" in block.when ? block.when.event : undefined) ?? domain[listOf(block).side];

export interface SynapseListKey {
  side: "source" | "target";
  delay: string;
  /** How many times the delay it takes. */
  times: number;
}

/** Whether a delay of synapses can be more than none. */
export function isDelayed(fields: readonly Field[], delay: string, dt: number): boolean {
  const begins = fields.find(({ name }) => name === delay)?.begins;
  if (begins?.kind !== "steps") return false;
  return !(begins.of.kind === "value" && Math.round(begins.of.value / dt) === 0);
}
