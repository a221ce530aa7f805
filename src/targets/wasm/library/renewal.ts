import { SPLIT_MIX } from "../../../random/index.js";
import { constant, defineFunction, type FunctionWriter, type Value } from "../assembler/index.js";
import { EXPONENTIAL, TABLE } from "./addresses.js";
import { advanceWords, loadWords, nextOf, storeWords, xoshiroExponential } from "./xoshiro.js";

// Spikes of renewal processes, drawn before a run: see drawRenewal() in targets/build/events.ts, which
// says the same slowly.

/** The first step at which a spike is due: at its time or before it (0: strictly before). */
const firstStep = (
  f: FunctionWriter,
  {
    time,
    moments,
    steps,
    perStep,
    inclusive,
  }: Record<"time" | "moments" | "steps" | "perStep" | "inclusive", Value>,
): Value => {
  const moment = (step: Value, offset = 0): Value =>
    f.load("f64", moments.add(step.shl(3)).add(8 * offset));
  const step = f.variable(time.mul(perStep).toI32());
  // summed times drift from multiples of dt, at most by a step
  f.while(
    () => step.gt(0).and(time.le(moment(step, -1))),
    () => step.set(step.sub(1)),
  );
  f.loop((again) => {
    const there = f.keep(moment(step));
    const isEarly = there.lt(time).or(there.eq(time).and(inclusive.eq(0)));
    f.if(step.lt(steps).and(isEarly), () => {
      step.set(step.add(1));
      f.goTo(again);
    });
  });
  return step;
};

/** A word mixed with an index: see XoshiroStream.part(). */
function splitMix(f: FunctionWriter, word: Value, index: Value): Value {
  const { increment, first, second } = SPLIT_MIX;
  let z = f.keep(word.add(index.add(1).toI64().mul(increment)));
  z = f.keep(z.xor(z.shr(30)).mul(first));
  z = f.keep(z.xor(z.shr(27)).mul(second));
  return z.xor(z.shr(31));
}

/**
 * Draws spikes channel by channel: running sums of exponential intervals up to the duration. Step and
 * channel of each are written one after the other, and the steps counted; those after the last step are
 * left out. Returns how many there are, or -1 where there is no room for them. At `latest` stands
 * afterwards the time of the very last spike, and its number among those written (-1: not among them).
 */
export const drawRenewal = defineFunction(
  "draw renewal",
  {
    state: "i32",
    ownStreams: "i32",
    rates: "i32",
    channels: "i32",
    duration: "f64",
    moments: "i32",
    steps: "i32",
    dt: "f64",
    inclusive: "i32",
    events: "i32",
    room: "i32",
    counts: "i32",
    latest: "i32",
  },
  "i32",
  (f, given) => {
    const { state, rates, channels, duration, moments, steps, dt, inclusive } = given;
    const first = loadWords(f, state);
    const words = loadWords(f, state);
    const perStep = f.keep(constant(1, "f64").div(dt));
    const at = f.variable(given.events);
    const end = f.keep(given.events.add(given.room.shl(3)));
    const last = f.variable(constant(-1, "f64"));
    const lastPlace = f.variable(constant(-1, "i32"));
    f.for(0, channels, 1, (channel) => {
      const rate = f.keep(f.load("f64", rates.add(channel.shl(3))));
      const time = f.variable(constant(0, "f64"));
      f.if(given.ownStreams, () => {
        for (const [k, word] of words.entries()) word.set(splitMix(f, first[k], channel));
      });
      f.block((exit) => {
        f.goTo(exit, rate.eq(0));
        f.loop((again) => {
          const draw = f.keep(nextOf(f, words).shr(12));
          const strip = f.keep(draw.toI32().and(255).shl(3));
          const whole = f.keep(draw.toDouble());
          const interval = f.undefinedVariable("f64");
          f.if(
            whole.lt(f.load("f64", strip, EXPONENTIAL)),
            () => {
              interval.set(whole.mul(f.load("f64", strip, EXPONENTIAL + TABLE)));
              advanceWords(f, words);
            },
            () => {
              // one draw in fifty takes the long way, which draws the same word again
              storeWords(f, state, words);
              interval.set(f.call(xoshiroExponential, "f64", state));
              for (const [k, word] of words.entries()) word.set(f.load("i64", state, 8 * k));
            },
          );
          time.set(time.add(interval.div(rate)));
          f.goTo(exit, time.gt(duration));
          const step = firstStep(f, { time, moments, steps, perStep, inclusive });
          const isLast = f.keep(time.gt(last));
          last.set(last.max(time));
          f.if(
            step.lt(steps),
            () => {
              f.if(at.eq(end), () => f.return(constant(-1, "i32")));
              f.if(isLast, () => lastPlace.set(at.sub(given.events).shr(3)));
              f.store(at, step);
              f.store(at, channel, 4);
              at.set(at.add(8));
              const count = f.keep(given.counts.add(step.shl(2)));
              f.store(count, f.load("i32", count).add(1));
            },
            () => f.if(isLast, () => lastPlace.set(-1)),
          );
          f.goTo(again);
        });
      });
    });
    storeWords(f, state, words);
    f.store(given.latest, lastPlace);
    f.return(at.sub(given.events).shr(3));
  },
);

/**
 * Sorts events by step, those of one step as they were; `counts` becomes where each step's end. Gives
 * the largest number of events in one step.
 */
export const sortEvents = defineFunction(
  "sort events",
  { events: "i32", count: "i32", counts: "i32", steps: "i32", sorted: "i32", without: "i32" },
  "i32",
  (f, { events, count, counts, steps, sorted, without }) => {
    // the place at which each step's events begin
    const sum = f.variable(sorted);
    const most = f.variable(0, "i32");
    f.for(0, steps, 1, (step) => {
      const at = f.keep(counts.add(step.shl(2)));
      const own = f.keep(f.load("i32", at));
      most.set(own.gt(most).select(own, most));
      f.store(at, sum);
      sum.set(sum.add(own.shl(3)));
    });
    f.for(0, count, 1, (k) => {
      f.block((next) => {
        f.goTo(next, k.eq(without));
        const from = f.keep(events.add(k.shl(3)));
        const at = f.keep(counts.add(f.load("i32", from).shl(2)));
        const to = f.keep(f.load("i32", at));
        f.store(at, to.add(8));
        f.store(to, f.load("i64", from));
      });
    });
    f.return(most);
  },
);
