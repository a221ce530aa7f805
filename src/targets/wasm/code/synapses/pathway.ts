import { InternalError } from "../../../../base/index.js";
import { namesIn } from "../../../../equations/index.js";
import {
  type Block,
  FIELDS,
  type Field,
  type Program,
  resolved,
  type Statement,
  type SynapsesDomain,
  type Trace,
} from "../../../../program/index.js";

/** What is known of one kind of synapses when its code is written. */
export interface Pathway {
  domain: SynapsesDomain;
  /** At spikes of the source. */
  delivery: Block;
  /** At spikes of the target, carried out late: when the source spikes next. */
  onPost: Block | undefined;
  preTraces: readonly Trace[];
  postTraces: readonly Trace[];
  /** Whether the source spikes at the beginning of steps, as sources do, not at their end. */
  fromSource: boolean;
  /** Whether any synapse can have a delay. */
  delayed: boolean;
  /** Whether the delay of plastic synapses is in the dendrite. */
  late: boolean;
  /** Whether neuron k of one side is connected to neuron k of the other, all in the same way. */
  oneToOne: boolean;
  /** Whether all of one side are connected to the one neuron of the other, all in the same way. */
  allToOne: boolean;
  /** Whether statements read values of the source: then one thread has all of them. */
  readsSource: boolean;
  /** Variables of each synapse that statements change. */
  variables: readonly string[];
}

/** The kinds of synapses of a program, in the order in which they deliver. */
export function pathwaysOf(program: Program): Pathway[] {
  return program.blocks.flatMap((block) =>
    block.when.kind === "source spike" ? [pathwayOf(program, block)] : [],
  );
}

function pathwayOf(program: Program, delivery: Block): Pathway {
  const domain = program.domains.find(
    (item): item is SynapsesDomain => item.kind === "synapses" && item.name === delivery.domain,
  );
  if (!domain) throw new InternalError(`${delivery.domain} are no synapses`);
  const fields = program.fields.filter((field) => field.domain === domain.name);
  const onPost = program.blocks.find(
    ({ domain: of, when }) => of === domain.name && when.kind === "target spike",
  );
  const traces = program.traces.filter((trace) => trace.domain === domain.name);
  const variables = fields.filter(({ isState }) => isState).map(({ name }) => name);
  const delayed = isDelayed(fields, program.dt);
  const readsSource = program.blocks.some(
    (block) => block.domain === domain.name && block.statements.some(readsItsSource),
  );
  const isSummed = program.blocks.some(
    (block) => block.domain === domain.name && block.when.kind === "step",
  );
  const isAlike =
    !readsSource && !isSummed && traces.length === 0 && fields.every(({ shared }) => shared);
  return {
    domain,
    delivery,
    onPost: onPost && requireOwn(onPost),
    preTraces: traces.filter(({ side }) => side === "source"),
    postTraces: traces.filter(({ side }) => side === "target"),
    fromSource: program.domains.some(
      ({ name, kind }) => name === domain.source && kind === "source",
    ),
    delayed,
    readsSource,
    late: onPost?.when.kind === "target spike" ? onPost.when.delays === 2 : true,
    oneToOne: domain.connection.rule === "oneToOne" && isAlike,
    allToOne:
      domain.connection.rule === "allToAll" &&
      domain.to.end - domain.to.start === 1 &&
      domain.source !== domain.target &&
      isAlike,
    variables,
  };
}

const readsItsSource = (statement: Statement): boolean => {
  const expression = "expression" in statement ? statement.expression : undefined;
  return expression !== undefined && [...namesIn(expression)].some((name) => name.endsWith("@pre"));
};

/** Whether synapses are plastic: something is kept for each of them. */
export const isPlastic = ({ variables }: Pathway): boolean => variables.length > 0;

function isDelayed(fields: readonly Field[], dt: number): boolean {
  const begins = fields.find(({ name }) => name === FIELDS.delay)?.begins;
  if (begins?.kind !== "steps") return false;
  return !(begins.of.kind === "value" && Math.round(begins.of.value / dt) === 0);
}

/** What waits for the source's next spike may read nothing that changes meanwhile. */
function requireOwn(block: Block): Block {
  for (const statement of block.statements)
    if (statement.kind !== "set" || resolved(statement.target).side !== "own")
      throw new InternalError(`${block.name} changes more than its synapses`);
  return block;
}
