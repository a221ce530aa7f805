import { print } from "../../equations/index.js";
import type { Block, Program, Statement } from "../../program/index.js";
import { isNarrow, wholeSteps } from "../build/index.js";
import type { Exchange } from "./code/exchange.js";
import { type Kernel, makeKernel } from "./code/kernel.js";
import type { Bundle } from "./code/synapses/pathway.js";

/** Kernels that were made, by what their code depends on; a sweep meets the same one again and again. */
const made = new Map<string, Kernel>();

/** What was made of programs, which are asked for more than once while they are loaded. */
const shapes = new WeakMap<Program, string>();

/** Kernels that are remembered. */
const MOST_MADE = 32;

/** The kernel of a program: made now, or remembered. */
export function kernelOf(
  program: Program,
  exchange: Exchange,
  bundles: readonly Bundle[] = [],
): Kernel {
  let shape = shapes.get(program);
  if (shape === undefined) {
    shape = shapeOf(program);
    shapes.set(program, shape);
  }
  const key = `${exchange} ${JSON.stringify(bundles)} ${shape}`;
  const known = made.get(key);
  const kernel = known ?? makeKernel(program, exchange, bundles);
  // a Map keeps the order of insertion: moving the entry to the end makes it the latest used
  made.delete(key);
  made.set(key, kernel);
  for (const oldest of made.keys()) {
    if (made.size <= MOST_MADE) break;
    made.delete(oldest);
  }
  return kernel;
}

/** What the code of a kernel depends on: all of a program but sizes and numbers. */
function shapeOf({
  domains,
  fields,
  blocks,
  traces,
  monitors,
  recordsSpikes,
  timed,
  stream,
  clock,
  dt,
}: Program): string {
  return JSON.stringify([
    stream,
    clock,
    domains.map((domain) =>
      domain.kind === "synapses"
        ? [
            ...[domain.kind, domain.name, domain.source, domain.target, domain.connection.rule],
            domain.to.end - domain.to.start === 1,
            isNarrow({ domains }, domain),
          ]
        : // one neuron alone is computed without a neighbour
          [domain.kind, domain.name, domain.size === 1],
    ),
    fields.map(({ domain, name, shared, isState, isSingle, begins }) => [
      domain,
      name,
      shared,
      isState,
      isSingle === true,
      // whether there is any delay decides how spikes are delivered
      begins.kind === "steps" && begins.of.kind === "value"
        ? wholeSteps(begins.of.value, dt) === 0
        : begins.kind === "steps",
    ]),
    blocks.map(blockShape),
    traces.map(({ domain, name, side }) => [domain, name, side]),
    monitors.length,
    recordsSpikes,
    timed.map(({ columns }) => columns === 1),
  ]);
}

function blockShape({ name, domain, when, statements, draws, elements, fastPowers }: Block) {
  const every = when.kind === "step" ? [when.every === 1, when.at !== undefined] : undefined;
  return [
    name,
    domain,
    when.kind,
    when.kind === "target spike" ? when.times : every,
    "delay" in when && when.delay,
    "event" in when && when.event,
    statements.map(statementShape),
    draws !== undefined,
    elements !== undefined,
    fastPowers === true,
  ];
}

function statementShape(statement: Statement): readonly unknown[] {
  switch (statement.kind) {
    case "set":
      return [statement.kind, statement.target, print(statement.expression)];
    case "repeat":
      return [
        statement.kind,
        statement.carried.map(({ name, begins, next }) => [name, print(begins), print(next)]),
        statement.statements.map(statementShape),
        print(statement.again),
      ];
    case "draw":
      return [
        statement.kind,
        statement.target,
        statement.distribution,
        statement.purpose,
        statement.mean && print(statement.mean),
      ];
    case "timed":
      return [statement.kind, statement.target, statement.table];
    case "solve":
      return [statement.kind, statement.target, statement.loss, statement.drive, statement.tree];
    case "sum":
      return [statement.kind, statement.target, print(statement.expression)];
    case "emit":
      return [statement.kind, statement.event, print(statement.condition)];
    case "record":
      return [statement.kind, statement.monitor, print(statement.expression)];
    case "emit poisson":
    case "emit poisson together":
      return [statement.kind, statement.mean];
    case "emit events":
      return [statement.kind];
  }
}
