import { InternalError } from "../../../base/index.js";
import type { Block, Program } from "../../../program/index.js";
import { constant, type Value } from "../assembler/index.js";
import { NODE, ROW, RUN } from "../records.js";
import { type BlockFunction, blockFunction } from "./blockFunction.js";

/**
 * Solves the linear system of the cable equation for two cells at once: from the tips of the tree to
 * its root, then back (Hines 1984). What the voltages have become is summed up, as in updates.
 */
export function cableFunction(program: Program, block: Block): BlockFunction {
  const { domain } = block;
  const [statement] = block.statements;
  if (statement.kind !== "solve") throw new InternalError(`${block.name} solves nothing`);
  const { tree, target } = statement;
  return blockFunction(block.name, program, block, ({ f, base, slots, scope: makeScope }) => {
    const word = (what: "nodes" | "count" | "rows" | "rowBytes" | "cellBytes") =>
      f.keep(f.load("i32", base, slots.offsetOf({ kind: "tree", tree, what })));
    const scope = makeScope("f64x2");
    const field = (name: string) => scope.address({ kind: "field", domain, name });
    const count = word("count");
    f.if(count.eq(0), () => f.return());
    const [nodes, rows, rowBytes, cellBytes] = [
      word("nodes"),
      word("rows"),
      word("rowBytes"),
      word("cellBytes"),
    ];
    const [losses, drives, voltages] = [
      field(statement.loss),
      field(statement.drive),
      field(target),
    ];
    const last = f.keep(count.sub(1));
    const node = f.variable(nodes.add(last.mul(NODE.size)), "i32");
    const row = f.variable(rows.add(last.mul(rowBytes)), "i32");
    /** For each pair of cells at a node: where its row is, and by how much its elements are further on. */
    const eachPair = (body: (at: Value, elements: Value) => void): void => {
      const elements = f.variable(constant(0, "i32"), "i32");
      f.for(row, row.add(rowBytes), ROW.size, (at) => {
        body(at, elements);
        elements.set(elements.add(16));
      });
    };
    const axialOf = () => f.keep(f.loadSplat("f64x2", node, NODE.axial));
    const load = (at: Value, what: "loss" | "drive" | "voltage") => f.load("f64x2", at, ROW[what]);
    const zero = constant(0, "f64x2");

    f.comment(
      "from the tips to the root: what a node and all behind it lose, and what drives them",
    );
    f.for(constant(0, "i32"), count, 1, (done) => {
      const axial = axialOf();
      const place = f.keep(f.load("i32", node, NODE.place));
      const above = f.keep(rows.add(f.load("i32", node, NODE.parent)).sub(row));
      eachPair((at, elements) => {
        const [loss, drive] = [f.variable(load(at, "loss")), f.variable(load(at, "drive"))];
        f.if(place.ge(0), () => {
          const offset = f.keep(place.add(elements));
          loss.set(loss.add(f.load("f64x2", losses.add(offset))));
          drive.set(drive.add(f.load("f64x2", drives.add(offset))));
        });
        const inverse = f.keep(constant(1, "f64x2").div(axial.add(loss)));
        f.store(at, inverse, ROW.loss);
        f.store(at, drive, ROW.drive);
        f.if(done.below(last), () => {
          const parent = f.keep(at.add(above));
          const share = f.keep(axial.mul(inverse));
          f.store(parent, load(parent, "loss").add(loss.mul(share)), ROW.loss);
          f.store(parent, load(parent, "drive").add(drive.mul(share)), ROW.drive);
        });
      });
      node.set(node.sub(NODE.size));
      row.set(row.sub(rowBytes));
    });

    f.comment("from the root to the tips: voltages; the rows are 0 again behind it");
    node.set(nodes);
    row.set(rows);
    const sum = f.variable(zero);
    f.for(constant(0, "i32"), count, 1, (done) => {
      const axial = axialOf();
      const place = f.keep(f.load("i32", node, NODE.place));
      const above = f.keep(rows.add(f.load("i32", node, NODE.parent)).sub(row));
      eachPair((at, elements) => {
        // what does not wait for the voltage above comes first
        const inverse = f.keep(load(at, "loss"));
        const voltage = f.variable(load(at, "drive").mul(inverse));
        f.if(done.gt(0), () =>
          voltage.set(voltage.add(axial.mul(inverse).mul(load(at.add(above), "voltage")))),
        );
        f.store(at, zero, ROW.loss);
        f.store(at, zero, ROW.drive);
        f.store(at, voltage, ROW.voltage);
        f.if(place.ge(0), () => {
          const to = f.keep(voltages.add(place).add(elements));
          f.if(
            elements.add(8).below(cellBytes),
            () => {
              f.store(to, voltage);
              sum.set(sum.add(voltage));
            },
            () => {
              // behind an odd number of cells stands the next compartment
              f.storeLane(to, voltage, 0);
              sum.set(sum.add(voltage.withLane(1, 0)));
            },
          );
        });
      });
      node.set(node.add(NODE.size));
      row.set(row.add(rowBytes));
    });
    const run = scope.address({ kind: "run" });
    f.if(sum.sub(sum).ne(0).any(), () => f.store(run, constant(1, "i32"), RUN.suspect));
  });
}
