import { elementary, UserError } from "../../../base/index.js";
import {
  blocksOf,
  type Connection,
  countsByBlock,
  expectedCount,
  isByBlock,
} from "../../../network/index.js";
import {
  type Beginning,
  FIELDS,
  type Field,
  type Program,
  purposeOf,
} from "../../../program/index.js";
import type { Streams, XoshiroStream } from "../../../random/index.js";
import type { BuiltNetwork } from "../../build/index.js";
import type { Kernel } from "../code/kernel.js";
import type { Pathway } from "../code/synapses/pathway.js";
import { fieldsToPlace } from "../layout/fields.js";
import type { Part } from "../layout/index.js";
import type { BlockTask, FieldTask, MakeTask, RuleNumbers } from "./task.js";

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
export function madeByKernels(
  program: Program,
  pathways: readonly Pathway[],
  kernel: () => Kernel,
): Pathway[] {
  const able = pathways.filter((pathway) => isAble(program, pathway));
  const expected = able.reduce(
    (sum, { domain: { connection, from, to } }) => sum + expectedCount(connection, { from, to }),
    0,
  );
  if (expected < fewest) return [];
  const isKnown = ({ begins }: Field): boolean =>
    begins.kind === "value" || begins.kind === "drawn";
  return able.filter(({ domain }) => fieldsToPlace(program, kernel(), domain.name).every(isKnown));
}

function isAble(program: Program, { domain, isSearched, oneToOne, allToOne }: Pathway): boolean {
  const { connection, to, name } = domain;
  if (program.stream !== "default" || isSearched || oneToOne || allToOne || to.synapses)
    return false;
  if (!isByBlock(connection) || !numbersOf(connection)) return false;
  return leastDelay(program, name) !== undefined;
}

/** The fewest steps that the delay of synapses may have, where kernels can draw it. */
export function leastDelay({ fields, dt }: Program, domain: string): number | undefined {
  const { of, more, shared } = delayOf(fields, domain);
  if (shared) return of.kind === "value" ? Math.round(of.value / dt) + more : undefined;
  if (of.kind !== "drawn") return undefined;
  const { distribution, parameters, bounds } = of.drawn;
  const lowest = distribution === "uniform" ? parameters[0] : Number.NEGATIVE_INFINITY;
  const { least = lowest, above = lowest } = bounds ?? {};
  const steps = Math.round(Math.max(least, above, lowest) / dt);
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
  switch (connection.rule) {
    case "total":
      return { rule: "total" };
    case "inDegree":
      // those drawn before are not remembered
      if (connection.multapses === false) return undefined;
      return { rule: "inDegree", inDegree: connection.inDegree };
    case "probability": {
      const { probability } = connection;
      if (typeof probability === "string") return undefined;
      return { rule: "probability", perPair: elementary.log(1 - probability) };
    }
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
    tasks.reduce((sum, { isNarrow, fields, blocks }) => {
      const count = blocks.reduce((total, block) => total + block.count, 0);
      const each = fields.reduce(
        (bytes, { isSingle }) => bytes + (isSingle ? 4 : 8),
        isNarrow ? 2 : 4,
      );
      return sum + count * each;
    }, 0),
  );
  const most = Math.max(0, ...needed);
  if (most > 0.95 * ALL_BYTES)
    throw new UserError(
      `invalid network: its synapses need ${(most / 2 ** 30).toPrecision(3)} GiB in a thread's memory, of 4 GiB at most; expected at least ${Math.ceil((most * byPart.length) / (0.9 * ALL_BYTES))} threads (there are ${byPart.length}), fewer synapses, or precision: "single"`,
    );
}

/** What each part's thread has to make of a kind of synapses. */
export function tasksOf(
  { domain, isNarrow }: Pathway,
  parts: readonly Part[],
  { program, kernel, built }: MakeContext,
): MakeTask[] {
  const { name, label, connection, from, to, target } = domain;
  const { streams } = built;
  const rule = numbersOf(connection) as RuleNumbers;
  const { of, more } = delayOf(program.fields, name);
  const drawnFields = fieldsToPlace(program, kernel, name);
  const counted = countedBlocks(connection, from.end - from.start, domain, streams);
  const areSame = from.of === to.of && from.synapses === to.synapses;
  const isFree = "autapses" in connection && connection.autapses === false;
  const fields = drawnFields.map((field) => fieldTask(field, label));
  return parts.map((part): MakeTask => {
    const range = part.ranges.get(target) ?? { first: 0, end: to.end };
    const isOwn = ({ first, end }: { first: number; end: number }): boolean =>
      first >= range.first && end <= range.end;
    const stateOf = (begins: Beginning, block: number): BigUint64Array | undefined =>
      begins.kind === "drawn"
        ? stateOfStream(streams, purposeOf.block(begins.purpose, block))
        : undefined;
    const blocks = counted.filter(isOwn).map(({ block, first, end, count }): BlockTask => {
      const states = drawnFields.flatMap(({ name: field, begins }) => {
        const state = stateOf(begins, block);
        return state ? [[field, state] as const] : [];
      });
      return {
        first,
        end,
        count,
        pairs: stateOfStream(streams, purposeOf.connection(label, block)),
        delays: stateOf(of, block),
        fields: new Map(states),
      };
    });
    return {
      domain: name,
      rule,
      sources: from.end - from.start,
      selfOfFirst: areSame && isFree ? from.start : undefined,
      local: range.first,
      isNarrow,
      delay:
        of.kind === "drawn"
          ? { drawn: of.drawn, what: `delay of ${label}`, dt: program.dt, more }
          : { steps: built.number(name, FIELDS.delay) },
      fields,
      blocks,
    };
  });
}

function fieldTask({ name, begins, isSingle = false }: Field, label: string): FieldTask {
  const what = `${name.replace(/^'/, "")} of ${label}`;
  if (begins.kind === "drawn") return { name, isSingle, values: { drawn: begins.drawn, what } };
  return { name, isSingle, values: { value: begins.kind === "value" ? begins.value : 0 } };
}

/** The blocks of targets with how many synapses come to each, or about how many. */
function countedBlocks(
  connection: Connection,
  sources: number,
  { from, to, label }: Pathway["domain"],
  streams: Streams,
): readonly { block: number; first: number; end: number; count: number }[] {
  if (connection.rule === "total")
    return countsByBlock(connection, { from, to }, streams.of(purposeOf.connection(label)));
  const each =
    connection.rule === "inDegree"
      ? connection.inDegree
      : sources * Number(connection.rule === "probability" && connection.probability);
  return blocksOf({ first: to.start, end: to.end }).map((block) => ({
    ...block,
    count: each * (block.end - block.first),
  }));
}

const stateOfStream = (streams: Streams, purpose: string): BigUint64Array =>
  BigUint64Array.from((streams.of(purpose) as XoshiroStream).state);
