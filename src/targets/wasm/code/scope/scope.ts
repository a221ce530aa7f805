import { InternalError } from "../../../../base/index.js";
import { type Expression, namesIn, print, tableNamed } from "../../../../equations/index.js";
import { ELAPSED } from "../../../../network/index.js";
import type { Statement } from "../../../../program/index.js";
import { MOMENTS, type Resolved, resolved } from "../../../../program/index.js";
import {
  doubles,
  type FunctionWriter,
  pairOf,
  type Value,
  type Variable,
} from "../../assembler/index.js";
import { SPIKING } from "../../records.js";
import { BeforeLoop, type LoopContext, type NumberShape } from "./beforeLoop.js";
import { drawCode } from "./draw.js";
import { type ExpressionContext, expressionCode, type PowerCode } from "./expression.js";
import { Remembered } from "./remembered.js";

export type { NumberShape } from "./beforeLoop.js";

/** Where the elements are that a block's statements are carried out for. */
export interface Elements {
  /** Byte offset of the element in arrays of its own domain. */
  own?: Value;
  /** Byte offset of the target neuron in arrays of its domain; of the source's in those of its own. */
  target?: Value;
  source?: Value;
  /** Of two synapses at once: the target of the second one; both have the same source. */
  secondTarget?: Value;
  /** Indices in their populations: of the element, of the target, of the source. */
  index?: () => Value;
  targetIndex?: () => Value;
  sourceIndex?: () => Value;
  /** Normal deviates of this step. */
  noise?: () => Value;
  /** Deviates that were drawn for all elements before the loop, by their purposes. */
  drawn?: ReadonlyMap<string, Value>;
}

/**
 * The names of one block while its code is written. What does not change from element to element is
 * loaded once, before the loop; fields of an element are loaded when they are read first, and
 * stored at the end.
 */
export class BlockScope extends BeforeLoop {
  private readonly variables = new Map<string, Variable>();
  private readonly written = new Set<string>();
  private readonly temporaries = new Map<string, Value>();
  /** Temporaries that several elements share. */
  private readonly common = new Map<string, Value>();
  /** Values that are given by the caller: traces. */
  readonly given = new Map<string, Value>();
  /** Values over time that all elements of a domain have alike: the domain and the name. */
  private readonly timedForAll = new Set<string>();
  /** What follows from the time since a synapse's last spike. */
  private readonly remembered: Remembered;

  constructor(context: LoopContext) {
    super(context);
    const { f, program } = context;
    this.remembered = new Remembered(f, ELAPSED, (name) => this.isSameName(name), this.beforeLoop);
    const { blocks, timed } = program;
    for (const { domain, statements } of blocks)
      for (const item of statements)
        if (item.kind === "timed" && timed[item.table].columns === 1)
          this.timedForAll.add(`${domain}\n${item.target}`);
  }

  /** Begins the statements of another element: nothing of it is loaded yet, but for what several share. */
  begin(): void {
    this.given.clear();
    this.variables.clear();
    this.written.clear();
    this.temporaries.clear();
    this.remembered.begin();
    for (const [name, value] of this.common) this.temporaries.set(name, value);
  }

  /** What was computed up to now is the same for the elements that follow. */
  share(): void {
    for (const [name, value] of this.temporaries) this.common.set(name, value);
  }

  /** The elements that follow share nothing any more. */
  shareNothing(): void {
    this.common.clear();
  }

  /** Carries out statements for an element. */
  carryOut(
    statements: readonly Statement[],
    elements: Elements,
    other: (statement: Statement, value: (expression: Expression) => Value) => void = () => {
      throw new InternalError("a statement that this block cannot have");
    },
    power?: PowerCode,
  ): void {
    const context = this.contextOf(elements, power);
    const value = (expression: Expression): Value => expressionCode(expression, context);
    for (const statement of statements) {
      if (statement.kind === "draw") {
        const known = elements.drawn?.get(statement.purpose);
        if (known) {
          const own = this.f.load(this.shape, known.add(elements.own as Value));
          this.temporaries.set(statement.target, this.f.keep(own));
          continue;
        }
        const mean = statement.mean && this.f.keep(value(statement.mean));
        const drawn = this.drawn(statement, elements, mean);
        this.temporaries.set(statement.target, drawn);
        continue;
      }
      if (statement.kind === "repeat") {
        this.repeat(statement, elements, value, power);
        continue;
      }
      if (statement.kind !== "set") {
        other(statement, value);
        continue;
      }
      this.f.comment(`${statement.target} = ${print(statement.expression)}`);
      const result = this.f.keep(value(statement.expression));
      this.f.label(result, statement.target);
      this.remembered.note(statement.target, statement.expression);
      this.set(statement.target, result, elements);
    }
  }

  private contextOf(elements: Elements, power?: PowerCode): ExpressionContext {
    return {
      f: this.f,
      shape: this.shape,
      read: (name) => this.read(name, elements),
      power,
      table: (name) => (tableNamed(name) ? this.address({ kind: "table", name }) : undefined),
      once: (expression, make) => {
        if (this.isSame(expression)) return this.once(`same ${print(expression)}`, make);
        if (this.shape !== "f64" || !this.remembered.isWorthwhile(expression)) return undefined;
        const elapsed = this.read(ELAPSED, elements);
        return this.remembered.valueOf(print(expression), elapsed, make);
      },
    };
  }

  /** The value of an expression that all elements have alike in a step, before the loop; undefined of another. */
  valueOfAll(expression: Expression): Value | undefined {
    if (![...namesIn(expression)].every((name) => this.isSameName(name))) return undefined;
    return this.once(`same ${print(expression)}`, () =>
      expressionCode(expression, this.contextOf({})),
    );
  }

  /** Turns of a loop, until no element needs another one; who needs none is left as it is by the statements. */
  private repeat(
    { carried, statements, again }: Statement & { kind: "repeat" },
    elements: Elements,
    value: (expression: Expression) => Value,
    power: PowerCode | undefined,
  ): void {
    const { f } = this;
    // what is loaded in a turn would be loaded in each
    for (const name of this.fieldsIn(statements)) this.load(name, elements);
    const variables = carried.map(({ name, begins }) => {
      const variable = f.variable(value(begins));
      this.temporaries.set(name, variable);
      return variable;
    });
    f.loop((turn) => {
      this.carryOut(statements, elements, undefined, power);
      const next = carried.map((item) => f.keep(value(item.next)));
      next.forEach((result, k) => {
        variables[k].set(result);
      });
      f.goTo(turn, value(again).any());
    });
  }

  private drawn(
    { distribution, purpose }: Statement & { kind: "draw" },
    elements: Elements,
    mean: Value | undefined,
  ): Value {
    const { name, kind } = this.domainNamed(this.block.domain);
    // of synapses, the targets' blocks: a thread has whole ones
    const offset = (kind === "synapses" ? elements.target : elements.own) as Value;
    return drawCode(this.f, distribution, {
      index: this.f.keep(offset.shr(3)),
      generators: this.address({ kind: "generators", domain: name, purpose }),
      mean,
      count: this.shape === "f64x2" ? () => this.recordEntry(name, SPIKING.count) : undefined,
    });
  }

  /** The fields that statements read or assign, those that all elements share left out. */
  fieldsIn(statements: readonly Statement[]): string[] {
    const names = new Set<string>();
    for (const statement of statements)
      if (statement.kind === "set")
        for (const name of [statement.target, ...namesIn(statement.expression)])
          if (this.fieldOf(name)?.shared === false) names.add(name);
    return [...names];
  }

  /** Loads a field of the element now, so that code in branches finds it in a variable. */
  load(name: string, elements: Elements): void {
    this.variableOf(name, elements, true);
  }

  /** Temporaries of statements in a loop mean nothing after it. */
  forgetTemporaries(): void {
    this.temporaries.clear();
  }

  /** Stores fields, those of others that were assigned among them. */
  storeAll(names: readonly string[], elements: Elements): void {
    for (const name of names) this.written.add(name);
    this.store(elements);
  }

  /** Stores the fields that were assigned. */
  store(elements: Elements): void {
    for (const name of this.written) {
      if (this.fieldOf(name)?.isSingle) throw new InternalError(`${name} does not change`);
      const variable = this.variables.get(name) as Variable;
      const { address, offset } = this.placeOf(name, elements);
      this.f.store(address.add(offset), variable);
    }
  }

  /** The value of a field that statements have assigned or read. */
  current(name: string): Variable | undefined {
    return this.variables.get(name);
  }

  get assigned(): ReadonlySet<string> {
    return this.written;
  }

  /** Whether an expression is the same for all elements in a step, and worth keeping. */
  private isSame(expression: Expression): boolean {
    if (expression.kind === "name" || expression.kind === "number") return false;
    return [...namesIn(expression)].every((name) => this.isSameName(name));
  }

  private isSameName(name: string): boolean {
    if (["t", "dt", "N"].includes(name)) return true;
    if (this.temporaries.has(name)) return false;
    return this.fieldOf(name)?.shared === true || this.isTimedForAll(name);
  }

  private set(name: string, value: Value, elements: Elements): void {
    if (!this.fieldOf(name)) {
      this.temporaries.set(name, value);
      return;
    }
    this.variableOf(name, elements, false).set(value);
    this.written.add(name);
  }

  private read(name: string, elements: Elements): Value {
    const known = this.temporaries.get(name) ?? this.given.get(name);
    if (known) return known;
    const { name: bare, side } = resolved(name);
    if (MOMENTS.includes(bare)) return this.moment(bare, side, elements);
    const field = this.fieldOf(name);
    if (!field) throw new InternalError(`${name} has no value in ${this.block.domain}`);
    if (field.shared) return this.number({ kind: "number", domain: field.domain, name: bare });
    if (this.isTimedForAll(name))
      return this.once(`timed ${field.domain} ${bare}`, () => {
        const address = this.address({ kind: "field", domain: field.domain, name: bare });
        return this.shape === "f64x2"
          ? this.f.loadSplat("f64x2", address)
          : this.f.load("f64", address);
      });
    return this.variableOf(name, elements, true);
  }

  /** Whether a name is that of values over time that all elements have alike: the first one's are read. */
  private isTimedForAll(name: string): boolean {
    const { name: bare, side } = resolved(name);
    return this.timedForAll.has(`${this.domainOf(side)}\n${bare}`);
  }

  private moment(name: string, side: Resolved["side"], elements: Elements): Value {
    switch (name) {
      case "t":
        return this.time;
      case "dt":
        return this.dt;
      case "N":
        return this.number({ kind: "size", domain: this.domainOf(side) });
      case "i": {
        const { index: own, targetIndex: target, sourceIndex: source } = elements;
        const index = { own, target, source }[side];
        if (index) return index();
        break;
      }
      case "xi":
        if (elements.noise) return elements.noise();
    }
    throw new InternalError(`${name} has no value in ${this.block.domain}`);
  }

  /** The variable that holds a field of the element; loaded when it is needed first. */
  private variableOf(name: string, elements: Elements, isRead: boolean): Variable {
    let variable = this.variables.get(name);
    if (!variable) {
      if (isRead) variable = this.f.variable(this.loadedField(name, elements));
      else variable = this.f.undefinedVariable(this.shape);
      this.variables.set(name, variable);
      this.f.label(variable, name);
    }
    return variable;
  }

  /** The number of a field, or those of two elements. */
  private loadedField(name: string, elements: Elements): Value {
    const { f, shape } = this;
    const { address, offset } = this.placeOf(name, elements);
    const { side } = resolved(name);
    const isSingle = this.fieldOf(name)?.isSingle === true;
    const one = (at: Value): Value =>
      isSingle ? f.loadSingle("f64", address.add(at.shr(1))) : f.load("f64", address.add(at));
    if (shape === "f64") return one(offset);
    // two synapses at once have the same source, and targets that may stand anywhere
    if (side === "source")
      return isSingle ? one(offset).splat() : f.loadSplat(shape, address.add(offset));
    if (elements.secondTarget && side === "target")
      return isSingle
        ? pairOf(one(offset), one(elements.secondTarget))
        : f.loadPair(address.add(offset), address.add(elements.secondTarget));
    return isSingle
      ? f.loadSingle(shape, address.add(offset.shr(1)))
      : f.load(shape, address.add(offset));
  }

  private placeOf(name: string, elements: Elements): { address: Value; offset: Value } {
    const { name: bare, side } = resolved(name);
    const offset = elements[side];
    if (!offset) throw new InternalError(`${name} is not of ${this.block.domain}`);
    const address = this.address({ kind: "field", domain: this.domainOf(side), name: bare });
    return { address, offset };
  }
}

/** The index of an element as a number, or those of two neighbours. */
export function indexValue(
  f: FunctionWriter,
  local: Value,
  first: Value,
  shape: NumberShape,
): Value {
  const index = local.add(first).toDouble();
  return f.keep(shape === "f64" ? index : index.splat().add(doubles(0, 1)));
}
