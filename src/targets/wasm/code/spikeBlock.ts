import { InternalError } from "../../../base/index.js";
import type { Block, Program } from "../../../program/index.js";
import { constant } from "../assembler/index.js";
import { RUN, SPIKING } from "../records.js";
import { type BlockFunction, blockFunction } from "./blockFunction.js";
import { indexValue } from "./scope/scope.js";

/** What spikes of a population do to the neurons themselves: resets. */
export function spikeFunction(program: Program, block: Block): BlockFunction {
  const { domain, when } = block;
  const listed = (when.kind === "spike" ? when.event : undefined) ?? domain;
  return blockFunction(block.name, program, block, ({ f, scope: makeScope, base, slots }) => {
    // most steps have no spike: nothing else is read then
    const record = f.keep(f.load("i32", base, slots.offsetOf({ kind: "record", domain: listed })));
    const list = f.keep(f.load("i32", record, SPIKING.spikesNow));
    const length = f.keep(f.load("i32", list));
    f.if(length.eq(0), () => f.return());
    const scope = makeScope("f64");
    const first = scope.recordEntry(domain, SPIKING.first);
    const end = f.keep(list.add(length.shl(2)).add(4));
    const changed = program.fields.filter(
      (field) =>
        field.domain === domain &&
        field.isState &&
        block.statements.some((item) => item.kind === "set" && item.target === field.name),
    );
    const sum = f.variable(constant(0, "f64"));
    // values at spikes stand in the order of the recorded spikes; how many there are, in the function's record
    const recording = block.statements.find((item) => item.kind === "record");
    const slotOf = (what: "buffer" | "filled") =>
      slots.offsetOf({ kind: "monitor", monitor: recording?.monitor ?? 0, what });
    const to =
      recording &&
      f.variable(
        f.load("i32", base, slotOf("buffer")).add(f.load("i32", base, slotOf("filled")).shl(3)),
      );
    if (recording)
      f.store(base, f.load("i32", base, slotOf("filled")).add(length), slotOf("filled"));
    f.for(list.add(4), end, 4, (at) => {
      scope.begin();
      const neuron = f.keep(f.load("i32", at));
      const own = f.keep(neuron.sub(first).shl(3));
      const elements = {
        own,
        index: () => indexValue(f, neuron.sub(first), first, "f64"),
      };
      scope.carryOut(block.statements, elements, (statement, value) => {
        if (statement.kind !== "record" || !to)
          throw new InternalError(`${statement.kind} is no statement of ${block.name}`);
        f.store(to, value(statement.expression));
        to.set(to.add(8));
      });
      scope.store(elements);
      for (const { name } of changed) {
        const value = scope.current(name);
        if (value) sum.set(sum.add(value));
      }
    });
    // the next update may make a number of what is none: it is told now
    if (changed.length > 0) {
      const run = scope.address({ kind: "run" });
      f.if(sum.sub(sum).ne(0), () => f.store(run, constant(1, "i32"), RUN.suspect));
    }
  });
}
