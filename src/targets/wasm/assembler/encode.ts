import { InternalError } from "../../../base/index.js";
import type { Block, EffectNode, FunctionReference, Node, Statement } from "./code.js";
import type { WrittenModule } from "./module.js";
import { type Instruction, unsigned, type ValueType } from "./opcodes.js";
import { doubleBits } from "./value.js";

/** A module's bytes, and where its own constants end in its memory. */
export interface EncodedModule {
  bytes: Uint8Array<ArrayBuffer>;
  /** The first address that is free for data. */
  heap: number;
}

const TYPE_CODES: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f64: 0x7c,
  v128: 0x7b,
};

/** Pages that a memory of 4 GiB has: the most that shared memories may grow to. */
export const MOST_PAGES = 65_536;

/** Bytes that grow. */
class Bytes {
  private buffer = new Uint8Array(4096);
  length = 0;

  push(byte: number): void {
    if (this.length === this.buffer.length) this.grow(1);
    this.buffer[this.length++] = byte;
  }

  append(bytes: ArrayLike<number>): void {
    if (this.length + bytes.length > this.buffer.length) this.grow(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  unsigned(value: number): void {
    if (value < 128) this.push(value);
    else this.append(unsigned(value));
  }

  signed(value: bigint): void {
    let rest = value;
    for (;;) {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      const done = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0);
      this.push(done ? low : low | 0x80);
      if (done) return;
    }
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length);
  }

  private grow(least: number): void {
    const larger = new Uint8Array(Math.max(2 * this.buffer.length, this.length + least));
    larger.set(this.buffer);
    this.buffer = larger;
  }
}

/**
 * Constants of vectors in the module's memory. V8 makes a constant vector anew, with four
 * instructions, wherever it is used; from memory it is one. Kernels are a third faster for it.
 */
class ConstantPool {
  private readonly places = new Map<bigint, number>();
  private readonly pairs = new Map<string, number>();
  readonly words: bigint[] = [];

  private readonly tables = new Map<readonly bigint[], number>();

  constructor(private readonly base: number) {}

  /** Where a table begins. */
  table(words: readonly bigint[]): number {
    let at = this.tables.get(words);
    if (at === undefined) {
      at = this.words.length;
      this.words.push(...words);
      this.tables.set(words, at);
    }
    return this.base + 8 * at;
  }

  /** Where a word stands. */
  single(word: bigint): number {
    let at = this.places.get(word);
    if (at === undefined) {
      at = this.words.push(word) - 1;
      this.places.set(word, at);
    }
    return this.base + 8 * at;
  }

  /** Where two words stand one after the other. */
  pair(first: bigint, second: bigint): number {
    const key = `${first} ${second}`;
    let at = this.pairs.get(key);
    if (at === undefined) {
      at = this.words.push(first, second) - 2;
      this.pairs.set(key, at);
    }
    return this.base + 8 * at;
  }
}

/**
 * A module as WebAssembly's bytes. It imports its memory ("env" "memory").
 * @param base where the module's constants begin in its memory
 */
export function encodeModule(module: WrittenModule, base: number): EncodedModule {
  const pool = new ConstantPool(base);
  const indices = new Map<FunctionReference, number>();
  /** Functions by signature and code: those that are alike are one. */
  const alike = new Map<string, number>();
  const kept: FunctionReference[] = [];
  const signatures = new Map<string, number>();
  const types = new Bytes();
  const typeOf = ({ parameters, result }: FunctionReference): number => {
    const key = `${parameters.join()} ${result ?? ""}`;
    const known = signatures.get(key);
    if (known !== undefined) return known;
    types.push(0x60);
    types.unsigned(parameters.length);
    for (const parameter of parameters) types.push(TYPE_CODES[parameter]);
    types.unsigned(result ? 1 : 0);
    if (result) types.push(TYPE_CODES[result]);
    signatures.set(key, signatures.size);
    return signatures.size - 1;
  };
  const declared = new Bytes();
  const code = new Bytes();
  for (const { definition, writer } of module.functions) {
    const type = typeOf(definition);
    const body = new Bytes();
    const runs: { type: ValueType; count: number }[] = [];
    for (const type of writer.locals) {
      const last = runs.at(-1);
      if (last?.type === type) last.count += 1;
      else runs.push({ type, count: 1 });
    }
    body.unsigned(runs.length);
    for (const { type, count } of runs) {
      body.unsigned(count);
      body.push(TYPE_CODES[type]);
    }
    new BodyEncoder(body, indices, pool).block(writer.body);
    // a function with a result returns it by a statement: what follows is never reached
    if (definition.result) body.push(0x00);
    body.push(0x0b);
    const bytes = body.done();
    const key = `${type} ${decoder.decode(bytes)}`;
    const known = alike.get(key);
    if (known !== undefined) {
      indices.set(definition, known);
      continue;
    }
    alike.set(key, kept.length);
    indices.set(definition, kept.length);
    kept.push(definition);
    declared.unsigned(type);
    code.unsigned(bytes.length);
    code.append(bytes);
  }
  const out = new Bytes();
  out.append([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  section(out, 1, signatures.size, types);
  const memory = new Bytes();
  text(memory, "env");
  text(memory, "memory");
  memory.append([0x02, module.shared ? 0x03 : 0x00]);
  memory.unsigned(1);
  if (module.shared) memory.unsigned(MOST_PAGES);
  section(out, 2, 1, memory);
  section(out, 3, kept.length, declared);
  const exports = new Bytes();
  for (const [name, definition] of module.exported) {
    text(exports, name);
    exports.push(0x00);
    exports.unsigned(indices.get(definition) as number);
  }
  section(out, 7, module.exported.size, exports);
  section(out, 10, kept.length, code);
  const words = new BigUint64Array(pool.words);
  const data = new Bytes();
  data.append([0x00, 0x41]);
  data.signed(BigInt(base));
  data.push(0x0b);
  data.unsigned(words.byteLength);
  data.append(new Uint8Array(words.buffer));
  section(out, 11, 1, data);
  names(out, kept);
  return { bytes: out.done(), heap: Math.ceil((base + words.byteLength) / 64) * 64 };
}

function section(out: Bytes, id: number, count: number, content: Bytes): void {
  const counted = new Bytes();
  counted.unsigned(count);
  counted.append(content.done());
  out.push(id);
  out.unsigned(counted.length);
  out.append(counted.done());
}

/** The functions' names, which profilers and stack traces show. */
function names(out: Bytes, functions: readonly FunctionReference[]): void {
  const list = new Bytes();
  list.unsigned(functions.length);
  for (const [k, { name }] of functions.entries()) {
    list.unsigned(k);
    text(list, name);
  }
  const custom = new Bytes();
  text(custom, "name");
  custom.push(1);
  custom.unsigned(list.length);
  custom.append(list.done());
  out.push(0);
  out.unsigned(custom.length);
  out.append(custom.done());
}

const encoder = new TextEncoder();
/** One character for each byte, so that different code gives different text. */
const decoder = new TextDecoder("latin1");

function text(out: Bytes, value: string): void {
  const bytes = encoder.encode(value);
  out.unsigned(bytes.length);
  out.append(bytes);
}

const [F32_LOAD, F32_STORE, DEMOTE, PROMOTE] = [0x2a, 0x38, 0xb6, 0xbb];

const floatView = new DataView(new ArrayBuffer(8));

/** The code of one function. */
class BodyEncoder {
  constructor(
    private readonly out: Bytes,
    private readonly indices: ReadonlyMap<FunctionReference, number>,
    private readonly pool: ConstantPool,
  ) {}

  block({ statements, value }: Block): void {
    for (const statement of statements) this.statement(statement);
    if (value) this.node(value);
  }

  private statement(statement: Statement): void {
    const { out } = this;
    switch (statement.kind) {
      case "comment":
        return;
      case "set":
        this.node(statement.value);
        out.push(0x21);
        out.unsigned(statement.index);
        return;
      case "do":
        this.effect(statement.instruction as EffectNode);
        return;
      case "if":
        this.node(statement.condition);
        out.append([0x04, 0x40]);
        this.block(statement.yes);
        if (statement.no.statements.length > 0) {
          out.push(0x05);
          this.block(statement.no);
        }
        out.push(0x0b);
        return;
      case "sequence":
        this.block(statement.body);
        return;
      case "block":
      case "loop":
        out.append([statement.kind === "block" ? 0x02 : 0x03, 0x40]);
        this.block(statement.body);
        out.push(0x0b);
        return;
      case "branch":
        if (statement.condition) this.node(statement.condition);
        out.push(statement.condition ? 0x0d : 0x0c);
        out.unsigned(statement.depth);
        return;
      case "return":
        if (statement.value) this.node(statement.value);
        out.push(0x0f);
    }
  }

  private effect(node: EffectNode): void {
    for (const operand of node.operands) this.node(operand);
    if (node.kind === "effect call") this.callTo(node.callee);
    else this.instruction(node.instruction, node);
  }

  private node(node: Node): void {
    const { out } = this;
    switch (node.kind) {
      case "constant":
        this.constant(node);
        return;
      case "vector constant": {
        const [first, second] = node.bits;
        const address = first === second ? this.pool.single(first) : this.pool.pair(first, second);
        // at address 0 + a constant offset
        out.append([0x41, 0x00]);
        out.append(first === second ? [0xfd, 0x0a, 0x03] : [0xfd, 0x00, 0x03]);
        out.unsigned(address);
        return;
      }
      case "table":
        out.push(0x41);
        out.signed(BigInt(this.pool.table(node.words)));
        return;
      case "local":
        out.push(0x20);
        out.unsigned(node.index);
        return;
      case "apply":
        for (const operand of node.operands) this.node(operand);
        this.instruction(node.instruction, node);
        return;
      case "select":
        this.node(node.yes);
        this.node(node.no);
        this.node(node.condition);
        if (node.type === "v128") out.append([0x1c, 0x01, TYPE_CODES.v128]);
        else out.push(0x1b);
        return;
      case "choose":
        this.node(node.condition);
        out.append([0x04, TYPE_CODES[node.type]]);
        this.block(node.yes);
        out.push(0x05);
        this.block(node.no);
        out.push(0x0b);
        return;
      case "call":
        for (const operand of node.operands) this.node(operand);
        this.callTo(node.callee);
    }
  }

  private constant(node: Node & { kind: "constant" }): void {
    const { out } = this;
    if (node.type === "f64") {
      floatView.setBigUint64(0, doubleBits(node.value), true);
      out.push(0x44);
      out.append(new Uint8Array(floatView.buffer));
      return;
    }
    out.push(node.type === "i32" ? 0x41 : 0x42);
    out.signed(node.type === "i32" ? BigInt(node.value) : BigInt.asIntN(64, node.value));
  }

  private callTo(callee: FunctionReference): void {
    const index = this.indices.get(callee);
    if (index === undefined) throw new InternalError(`${callee.name} is not in the module`);
    this.out.push(0x10);
    this.out.unsigned(index);
  }

  private instruction(
    { bytes, immediate, alignment }: Instruction,
    { offset, lane, lanes = [] }: { offset: number; lane: number; lanes?: readonly number[] },
  ): void {
    const { out } = this;
    // doubles are kept as single precision in memory: converted before the store, after the load
    if (bytes[0] === F32_STORE) out.push(DEMOTE);
    out.append(bytes);
    if (immediate === "memory" || immediate === "memory and lane") {
      out.unsigned(alignment);
      out.unsigned(offset);
    }
    if (immediate === "lane" || immediate === "memory and lane") out.push(lane);
    if (immediate === "shuffle") out.append(lanes);
    if (bytes[0] === F32_LOAD) out.push(PROMOTE);
  }
}
