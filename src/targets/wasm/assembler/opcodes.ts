// The instructions of WebAssembly that kernels use: their bytes, and what they take and give.
// Source: WebAssembly Core Specification 2.0, chapters 5.4 (binary instructions) and 7.10 (index).

/** Types of values on WebAssembly's stack. */
export type ValueType = "i32" | "i64" | "f64" | "v128";

/** What stands behind an instruction's opcode in its bytes. */
export type Immediate = "none" | "memory" | "lane" | "memory and lane" | "shuffle";

/** An instruction on a fixed number of operands. */
export interface Instruction {
  /** Opcode, with the prefix 0xfd or 0xfc or 0xfe where it has one. */
  bytes: readonly number[];
  operands: readonly ValueType[];
  /** Undefined for instructions that leave nothing on the stack. */
  result: ValueType | undefined;
  immediate: Immediate;
  /** Log2 of the alignment that memory instructions state. */
  alignment: number;
}

const table = new Map<string, Instruction>();

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

function add(
  name: string,
  bytes: readonly number[],
  operands: readonly ValueType[],
  result: ValueType | undefined,
  immediate: Immediate = "none",
  alignment = 0,
): void {
  table.set(name, { bytes, operands, result, immediate, alignment });
}

const simd = (code: number): number[] => [0xfd, ...unsigned(code)];

/** Instructions of consecutive codes with the same operands and result. */
function series(
  prefix: string,
  names: string,
  first: number,
  operands: readonly ValueType[],
  result: ValueType,
  code: (n: number) => readonly number[] = (n) => [n],
): void {
  for (const [k, name] of names.split(" ").entries())
    if (name !== "-") add(`${prefix}.${name}`, code(first + k), operands, result);
}

// loads and stores
for (const [name, code, type, alignment] of [
  ["i32.load", 0x28, "i32", 2],
  ["i64.load", 0x29, "i64", 3],
  ["f64.load", 0x2b, "f64", 3],
  ["i32.load8_u", 0x2d, "i32", 0],
  ["i32.load16_u", 0x2f, "i32", 1],
  ["i64.load32_u", 0x35, "i64", 2],
] as const)
  add(name, [code], ["i32"], type, "memory", alignment);
for (const [name, code, type, alignment] of [
  ["i32.store", 0x36, "i32", 2],
  ["i64.store", 0x37, "i64", 3],
  ["f64.store", 0x39, "f64", 3],
  ["i32.store8", 0x3a, "i32", 0],
  ["i32.store16", 0x3b, "i32", 1],
] as const)
  add(name, [code], ["i32", type], undefined, "memory", alignment);
add("f32.load as f64", [0x2a], ["i32"], "f64", "memory", 2);
add("f32.store from f64", [0x38], ["i32", "f64"], undefined, "memory", 2);
add("v128.load", simd(0), ["i32"], "v128", "memory", 4);
add("v128.load64_splat", simd(10), ["i32"], "v128", "memory", 3);
add("v128.load64_zero", simd(93), ["i32"], "v128", "memory", 3);
add("v128.store", simd(11), ["i32", "v128"], undefined, "memory", 4);
add("v128.load64_lane", simd(87), ["i32", "v128"], "v128", "memory and lane", 3);
add("v128.store64_lane", simd(91), ["i32", "v128"], undefined, "memory and lane", 3);
add("memory.fill", [0xfc, 11, 0], ["i32", "i32", "i32"], undefined);
add("memory.copy", [0xfc, 10, 0, 0], ["i32", "i32", "i32"], undefined);

// whole numbers
const comparisons = "eqz eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u";
series("i32", comparisons, 0x45, ["i32", "i32"], "i32");
series("i64", comparisons, 0x50, ["i64", "i64"], "i32");
add("i32.eqz", [0x45], ["i32"], "i32");
add("i64.eqz", [0x50], ["i64"], "i32");
const operations =
  "clz ctz popcnt add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr";
series("i32", operations, 0x67, ["i32", "i32"], "i32");
series("i64", operations, 0x79, ["i64", "i64"], "i64");
for (const [k, name] of ["clz", "ctz", "popcnt"].entries()) {
  add(`i32.${name}`, [0x67 + k], ["i32"], "i32");
  add(`i64.${name}`, [0x79 + k], ["i64"], "i64");
}

// doubles
series("f64", "eq ne lt gt le ge", 0x61, ["f64", "f64"], "i32");
series("f64", "abs neg ceil floor trunc nearest sqrt", 0x99, ["f64"], "f64");
series("f64", "add sub mul div min max copysign", 0xa0, ["f64", "f64"], "f64");

// conversions
add("i32.wrap_i64", [0xa7], ["i64"], "i32");
add("i32.trunc_f64_s", [0xaa], ["f64"], "i32");
add("i32.trunc_sat_f64_s", [0xfc, 2], ["f64"], "i32");
add("i64.extend_i32_s", [0xac], ["i32"], "i64");
add("i64.extend_i32_u", [0xad], ["i32"], "i64");
add("i64.trunc_sat_f64_s", [0xfc, 6], ["f64"], "i64");
add("f64.convert_i32_s", [0xb7], ["i32"], "f64");
add("f64.convert_i32_u", [0xb8], ["i32"], "f64");
add("f64.convert_i64_s", [0xb9], ["i64"], "f64");
add("f64.convert_i64_u", [0xba], ["i64"], "f64");
// there and back again
add("f64.rounded to f32", [0xb6, 0xbb], ["f64"], "f64");
add("i64.reinterpret_f64", [0xbd], ["f64"], "i64");
add("f64.reinterpret_i64", [0xbf], ["i64"], "f64");

// two doubles, or two or four whole numbers, at once
const pair: readonly ValueType[] = ["v128", "v128"];
series("f64x2", "eq ne lt gt le ge", 71, pair, "v128", simd);
series("f64x2", "abs neg - sqrt", 236, ["v128"], "v128", simd);
series("f64x2", "add sub mul div min max pmin pmax", 240, pair, "v128", simd);
series("f64x2", "ceil floor", 116, ["v128"], "v128", simd);
add("f64x2.trunc", simd(122), ["v128"], "v128");
add("f64x2.nearest", simd(148), ["v128"], "v128");
add("f64x2.splat", simd(20), ["f64"], "v128");
add("i64x2.splat", simd(18), ["i64"], "v128");
add("i32x4.splat", simd(17), ["i32"], "v128");
add("f64x2.extract_lane", simd(33), ["v128"], "f64", "lane");
add("f64x2.replace_lane", simd(34), ["v128", "f64"], "v128", "lane");
add("i64x2.extract_lane", simd(29), ["v128"], "i64", "lane");
add("i32x4.extract_lane", simd(27), ["v128"], "i32", "lane");
add("f64x2.convert_low_i32x4_s", simd(254), ["v128"], "v128");
add("f64x2.convert_low_i32x4_u", simd(255), ["v128"], "v128");
series("i64x2", "eq ne lt_s gt_s le_s ge_s", 214, pair, "v128", simd);
for (const [name, code] of [
  ["add", 206],
  ["sub", 209],
  ["mul", 213],
] as const)
  add(`i64x2.${name}`, simd(code), pair, "v128");
for (const [name, code] of [
  ["add", 174],
  ["sub", 177],
  ["mul", 181],
  ["eq", 55],
  ["ne", 56],
] as const)
  add(`i32x4.${name}`, simd(code), pair, "v128");
add("i32x4.neg", simd(161), ["v128"], "v128");
for (const [lanes, first] of [
  ["i64x2", 203],
  ["i32x4", 171],
] as const)
  for (const [k, name] of ["shl", "shr_s", "shr_u"].entries())
    add(`${lanes}.${name}`, simd(first + k), ["v128", "i32"], "v128");
add("i64x2.all_true", simd(195), ["v128"], "i32");
add("i64x2.bitmask", simd(196), ["v128"], "i32");
add("v128.any_true", simd(83), ["v128"], "i32");
add("f64x2.promote_low_f32x4", simd(95), ["v128"], "v128");
add("v128.not", simd(77), ["v128"], "v128");
for (const [k, name] of ["and", "andnot", "or", "xor"].entries())
  add(`v128.${name}`, simd(78 + k), pair, "v128");
add("v128.bitselect", simd(82), ["v128", "v128", "v128"], "v128");
add("i8x16.shuffle", simd(13), pair, "v128", "shuffle");

/** An instruction by its name; undefined for one that kernels do not use. */
export const instructionNamed = (name: string): Instruction | undefined => table.get(name);
