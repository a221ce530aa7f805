import { requireWholeNumber, shown, UserError } from "../../base/index.js";
import { isTimed, type Timed, type Values } from "../../equations/index.js";
import { MOST_CHANNELS, requireName, type Source } from "../../network/index.js";
import { lower, lowerAll, NAMED_DIMENSIONS, Quantity, QuantityArray } from "../../units/index.js";
import { FIELDS, purposeOf } from "../names.js";
import { describedSource, numbersOf, type SourceKind } from "./kind.js";
import { type PoissonOverTime, poissonOverTime } from "./poissonOverTime.js";

/** Independent Poisson processes, one a channel. */
export interface PoissonSource extends Source {
  readonly kind: "poisson";
  /** Rates in 1/s, one for each channel. */
  readonly rates: Float64Array;
}

const HIGHEST_RATE = 1e7;

/**
 * Describes independent Poisson processes, with one rate for all or one for each, or rates that are a
 * function of time.
 *
 * ```ts
 * const input = poisson("input", 100, Hz(8));
 * const steps = poisson("steps", 10, timed(Hz([0, 50, 0]), ms(100)));
 * const waves = poisson("waves", 10, "r*(1 + sin(2*pi*(f*t + i/N)))", { r: Hz(20), f: Hz(4) });
 * ```
 *
 * @param rates spikes per second, 0 or more; `timed(...)`, of all channels or of each; or text that reads
 *   `t`, `i`, `N`, `dt` and the parameters. Channels with constant rates may spike several times in a step;
 *   the others spike with the probability rate dt, at most once, at the moment at which neurons do (as Brian 2's
 *   PoissonGroup): rates below 0 count as 0, and one above 1/dt ends the run with an error.
 * @param parameters of a text: as those of `population()`
 * @throws UserError naming the value and what was expected.
 */
export function poisson(
  name: string,
  N: number,
  rates: Quantity<"rate"> | QuantityArray<"rate"> | readonly Quantity<"rate">[],
): PoissonSource;
export function poisson(
  name: string,
  N: number,
  rates: string | Timed<"rate">,
  parameters?: Readonly<Record<string, Values>>,
): PoissonOverTime;
export function poisson(
  name: string,
  N: number,
  rates: unknown,
  parameters?: Readonly<Record<string, Values>>,
): PoissonSource | PoissonOverTime {
  if (typeof rates === "string" || isTimed(rates))
    return poissonOverTime(name, N, rates as string | Timed<"rate">, parameters);
  if (parameters !== undefined)
    throw new UserError(
      `invalid parameters of ${name}: ${shown(parameters)}; the rates are no text, so that nothing reads them`,
    );
  requireName(name, "source");
  requireWholeNumber("N", N, 1, MOST_CHANNELS);
  const bounds = { least: 0, most: HIGHEST_RATE };
  const values =
    rates instanceof Quantity
      ? new Float64Array(N).fill(lower("rates", rates, "rate", bounds))
      : lowerAll("rates", rates, "rate", bounds);
  if (values.length !== N)
    throw new UserError(`invalid rates: ${values.length} given; expected ${N} rates`);
  const made: PoissonSource = { kind: "poisson", name, N, rates: values };
  return describedSource(made, () => `Poisson processes ${name}: ${N} channels, ${rates}`);
}

/** Largest mean of the spikes of 256 processes in a step whose counts are tabulated. */
const LARGEST_TOGETHER = 5000;

export const POISSON: SourceKind<PoissonSource> = {
  kind: "poisson",
  again: ({ name, N, rates }) =>
    poisson(
      name,
      N,
      new QuantityArray<"rate">(numbersOf("rates", rates), NAMED_DIMENSIONS.rate.exponents),
    ),
  domain: ({ name, N }) => ({ kind: "source", name, size: N }),
  pass: (context, { name, rates }) => {
    const { dt, simulation } = context;
    const [first] = rates;
    const isEqual = rates.every((rate) => rate === first);
    // the published programs draw for each channel by itself
    const together =
      isEqual && simulation.stream === "default" && 256 * first * dt <= LARGEST_TOGETHER;
    context.addField({
      domain: name,
      name: FIELDS.mean,
      shared: together,
      begins: together
        ? { kind: "value", value: first * dt }
        : { kind: "each", values: rates.map((rate) => rate * dt) },
    });
    context.addBlock("inputs", {
      name: `spikes of ${name}`,
      domain: name,
      when: { kind: "step", every: 1 },
      statements: [
        {
          kind: together ? "emit poisson together" : "emit poisson",
          mean: FIELDS.mean,
          purpose: purposeOf.poisson(name),
        },
      ],
    });
    return undefined;
  },
};
