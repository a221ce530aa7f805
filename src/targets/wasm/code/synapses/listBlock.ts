import type { Block, Program } from "../../../../program/index.js";
import { ringOf } from "../../library/spikes.js";
import { SPIKING } from "../../records.js";
import { type BlockFunction, blockFunction } from "../blockFunction.js";
import type { Exchange } from "../exchange.js";
import { atSynapse, synapseElements } from "./delivery.js";
import { listOf, type Pathway, spikerOf } from "./pathway.js";

/**
 * A pathway that is not the one by which synapses are in order: for each delay the spikes of a side of as many
 * steps ago, and of each the synapses that a list has for it.
 */
export function listFunction(
  program: Program,
  pathway: Pathway,
  block: Block,
  exchange: Exchange,
): BlockFunction {
  const { domain } = pathway;
  const { side, delay, times } = listOf(block);
  const neurons = spikerOf(domain, block);
  return blockFunction(block.name, program, block, ({ f, step, scope: makeScope }) => {
    const scope = makeScope("f64");
    const word = (what: "delays" | "delayCount" | "first" | "count" | "offsets" | "synapses") =>
      scope.address({ kind: "list", domain: domain.name, side, delay, what });
    const record = scope.address({ kind: "record", domain: neurons });
    const now = f.keep(f.load("i32", record, SPIKING.spikesNow));
    const ring = ringOf(f, record);
    f.for(0, word("delayCount"), 1, (d) => {
      const late = f.keep(f.load("i32", word("delays").add(d.shl(2))).mul(times));
      const then = f.keep(step.sub(late));
      f.if(then.ge(0), () => {
        const remembered = ring(then);
        // the spikes of this step are not exchanged yet where threads exchange them between steps
        const list = f.keep(
          exchange === "within steps" ? remembered : late.eq(0).select(now, remembered),
        );
        const end = f.keep(list.add(f.load("i32", list).shl(2)).add(4));
        f.for(list.add(4), end, 4, (at) => {
          const index = f.keep(f.load("i32", at).sub(word("first")));
          f.if(index.below(word("count")), () => {
            const row = f.keep(word("offsets").add(index.mul(word("delayCount")).add(d).shl(2)));
            const last = f.keep(f.load("i32", row, 4));
            f.for(f.keep(f.load("i32", row)), last, 1, (place) => {
              const k = f.keep(f.load("i32", word("synapses").add(place.shl(2))));
              atSynapse(f, scope, domain, block, synapseElements(f, scope, pathway, k));
            });
          });
        });
      });
    });
  });
}
