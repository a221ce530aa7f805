import type { Block, EffectNode, Node, Statement } from "../assembler/code.js";
import type { FunctionDefinition, FunctionWriter } from "../assembler/index.js";
import { identifier } from "./identifier.js";

/** Longest line that an expression is kept on. */
const WIDTH = 90;

/** Prints the code of one function. */
export class FunctionPrinter {
  private readonly locals = new Map<number, string>();

  constructor(
    private readonly definition: FunctionDefinition,
    private readonly writer: FunctionWriter,
    private readonly names: ReadonlyMap<unknown, string>,
  ) {
    const { parameters, parameterNames } = definition;
    const taken = new Set<string>();
    for (let index = 0; index < parameters.length + writer.locals.length; index++) {
      const label = parameterNames[index] ?? writer.labels.get(index) ?? `x${index}`;
      const plain = identifier(label);
      let name = plain;
      for (let k = 2; taken.has(name); k++) name = `${plain}-${k}`;
      taken.add(name);
      this.locals.set(index, name);
    }
  }

  lines(): string[] {
    const { definition, writer, names } = this;
    const { parameters, result } = definition;
    const head = [
      `(func ${names.get(definition)}`,
      ...parameters.map((type, k) => `(param ${this.locals.get(k)} ${type})`),
      ...(result ? [`(result ${result})`] : []),
    ].join(" ");
    const locals = writer.locals.map(
      (type, k) => `(local ${this.locals.get(parameters.length + k)} ${type})`,
    );
    const end = result ? ["(unreachable)"] : [];
    return [head, ...[...wrapped(locals), ...this.block(writer.body), ...end].map(inner), ")"];
  }

  private block({ statements, value }: Block): string[] {
    return [
      ...statements.flatMap((statement) => this.statement(statement)),
      ...(value ? this.node(value) : []),
    ];
  }

  private statement(statement: Statement): string[] {
    switch (statement.kind) {
      case "comment":
        return [`;; ${statement.text.replaceAll("\n", " ")}`];
      case "set":
        return folded(`local.set ${this.locals.get(statement.index)}`, [
          this.node(statement.value),
        ]);
      case "do":
        return this.effect(statement.instruction as EffectNode);
      case "if": {
        const no = this.block(statement.no);
        return [
          "(if",
          ...this.node(statement.condition).map(inner),
          ...nested("then", this.block(statement.yes)).map(inner),
          ...(no.length > 0 ? nested("else", no).map(inner) : []),
          ")",
        ];
      }
      case "sequence":
        return this.block(statement.body);
      case "block":
      case "loop":
        return nested(statement.kind, this.block(statement.body));
      case "branch": {
        const { depth, condition } = statement;
        return condition ? folded(`br_if ${depth}`, [this.node(condition)]) : [`(br ${depth})`];
      }
      case "return":
        return folded("return", statement.value ? [this.node(statement.value)] : []);
    }
  }

  private effect(node: EffectNode): string[] {
    const operands = node.operands.map((operand) => this.node(operand));
    return node.kind === "effect call"
      ? folded(`call ${this.names.get(node.callee)}`, operands)
      : folded(`${node.name}${immediates(node)}`, operands);
  }

  private node(node: Node): string[] {
    switch (node.kind) {
      case "constant":
        return [`(${node.type}.const ${number(node.value)})`];
      case "vector constant":
        return [
          `(v128.const i64x2 ${node.bits.map((bits) => `0x${bits.toString(16)}`).join(" ")})`,
        ];
      case "table":
        return [`(i32.const 0 (; where a table of ${node.words.length} numbers stands ;))`];
      case "local":
        return [`(local.get ${this.locals.get(node.index)})`];
      case "apply":
        return folded(
          `${node.name}${immediates(node)}`,
          node.operands.map((operand) => this.node(operand)),
        );
      case "select":
        return folded(node.type === "v128" ? "select (result v128)" : "select", [
          this.node(node.yes),
          this.node(node.no),
          this.node(node.condition),
        ]);
      case "choose":
        return [
          `(if (result ${node.type})`,
          ...this.node(node.condition).map(inner),
          ...nested("then", this.block(node.yes)).map(inner),
          ...nested("else", this.block(node.no)).map(inner),
          ")",
        ];
      case "call":
        return folded(
          `call ${this.names.get(node.callee)}`,
          node.operands.map((operand) => this.node(operand)),
        );
    }
  }
}

const inner = (line: string): string => `  ${line}`;

/** Statements inside a block, or inside a part of one. */
const nested = (head: string, lines: readonly string[]): string[] => [
  `(${head}`,
  ...lines.map(inner),
  ")",
];

/** An instruction with its operands, on one line where they fit. */
function folded(head: string, operands: readonly (readonly string[])[]): string[] {
  const oneLine = `(${[head, ...operands.map((lines) => lines.join(" "))].join(" ")})`;
  const isShort = oneLine.length <= WIDTH && operands.every((lines) => lines.length === 1);
  if (isShort) return [oneLine];
  const inside = operands.flat().map(inner);
  return [`(${head}`, ...inside.slice(0, -1), `${inside.at(-1)})`];
}

/** Short pieces on as few lines as they fit on. */
function wrapped(pieces: readonly string[]): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + piece.length < WIDTH)
      lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(piece);
  }
  return lines;
}

/** What stands behind the name of an instruction: offset, lane, lanes. */
function immediates({
  instruction,
  offset,
  lane,
  lanes = [],
}: {
  instruction: { immediate?: string };
  offset: number;
  lane: number;
  lanes?: readonly number[];
}): string {
  const { immediate } = instruction;
  const parts: string[] = [];
  if (immediate?.startsWith("memory") && offset !== 0) parts.push(`offset=${offset}`);
  if (immediate === "lane" || immediate === "memory and lane") parts.push(String(lane));
  if (immediate === "shuffle") parts.push(...lanes.map(String));
  return parts.map((part) => ` ${part}`).join("");
}

function number(value: number | bigint): string {
  if (typeof value === "bigint") return String(BigInt.asIntN(64, value));
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0" : String(value);
}
