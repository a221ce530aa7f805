import type { Block, Program } from "../../../program/index.js";
import {
  defineFunction,
  type FunctionDefinition,
  type FunctionWriter,
  type Variable,
} from "../assembler/index.js";
import { BlockScope, type NumberShape } from "./scope/scope.js";
import { type Slot, SlotList } from "./scope/slots.js";

/** The function of a block, and what it has to find in its record. */
export interface BlockFunction {
  /** Its parameters are the address of its record, and the step. */
  definition: FunctionDefinition;
  /** What stands in the record, by slots of 8 bytes; complete once the function was written. */
  slots: readonly Slot[];
}

/** What writes the code of a block's function. */
export type BlockWriter = (parts: {
  f: FunctionWriter;
  base: Variable;
  step: Variable;
  slots: SlotList;
  scope: (shape: NumberShape) => BlockScope;
}) => void;

/** A function for a block; blocks of the same shape have functions with the same code. */
export function blockFunction(
  name: string,
  program: Program,
  block: Pick<Block, "domain">,
  write: BlockWriter,
): BlockFunction {
  const slots = new SlotList();
  const definition = defineFunction(
    name,
    { base: "i32", step: "i32" },
    undefined,
    (f, parameters) =>
      write({
        f,
        ...parameters,
        slots,
        scope: (shape) => new BlockScope({ f, program, block, ...parameters, slots, shape }),
      }),
  );
  return { definition, slots: slots.list };
}
