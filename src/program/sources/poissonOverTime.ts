import { requireRecord, requireWholeNumber, shown, UserError } from "../../base/index.js";
import { copyOfValues, isTimed, type Timed, type Values } from "../../equations/index.js";
import {
  MOST_CHANNELS,
  makePopulation,
  type Population,
  requireName,
  type Source,
} from "../../network/index.js";
import { populationPass } from "../passes/population.js";
import { describedSource, type SourceKind } from "./kind.js";

/** Independent Poisson processes whose rates are a function of time, one a channel. */
export interface PoissonOverTime extends Source {
  readonly kind: "poisson over time";
  /** The rate as text: "10*Hz*(1 + sin(2*pi*4*Hz*t))". */
  readonly text: string;
  /** What the text reads. */
  readonly parameters: Readonly<Record<string, Values>>;
}

/**
 * Channels whose rate is text or values over time. In each step a channel spikes with the probability
 * rate*dt, at most once, as Brian 2's PoissonGroup does; rates below 0 count as 0, and one above 1/dt
 * ends the run with an error.
 */
export function poissonOverTime(
  name: string,
  N: number,
  rates: string | Timed<"rate">,
  parameters: Readonly<Record<string, Values>> = {},
): PoissonOverTime {
  requireName(name, "source");
  requireWholeNumber("N", N, 1, MOST_CHANNELS);
  requireRecord("parameters", parameters, "{ f: Hz(4) }");
  const copied: Record<string, Values> = {};
  for (const [own, value] of Object.entries(parameters)) copied[own] = copyOfValues(own, value);
  if (isTimed(rates)) copied[RATES] = rates;
  const arguments_ = isTimed(rates) && rates.columns > 1 ? "t, i" : "t";
  const made: PoissonOverTime = {
    kind: "poisson over time",
    name,
    N,
    text: isTimed(rates) ? `${RATES}(${arguments_})` : rates.trim().replace(/\s*\n\s*/g, " "),
    parameters: Object.freeze(copied),
  };
  neuronsOf(made);
  return describedSource(
    made,
    () => `Poisson processes ${name}: ${N} channels, ${isTimed(rates) ? rates : rates.trim()}`,
  );
}

/** The name of values over time that are the rates. */
const RATES = "rates";

const known = new WeakMap<PoissonOverTime, Population>();

/** The neurons that the channels are in a program: their threshold draws. */
function neuronsOf(source: PoissonOverTime): Population {
  let found = known.get(source);
  if (!found) {
    const { name, N, text, parameters } = source;
    if (typeof text !== "string" || /[\n:#]/.test(text))
      throw new UserError(
        `invalid rates of ${name}: ${shown(text)}; expected quantities like Hz(8), timed(...), or text like "10*Hz*(1 + sin(2*pi*4*Hz*t))"`,
      );
    found = makePopulation(name, {
      N,
      // where a probability would be above 1 there is no such process: the rate becomes infinite
      equations: `given_rate = ${text} : hertz
                  rate = max(given_rate, 0*Hz)/int(given_rate*dt <= 1) : hertz (constant over dt)`,
      threshold: "rand() < rate*dt",
      parameters,
    });
    known.set(source, found);
  }
  return found;
}

export const POISSON_OVER_TIME: SourceKind<PoissonOverTime> = {
  kind: "poisson over time",
  again: ({ name, N, text, parameters }) => poissonOverTime(name, N, text, parameters),
  domain: ({ name, N }) => ({ kind: "population", name, size: N }),
  pass: (context, source) => populationPass(context, neuronsOf(source)),
};
