import { elementary, InternalError, UserError } from "../../../base/index.js";
import {
  blocksOf,
  type Connection,
  countsByBlock,
  expectedCount,
  factsOf,
  isByBlock,
  type NeuronBlock,
} from "../../../network/index.js";
import {
  type Beginning,
  FIELDS,
  type Field,
  type Program,
  purposeOf,
  type SynapsesDomain,
} from "../../../program/index.js";
import type { Streams } from "../../../random/index.js";
import { type BuiltNetwork, requireSingle, synapseBytes, wholeSteps } from "../../build/index.js";
import type { Kernel } from "../code/kernel.js";
import type { Pathway } from "../code/synapses/pathway.js";
import { fieldsToPlace } from "../layout/fields.js";
import { stateOfStream } from "../layout/generators.js";
import type { Neighbours, Part, Range } from "../layout/index.js";
import type { BlockTask, FieldTask, MakeTask, MemberTask, RuleNumbers } from "./task.js";

/** Synapses in all for which it is worth the while. */
const FEWEST = 50_000;

let fewest = FEWEST;

/** Lets kernels make fewer synapses too, so that tests can compare small networks; without a number, as before. */
export function makeFrom(count = FEWEST): void {
  fewest = count;
}

/** What the synapses that kernels make are told by. */
export interface MakeContext {
  program: Program;
  kernel: Kernel;
  built: BuiltNetwork;
}

/**
 * The kinds of synapses that kernels make themselves: by a rule that goes by blocks, alike or with drawn values
 * and delays. The shortest delay that may be drawn is a step: fewer matter to threads. Where all of them
 * together are few, none.
 */
export function madeByKernels(program: Program, pathways: readonly Pathway[]): Pathway[] {
  const able = pathways.filter((pathway) => isAble(program, pathway));
  const expected = able.reduce(
    (sum, { domain: { connection, from, to } }) => sum + expectedCount(connection, { from, to }),
    0,
  );
  return expected < fewest ? [] : able;
}

function isAble(program: Program, { domain, isSearched, oneToOne, allToOne }: Pathway): boolean {
  const { connection, to, name } = domain;
  if (program.stream !== "default" || isSearched || oneToOne || allToOne || to.synapses)
    return false;
  // rows have the delays in their order; what else there is of each synapse is given or drawn
  const areKnown = program.fields.every(
    ({ domain, name: field, shared, begins }) =>
      domain !== name ||
      shared ||
      field === FIELDS.delay ||
      begins.kind === "value" ||
      begins.kind === "drawn",
  );
  return areKnown && numbersOf(connection) !== undefined && leastDelay(program, name) !== undefined;
}

/** The fewest steps that the delay of synapses may have, where kernels can draw it. */
export function leastDelay({ fields, dt }: Program, domain: string): number | undefined {
  const { of, more, shared } = delayOf(fields, domain);
  if (shared) return of.kind === "value" ? wholeSteps(of.value, dt) + more : undefined;
  if (of.kind !== "drawn") return undefined;
  const { distribution, parameters, bounds } = of.drawn;
  const lowest = distribution === "uniform" ? parameters[0] : Number.NEGATIVE_INFINITY;
  const { least = lowest, above = lowest } = bounds ?? {};
  const steps = wholeSteps(Math.max(least, above, lowest), dt);
  return steps >= 1 ? steps + more : undefined;
}

/** The delay that synapses are in order of. */
function delayOf(
  fields: readonly Field[],
  domain: string,
): { of: Beginning; more: number; shared: boolean } {
  const field = fields.find((item) => item.domain === domain && item.name === FIELDS.delay);
  if (field?.begins.kind !== "steps") return { of: { kind: "places" }, more: 0, shared: false };
  return { of: field.begins.of, more: field.begins.more, shared: field.shared };
}

/** What a rule still has to know; undefined of rules that kernels do not have. */
function numbersOf(connection: Connection): RuleNumbers | undefined {
  if (!isByBlock(connection)) return undefined;
  switch (connection.rule) {
    case "total":
      return { rule: "total" };
    case "inDegree":
      // those drawn before are not remembered
      if (connection.multapses === false) return undefined;
      return { rule: "inDegree", inDegree: connection.inDegree };
    case "probability":
      return { rule: "probability", perPair: elementary.log(1 - Number(connection.probability)) };
    default:
      return undefined;
  }
}

/** Bytes that a memory of WebAssembly has. */
const ALL_BYTES = 2 ** 32;

/**
 * Refuses synapses that have no room in the memory of a thread, before any is made.
 * @throws UserError with what they need, and how many threads there are.
 */
export function requireRoom(byPart: readonly (readonly MakeTask[])[]): void {
  const needed = byPart.map((tasks) =>
    tasks.reduce((sum, { isNarrow, members }) => {
      const blocks = members.flatMap((member) => member.blocks);
      const count = blocks.reduce((total, block) => total + block.count, 0);
      return sum + count * synapseBytes(isNarrow, members[0].fields);
    }, 0),
  );
  const most = Math.max(0, ...needed);
  if (most > 0.95 * ALL_BYTES)
    throw new UserError(
      `invalid network: its synapses need ${(most / 2 ** 30).toPrecision(3)} GiB in a thread's memory, of 4 GiB at most; expected at least ${Math.ceil((most * byPart.length) / (0.9 * ALL_BYTES))} threads (there are ${byPart.length}), fewer synapses, or precision: "single"`,
    );
}

/** What each part's thread has to make of the kinds of synapses that share rows, the first one's. */
export function tasksOf(
  [{ domain, isNarrow }, ...others]: readonly Pathway[],
  parts: readonly Part[],
  neighbours: Neighbours,
  context: MakeContext,
): MakeTask[] {
  const fields = fieldsToPlace(context.program, context.kernel, domain.name);
  const { sources } = factsOf(domain);
  const all = [domain, ...others.map((other) => other.domain)];
  const members = all.map((member) => memberTasks(member, fields, parts, context));
  return parts.map((part, k): MakeTask => {
    const begin = neighbours.beginIn(part, domain.target);
    return {
      domain: domain.name,
      sources,
      isNarrow,
      members: members.map((tasks, m) => ({
        ...tasks[k],
        local: tasks[k].local + begin - neighbours.beginIn(part, all[m].target),
      })),
    };
  });
}

/** What each part's thread has to know of a kind of synapses. */
function memberTasks(
  domain: SynapsesDomain,
  wanted: readonly Field[],
  parts: readonly Part[],
  { program, built }: MakeContext,
): MemberTask[] {
  const { name, label, connection, from, to, target } = domain;
  const { of, more } = delayOf(program.fields, name);
  const fields = wanted.map((field) => built.field(name, field.name));
  const { areSame } = factsOf({ from, to });
  const blocksIn = blockTasks(domain, of, fields, built);
  const common = {
    rule: numbersOf(connection) as RuleNumbers,
    selfOfFirst:
      areSame && "autapses" in connection && connection.autapses === false ? from.start : undefined,
    delay:
      of.kind === "drawn"
        ? { drawn: of.drawn, what: `delay of ${label}`, dt: program.dt, more }
        : { steps: built.number(name, FIELDS.delay) },
    fields: fields.map((field) => fieldTask(field, label)),
  };
  return parts.map((part): MemberTask => {
    const range = part.ranges.get(target) ?? { first: 0, end: to.end };
    return { ...common, local: range.first, blocks: blocksIn(range) };
  });
}

/** The blocks of targets that a range has, each with its generators. */
function blockTasks(
  domain: SynapsesDomain,
  delay: Beginning,
  fields: readonly Field[],
  { streams }: BuiltNetwork,
): (range: Range) => BlockTask[] {
  const stateOf = (purpose: string): BigUint64Array =>
    BigUint64Array.from(stateOfStream(streams, purpose));
  const stateOfValues = (begins: Beginning, block: number): BigUint64Array | undefined =>
    begins.kind === "drawn" ? stateOf(purposeOf.block(begins.purpose, block)) : undefined;
  const counted = countsOf(domain, streams);
  return (range) =>
    counted
      .filter(({ first, end }) => first >= range.first && end <= range.end)
      .map(({ block, first, end, count }) => {
        const states = fields.flatMap(({ name, begins }) => {
          const state = stateOfValues(begins, block);
          return state ? [[name, state] as const] : [];
        });
        return {
          first,
          end,
          count,
          pairs: stateOf(purposeOf.connection(domain.label, block)),
          delays: stateOfValues(delay, block),
          fields: new Map(states),
        };
      });
}

/** @throws UserError for a number that has no single precision. */
function fieldTask({ name, begins, isSingle = false }: Field, label: string): FieldTask {
  const what = `${name.replace(/^'/, "")} of ${label}`;
  if (begins.kind === "drawn") return { name, isSingle, values: { drawn: begins.drawn, what } };
  if (begins.kind !== "value") throw new InternalError(`${what} is neither given nor drawn`);
  const { value } = begins;
  return { name, isSingle, values: { value: isSingle ? requireSingle(value, what) : value } };
}

/** The blocks of targets with how many synapses come to each, or about how many. */
function countsOf(
  { connection, from, to, label }: SynapsesDomain,
  streams: Streams,
): readonly (NeuronBlock & { count: number })[] {
  if (connection.rule === "total")
    return countsByBlock(connection, { from, to }, streams.of(purposeOf.connection(label)));
  const each = expectedCount(connection, { from, to }) / (to.end - to.start);
  return blocksOf({ first: to.start, end: to.end }).map((block) => ({
    ...block,
    count: each * (block.end - block.first),
  }));
}
