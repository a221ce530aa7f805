import { requireWholeNumber, UserError } from "../../base/index.js";
import { requireName, type Source } from "../../network/index.js";
import { lower, lowerAll, NAMED_DIMENSIONS, Quantity, QuantityArray } from "../../units/index.js";
import { FIELDS, purposeOf } from "../names.js";
import { describedSource, numbersOf, type SourceKind } from "./kind.js";

/** Independent Poisson processes, one a channel. */
export interface PoissonSource extends Source {
  readonly kind: "poisson";
  /** Rates in 1/s, one for each channel. */
  readonly rates: Float64Array;
}

const MOST_CHANNELS = 1e7;
const HIGHEST_RATE = 1e7;

/**
 * Describes independent Poisson processes, with one rate for all or one for each.
 *
 * ```ts
 * const input = poisson("input", 100, Hz(8));
 * ```
 *
 * @param rates spikes per second, 0 or more
 * @throws UserError naming the value and what was expected.
 */
export function poisson(
  name: string,
  N: number,
  rates: Quantity<"rate"> | QuantityArray<"rate"> | readonly Quantity<"rate">[],
): PoissonSource {
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
    poisson(name, N, new QuantityArray(numbersOf("rates", rates), NAMED_DIMENSIONS.rate.exponents)),
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
  },
};
