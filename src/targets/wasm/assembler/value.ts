import { InternalError } from "../../../base/index.js";
import { apply, type Node, type Shape } from "./code.js";
import type { ValueType } from "./opcodes.js";

export type { Shape } from "./code.js";

/** Something that can stand where a value is expected: numbers become constants of its shape. */
export type Operand = Value | number | bigint;

const TYPES: Readonly<Record<Shape, ValueType>> = {
  i32: "i32",
  i64: "i64",
  f64: "f64",
  f64x2: "v128",
  i64x2: "v128",
  i32x4: "v128",
};

/** The whole numbers of as many bits as the doubles of a shape, and the other way round. */
const TWINS: Readonly<Partial<Record<Shape, Shape>>> = {
  f64: "i64",
  i64: "f64",
  f64x2: "i64x2",
  i64x2: "f64x2",
};

const isVector = (shape: Shape): boolean => TYPES[shape] === "v128";

/**
 * A value in the code of a kernel. Its methods write instructions: `x.mul(2).add(y)` is code that
 * computes 2 x + y, of one number or of two at once, as the shape of x says. Nothing is computed
 * here. A value that is used twice is computed twice, unless it was kept in a local (`f.keep`).
 *
 * Comparisons of single numbers give an i32 that is 0 or 1; those of vectors a mask of all bits or
 * none in each lane, in the shape of whole numbers.
 */
export class Value {
  constructor(
    readonly node: Node,
    readonly shape: Shape,
  ) {}

  /** The number that a constant is, in all its lanes. */
  get number(): number | undefined {
    const { node } = this;
    if (this.shape === "f64" && node.kind === "constant") return Number(node.value);
    if (this.shape !== "f64x2" || node.kind !== "vector constant") return undefined;
    const [first, second] = node.bits;
    return first === second ? doubleOf(first) : undefined;
  }

  private binary(name: string, other: Operand, shape: Shape = this.shape): Value {
    const right = asValue(other, this.shape);
    if (right.shape !== this.shape)
      throw new InternalError(`${this.shape}.${name} of ${right.shape}`);
    return new Value(apply(`${this.shape}.${name}`, [this.node, right.node]), shape);
  }

  private unary(name: string, shape: Shape = this.shape): Value {
    return new Value(apply(`${this.shape}.${name}`, [this.node]), shape);
  }

  /** The shape of comparisons' results. */
  private get truth(): Shape {
    return isVector(this.shape) ? (this.shape === "f64x2" ? "i64x2" : this.shape) : "i32";
  }

  add(other: Operand): Value {
    return this.binary("add", other);
  }
  sub(other: Operand): Value {
    return this.binary("sub", other);
  }
  mul(other: Operand): Value {
    return this.binary("mul", other);
  }
  div(other: Operand): Value {
    return this.binary("div", other);
  }
  min(other: Operand): Value {
    return this.binary("min", other);
  }
  max(other: Operand): Value {
    return this.binary("max", other);
  }
  /** The smaller one, this one where either is not a number. */
  pmin(other: Operand): Value {
    if (isVector(this.shape)) return this.binary("pmin", other);
    const right = asValue(other, this.shape);
    return right.lt(this).select(right, this);
  }
  /** The larger one, this one where either is not a number. */
  pmax(other: Operand): Value {
    if (isVector(this.shape)) return this.binary("pmax", other);
    const right = asValue(other, this.shape);
    return this.lt(right).select(right, this);
  }
  neg(): Value {
    return this.unary("neg");
  }
  abs(): Value {
    return this.unary("abs");
  }
  sqrt(): Value {
    return this.unary("sqrt");
  }
  floor(): Value {
    return this.unary("floor");
  }
  ceil(): Value {
    return this.unary("ceil");
  }
  trunc(): Value {
    return this.unary("trunc");
  }
  /** To the nearest whole number, halves to the even one. */
  nearest(): Value {
    return this.unary("nearest");
  }

  eq(other: Operand): Value {
    return this.binary("eq", other, this.truth);
  }
  ne(other: Operand): Value {
    return this.binary("ne", other, this.truth);
  }
  lt(other: Operand): Value {
    return this.compare("lt", other);
  }
  le(other: Operand): Value {
    return this.compare("le", other);
  }
  gt(other: Operand): Value {
    return this.compare("gt", other);
  }
  ge(other: Operand): Value {
    return this.compare("ge", other);
  }
  /** Unsigned comparison of whole numbers. */
  below(other: Operand): Value {
    return this.binary("lt_u", other, this.truth);
  }

  private compare(name: string, other: Operand): Value {
    const isFloat = this.shape === "f64" || this.shape === "f64x2";
    return this.binary(isFloat ? name : `${name}_s`, other, this.truth);
  }

  and(other: Operand): Value {
    return this.bitwise("and", other);
  }
  or(other: Operand): Value {
    return this.bitwise("or", other);
  }
  xor(other: Operand): Value {
    return this.bitwise("xor", other);
  }
  /** This value where the other one's bits are not set. */
  andNot(other: Operand): Value {
    if (isVector(this.shape)) return this.bitwise("andnot", other);
    return this.and(asValue(other, this.shape).xor(this.shape === "i64" ? -1n : -1));
  }

  private bitwise(name: string, other: Operand): Value {
    const right = asValue(other, this.shape);
    const prefix = isVector(this.shape) ? "v128" : this.shape;
    return new Value(apply(`${prefix}.${name}`, [this.node, right.node]), this.shape);
  }

  /** Whether no bit is set (of a truth value: not). */
  not(): Value {
    if (isVector(this.shape)) return new Value(apply("v128.not", [this.node]), this.shape);
    return this.unary("eqz", "i32");
  }

  shl(bits: Operand): Value {
    return this.shift("shl", bits);
  }
  /** To the right, zeros from the left. */
  shr(bits: Operand): Value {
    return this.shift("shr_u", bits);
  }
  /** To the right, the sign from the left. */
  sar(bits: Operand): Value {
    return this.shift("shr_s", bits);
  }
  /** To the left, what leaves comes back on the right. */
  rotl(bits: number): Value {
    if (!isVector(this.shape)) return this.shift("rotl", bits);
    return this.shl(bits).or(this.shr(64 - bits));
  }

  private shift(name: string, bits: Operand): Value {
    const by = asValue(bits, isVector(this.shape) ? "i32" : this.shape);
    return new Value(apply(`${this.shape}.${name}`, [this.node, by.node]), this.shape);
  }

  /** How many bits below the lowest one that is set. */
  trailingZeros(): Value {
    return this.unary("ctz");
  }

  /** The same bits as whole numbers, or as doubles. */
  bits(): Value {
    const twin = TWINS[this.shape];
    if (twin === undefined) throw new InternalError(`no twin of ${this.shape}`);
    if (isVector(this.shape)) return new Value(this.node, twin);
    return new Value(apply(`${twin}.reinterpret_${this.shape}`, [this.node]), twin);
  }

  /** The same 128 bits understood otherwise. */
  as(shape: Shape): Value {
    if (!isVector(this.shape) || !isVector(shape))
      throw new InternalError(`${this.shape} as ${shape}`);
    return new Value(this.node, shape);
  }

  /**
   * `yes` where this truth value or mask holds, else `no`. Both are computed.
   */
  select(yes: Operand, no: Operand): Value {
    const example = yes instanceof Value ? yes : no instanceof Value ? no : undefined;
    if (!example) throw new InternalError("select needs to know a shape");
    const [a, b] = [asValue(yes, example.shape), asValue(no, example.shape)];
    if (isVector(this.shape))
      return new Value(apply("v128.bitselect", [a.node, b.node, this.node]), example.shape);
    return new Value(
      { kind: "select", type: a.node.type, condition: this.node, yes: a.node, no: b.node },
      example.shape,
    );
  }

  /** Whether a mask holds in any lane; of a single truth value, whether it holds. */
  any(): Value {
    return isVector(this.shape) ? new Value(apply("v128.any_true", [this.node]), "i32") : this;
  }

  /** Whether a mask holds in all lanes; of a single truth value, whether it holds. */
  all(): Value {
    return isVector(this.shape) ? new Value(apply("i64x2.all_true", [this.node]), "i32") : this;
  }

  /** One lane of a vector; a single number itself. */
  lane(lane: number): Value {
    if (!isVector(this.shape)) return this;
    const shape = this.shape.slice(0, 3) as Shape;
    return new Value(apply(`${this.shape}.extract_lane`, [this.node], { lane }), shape);
  }

  /** A vector of which one lane is replaced. */
  withLane(lane: number, value: Operand): Value {
    const single = asValue(value, this.shape.slice(0, 3) as Shape);
    return new Value(
      apply(`${this.shape}.replace_lane`, [this.node, single.node], { lane }),
      this.shape,
    );
  }

  /** What remains of a division of whole numbers, both 0 or more. */
  rem(other: Operand): Value {
    return this.binary("rem_u", other);
  }

  /** A single number in all lanes. */
  splat(): Value {
    const shape = `${this.shape}${this.shape === "i32" ? "x4" : "x2"}` as Shape;
    return new Value(apply(`${shape}.splat`, [this.node]), shape);
  }

  /** In the shape given: a single number in all its lanes, or as it is. */
  like(shape: Shape): Value {
    return isVector(shape) && !isVector(this.shape) ? this.splat() : this;
  }

  /** A conversion between single numbers, by the name of the instruction. */
  convert(name: string, shape: Shape): Value {
    return new Value(apply(name, [this.node]), shape);
  }
  /** An i32 (signed) as a double. */
  toDouble(): Value {
    return this.convert(`f64.convert_${this.shape}_s`, "f64");
  }
  /** A double as i32, towards 0, saturating. */
  toI32(): Value {
    if (this.shape === "i64") return this.convert("i32.wrap_i64", "i32");
    return this.convert("i32.trunc_sat_f64_s", "i32");
  }
  /** An i32 (unsigned) or a double (towards 0, saturating) as i64. */
  toI64(): Value {
    if (this.shape === "i32") return this.convert("i64.extend_i32_u", "i64");
    return this.convert("i64.trunc_sat_f64_s", "i64");
  }
}

/** Lanes of two vectors in any order: those of the first are 0 to 3, of the second 4 to 7 (i32x4). */
export function shuffle(
  a: Value,
  b: Value,
  lanes: readonly [number, number, number, number],
): Value {
  const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
  return new Value(apply("i8x16.shuffle", [a.node, b.node], { lanes: bytes }), a.shape);
}

/** Two single numbers side by side. */
export function pairOf(first: Value, second: Value): Value {
  return first.splat().withLane(1, second);
}

/** A constant of a shape: the same number in all lanes. */
export function constant(value: number | bigint, shape: Shape): Value {
  switch (shape) {
    case "i32":
      return new Value({ kind: "constant", type: "i32", value: Number(value) | 0 }, shape);
    case "i64":
      return new Value({ kind: "constant", type: "i64", value: BigInt(value) }, shape);
    case "f64":
      return new Value({ kind: "constant", type: "f64", value: Number(value) }, shape);
    case "f64x2":
      return vectorConstant(doubleBits(Number(value)), shape);
    case "i64x2":
      return vectorConstant(BigInt.asUintN(64, BigInt(value)), shape);
    case "i32x4": {
      const word = BigInt.asUintN(32, BigInt(value));
      return vectorConstant((word << 32n) | word, shape);
    }
  }
}

const vectorConstant = (bits: bigint, shape: Shape): Value =>
  new Value({ kind: "vector constant", type: "v128", bits: [bits, bits] }, shape);

/** A vector of two doubles that may differ. */
export const doubles = (first: number, second: number): Value =>
  new Value(
    { kind: "vector constant", type: "v128", bits: [doubleBits(first), doubleBits(second)] },
    "f64x2",
  );

/** The address of a table of constants, 8 bytes each, that the module holds. */
export const tableOf = (words: readonly bigint[]): Value =>
  new Value({ kind: "table", type: "i32", words }, "i32");

const view = new DataView(new ArrayBuffer(8));

/** The bits of a double. */
export function doubleBits(value: number): bigint {
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

function doubleOf(bits: bigint): number {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

/** An operand as a value: numbers as constants of a shape. */
export function asValue(operand: Operand, shape: Shape): Value {
  return operand instanceof Value ? operand : constant(operand, shape);
}

/** The type on the stack of a shape. */
export const typeOfShape = (shape: Shape): ValueType => TYPES[shape];
