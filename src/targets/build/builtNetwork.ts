import { InternalError, UserError } from "../../base/index.js";
import { compileExpression, type FunctionTable, JAVASCRIPT } from "../../equations/index.js";
import { BLOCK, connect, isByBlock, type PairFunction, type Pairs } from "../../network/index.js";
import {
  type Domain,
  type EventList,
  FIELDS,
  type Field,
  ownerDomain,
  type Program,
  purposeOf,
  resolved,
  type SynapsesDomain,
} from "../../program/index.js";
import { drawMany, Streams } from "../../random/index.js";
import { rememberedEvents } from "./eventMemory.js";
import { drawRenewal, type EventPairs, eventsOfTimes, type RenewalDraws } from "./events.js";
import { requireSingle } from "./numbers.js";
import { type DrawValues, eachValue, sharedValue, type ValueContext } from "./values.js";

/** How a target builds a network. */
export interface BuildOptions {
  functions?: FunctionTable;
  /** Draws the spikes of renewal processes. */
  renewal?: (draws: RenewalDraws) => EventPairs;
  /** Draws values of fields. */
  draw?: DrawValues;
}

/**
 * The numbers that a program begins with: who is connected with whom, all fields, the spikes of
 * sources that know them. Published programs have one stream for everything and draw in the order of
 * the program, so all is drawn in that order; on our own streams, each thing when it is asked for.
 */
export class BuiltNetwork {
  readonly streams: Streams;
  private readonly pairsOf = new Map<string, Pairs>();
  private readonly each = new Map<string, Float64Array>();
  private readonly shared = new Map<string, number>();
  private readonly events = new Map<string, EventPairs>();
  /** Fields whose values are being made. */
  private readonly making = new Set<string>();
  private readonly exponentials = new Map<object, number[][][]>();
  private readonly fieldsByName: ReadonlyMap<string, Field>;

  constructor(
    readonly program: Program,
    private readonly options: BuildOptions = {},
  ) {
    this.streams = new Streams(program.stream, program.seed);
    this.fieldsByName = new Map(program.fields.map((field) => [keyOf(field), field]));
    if (program.stream !== "default") this.drawAll();
  }

  /** Draws everything, in the order in which the published programs do. */
  private drawAll(): void {
    for (const domain of this.program.domains) {
      if (domain.kind === "source" && domain.events) this.eventsOf(domain.name);
      if (domain.kind === "synapses") this.pairs(domain.name);
      for (const field of this.program.fields)
        if (field.domain === domain.name && !field.shared) this.values(field.domain, field.name);
    }
  }

  domain(name: string): Domain {
    const found = this.program.domains.find((domain) => domain.name === name);
    if (!found) throw new InternalError(`no domain ${name}`);
    return found;
  }

  field(domain: string, name: string): Field {
    const found = this.fieldsByName.get(keyOf({ domain, name }));
    if (!found) throw new InternalError(`no field ${name} of ${domain}`);
    return found;
  }

  /** Sources and targets of synapses, in the order in which they are made. */
  pairs(name: string): Pairs {
    let pairs = this.pairsOf.get(name);
    if (!pairs) {
      const domain = this.domain(name) as SynapsesDomain;
      const { connection, from, to, label } = domain;
      const { isPublished } = this;
      pairs = connect(
        connection,
        { from, to },
        {
          stream: (block) => this.streams.of(purposeOf.connection(label, block)),
          isPublished,
          text: (text) => this.pairFunction(domain, text),
        },
      );
      this.pairsOf.set(name, pairs);
    }
    return pairs;
  }

  /** Whether the stream is that of a published program, with one order of draws. */
  private get isPublished(): boolean {
    return this.program.stream !== "default";
  }

  /** A rule's text as a function of a pair, by indices within the slices, and of a further number. */
  private pairFunction(domain: SynapsesDomain, text: string): PairFunction {
    const { label, texts, from, to } = domain;
    const expression = texts.get(text);
    if (!expression) throw new InternalError(`no text ${text}`);
    const place: Place = { own: 0, source: 0, target: 0, k: 0 };
    const read = this.reader(domain, place);
    // only a rule's text has such a number; elsewhere it is a user's name like any other
    const readPair = (name: string) => (name === "k" ? () => place.k : read(name));
    const compute = compileExpression(expression, readPair, this.functions);
    return (i, j, k) => {
      place.source = from.start + i;
      place.target = to.start + j;
      place.k = k ?? 0;
      const value = Number(compute());
      if (!Number.isNaN(value)) return value;
      throw new UserError(
        `invalid ${text} of ${label}: no number for source ${i}${k === undefined ? `, target ${j}` : ""}`,
      );
    };
  }

  /** Forgets who is connected with whom, where it can be drawn again. */
  forgetPairs(name: string): void {
    if (this.program.stream === "default") this.pairsOf.delete(name);
  }

  /** The number of elements of a domain. */
  sizeOf(name: string): number {
    const domain = this.domain(name);
    return domain.kind === "synapses" ? this.pairs(name).sources.length : domain.size;
  }

  /**
   * The shortest delay of synapses in steps; without any, as long as can be.
   * @param least shorter ones do not count
   */
  shortestDelay(name: string, delay: string = FIELDS.delay, least = 0): number {
    const { shared } = this.field(name, delay);
    const delays = shared ? [this.number(name, delay)] : this.values(name, delay);
    let shortest = Number.POSITIVE_INFINITY;
    for (const steps of delays) if (steps >= least && steps < shortest) shortest = steps;
    return shortest;
  }

  /** The number of a shared field. */
  number(domain: string, name: string): number {
    const key = keyOf({ domain, name });
    let value = this.shared.get(key);
    if (value === undefined) {
      value = sharedValue(this.field(domain, name).begins, this.context(domain, name, 1));
      this.shared.set(key, value);
    }
    return value;
  }

  /** The numbers of a field, one for each element, in the order in which the elements are made. */
  values(domain: string, name: string): Float64Array {
    const key = keyOf({ domain, name });
    let values = this.each.get(key);
    if (!values) {
      const { begins, isSingle } = this.field(domain, name);
      const context = this.context(domain, name, this.sizeOf(domain));
      if (this.making.has(key))
        throw new UserError(`invalid ${context.what}: its value reads itself, through others`);
      this.making.add(key);
      values = eachValue(begins, context);
      if (isSingle)
        for (let k = 0; k < values.length; k++) values[k] = requireSingle(values[k], context.what);
      this.making.delete(key);
      this.each.set(key, values);
    }
    return values;
  }

  /** A number of a field, of an element or shared. */
  valueAt(domain: string, name: string, element: number): number {
    return this.field(domain, name).shared
      ? this.number(domain, name)
      : this.values(domain, name)[element];
  }

  /** The spikes of a source that knows them before the run. */
  eventsOf(name: string): EventPairs {
    let events = this.events.get(name);
    if (!events) {
      const domain = this.domain(name);
      if (domain.kind !== "source" || !domain.events)
        throw new InternalError(`no events of ${name}`);
      events = this.makeEvents(name, domain.size, domain.events);
      this.events.set(name, events);
    }
    return events;
  }

  private makeEvents(name: string, size: number, list: EventList): EventPairs {
    const { dt } = this.program;
    switch (list.kind) {
      case "given":
        return list.events;
      case "times":
        return eventsOfTimes(list.times, dt);
      case "renewal":
        return this.drawRenewal(name, size, list);
    }
  }

  private drawRenewal(
    name: string,
    size: number,
    list: EventList & { kind: "renewal" },
  ): EventPairs {
    const { program, streams } = this;
    const { dt, seed } = program;
    const stream = streams.of(list.purpose);
    const ownStreams = streams.kind === "default";
    const before = ownStreams ? undefined : stream.save();
    const what = [
      streams.kind,
      seed,
      before,
      name,
      size,
      dt,
      list,
      this.options.renewal === undefined,
    ];
    const { events, left } = rememberedEvents(what, () => {
      const context = { ...this.context(name, "rates", size), what: `rates of ${name}` };
      const rates = eachValue(list.rates, context);
      const draw = this.options.renewal ?? drawRenewal;
      const drawn = draw({ rates, stream, ownStreams, dt, list });
      return { events: drawn, left: stream.save() };
    });
    if (!ownStreams) stream.restore(left);
    return events;
  }

  /** What reads the names in a domain's values, where a place says. */
  private reader(domain: Domain, place: Place): (text: string) => () => number {
    const { dt } = this.program;
    const slices =
      domain.kind === "synapses" ? { source: domain.from, target: domain.to } : undefined;
    return (text) => {
      if (text === "dt") return () => dt;
      if (text === "i") return slices ? () => place.source - slices.source.start : () => place.own;
      if (text === "j" && slices) return () => place.target - slices.target.start;
      const { name, side } = resolved(text);
      if (name === "N") {
        const { start, end } =
          side !== "own" && slices ? slices[side] : { start: 0, end: this.sizeOf(domain.name) };
        return () => end - start;
      }
      if (name === "i") return () => place[side];
      const owner = ownerDomain(this.program.domains, domain.name, side);
      const { shared } = this.field(owner, name);
      // looked up when they are read first, since values may read each other
      let number: number | undefined;
      let values: Float64Array | undefined;
      if (shared)
        return () => {
          number ??= this.number(owner, name);
          return number;
        };
      return () => {
        values ??= this.values(owner, name);
        return values[place[side]];
      };
    };
  }

  private context(name: string, what: string, count: number): ValueContext {
    const { program, streams, exponentials } = this;
    const domain = this.domain(name);
    const place: Place = { own: 0, source: 0, target: 0, k: 0 };
    return {
      what: `${what === FIELDS.restSteps ? "refractory" : what.replace(/^'/, "")} of ${name.replace(/^synapses /, "")}`,
      count,
      dt: program.dt,
      streams,
      draw: this.options.draw ?? drawMany,
      functions: this.functions,
      at: (element) => {
        place.own = element;
        if (domain.kind !== "synapses") return;
        const { sources, targets } = this.pairs(name);
        place.source = sources[element];
        place.target = targets[element];
      },
      read: this.reader(domain, place),
      places: () => this.pairs(name).places ?? new Int32Array(count),
      blocks: () =>
        domain.kind === "synapses" && !this.isPublished && isByBlock(domain.connection)
          ? countedBlocks(this.pairs(name).targets)
          : undefined,
      exponentials,
    };
  }

  private get functions(): FunctionTable {
    return this.options.functions ?? JAVASCRIPT;
  }
}

/** How many synapses there are onto each block of targets, in whose order they are. */
function countedBlocks(targets: Int32Array): { block: number; count: number }[] {
  const blocks: { block: number; count: number }[] = [];
  for (let first = 0, k = 0; k < targets.length; first = k) {
    const block = Math.floor(targets[k] / BLOCK);
    while (k < targets.length && Math.floor(targets[k] / BLOCK) === block) k += 1;
    blocks.push({ block, count: k - first });
  }
  return blocks;
}

/** Where values are read: an element, and the neurons on both sides, by indices in their populations. */
interface Place {
  own: number;
  source: number;
  target: number;
  /** The number that a rule generates targets by. */
  k: number;
}

const keyOf = ({ domain, name }: { domain: string; name: string }): string => `${domain}\n${name}`;
