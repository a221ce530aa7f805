import type { Block, Program, SynapsesDomain } from "../../../../program/index.js";
import { constant, type FunctionWriter, type Value } from "../../assembler/index.js";
import { haveSpikes, ringOf } from "../../library/spikes.js";
import { RUN, SPIKING, SYNAPSES } from "../../records.js";
import { type BlockFunction, blockFunction } from "../blockFunction.js";
import type { Exchange } from "../exchange.js";
import { type BlockScope, type Elements, indexValue } from "../scope/scope.js";
import { gatherRows } from "./gatheredRows.js";
import { type Pathway, spikerOf } from "./pathway.js";
import { ownStatements, PlasticityCode } from "./plasticity.js";
import { targetAt } from "./targets.js";

/** What a function does with the synapses of spikes. */
type Purpose =
  /** All that the spikes do. */
  | "deliver"
  /** What spikes on their way do to the synapses themselves, before they come to their targets. */
  | "settle";

/** Synapses with something to do at spikes of their source. */
export type Delivering = Pathway & { delivery: Block };

/** Synapses act: for each delay that occurs, the spikes of as many steps ago. */
export const deliveryFunction = (
  program: Program,
  pathway: Delivering,
  exchange: Exchange,
): BlockFunction => spikesFunction(program, pathway, pathway.delivery.name, "deliver", exchange);

/** As delivery, but only the synapses themselves change. */
export const settleFunction = (program: Program, pathway: Delivering): BlockFunction =>
  spikesFunction(program, pathway, `settling of ${pathway.domain.label}`, "settle", "none");

function spikesFunction(
  program: Program,
  pathway: Delivering,
  name: string,
  purpose: Purpose,
  exchange: Exchange,
): BlockFunction {
  const { domain, delivery, delayed, oneToOne, allToOne } = pathway;
  const source = spikerOf(domain, delivery);
  return blockFunction(name, program, delivery, ({ f, base, step, slots, scope: makeScope }) => {
    const record = f.keep(f.load("i32", base, slots.offsetOf({ kind: "record", domain: source })));
    // in its own list a thread has no others' spikes
    const isOwn = exchange !== "within steps" || pathway.fromSource;
    const listNow = (): Value =>
      f.keep(isOwn ? f.load("i32", record, SPIKING.spikesNow) : ringOf(f, record)(step));
    const now = delayed ? undefined : listNow();
    // most steps have no spike: nothing else is read then
    if (now) f.if(f.load("i32", now).eq(0), () => f.return());
    const scope = makeScope("f64");
    const lists = now
      ? listOfNow(now)
      : listsOfDelays({ f, scope, pathway, purpose }, record, step);
    if (!pathway.postponed && !oneToOne && !allToOne) {
      plainRows(f, scope, pathway, lists);
      return;
    }
    const firstSource = scope.recordEntry(domain.name, SYNAPSES.firstSource);
    const sourceCount = scope.recordEntry(domain.name, SYNAPSES.sourceCount);
    const delayCount = scope.recordEntry(domain.name, SYNAPSES.delayCount);
    /** The neurons of the slice in a list of spikes. */
    const eachOf =
      (list: Value) =>
      (act: (index: Value) => void): void => {
        const end = f.keep(list.add(f.load("i32", list).shl(2)).add(4));
        f.for(list.add(4), end, 4, (at) => {
          const index = f.keep(f.load("i32", at).sub(firstSource));
          f.if(index.below(sourceCount), () => act(index));
        });
      };
    lists.each((list, place, delay) => {
      if (allToOne) ontoOne(f, scope, pathway, eachOf(list));
      else if (oneToOne) eachOf(list)((index) => across(f, scope, pathway, index));
      else
        eachOf(list)((index) => {
          const row = f.keep(index.mul(delayCount).add(place));
          plasticRow({ f, scope, pathway, purpose }, index, row, step, delay);
        });
    });
  });
}

/** Lists of spikes that come to synapses in a step. */
interface SpikeLists {
  /** How many there are at most. */
  count: Value;
  /** The one for the delay at a place among all delays. */
  at: (place: Value) => Value;
  /** Whether there is such a list, and spikes in it. */
  has: (place: Value) => Value;
  /** Goes through those that there are, with their delays' places and the delays in steps. */
  each: (act: (list: Value, place: Value, delay: Value) => void) => void;
  /** Whether there is one for each delay. */
  areDelayed: boolean;
}

/** The spikes of this step. */
function listOfNow(now: Value): SpikeLists {
  const none = constant(0, "i32");
  return {
    count: constant(1, "i32"),
    at: () => now,
    has: () => constant(1, "i32"),
    each: (act) => act(now, none, none),
    areDelayed: false,
  };
}

/** The lists of spikes by delay. */
function listsOfDelays(
  { f, scope, pathway, purpose }: RowContext,
  record: Value,
  step: Value,
): SpikeLists {
  const count = scope.recordEntry(pathway.domain.name, SYNAPSES.delayCount);
  const ring = ringOf(f, record);
  const delays = scope.recordEntry(pathway.domain.name, SYNAPSES.delays);
  const delayed = (place: Value): { list: Value; delay: Value } => {
    const delay = f.keep(f.load("i32", delays.add(place.shl(2))));
    const then = f.keep(step.sub(delay));
    // what comes after the last step is not known yet
    const lastStep = (): Value => f.load("i32", scope.address({ kind: "run" }), RUN.lastStep);
    const isThere = purpose === "deliver" ? then.ge(0) : then.ge(0).and(then.le(lastStep()));
    return { list: f.keep(isThere.select(ring(then), constant(0, "i32"))), delay };
  };
  const have = haveSpikes(f, record);
  const stepOf = (place: Value): Value => f.keep(step.sub(f.load("i32", delays.add(place.shl(2)))));
  return {
    count,
    at: (place) => ring(stepOf(place)),
    has: (place) => {
      const then = stepOf(place);
      return then.ge(0).and(have(then));
    },
    each: (act) =>
      f.for(0, count, 1, (place) => {
        const { list, delay } = delayed(place);
        f.if(list.ne(0), () => act(list, place, delay));
      }),
    areDelayed: true,
  };
}

/** Synapses of which none waits: the rows that spikes come to are found first, many at once. */
function plainRows(
  f: FunctionWriter,
  scope: BlockScope,
  pathway: Delivering,
  { count, at, has, areDelayed }: SpikeLists,
): void {
  const { domain, delivery } = pathway;
  const entry = (offset: number): Value => scope.recordEntry(domain.name, offset);
  const firstSource = entry(SYNAPSES.firstSource);
  const sourceCount = entry(SYNAPSES.sourceCount);
  const offsets = entry(SYNAPSES.offsets);
  gatherRows(
    f,
    { count, listAt: at, hasSpikes: has },
    (neuron, place, found) => {
      const index = f.keep(neuron.sub(firstSource));
      f.if(index.below(sourceCount), () => {
        const row = areDelayed ? index.mul(count).add(place) : index;
        found(f.keep(offsets.add(row.shl(2))), index);
      });
    },
    (first, end, index) => {
      const source = pathway.readsSource ? sourceOffset(f, scope, domain, index) : undefined;
      f.for(first, end, 1, (k) => {
        const target = targetAt(f, scope, pathway, k);
        atSynapse(f, scope, domain, delivery, { own: f.keep(k.shl(3)), target, source });
      });
    },
  );
}

/** The one synapse of a source that acts on the neuron across. */
function across(f: FunctionWriter, scope: BlockScope, pathway: Delivering, index: Value): void {
  const shift = scope.recordEntry(pathway.domain.name, SYNAPSES.shift);
  const target = f.keep(index.add(shift).shl(3));
  atSynapse(f, scope, pathway.domain, pathway.delivery, { target });
}

/** All synapses act on one neuron, which is loaded and stored once for all spikes of a list. */
function ontoOne(
  f: FunctionWriter,
  scope: BlockScope,
  { delivery, domain }: Delivering,
  eachOf: (act: () => void) => void,
): void {
  const target = f.keep(scope.recordEntry(domain.name, SYNAPSES.shift).shl(3));
  const first = (): Value => scope.recordEntry(domain.target, SPIKING.first);
  const elements: Elements = {
    target,
    targetIndex: () => indexValue(f, target.shr(3), first(), "f64"),
  };
  scope.begin();
  for (const name of scope.fieldsIn(delivery.statements)) scope.load(name, elements);
  eachOf(() => {
    scope.carryOut(delivery.statements, elements);
    scope.forgetTemporaries();
  });
  scope.store(elements);
}

/** Where the values of a synapse and its neurons are, by its place in memory. */
export function synapseElements(
  f: FunctionWriter,
  scope: BlockScope,
  pathway: Pathway,
  k: Value,
): Elements {
  const { domain, readsSource } = pathway;
  const sources = () => scope.address({ kind: "sources", domain: domain.name });
  const target = targetAt(f, scope, pathway, k);
  const source = readsSource ? f.keep(f.load("i32", sources().add(k.shl(2)))) : undefined;
  return { own: f.keep(k.shl(3)), target, source, ...indicesOf(f, scope, domain, target, source) };
}

/** The indices of a synapse's neurons. */
function indicesOf(
  f: FunctionWriter,
  scope: BlockScope,
  domain: SynapsesDomain,
  target: Value | undefined,
  source: Value | undefined,
): Pick<Elements, "targetIndex" | "sourceIndex"> {
  const index = (offset: Value, start: Value): Value => indexValue(f, offset.shr(3), start, "f64");
  const first = (): Value => scope.recordEntry(domain.target, SPIKING.first);
  return {
    ...(target && { targetIndex: () => index(target, first()) }),
    // one thread has all sources, and all neurons
    ...(source && { sourceIndex: () => index(source, constant(0, "i32")) }),
  };
}

/** The statements of a block for one synapse. */
export function atSynapse(
  f: FunctionWriter,
  scope: BlockScope,
  domain: SynapsesDomain,
  { statements }: Block,
  elements: Elements,
): void {
  scope.begin();
  const { target, source } = elements;
  scope.carryOut(statements, { ...elements, ...indicesOf(f, scope, domain, target, source) });
  scope.store(elements);
}

/** Where the values of a source are, by its index in the slice; one thread has all of them. */
export const sourceOffset = (
  f: FunctionWriter,
  scope: BlockScope,
  { name }: SynapsesDomain,
  index: Value,
): Value => f.keep(index.add(scope.recordEntry(name, SYNAPSES.firstSource)).shl(3));

interface RowContext {
  f: FunctionWriter;
  scope: BlockScope;
  pathway: Delivering;
  purpose: Purpose;
}

/** The synapses of one row that wait for their source's spikes. */
function plasticRow(
  { f, scope, pathway, purpose }: RowContext,
  index: Value,
  rowIndex: Value,
  step: Value,
  delay: Value,
): void {
  const { domain, delivery } = pathway;
  const row = f.keep(rowIndex.shl(2));
  const offsets = f.keep(scope.recordEntry(domain.name, SYNAPSES.offsets).add(row));
  const first = f.keep(f.load("i32", offsets));
  const end = f.keep(f.load("i32", offsets, 4));
  const plastic = new PlasticityCode(pathway, scope, f);
  const state = plastic.beginRow(row, step, delay);
  const statements =
    purpose === "settle" ? ownStatements(pathway, delivery.statements) : delivery.statements;
  const source = pathway.readsSource ? sourceOffset(f, scope, domain, index) : undefined;
  f.for(first, end, 1, (k) => {
    const target = targetAt(f, scope, pathway, k);
    const elements: Elements = { own: f.keep(k.shl(3)), target, source };
    scope.begin();
    plastic.beginSynapse(elements, state, true);
    scope.carryOut(statements, elements, undefined, plastic.power);
    scope.storeAll(pathway.variables, elements);
  });
  plastic.endRow(row, state);
}

/** The function that carries out what waits in all synapses, up to the end of a step. */
export function finishFunction(program: Program, pathway: Delivering): BlockFunction {
  const { domain, delivery } = pathway;
  return blockFunction(
    `finishing of ${domain.label}`,
    program,
    delivery,
    ({ f, step, scope: makeScope }) => {
      const scope = makeScope("f64");
      const entry = (offset: number): Value => scope.recordEntry(domain.name, offset);
      const sourceCount = entry(SYNAPSES.sourceCount);
      const plastic = new PlasticityCode(pathway, scope, f);
      const row = f.variable(0, "i32");
      f.for(0, sourceCount, 1, () => {
        f.for(0, entry(SYNAPSES.delayCount), 1, (d) => {
          const delay = f.keep(f.load("i32", entry(SYNAPSES.delays).add(d.shl(2))));
          const offsets = f.keep(entry(SYNAPSES.offsets).add(row));
          const state = plastic.beginRow(row, step, delay);
          const reach = pathway.late ? f.keep(step.sub(delay)) : step;
          f.for(f.load("i32", offsets), f.keep(f.load("i32", offsets, 4)), 1, (k) => {
            const target = targetAt(f, scope, pathway, k);
            const elements: Elements = { own: f.keep(k.shl(3)), target };
            scope.begin();
            plastic.beginSynapse(elements, { ...state, reach }, false);
            scope.storeAll(pathway.variables, elements);
          });
          row.set(row.add(4));
        });
      });
    },
  );
}
