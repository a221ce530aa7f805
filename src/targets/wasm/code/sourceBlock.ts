import { InternalError } from "../../../base/index.js";
import type { Block, Program } from "../../../program/index.js";
import { numpyUniform } from "../library/normals.js";
import { poissonDeviate, poissonTogether } from "../library/poisson.js";
import { xoshiroUniform } from "../library/xoshiro.js";
import { RUN, SPIKING } from "../records.js";
import { type BlockFunction, blockFunction } from "./blockFunction.js";

/** The function that lists which channels of a source spike in a step. */
export function sourceFunction(program: Program, block: Block): BlockFunction {
  const [statement] = block.statements;
  switch (statement.kind) {
    case "emit events":
      return eventsFunction(program, block);
    case "emit poisson":
      return poissonFunction(program, block);
    case "emit poisson together":
      return togetherFunction(program, block);
    default:
      throw new InternalError(`${statement.kind} is no statement of a source`);
  }
}

/** Lists the spikes of this step among those that are known: pairs of step and channel, by step. */
function eventsFunction(program: Program, block: Block): BlockFunction {
  const { domain } = block;
  return blockFunction(block.name, program, block, ({ f, base, slots, step }) => {
    const record = f.keep(f.load("i32", base, slots.offsetOf({ kind: "record", domain })));
    const total = f.keep(f.load("i32", record, SPIKING.eventCount));
    const next = f.variable(f.load("i32", record, SPIKING.nextEvent));
    f.if(next.ge(total), () => f.return());
    const at = f.variable(f.load("i32", record, SPIKING.events).add(next.shl(3)));
    const list = f.keep(f.load("i32", record, SPIKING.spikesNow));
    const length = f.variable(0, "i32");
    f.block((exit) => {
      f.loop((again) => {
        f.goTo(exit, f.load("i32", at).gt(step));
        length.set(length.add(1));
        f.store(list.add(length.shl(2)), f.load("i32", at, 4));
        at.set(at.add(8));
        next.set(next.add(1));
        f.goTo(again, next.lt(total));
      });
    });
    f.store(record, next, SPIKING.nextEvent);
    f.store(list, length);
  });
}

/** A Poisson deviate for each channel, large means in parts. */
function poissonFunction(program: Program, block: Block): BlockFunction {
  const { domain } = block;
  return blockFunction(block.name, program, block, ({ f, scope: makeScope }) => {
    const scope = makeScope("f64");
    const record = scope.address({ kind: "record", domain });
    const list = f.keep(f.load("i32", record, SPIKING.spikesNow));
    const room = f.keep(f.load("i32", record, SPIKING.listRoom));
    const first = f.keep(f.load("i32", record, SPIKING.first));
    const count = f.keep(f.load("i32", record, SPIKING.count));
    const means = scope.address({ kind: "partial mean", domain });
    const silent = scope.address({ kind: "silent", domain });
    const parts = scope.address({ kind: "parts", domain });
    const shared = f.keep(f.load("i32", scope.address({ kind: "run" }), RUN.generator));
    const generators = f.keep(f.load("i32", record, SPIKING.generators));
    const length = f.variable(0, "i32");
    f.for(0, count, 1, (k) => {
      const o = f.keep(k.shl(3));
      const generator = f.keep(
        program.stream === "default" ? generators.add(k.shr(8).shl(5)) : shared,
      );
      f.for(0, parts, 1, () => {
        const uniform = f.keep(
          f.call(program.stream === "numpy" ? numpyUniform : xoshiroUniform, "f64", generator),
        );
        const mean = f.load("f64", means.add(o));
        const spikes = f.variable(
          f.call(poissonDeviate, "i32", uniform, mean, f.load("f64", silent.add(o))),
        );
        f.while(
          () => spikes.gt(0).and(length.lt(room)),
          () => {
            length.set(length.add(1));
            f.store(list.add(length.shl(2)), first.add(k));
            spikes.set(spikes.sub(1));
          },
        );
      });
    });
    f.store(list, length);
  });
}

/** Channels that share a mean, drawn for 256 of them together. */
function togetherFunction(program: Program, block: Block): BlockFunction {
  const { domain } = block;
  return blockFunction(block.name, program, block, ({ f, base, slots }) => {
    const load = (slot: Parameters<typeof slots.offsetOf>[0]) =>
      f.load("i32", base, slots.offsetOf(slot));
    f.run(
      poissonTogether,
      load({ kind: "record", domain }),
      load({ kind: "counts", domain, which: "whole" }),
      load({ kind: "counts", domain, which: "last" }),
    );
  });
}
