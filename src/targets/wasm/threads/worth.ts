import { type Expression, namesIn, operandsOf, WHERE } from "../../../equations/index.js";
import { expectedCount } from "../../../network/index.js";
import { expressionOf, type Program, type Statement } from "../../../program/index.js";

// About how long a network takes, to know whether threads gain by sharing it: starting them and meeting takes
// time, too. Nanoseconds, on a machine of 2024.

/** An operation on one neuron; one that is computed by a long series; a deviate. */
const OPERATION = 0.35;
const SERIES = 4;
const DRAW = 6;

/** A synapse where it is made, and where a spike comes to it. */
const MAKING = 40;
const DELIVERY = 4;

/** Spikes of a neuron in a second: how many there will be nobody knows before. */
const RATE = 5;

/** The least share of a thread between two meetings, and of all its work. */
const LEAST_BETWEEN = 8e3;
const LEAST_IN_ALL = 2e8;

/**
 * How many threads gain by sharing a network.
 * @param interval steps between two exchanges of spikes; 0 where these are within each step
 * @param steps how many are to be computed
 */
export function threadsWorth(program: Program, interval: number, steps: number): number {
  const { synapses, step } = timesOf(program);
  const between = step * Math.max(1, interval);
  const whole = step * steps + MAKING * synapses;
  return Math.max(1, Math.floor(Math.min(between / LEAST_BETWEEN, whole / LEAST_IN_ALL)));
}

/** How many synapses there are, and the time of a step. */
function timesOf({ domains, fields, blocks, dt }: Program): { synapses: number; step: number } {
  let [synapses, updates] = [0, 0];
  for (const domain of domains) {
    if (domain.kind === "synapses") {
      const { connection, from, to } = domain;
      // how many synapses are a side is known once they are made
      if (!from.synapses && !to.synapses) synapses += expectedCount(connection, { from, to });
      continue;
    }
    const shared = new Set(["t", "dt", "N"]);
    for (const field of fields)
      if (field.domain === domain.name && field.shared) shared.add(field.name);
    for (const { domain: of, when, statements } of blocks)
      if (of === domain.name && when.kind === "step" && when.at === undefined)
        updates += (domain.size * timeOf(statements, shared)) / when.every;
  }
  return { synapses, step: updates + synapses * DELIVERY * RATE * dt };
}

/** Of one neuron; what all neurons have alike is computed once. */
function timeOf(statements: readonly Statement[], shared: ReadonlySet<string>): number {
  return statements.reduce((sum, statement) => {
    if (statement.kind === "repeat") return sum + timeOf(statement.statements, shared);
    const expression = expressionOf(statement);
    const own = statement.kind === "draw" ? DRAW : 0;
    return sum + own + (expression ? timeOfExpression(expression, shared) : 0);
  }, 0);
}

function timeOfExpression(expression: Expression, shared: ReadonlySet<string>): number {
  if ([...namesIn(expression)].every((name) => shared.has(name))) return 0;
  return operandsOf(expression).reduce(
    (sum, operand) => sum + timeOfExpression(operand, shared),
    timeOfOperation(expression),
  );
}

/** Calls that take no longer than an operation. */
const SHORT: readonly string[] = [WHERE, "abs", "max", "min", "clip", "int", "floor", "ceil"];

function timeOfOperation(expression: Expression): number {
  switch (expression.kind) {
    case "call":
      return SHORT.includes(expression.name) ? OPERATION : SERIES;
    case "binary":
      return expression.operator === "**" ? SERIES : OPERATION;
    default:
      return 0;
  }
}
