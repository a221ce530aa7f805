import { namesIn } from "../../../../equations/index.js";
import { type Block, MOMENTS, type Program, resolved } from "../../../../program/index.js";
import { constant, type Value } from "../../assembler/index.js";
import { SPIKING, SYNAPSES } from "../../records.js";
import { type BlockFunction, blockFunction } from "../blockFunction.js";
import { leaveOtherSteps } from "../moment.js";
import { indexValue } from "../scope.js";
import { sourceOffset } from "./delivery.js";
import type { Pathway } from "./pathway.js";

/**
 * What all synapses of a kind do in a step: by delay, source, and as they were made. A sum over synapses
 * becomes a variable of the target: all of the slice begin with 0, then each synapse adds its part.
 */
export function stepFunction(program: Program, block: Block, pathway: Pathway): BlockFunction {
  if (isByItself(block)) return alongFunction(program, block, pathway);
  const { domain, readsSource } = pathway;
  const sum = block.statements.find((statement) => statement.kind === "sum");
  return blockFunction(block.name, program, block, ({ f, scope: makeScope, base, step, slots }) => {
    leaveOtherSteps(f, block, base, step, slots);
    const scope = makeScope("f64");
    const entry = (offset: number) => scope.recordEntry(domain.name, offset);
    const sums =
      sum &&
      scope.address({ kind: "field", domain: domain.target, name: resolved(sum.target).name });
    const offsets = entry(SYNAPSES.offsets);
    const targets = entry(SYNAPSES.targets);
    const sourceCount = entry(SYNAPSES.sourceCount);
    const first = scope.recordEntry(domain.target, SPIKING.first);
    if (sums) {
      const begin = f.keep(sums.add(entry(SYNAPSES.sumsFrom)));
      f.for(begin, f.keep(sums.add(entry(SYNAPSES.sumsTo))), 8, (at) =>
        f.store(at, constant(0, "f64")),
      );
    }
    const row = f.variable(offsets);
    f.for(0, entry(SYNAPSES.delayCount), 1, () => {
      f.for(0, sourceCount, 1, (index) => {
        const isRead = readsSource && !domain.from.synapses;
        const ofRow = isRead ? sourceOffset(f, scope, domain, index) : undefined;
        const end = f.keep(f.load("i32", row, 4));
        f.for(f.keep(f.load("i32", row)), end, 1, (k) => {
          const target = f.keep(f.load("i32", targets.add(k.shl(2))));
          // synapses stand in an order of their own
          const source =
            readsSource && domain.from.synapses
              ? f.keep(
                  f.load(
                    "i32",
                    scope.address({ kind: "sources", domain: domain.name }).add(k.shl(2)),
                  ),
                )
              : ofRow;
          scope.begin();
          const elements = {
            own: f.keep(k.shl(3)),
            target,
            source,
            targetIndex: () => indexValue(f, target.shr(3), first, "f64"),
            sourceIndex: () => indexValue(f, (source as Value).shr(3), constant(0, "i32"), "f64"),
          };
          scope.carryOut(block.statements, elements, (statement, value) => {
            if (statement.kind !== "sum" || !sums) return;
            const at = f.keep(sums.add(target));
            f.store(at, f.load("f64", at).add(value(statement.expression)));
          });
          scope.store(elements);
        });
        row.set(row.add(4));
      });
    });
  });
}

/** Whether each synapse goes on by itself: no neuron, no index. */
function isByItself({ statements }: Block): boolean {
  const names = statements.flatMap((item) =>
    item.kind === "set" ? [item.target, ...namesIn(item.expression)] : ["other@pre"],
  );
  return names.every((name) => {
    const { name: bare, side } = resolved(name);
    return side === "own" && !(MOMENTS.includes(bare) && !["t", "dt"].includes(bare));
  });
}

/** Two synapses at once, one after the other as they stand in memory. */
function alongFunction(program: Program, block: Block, { domain }: Pathway): BlockFunction {
  return blockFunction(block.name, program, block, ({ f, scope: makeScope, base, step, slots }) => {
    leaveOtherSteps(f, block, base, step, slots);
    const scope = makeScope("f64x2");
    const entry = (offset: number) => scope.recordEntry(domain.name, offset);
    const rows = f.keep(entry(SYNAPSES.delayCount).mul(entry(SYNAPSES.sourceCount)));
    const count = f.keep(f.load("i32", entry(SYNAPSES.offsets).add(rows.shl(2))));
    f.for(0, f.keep(count.shl(3)), 16, (o) => {
      scope.begin();
      scope.carryOut(block.statements, { own: o });
      scope.store({ own: o });
    });
  });
}
