import { InternalError } from "../../../../base/index.js";
import { type Block, type Program, resolved } from "../../../../program/index.js";
import { constant } from "../../assembler/index.js";
import { SPIKING, SYNAPSES } from "../../records.js";
import { type BlockFunction, blockFunction } from "../blockFunction.js";
import { indexValue } from "../scope.js";
import { sourceOffset } from "./delivery.js";
import type { Pathway } from "./pathway.js";

/**
 * A variable of the target as the sum over its synapses: all of the slice begin with 0, then each synapse
 * adds its part, by delay, source, and as they were made.
 */
export function sumFunction(program: Program, block: Block, { domain }: Pathway): BlockFunction {
  const sum = block.statements.find((statement) => statement.kind === "sum");
  if (!sum) throw new InternalError(`${block.name} has no sum`);
  const variable = resolved(sum.target).name;
  return blockFunction(block.name, program, block, ({ f, scope: makeScope }) => {
    const scope = makeScope("f64");
    const entry = (offset: number) => scope.recordEntry(domain.name, offset);
    const values = scope.address({ kind: "field", domain: domain.target, name: variable });
    const offsets = entry(SYNAPSES.offsets);
    const targets = entry(SYNAPSES.targets);
    const sourceCount = entry(SYNAPSES.sourceCount);
    const first = scope.recordEntry(domain.target, SPIKING.first);
    const begin = f.keep(values.add(entry(SYNAPSES.sumsFrom)));
    f.for(begin, f.keep(values.add(entry(SYNAPSES.sumsTo))), 8, (at) =>
      f.store(at, constant(0, "f64")),
    );
    const row = f.variable(offsets);
    f.for(0, entry(SYNAPSES.delayCount), 1, () => {
      f.for(0, sourceCount, 1, (index) => {
        const source = sourceOffset(f, scope, domain, index);
        const end = f.keep(f.load("i32", row, 4));
        f.for(f.keep(f.load("i32", row)), end, 1, (k) => {
          const target = f.keep(f.load("i32", targets.add(k.shl(2))));
          scope.begin();
          const elements = {
            own: f.keep(k.shl(3)),
            target,
            source,
            targetIndex: () => indexValue(f, target.shr(3), first, "f64"),
          };
          scope.carryOut(block.statements, elements, (statement, value) => {
            if (statement.kind !== "sum") return;
            const at = f.keep(values.add(target));
            f.store(at, f.load("f64", at).add(value(statement.expression)));
          });
        });
        row.set(row.add(4));
      });
    });
  });
}
