import {
  checkChoice,
  checkOptions,
  requireWholeNumber,
  shown,
  UserError,
} from "../../base/index.js";
import { lowerValues, type PlainValues } from "../../equations/index.js";
import {
  MOST_CHANNELS,
  type NetworkSimulation,
  requireName,
  type Source,
} from "../../network/index.js";
import type { Drawn } from "../../random/index.js";
import { NAMED_DIMENSIONS, Quantity, QuantityArray } from "../../units/index.js";
import { beginningOf } from "../beginnings.js";
import { purposeOf } from "../names.js";
import { describedSource, emitEvents, numbersOf, type SourceKind } from "./kind.js";

/** How the spike times of renewal processes become steps. */
export interface RenewalOptions {
  /** Whether a spike at the very time of a step belongs to it ("at", by default), or to the next one. */
  due?: "at" | "before";
  /** Whether the very last spike of all channels is delivered; it is, by default. */
  lastSpike?: "delivered" | "left out";
}

/** Independent processes with exponential intervals, drawn channel by channel before the run. */
export interface RenewalSource extends Source, Required<RenewalOptions> {
  readonly kind: "renewal";
  /** In 1/s. */
  readonly rates: PlainValues;
}

/**
 * Describes Poisson processes by their intervals: the spikes of each channel, one channel after the
 * other, are drawn before the run as running sums of exponential intervals, up to the duration.
 * Many slow channels cost less so than by a draw in each step, and times are not bound to steps.
 * A spike acts in the first step whose time is not before it.
 *
 * ```ts
 * const inputs = renewal("inputs", 6500, logNormal(Hz(4), 0.77));
 * ```
 *
 * @param rates spikes per second: one for all, one for each channel, or drawn
 * @throws UserError naming the value and what was expected.
 */
export function renewal(
  name: string,
  N: number,
  rates: Quantity<"rate"> | QuantityArray<"rate"> | Drawn<"rate">,
  options: RenewalOptions = {},
): RenewalSource {
  requireName(name, "source");
  requireWholeNumber("N", N, 1, MOST_CHANNELS);
  checkOptions("renewal", options, ["due", "lastSpike"]);
  const made: RenewalSource = {
    kind: "renewal",
    name,
    N,
    rates: lowerValues("rates", rates, NAMED_DIMENSIONS.rate.exponents, { count: N, least: 0 }),
    due: checkChoice("due", options.due ?? "at", ["at", "before"]),
    lastSpike: checkChoice("lastSpike", options.lastSpike ?? "delivered", [
      "delivered",
      "left out",
    ]),
  };
  return describedSource(made, () => `renewal processes ${name}: ${N} channels`);
}

/** Rates as they are given to {@link renewal}. */
function ratesGiven(
  name: string,
  rates: PlainValues,
): Quantity<"rate"> | QuantityArray<"rate"> | Drawn<"rate"> {
  const { exponents } = NAMED_DIMENSIONS.rate;
  switch (rates?.kind) {
    case "shared":
      return new Quantity(rates.value, exponents);
    case "each":
      return new QuantityArray(numbersOf("rates", rates.values), exponents);
    case "drawn":
      return rates.drawn as Drawn<"rate">;
    default:
      throw new UserError(
        `invalid rates of ${name}: ${shown(rates)}; expected what renewal() makes`,
      );
  }
}

export const RENEWAL: SourceKind<RenewalSource> = {
  kind: "renewal",
  again: ({ name, N, rates, due, lastSpike }) =>
    renewal(name, N, ratesGiven(name, rates), { due, lastSpike }),
  domain: ({ name, N, rates, due, lastSpike }, { clock }: NetworkSimulation, until) => ({
    kind: "source",
    name,
    size: N,
    events: {
      kind: "renewal",
      rates: beginningOf(rates, purposeOf.source(name, "rates")),
      purpose: purposeOf.source(name, "intervals"),
      due,
      lastSpike,
      clock,
      duration: until,
    },
  }),
  pass: emitEvents,
};
