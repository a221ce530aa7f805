import { StepTimes } from "../../network/index.js";
import { XoshiroStream } from "../../random/index.js";
import { drawRenewal, type EventPairs, knowMostAtOnce, type RenewalDraws } from "../build/index.js";
import { growTo } from "./layout/index.js";
import * as library from "./library/renewal.js";
import { Workshop } from "./workshop.js";

const workshop = new Workshop({ draw: library.drawRenewal, sort: library.sortEvents });

/** Draws the spikes of renewal processes by a kernel: the same ones as the plain way. */
export function drawRenewalFast(draws: RenewalDraws): EventPairs {
  const { rates, stream, ownStreams, dt, list } = draws;
  if (!(stream instanceof XoshiroStream)) return drawRenewal(draws);
  const { duration, due, lastSpike, clock } = list;
  const steps = Math.round(duration / dt);
  const taken = workshop.take();
  const { memory, exports, heap } = taken;
  const expected = rates.reduce((sum, rate) => sum + rate, 0) * duration;
  for (let room = Math.ceil(expected + 10 * Math.sqrt(expected) + 100); ; room *= 2) {
    const state = heap;
    const latest = state + 32;
    const ratesAt = state + 64;
    const moments = ratesAt + 8 * rates.length;
    const counts = moments + 8 * steps;
    const events = Math.ceil((counts + 4 * steps) / 16) * 16;
    const sorted = events + 8 * room;
    growTo(memory, sorted + 8 * room);
    const { buffer } = memory;
    new BigUint64Array(buffer, state, 4).set(stream.state);
    new Float64Array(buffer, ratesAt, rates.length).set(rates);
    new StepTimes(clock, dt).fill(new Float64Array(buffer, moments, steps));
    new Uint8Array(buffer, counts, 4 * steps).fill(0);
    const inclusive = due === "at" ? 1 : 0;
    const count = exports.draw(
      ...[
        state,
        ownStreams ? 1 : 0,
        ratesAt,
        rates.length,
        duration,
        moments,
        steps,
        dt,
        inclusive,
      ],
      ...[events, room, counts, latest],
    ) as number;
    if (count < 0) continue;
    if (!ownStreams) stream.goOnFrom([...new BigUint64Array(buffer, state, 4)]);
    const without = lastSpike === "left out" ? new Int32Array(buffer, latest, 1)[0] : -1;
    if (without >= 0) {
      const step = new Int32Array(buffer, events + 8 * without, 1)[0];
      new Int32Array(buffer, counts, steps)[step] -= 1;
    }
    const most = exports.sort(events, count, counts, steps, sorted, without) as number;
    const kept = count - (without >= 0 ? 1 : 0);
    const pairs = new Int32Array(buffer, sorted, 2 * kept).slice();
    knowMostAtOnce(pairs, most);
    workshop.putBack(taken);
    return pairs;
  }
}
