import type { Block, Program } from "../../../program/index.js";
import type { Value } from "../assembler/index.js";
import { SPIKING } from "../records.js";
import { type BlockFunction, blockFunction } from "./blockFunction.js";
import { leaveOtherSteps } from "./moment.js";
import { type Elements, indexValue } from "./scope/scope.js";
import { synapseElements } from "./synapses/delivery.js";
import type { Pathway } from "./synapses/pathway.js";

/** Records an expression of chosen neurons or synapses, every n-th step, into a buffer. */
export function recordFunction(program: Program, block: Block, pathway?: Pathway): BlockFunction {
  const { domain, statements } = block;
  const record = statements.find((statement) => statement.kind === "record") as {
    monitor: number;
  };
  const { monitor } = record;
  return blockFunction(block.name, program, block, ({ f, scope: makeScope, base, step, slots }) => {
    const load = (what: "elements" | "count" | "buffer" | "filled") =>
      f.load("i32", base, slots.offsetOf({ kind: "monitor", monitor, what }));
    leaveOtherSteps(f, block, base, step, slots);
    const scope = makeScope("f64");
    const elementsAt = pathway
      ? (k: Value) => synapseElements(f, scope, pathway, k)
      : (local: Value): Elements => ({
          own: f.keep(local.shl(3)),
          index: () => indexValue(f, local, scope.recordEntry(domain, SPIKING.first), "f64"),
        });
    const elements = f.keep(load("elements"));
    const end = f.keep(elements.add(load("count").shl(2)));
    // how full the buffer is stands in the function's own record
    const filled = slots.offsetOf({ kind: "monitor", monitor, what: "filled" });
    const to = f.variable(load("buffer").add(f.load("i32", base, filled).shl(3)));
    f.for(elements, end, 4, (at) => {
      scope.begin();
      const found = elementsAt(f.keep(f.load("i32", at)));
      scope.carryOut(statements, found, (statement, value) => {
        if (statement.kind === "record") f.store(to, value(statement.expression));
      });
      to.set(to.add(8));
    });
    f.store(base, f.load("i32", base, filled).add(load("count")), filled);
  });
}
