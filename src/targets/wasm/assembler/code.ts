import { InternalError } from "../../../base/index.js";
import { type Instruction, instructionNamed, type ValueType } from "./opcodes.js";

/**
 * How a value is understood: one number, or two or four side by side. Shapes with the same number
 * of bits in a lane turn into each other without an instruction.
 */
export type Shape = "i32" | "i64" | "f64" | "f64x2" | "i64x2" | "i32x4";

/** A function of a module under construction: what calls refer to. */
export interface FunctionReference {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly result: ValueType | undefined;
  /** How the parameters are understood. */
  readonly shapes: readonly Shape[];
}

/** A piece of code that leaves one value on the stack. */
export type Node =
  | { kind: "constant"; type: "i32"; value: number }
  | { kind: "constant"; type: "i64"; value: bigint }
  | { kind: "constant"; type: "f64"; value: number }
  | { kind: "local"; type: ValueType; index: number }
  | {
      kind: "apply";
      type: ValueType;
      name: string;
      instruction: Instruction;
      operands: readonly Node[];
      /** Of memory instructions. */
      offset: number;
      lane: number;
      lanes?: readonly number[];
    }
  | { kind: "select"; type: ValueType; condition: Node; yes: Node; no: Node }
  | { kind: "choose"; type: ValueType; condition: Node; yes: Block; no: Block }
  | { kind: "call"; type: ValueType; callee: FunctionReference; operands: readonly Node[] }
  | { kind: "vector constant"; type: "v128"; bits: readonly [bigint, bigint] }
  /** The address of a table of constants. */
  | { kind: "table"; type: "i32"; words: readonly bigint[] };

/** A piece of code that leaves nothing on the stack. */
export type Statement =
  | { kind: "set"; index: number; value: Node }
  | { kind: "do"; instruction: Node | EffectNode }
  | { kind: "if"; condition: Node; yes: Block; no: Block }
  /** Statements that were added to a place that was kept for them. */
  | { kind: "sequence"; body: Block }
  | { kind: "block"; body: Block }
  | { kind: "loop"; body: Block }
  /** Leaves so many enclosing blocks, or begins that loop again. */
  | { kind: "branch"; depth: number; condition?: Node }
  | { kind: "return"; value?: Node }
  | { kind: "comment"; text: string };

/** An instruction or call without a result. */
export type EffectNode =
  | {
      kind: "effect";
      name: string;
      instruction: Instruction;
      operands: readonly Node[];
      offset: number;
      lane: number;
    }
  | { kind: "effect call"; callee: FunctionReference; operands: readonly Node[] };

/** Statements in order; a block that gives a value ends with it. */
export interface Block {
  statements: Statement[];
  value?: Node;
}

/** The instruction of a name. @throws InternalError for one that is not in the table. */
export function instruction(name: string): Instruction {
  const found = instructionNamed(name);
  if (!found) throw new InternalError(`unknown instruction ${name}`);
  return found;
}

/** An instruction applied to operands, whose types are compared with what it takes. */
export function apply(
  name: string,
  operands: readonly Node[],
  {
    offset = 0,
    lane = 0,
    lanes,
  }: { offset?: number; lane?: number; lanes?: readonly number[] } = {},
): Node {
  const found = instruction(name);
  requireTypes(name, found.operands, operands);
  if (found.result === undefined) throw new InternalError(`${name} gives no value`);
  return {
    kind: "apply",
    type: found.result,
    name,
    instruction: found,
    operands,
    offset,
    lane,
    lanes,
  };
}

/** An instruction without a result. */
export function effect(
  name: string,
  operands: readonly Node[],
  { offset = 0, lane = 0 }: { offset?: number; lane?: number } = {},
): EffectNode {
  const found = instruction(name);
  requireTypes(name, found.operands, operands);
  return { kind: "effect", name, instruction: found, operands, offset, lane };
}

export function requireTypes(
  name: string,
  expected: readonly ValueType[],
  operands: readonly Node[],
): void {
  const types = operands.map(({ type }) => type);
  if (types.join() !== expected.join())
    throw new InternalError(`${name} takes ${expected.join(", ")}, got ${types.join(", ")}`);
}
