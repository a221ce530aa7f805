import { type Expression, namesIn, operandsOf } from "../../../../equations/index.js";
import type { FunctionWriter, Value, Variable } from "../../assembler/index.js";

/** Functions that take no longer than a comparison. */
const CHEAP: readonly string[] = [
  "abs",
  "sqrt",
  "floor",
  "ceil",
  "min",
  "max",
  "clip",
  "sign",
  "int",
];

/** A value as it was last, and what it was computed from. */
interface Memory {
  from: Variable;
  value: Variable;
}

/**
 * What follows from one number that seldom changes from element to element, as the time since the last spike of the
 * synapses in a row: it is computed anew only where the number is another one than before.
 */
export class Remembered {
  private readonly memories = new Map<string, Memory>();
  /** Temporaries that follow from it. */
  private readonly following = new Set<string>();

  /**
   * @param key the name of the number
   * @param isSame whether a name means the same for all elements
   * @param beforeLoop writes code that comes before all elements
   */
  constructor(
    private readonly f: FunctionWriter,
    private readonly key: string,
    private readonly isSame: (name: string) => boolean,
    private readonly beforeLoop: (write: () => Memory) => Memory,
  ) {}

  /** Another element begins. */
  begin(): void {
    this.following.clear();
  }

  /** Takes note of a temporary that gets a value. */
  note(name: string, expression: Expression): void {
    if (name === this.key) return;
    if (this.follows(expression)) this.following.add(name);
    else this.following.delete(name);
  }

  /** Whether it is worth while to remember what an expression gives. */
  isWorthwhile(expression: Expression): boolean {
    return hasFunction(expression) && this.follows(expression);
  }

  /** The value of an expression for a number. @param make computes it */
  valueOf(text: string, number: Value, make: () => Value): Value {
    const { f } = this;
    let memory = this.memories.get(text);
    if (!memory) {
      memory = this.beforeLoop(() => ({
        from: f.variable(Number.NaN, "f64"),
        value: f.undefinedVariable("f64"),
      }));
      this.memories.set(text, memory);
    }
    const { from, value } = memory;
    f.if(number.ne(from), () => {
      from.set(number);
      value.set(make());
    });
    return value;
  }

  private follows(expression: Expression): boolean {
    const names = [...namesIn(expression)];
    return (
      names.some((name) => this.isOf(name)) &&
      names.every((name) => this.isOf(name) || this.isSame(name))
    );
  }

  private isOf(name: string): boolean {
    return name === this.key || this.following.has(name);
  }
}

const hasFunction = (expression: Expression): boolean =>
  (expression.kind === "call" && !CHEAP.includes(expression.name)) ||
  operandsOf(expression).some(hasFunction);
