import {
  binary,
  call,
  type Expression,
  name,
  number,
  renameNames,
  where,
} from "../../equations/index.js";
import { FIELDS } from "../names.js";
import { isPostponed } from "../postponed.js";
import type { Block, Field, Program, Statement, Trace } from "../program.js";

// Traces of synapses that are looked at in every step, or have pathways of their own: there each synapse
// keeps them itself. Of a trace it keeps when it was touched last, its value before the spikes of
// that step, and after them: spikes of one step do not see each other.

/** Traces as fields of each synapse, where what the target's spikes do cannot wait for the source's. */
export function settleTraces(program: Program): Program {
  const domains = new Set(program.traces.map(({ domain }) => domain));
  let settled = program;
  for (const domain of domains)
    if (!isPostponed(program, domain)) settled = settleDomain(settled, domain);
  return settled;
}

function settleDomain(program: Program, domain: string): Program {
  const own = program.traces.filter((trace) => trace.domain === domain);
  const fromSource = program.domains.some(
    (item) =>
      item.kind === "source" &&
      program.domains.some((of) => of.name === domain && "source" in of && of.source === item.name),
  );
  const fields = own.flatMap((trace): Field[] =>
    [before(trace), after(trace), last(trace)].map((text) => ({
      domain,
      name: text,
      shared: false,
      begins: { kind: "value", value: 0 },
      isState: false,
    })),
  );
  const blocks = program.blocks.map((block) =>
    block.domain === domain && (isAt(block, "source") || isAt(block, "target"))
      ? { ...block, statements: withTraces(block, own, fromSource) }
      : block,
  );
  return {
    ...program,
    fields: [...program.fields, ...fields],
    traces: program.traces.filter((trace) => trace.domain !== domain),
    blocks,
  };
}

const before = ({ name: text }: Trace): string => `'before ${text}`;
const after = ({ name: text }: Trace): string => `'after ${text}`;
const last = ({ name: text }: Trace): string => `'last ${text}`;

/** Whether a block is at the spikes of a side by which plasticity goes: those with the synapses' delay. */
const isAt = ({ when }: Block, side: Trace["side"]): boolean =>
  when.kind === `${side} spike` && "delay" in when && when.delay === FIELDS.delay;

/** Statements at a spike with what they read of traces, and what the spike leaves in its own. */
function withTraces(block: Block, traces: readonly Trace[], fromSource: boolean): Statement[] {
  const side: Trace["side"] = isAt(block, "source") ? "source" : "target";
  // steps count ends of steps: sources spike at their beginning
  const now: Expression =
    side === "source" && fromSource ? name("t") : binary("+", name("t"), name("dt"));
  const isFirst = block.when.kind === "target spike" && block.when.times === 0 && !fromSource;
  const set = (target: string, expression: Expression): Statement => ({
    kind: "set",
    target,
    expression,
  });
  const values = traces.map((trace) => {
    const decayed = binary(
      "*",
      name(after(trace)),
      call("exp", binary("/", binary("-", name(last(trace)), name(NOW)), number(trace.tau))),
    );
    // a spike of the source in the same step has come already where the delay is in the axon
    const seesNow = isFirst && trace.side === "source";
    const isEarlier = binary("<", name(last(trace)), name(NOW));
    return set(value(trace), seesNow ? decayed : where(isEarlier, decayed, name(before(trace))));
  });
  const named = new Map(traces.map((trace) => [trace.name, value(trace)]));
  const body = block.statements.map((item) =>
    "expression" in item
      ? { ...item, expression: renameNames(item.expression, (text) => named.get(text)) }
      : item,
  );
  const left = traces
    .filter((trace) => trace.side === side)
    .flatMap((trace) => {
      const isEarlier = binary("<", name(last(trace)), name(NOW));
      const one = (expression: Expression): Expression => binary("+", expression, number(1));
      return [
        set(after(trace), where(isEarlier, one(name(value(trace))), one(name(after(trace))))),
        set(before(trace), name(value(trace))),
        set(last(trace), name(NOW)),
      ];
    });
  return [set(NOW, now), ...values, ...body, ...left];
}

const NOW = "'now";
const value = ({ name: text }: Trace): string => `'trace ${text}`;
