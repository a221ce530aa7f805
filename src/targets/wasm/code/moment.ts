import type { Block } from "../../../program/index.js";
import type { FunctionWriter, Value } from "../assembler/index.js";
import type { SlotList } from "./scope/slots.js";

/** Leaves a block's function in steps in which the block is not carried out. */
export function leaveOtherSteps(
  f: FunctionWriter,
  { name, when }: Block,
  base: Value,
  step: Value,
  slots: SlotList,
): void {
  if (when.kind !== "step") return;
  const offset = (what: "every" | "steps" | "count" | "next"): number =>
    slots.offsetOf({ kind: "moment", block: name, what });
  if (!when.at) {
    if (when.every === 1) return;
    f.if(step.rem(f.load("i32", base, offset("every"))).ne(0), () => f.return());
    return;
  }
  // steps that have passed are passed over, also by a run that goes on
  const steps = f.keep(f.load("i32", base, offset("steps")));
  const count = f.keep(f.load("i32", base, offset("count")));
  const next = f.variable(f.load("i32", base, offset("next")));
  const isPassed = (): Value => next.lt(count).and(stepAt(f, steps, next, count).lt(step));
  f.while(isPassed, () => next.set(next.add(1)));
  f.store(base, next, offset("next"));
  f.if(next.ge(count), () => f.return());
  f.if(f.load("i32", steps.add(next.shl(2))).ne(step), () => f.return());
}

/** The step at a place of a list; of the last one behind it, which nobody asks for. */
const stepAt = (f: FunctionWriter, steps: Value, place: Value, count: Value): Value =>
  f.load("i32", steps.add(place.lt(count).select(place, 0).shl(2)));
