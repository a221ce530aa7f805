import { InternalError } from "../../../base/index.js";
import { type Block, type Program, TIMED_SLACK } from "../../../program/index.js";
import { constant } from "../assembler/index.js";
import { SPIKING } from "../records.js";
import { type BlockFunction, blockFunction } from "./blockFunction.js";

/** Gives a field the values that hold at the time of a step, where others do than before. */
export function timedFunction(program: Program, block: Block): BlockFunction {
  const { domain } = block;
  const [statement] = block.statements;
  if (statement.kind !== "timed") throw new InternalError(`${block.name} has no values over time`);
  const { table, target } = statement;
  const isShared = program.timed[table].columns === 1;
  return blockFunction(block.name, program, block, ({ f, base, slots, scope: makeScope }) => {
    const word = (what: "values" | "lastRow") =>
      f.load("i32", base, slots.offsetOf({ kind: "timed", table, what }));
    const scope = makeScope("f64");
    const rowDt = f.load("f64", base, slots.offsetOf({ kind: "timed", table, what: "dt" }));
    const moment = scope.time.div(rowDt).add(TIMED_SLACK).floor();
    const row = f.keep(moment.max(0).min(word("lastRow").toDouble()).toI32());
    const known = slots.offsetOf({ kind: "timed", table, what: "row" });
    // rows are counted from 1, so that none is known at first
    f.if(f.load("i32", base, known).eq(row.add(1)), () => f.return());
    f.store(base, row.add(1), known);
    const count = scope.recordEntry(domain, SPIKING.count);
    const field = scope.address({ kind: "field", domain, name: target });
    const bytes = f.keep(count.add(1).shl(3));
    const values = f.keep(
      isShared ? word("values").add(row.shl(3)) : word("values").add(row.mul(count.shl(3))),
    );
    f.for(constant(0, "i32"), isShared ? bytes : f.keep(count.shl(3)), 8, (o) =>
      f.store(field.add(o), f.load("f64", isShared ? values : values.add(o))),
    );
  });
}
