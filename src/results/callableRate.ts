import { host } from "../base/index.js";
import { NAMED_DIMENSIONS, Quantity } from "../units/index.js";

/**
 * A rate that can still be called as the method it was: `result.firingRate` is the rate, and
 * `result.firingRate()` and `result.firingRate("neurons")` go on working, with a warning, for one
 * release. To be removed after it, with this file.
 */
export interface CallableRate extends Quantity<"rate"> {
  /** @deprecated `firingRate` is the rate of the whole, `firingRateOf(name)` that of a part. */
  (of?: string): Quantity<"rate">;
}

let warned = false;

/** @param rateOf the rate of a population or source, or of the whole */
export function callableRate(
  perSecond: number,
  rateOf: (of?: string) => Quantity<"rate">,
): CallableRate {
  const call = (of?: string): Quantity<"rate"> => {
    if (!warned)
      host.warn(
        "firingRate() of a network's result was called; " +
          "firingRate is the rate itself now, and firingRateOf(name) that of a population; " +
          "the call works until the next release",
      );
    warned = true;
    return rateOf(of);
  };
  // a function is no quantity of its own accord: it gets all that one has, and nothing else
  for (const name of ["name", "length"]) Reflect.deleteProperty(call, name);
  Object.setPrototypeOf(call, Quantity.prototype);
  const { exponents } = NAMED_DIMENSIONS.rate;
  return Object.freeze(
    Object.assign(call, { value: perSecond, dimension: exponents }),
  ) as unknown as CallableRate;
}
