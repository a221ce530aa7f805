import {
  type Assignment,
  binary,
  type Expression,
  evaluate,
  isShared,
  name,
  namesIn,
  substitute,
} from "../../equations/index.js";
import type { CheckedPathway, CheckedSynapses } from "../../network/index.js";

// Event-driven variables that are no more than traces: they begin at 0, only decay, and each spike of one side adds
// a constant. All synapses of a neuron have the same then, so that it is kept once for all of them, and what spikes of
// the target do can wait for the source's next one (see postponed.ts): the same numbers, in much less time.

/** A variable that is a trace times a constant. */
export interface TraceVariable {
  readonly name: string;
  readonly side: "source" | "target";
  /** Time constant in s. */
  readonly tau: number;
  readonly factor: Expression;
}

/** Synapses whose event-driven variables are traces: what is left of their pathways. */
export interface TraceForm {
  readonly traces: readonly TraceVariable[];
  readonly statements: ReadonlyMap<CheckedPathway, readonly Assignment[]>;
}

/**
 * The event-driven variables of synapses as traces; undefined where one of them is more than that.
 * @param hasPopulation whether the source is a population: other sources spike at the beginning of steps
 */
export function traceForm(checked: CheckedSynapses, hasPopulation: boolean): TraceForm | undefined {
  const { onlyAtSpikes, pathways, plasticity, actions } = checked;
  if (onlyAtSpikes.size === 0 || plasticity || actions.length > 0 || !hasPopulation)
    return undefined;
  if (pathways.some(({ event }) => event !== undefined)) return undefined;
  const at = (side: "source" | "target") => pathways.filter((pathway) => pathway.side === side);
  if (at("source").length !== 1 || at("target").length > 1) return undefined;
  if (!at("target").every(({ delay }) => isShared(delay) && delay.value === 0)) return undefined;
  const traces: TraceVariable[] = [];
  for (const variable of onlyAtSpikes) {
    const trace = traceOf(variable, checked);
    if (!trace) return undefined;
    traces.push(trace);
  }
  const named = new Map(
    traces.map((trace) => [trace.name, binary("*", trace.factor, name(trace.name))]),
  );
  const statements = new Map(
    pathways.map((pathway) => [
      pathway,
      pathway.statements
        .filter(({ target }) => !named.has(target))
        .map((item) => ({
          ...item,
          expression: substitute(item.expression, (text) => named.get(text)),
        })),
    ]),
  );
  return { traces, statements };
}

function traceOf(variable: string, checked: CheckedSynapses): TraceVariable | undefined {
  const { states, decays, pathways } = checked;
  const begins = states.get(variable)?.begins;
  const decay = decays.get(variable);
  const rate = decay && numberOf(decay, checked);
  if (!begins || !isShared(begins) || begins.value !== 0 || !rate || !(rate < 0)) return undefined;
  const changing = pathways.filter(({ statements }) =>
    statements.some(({ target }) => target === variable),
  );
  if (changing.length !== 1) return undefined;
  const [{ side, statements }] = changing;
  const [change, ...more] = statements.filter(({ target }) => target === variable);
  const others = statements.filter((item) => item !== change);
  // what its own side's spikes see of it depends on whether it was changed before
  if (more.length > 0 || others.some(({ expression }) => namesIn(expression).has(variable)))
    return undefined;
  const { expression } = change;
  const isSum = expression.kind === "binary" && expression.operator === "+";
  if (!isSum || expression.left.kind !== "name" || expression.left.name !== variable)
    return undefined;
  if (numberOf(expression.right, checked) === undefined) return undefined;
  return { name: variable, side, tau: -1 / rate, factor: expression.right };
}

/** The number of an expression of what all synapses share; undefined where there is more in it. */
function numberOf(expression: Expression, { parameters }: CheckedSynapses): number | undefined {
  const values = new Map(
    [...namesIn(expression)].map((text) => [text, parameters.get(text)?.values]),
  );
  for (const given of values.values()) if (!given || !isShared(given)) return undefined;
  const value = evaluate(expression, (text) => {
    const given = values.get(text);
    return given && isShared(given) ? given.value : Number.NaN;
  });
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
