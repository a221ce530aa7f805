import { InternalError } from "../../../base/index.js";
import {
  apply,
  type Block,
  type EffectNode,
  effect,
  type FunctionReference,
  requireTypes,
  type Statement,
} from "./code.js";
import type { ValueType } from "./opcodes.js";
import { asValue, type Operand, type Shape, typeOfShape, Value } from "./value.js";

/** A variable of a function: a value that can be set again. */
export class Variable extends Value {
  constructor(
    private readonly writer: FunctionWriter,
    readonly index: number,
    shape: Shape,
  ) {
    super({ kind: "local", type: typeOfShape(shape), index }, shape);
  }

  set(value: Operand): void {
    const given = asValue(value, this.shape);
    if (given.node.type !== this.node.type)
      throw new InternalError(`a ${given.shape} set to a ${this.shape}`);
    this.writer.add({ kind: "set", index: this.index, value: given.node });
  }
}

/** A place that a branch can go to. */
export interface Target {
  readonly level: number;
}

/** The code of a function, statement by statement. */
export class FunctionWriter {
  readonly locals: ValueType[] = [];
  /** What locals hold, by index: for printing. */
  readonly labels = new Map<number, string>();
  private readonly root: Block = { statements: [] };
  private blocks: Block[] = [this.root];
  /** The functions that this one calls. */
  readonly callees = new Set<FunctionReference>();

  constructor(private readonly parameterCount: number) {}

  get body(): Block {
    return this.root;
  }

  add(statement: Statement): void {
    (this.blocks.at(-1) as Block).statements.push(statement);
  }

  comment(text: string): void {
    this.add({ kind: "comment", text });
  }

  /** Says what a value holds, where it stands in a local. */
  label({ node }: Value, text: string): void {
    if (node.kind === "local" && !this.labels.has(node.index)) this.labels.set(node.index, text);
  }

  /** A new variable that holds a value. */
  variable(value: Operand, shape?: Shape): Variable {
    const given = asValue(value, shape ?? (value instanceof Value ? value.shape : "f64"));
    const variable = this.undefinedVariable(given.shape);
    variable.set(given);
    return variable;
  }

  /** A new variable that holds 0 until it is set. */
  undefinedVariable(shape: Shape): Variable {
    const index = this.parameterCount + this.locals.length;
    this.locals.push(typeOfShape(shape));
    return new Variable(this, index, shape);
  }

  /** A value computed here, once, however often it is used. Constants and locals are left as they are. */
  keep(value: Value): Value {
    const { kind } = value.node;
    if (kind === "local" || kind === "constant" || kind === "vector constant") return value;
    const { node, shape } = this.variable(value);
    return new Value(node, shape);
  }

  load(shape: Shape, address: Value, offset = 0): Value {
    const name = typeOfShape(shape) === "v128" ? "v128.load" : `${shape}.load`;
    return new Value(apply(name, [address.node], { offset }), shape);
  }

  /** A single number from memory in both lanes. */
  loadSplat(shape: "f64x2" | "i64x2", address: Value, offset = 0): Value {
    return new Value(apply("v128.load64_splat", [address.node], { offset }), shape);
  }

  /** Numbers of 32 bits as doubles: one, or two that stand side by side. */
  loadSingle(shape: "f64" | "f64x2", address: Value): Value {
    if (shape === "f64") return this.loadAs("f32.load as f64", shape, address);
    const two = this.loadAs("v128.load64_zero", "f64x2", address);
    return two.convert("f64x2.promote_low_f32x4", "f64x2");
  }

  /** A load of another width, by the name of its instruction. */
  loadAs(name: string, shape: Shape, address: Value, offset = 0): Value {
    return new Value(apply(name, [address.node], { offset }), shape);
  }

  store(address: Value, value: Value, offset = 0): void {
    const type = typeOfShape(value.shape);
    this.do(effect(`${type}.store`, [address.node, value.node], { offset }));
  }

  /** A store of another width, by the name of its instruction. */
  storeAs(name: string, address: Value, value: Value, offset = 0): void {
    this.do(effect(name, [address.node, value.node], { offset }));
  }

  /** Two doubles from two addresses. */
  loadPair(first: Value, second: Value, offset = 0): Value {
    const low = this.loadSplat("f64x2", first, offset);
    return new Value(
      apply("v128.load64_lane", [second.node, low.node], { offset, lane: 1 }),
      "f64x2",
    );
  }

  /** Stores one lane of a vector. */
  storeLane(address: Value, value: Value, lane: number, offset = 0): void {
    this.do(effect("v128.store64_lane", [address.node, value.node], { offset, lane }));
  }

  fill(address: Value, byte: Operand, bytes: Value): void {
    this.do(effect("memory.fill", [address.node, asValue(byte, "i32").node, bytes.node]));
  }

  copy(to: Value, from: Value, bytes: Operand): void {
    this.do(effect("memory.copy", [to.node, from.node, asValue(bytes, "i32").node]));
  }

  private do(instruction: EffectNode): void {
    this.add({ kind: "do", instruction });
  }

  /** Calls a function that gives a value. */
  call(callee: FunctionReference, shape: Shape, ...operands: readonly Operand[]): Value {
    const nodes = this.operands(callee, operands);
    if (callee.result !== typeOfShape(shape))
      throw new InternalError(`${callee.name} does not give ${shape}`);
    return new Value({ kind: "call", type: callee.result, callee, operands: nodes }, shape);
  }

  /** Calls a function that gives nothing. */
  run(callee: FunctionReference, ...operands: readonly Operand[]): void {
    const nodes = this.operands(callee, operands);
    if (callee.result !== undefined) throw new InternalError(`${callee.name} gives a value`);
    this.do({ kind: "effect call", callee, operands: nodes });
  }

  private operands(callee: FunctionReference, operands: readonly Operand[]) {
    this.callees.add(callee);
    const nodes = operands.map((operand, k) => asValue(operand, callee.shapes[k]).node);
    requireTypes(callee.name, callee.parameters, nodes);
    return nodes;
  }

  if(condition: Value, yes: () => void, no?: () => void): void {
    this.add({
      kind: "if",
      condition: condition.node,
      yes: this.inside(yes),
      no: no ? this.inside(no) : { statements: [] },
    });
  }

  /** A value that is computed in one of two ways; only one of them is. */
  choose(condition: Value, shape: Shape, yes: () => Value, no: () => Value): Value {
    const branch = (make: () => Value): Block => {
      let value: Value | undefined;
      const block = this.inside(() => {
        value = make();
      });
      return { ...block, value: value?.node };
    };
    const chosen = new Value(
      {
        kind: "choose",
        type: typeOfShape(shape),
        condition: condition.node,
        yes: branch(yes),
        no: branch(no),
      },
      shape,
    );
    return this.keep(chosen);
  }

  /** A block that can be left early. */
  block(body: (exit: Target) => void): void {
    const block = this.inside(() => body({ level: this.blocks.length }));
    this.add({ kind: "block", body: block });
  }

  /** A block that can be begun again; it ends by itself. */
  loop(body: (again: Target) => void): void {
    const block = this.inside(() => body({ level: this.blocks.length }));
    this.add({ kind: "loop", body: block });
  }

  /** Goes to a target, always or where a condition holds. */
  goTo({ level }: Target, condition?: Value): void {
    const depth = this.blocks.length - level;
    this.add({ kind: "branch", depth, condition: condition?.node });
  }

  /** Repeats while a condition holds, which is computed at the beginning of each turn. */
  while(condition: () => Value, body: (exit: Target, again: Target) => void): void {
    this.block((exit) => {
      this.loop((again) => {
        this.goTo(exit, condition().not());
        body(exit, again);
        this.goTo(again);
      });
    });
  }

  /**
   * Repeats for an i32 from a first value on, in steps, while it is below an end: addresses may be
   * above 2 GiB, so that neither is negative.
   */
  for(first: Operand, end: Value, step: number, body: (i: Variable, exit: Target) => void): void {
    const i = this.variable(first, "i32");
    const last = this.keep(end);
    this.block((exit) => {
      this.goTo(exit, i.below(last).not());
      this.loop((again) => {
        body(i, exit);
        i.set(i.add(step));
        this.goTo(again, i.below(last));
      });
    });
  }

  /** Keeps a place here in which code can be written later: what a loop finds out that it needs. */
  place(): <Written>(write: () => Written) => Written {
    const block: Block = { statements: [] };
    this.add({ kind: "sequence", body: block });
    const depth = this.blocks.length;
    return (write) => {
      // only assignments may be written there: branches would count other levels
      const outer = this.blocks.splice(depth);
      this.blocks.push(block);
      const written = write();
      this.blocks.splice(depth, this.blocks.length - depth, ...outer);
      return written;
    };
  }

  return(value?: Value): void {
    this.add({ kind: "return", value: value?.node });
  }

  private inside(write: () => void): Block {
    const block: Block = { statements: [] };
    this.blocks.push(block);
    write();
    this.blocks.pop();
    return block;
  }
}

/** A function with its code. */
export interface FunctionDefinition extends FunctionReference {
  readonly write: (writer: FunctionWriter, ...parameters: Value[]) => void;
  /** Names of the parameters, for printing. */
  readonly parameterNames: readonly string[];
}

/**
 * Defines a function: its parameters by name and shape, the shape of its result, and what writes
 * its code. The code is written when a module that needs the function is made.
 */
export function defineFunction<Names extends string>(
  name: string,
  parameters: Readonly<Record<Names, Shape>>,
  result: Shape | undefined,
  write: (f: FunctionWriter, parameters: Record<Names, Variable>) => void,
): FunctionDefinition {
  const names = Object.keys(parameters) as Names[];
  const shapes = names.map((parameter) => parameters[parameter]);
  return {
    name,
    parameters: shapes.map(typeOfShape),
    result: result && typeOfShape(result),
    shapes,
    parameterNames: names,
    write: (f) =>
      write(
        f,
        Object.fromEntries(
          names.map((parameter, k) => [parameter, new Variable(f, k, shapes[k])]),
        ) as Record<Names, Variable>,
      ),
  };
}
