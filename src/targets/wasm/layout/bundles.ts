import { namesIn, print } from "../../../equations/index.js";
import {
  type Block,
  type DomainName,
  FIELDS,
  type Field,
  MOMENTS,
  type Program,
  resolved,
} from "../../../program/index.js";
import { MOST_NARROW, wholeSteps } from "../../build/index.js";
import { type Bundle, type Pathway, spikerOf } from "../code/synapses/pathway.js";
import { Neighbours } from "./neighbours.js";
import type { Part } from "./part.js";

/** A block in the order in which steps carry them out; or those of a bundle, all at the place of the first one. */
interface Place {
  block: Block;
  members: Pathway[];
  /** What members have in common; undefined of blocks that are not in bundles. */
  kin: string | undefined;
}

/**
 * Finds kinds of synapses that do the same at spikes of the same source, onto several populations. A cortical
 * column of eight populations has rows of eight times as many synapses then, and an eighth as many rows: finding
 * rows in memory is what delivery takes most time for. What each neuron is given comes in the same order as
 * before, so that not a bit changes.
 * @param own the kinds that kernels make
 */
export function bundlesOf(
  program: Program,
  own: readonly Pathway[],
  parts: readonly Part[],
): Bundle[] {
  const able = new Map<Block, { pathway: Pathway; kin: string }>();
  for (const pathway of own) {
    const kin = kinOf(program, pathway);
    if (pathway.delivery && kin !== undefined) able.set(pathway.delivery, { pathway, kin });
  }
  const all = targetsOf(
    program,
    [...able.values()].map(({ pathway }) => pathway),
  );
  const places: Place[] = [];
  for (const block of program.blocks) {
    const found = able.get(block);
    if (!found) {
      places.push({ block, members: [], kin: undefined });
      continue;
    }
    const { pathway, kin } = found;
    const k = places.findLastIndex((place) => place.kin === kin);
    const canMove =
      k >= 0 &&
      areNear(all, [...places[k].members, pathway], parts) &&
      !places.slice(k + 1).some((place) => touches(program, place, pathway));
    if (canMove) places[k].members.push(pathway);
    else places.push({ block, members: [pathway], kin });
  }
  const placeOf = ({ domain }: Pathway): number => all.populations.indexOf(domain.target);
  return places.flatMap(({ members }) => {
    const inOrder = members.sort((a, b) => placeOf(a) - placeOf(b));
    return members.length > 1 ? [{ members: inOrder.map(({ domain }) => domain.name) }] : [];
  });
}

/** The populations whose arrays bundles want side by side. */
export function neighboursOf(
  program: Program,
  pathways: readonly Pathway[],
  bundles: readonly Bundle[],
): Neighbours {
  const members = new Set(bundles.flatMap((bundle) => bundle.members));
  return targetsOf(
    program,
    pathways.filter(({ domain }) => members.has(domain.name)),
  );
}

/** The populations that kinds of synapses act on, in the program's order. */
function targetsOf({ domains }: Program, pathways: readonly Pathway[]): Neighbours {
  const targets = new Set(pathways.map(({ domain }) => domain.target));
  return new Neighbours(domains.flatMap(({ name }) => (targets.has(name) ? [name] : [])));
}

/** Whether kinds of synapses act on other populations each, as near to each other as their indices can tell. */
function areNear(all: Neighbours, members: readonly Pathway[], parts: readonly Part[]): boolean {
  const targets = members.map(({ domain }) => domain.target);
  if (new Set(targets).size < targets.length) return false;
  return parts.every((part) => {
    const begins = targets.map((target) => all.beginIn(part, target));
    const ends = targets.map((target, k) => {
      const { first, end } = part.ranges.get(target) ?? { first: 0, end: 0 };
      return begins[k] + end - first;
    });
    return !members[0].isNarrow || Math.max(...ends) - Math.min(...begins) <= MOST_NARROW;
  });
}

/** Whether a delivery could not be carried out before a block, or a bundle of them, as well as behind it. */
function touches({ domains }: Program, place: Place, { domain, delivery }: Pathway): boolean {
  if (place.kin !== undefined)
    return place.members.some((member) => member.domain.target === domain.target);
  const by = domains.find(({ name }) => name === place.block.domain);
  if (by?.kind === "synapses")
    return (
      by.from.synapses === true ||
      by.to.synapses === true ||
      [by.source, by.target].includes(domain.target)
    );
  const spiker = domains.find(({ name }) => delivery && name === spikerOf(domain, delivery));
  const eventOf = spiker?.kind === "population" ? spiker.eventOf : undefined;
  return [domain.target, spiker?.name, eventOf].includes(by?.name);
}

/**
 * What a kind of synapses has in common with those that it can share rows with, as text: all that its code and the
 * numbers in it depend on, but for the population that it acts on. Undefined where that is not all.
 */
function kinOf(program: Program, pathway: Pathway): string | undefined {
  const { domain, delivery, readsSource, variables } = pathway;
  // what single synapses are looked for kernels do not make
  if (!delivery || readsSource || variables.length > 0) return undefined;
  if (program.blocks.filter((block) => block.domain === domain.name).length > 1) return undefined;
  const texts: string[] = [];
  const names = new Set<string>();
  for (const statement of delivery.statements) {
    if (statement.kind !== "set") return undefined;
    texts.push(`${statement.target} = ${print(statement.expression)}`);
    for (const name of [statement.target, ...namesIn(statement.expression)]) names.add(name);
  }
  const ofEach = program.fields.filter((field) => field.domain === domain.name && !field.shared);
  if (ofEach.some(({ name, begins }) => name !== FIELDS.delay && begins.kind !== "drawn"))
    return undefined;
  const read = [...names].map((name) => readOf(program, pathway, name));
  if (read.includes(undefined)) return undefined;
  const delay = program.fields.find((field) => isOf(field, domain.name, FIELDS.delay));
  const { source, from } = domain;
  return JSON.stringify([
    [source, from.start, from.end, spikerOf(domain, delivery)],
    [pathway.delayed, pathway.isNarrow, delivery.fastPowers === true],
    texts,
    read,
    delay && stepsOf(delay, program.dt),
    ofEach.map(({ name, isSingle }) => [name, isSingle === true]),
  ]);
}

const isOf = (field: Field, domain: DomainName, name: string): boolean =>
  field.domain === domain && field.name === name;

/** The one delay that all have; of drawn ones, how many steps all have more. */
const stepsOf = ({ begins }: Field, dt: number): unknown =>
  begins.kind !== "steps" || begins.of.kind !== "value"
    ? [begins.kind === "steps" && begins.more]
    : wholeSteps(begins.of.value, dt) + begins.more;

/** What a name in a delivery stands for, as far as the code depends on it; undefined where it is not the same for all. */
function readOf(program: Program, { domain }: Pathway, name: string): unknown {
  const { name: bare, side } = resolved(name);
  const owner = side === "own" ? domain.name : domain.target;
  const field = program.fields.find((item) => isOf(item, owner, bare));
  // an index, or a number of elements, is another one in each population
  if (!field && MOMENTS.includes(bare)) return bare === "t" || bare === "dt" ? bare : undefined;
  if (!field) return side === "own" ? [name] : undefined;
  if (field.shared) return field.begins.kind === "value" ? [name, field.begins.value] : undefined;
  const isTimed = program.timed.some((table) => table.of === owner && table.name === bare);
  return isTimed ? undefined : [name, "of each"];
}
