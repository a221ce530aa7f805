import {
  binary,
  type CheckedRefractory,
  call,
  type Expression,
  INTERNAL,
  mapOperands,
  name,
  number,
  WHERE,
  where,
} from "../../equations/index.js";
import type { CheckedPopulation, Population } from "../../network/index.js";
import { beginningOf } from "../beginnings.js";
import type { ProgramContext } from "../context.js";
import { FIELDS, purposeOf } from "../names.js";
import type { Statement } from "../program.js";

// Refractoriness, whole: how long a neuron rests, what stands still meanwhile, what synapses cannot
// change. A spike in step k makes a neuron rest for round(refractory/dt) steps from step k + 1 on, as
// in NEST; what synapses bring in step k after the spike counts as coming while it rests, as in
// Brian 2. A condition holds a neuron from its spike until the first step at whose beginning it is
// false.

/** What refractoriness adds to a population's step. */
export interface RefractoryParts {
  /** At the beginning of the update, before anything else. */
  begin: Statement[];
  /** Whether the neuron rests in this step, after `begin`; undefined where it never does. */
  resting: Expression | undefined;
  /** Whether it rests in this step, asked before the update. */
  restingBefore: Expression | undefined;
  /** At its own spike, before synapses act. */
  atSpike: Statement[];
}

const NOTHING: RefractoryParts = {
  begin: [],
  resting: undefined,
  restingBefore: undefined,
  atSpike: [],
};

/** Adds the fields that a population's refractoriness needs, and says what it does in a step. */
export function refractoryParts(
  context: ProgramContext,
  population: Population,
  { checked }: CheckedPopulation,
): RefractoryParts {
  const { refractory } = checked;
  if (!refractory) return NOTHING;
  return refractory.kind === "time"
    ? byTime(context, population, refractory)
    : byCondition(context, population, refractory.condition);
}

function byTime(
  context: ProgramContext,
  population: Population,
  { values }: CheckedRefractory & { kind: "time" },
): RefractoryParts {
  if (values.kind === "shared" && Math.round(values.value / context.dt) === 0) return NOTHING;
  const rest = name(FIELDS.rest);
  context.addField({
    domain: population.name,
    name: FIELDS.rest,
    shared: false,
    begins: { kind: "value", value: 0 },
  });
  context.addField({
    domain: population.name,
    name: FIELDS.restSteps,
    shared: values.kind === "shared",
    begins: {
      kind: "steps",
      of: beginningOf(values, purposeOf.neurons(population.name, "refractory")),
      more: 1,
    },
  });
  const lessOne = call("max", binary("-", rest, number(1)), number(0));
  return {
    begin: [{ kind: "set", target: FIELDS.rest, expression: lessOne }],
    resting: binary(">", rest, number(0)),
    // one step less is left than the field says until the update has counted it
    restingBefore: binary(">", rest, number(1)),
    atSpike: [{ kind: "set", target: FIELDS.rest, expression: name(FIELDS.restSteps) }],
  };
}

function byCondition(
  context: ProgramContext,
  population: Population,
  condition: Expression,
): RefractoryParts {
  context.addField({
    domain: population.name,
    name: FIELDS.flag,
    shared: false,
    begins: { kind: "value", value: 0 },
  });
  const flag = binary(">", name(FIELDS.flag), number(0));
  const still = binary("and", flag, condition);
  return {
    begin: [{ kind: "set", target: FIELDS.flag, expression: where(still, number(1), number(0)) }],
    resting: flag,
    restingBefore: still,
    atSpike: [{ kind: "set", target: FIELDS.flag, expression: number(1) }],
  };
}

/** An expression in which held variables move: of neurons that never rest. */
export function neverResting(expression: Expression): Expression {
  if (
    expression.kind === "call" &&
    expression.name === WHERE &&
    expression.arguments[0].kind === "name" &&
    expression.arguments[0].name === INTERNAL.resting
  )
    return neverResting(expression.arguments[2]);
  return mapOperands(expression, neverResting);
}
