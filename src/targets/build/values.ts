import { InternalError, UserError } from "../../base/index.js";
import { compileExpression, type Expression, type FunctionTable } from "../../equations/index.js";
import { matrixExponential } from "../../integrators/index.js";
import { type Beginning, purposeOf } from "../../program/index.js";
import type { Drawn, RandomStream, Streams } from "../../random/index.js";
import { MOST_STEPS, stepsOf, wholeSteps } from "./numbers.js";
import { poissonDeviate } from "./poissonDeviate.js";

/** Draws many values, one after the other, from a stream: {@link drawMany}, or the same faster. */
export type DrawValues = (drawn: Drawn, count: number, stream: RandomStream) => Float64Array;

/** What the values of a domain's fields are made from. */
export interface ValueContext {
  /** For messages: "w of exc". */
  what: string;
  /** How many elements there are. */
  count: number;
  dt: number;
  streams: Streams;
  functions: FunctionTable;
  /** Goes to an element, whose values are read from now on. */
  at: (element: number) => void;
  /** What reads a name: a field of the domain or of the neurons on both sides, an index, a size. */
  read: (name: string) => () => number;
  /** Of synapses: which of its pair's each one is. */
  places: () => Int32Array;
  /** How many elements there are of each block that draws from a stream of its own; undefined where all draw from one. */
  blocks: () => readonly { block: number; count: number }[] | undefined;
  /** Draws many values from a stream. */
  draw: DrawValues;
  /** Exponentials of systems, by system and element, that were computed before. */
  exponentials: Map<object, number[][][]>;
}

/** The one number that a shared field begins with. */
export function sharedValue(begins: Beginning, context: ValueContext): number {
  switch (begins.kind) {
    case "value":
      return begins.value;
    case "steps":
      return stepsOf(sharedValue(begins.of, context), begins.more, context);
    case "computed":
      return computed(begins.expression, context)();
    case "propagator":
      return exponential(begins, 0, context)[begins.row][begins.column];
    default:
      throw new InternalError(`${context.what} is not shared`);
  }
}

/** The numbers that a field begins with, one for each element. */
export function eachValue(begins: Beginning, context: ValueContext): Float64Array {
  const { count, what, streams } = context;
  switch (begins.kind) {
    case "value":
      return new Float64Array(count).fill(begins.value);
    case "each":
      if (begins.values.length !== count)
        throw new UserError(
          `invalid ${what}: ${begins.values.length} values; expected ${count}, one for each`,
        );
      return begins.values.slice();
    case "places":
      return Float64Array.from(context.places());
    case "drawn": {
      const blocks = context.blocks();
      if (!blocks) return context.draw(begins.drawn, count, streams.of(begins.purpose));
      const values = new Float64Array(count);
      let made = 0;
      for (const own of blocks) {
        const stream = streams.of(purposeOf.block(begins.purpose, own.block));
        values.set(context.draw(begins.drawn, own.count, stream), made);
        made += own.count;
      }
      return values;
    }
    case "expression": {
      const functions = withDraws(context.functions, streams.of(begins.purpose));
      const compute = computed(begins.expression, { ...context, functions });
      return Float64Array.from({ length: count }, (_, k) => {
        context.at(k);
        const value = compute();
        if (Number.isFinite(value)) return value;
        throw new UserError(`invalid ${what}: ${value} for element ${k}; expected finite numbers`);
      });
    }
    case "steps":
      return inSteps(eachValue(begins.of, context), begins.more, context);
    case "computed": {
      const compute = computed(begins.expression, context);
      return Float64Array.from({ length: count }, (_, k) => {
        context.at(k);
        return compute();
      });
    }
    case "propagator":
      return Float64Array.from(
        { length: count },
        (_, k) => exponential(begins, k, context)[begins.row][begins.column],
      );
  }
}

/** Functions with those that draw from a stream. */
const withDraws = (functions: FunctionTable, stream: RandomStream): FunctionTable => ({
  ...functions,
  call: (name, values) => {
    switch (name) {
      case "rand":
        return stream.uniform();
      case "randn":
        return stream.normal();
      case "poisson":
        return poissonDeviate(values[0], () => stream.uniform());
      default:
        return functions.call(name, values);
    }
  },
});

/** Times in steps; the array is that of the times, which nobody else has. */
function inSteps(times: Float64Array, more: number, context: ValueContext): Float64Array {
  const { dt } = context;
  for (let k = 0; k < times.length; k++) {
    const steps = wholeSteps(times[k], dt);
    times[k] = steps >= 0 && steps < MOST_STEPS ? steps + more : stepsOf(times[k], more, context);
  }
  return times;
}

/** An expression as a function of the element that the context is at. */
function computed(expression: Expression, { read, functions }: ValueContext): () => number {
  const compute = compileExpression(expression, read, functions);
  return () => Number(compute());
}

/** The exponential of a system's matrix times the time step, for an element. */
function exponential(
  { system }: Beginning & { kind: "propagator" },
  element: number,
  context: ValueContext,
): number[][] {
  const known = context.exponentials.get(system) ?? [];
  context.exponentials.set(system, known);
  context.at(element);
  known[element] ??= matrixExponential(
    system.map((row) => row.map((entry) => (entry ? computed(entry, context)() * context.dt : 0))),
  );
  return known[element];
}
