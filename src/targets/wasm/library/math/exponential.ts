import { defineFunction, type FunctionWriter, type Value } from "../../assembler/index.js";
import {
  LN2_HIGH,
  LN2_LOW,
  LOG2E,
  line,
  perShape,
  powerOfTwo,
  ROUNDER,
  scaled,
  scaleOf,
} from "./parts.js";

/**
 * (e^r - 1 - r) / r^2 for |r| < 0.3466: its Chebyshev interpolation of degree 9, off by 2e-17 of
 * e^r at most; in pairs, so that few operations wait for others.
 */
function expTail(f: FunctionWriter, r: Value): Value {
  const r2 = f.keep(r.mul(r));
  const r4 = f.keep(r2.mul(r2));
  const a = line(0.5000000000000001, 0.16666666666666669, r);
  const b = line(0.04166666666662409, 0.008333333333330058, r);
  const c = line(0.0013888888917234206, 0.00019841269863069374, r);
  const d = line(2.4801521264122017e-5, 2.755726843551756e-6, r);
  const e = line(2.762010358488696e-7, 2.5100397137931663e-8, r);
  const ab = a.add(b.mul(r2));
  const cd = c.add(d.mul(r2));
  return ab.add(r4.mul(cd.add(e.mul(r4))));
}

/** e^r - 1 for x = k ln 2 + r, from k and x in two parts, the lower one small. */
function growthOf(f: FunctionWriter, x: Value, k: Value, low?: Value): Value {
  const high = f.keep(x.sub(k.mul(LN2_HIGH)));
  const product = k.mul(LN2_LOW);
  const less = f.keep(low ? product.sub(low) : product);
  const r = f.keep(high.sub(less));
  const lost = high.sub(r).sub(less);
  const tail = r.mul(r).mul(expTail(f, r)).add(lost);
  return r.add(tail);
}

/** e^(x + low), low being less than the last place of x; also where 2^k is no normal number. */
export const expOfSum = perShape((shape) =>
  defineFunction(`exp of sum ${shape}`, { x: shape, low: shape }, shape, (f, { x, low }) => {
    const bounded = f.keep(x.pmax(-746).pmin(710));
    const k = f.keep(bounded.mul(LOG2E).nearest());
    const power = f.keep(growthOf(f, bounded, k, low).add(1));
    f.return(scaled(f, power, k));
  }),
);

/** Beyond it, 2^k may be no normal number. */
const FAR = 700;

/** e^x: x = k ln 2 + r, a polynomial for e^r, times 2^k. */
export function exp(f: FunctionWriter, given: Value): Value {
  const x = f.keep(given);
  return f.choose(
    x.abs().gt(FAR).any(),
    x.shape,
    () => f.call(expOfSum(x.shape), x.shape, x, 0),
    () => {
      const rounded = f.keep(x.mul(LOG2E).add(ROUNDER));
      const k = f.keep(rounded.sub(ROUNDER));
      return growthOf(f, x, k).add(1).mul(scaleOf(rounded));
    },
  );
}

/** e^x - 1 without cancellation, for -50 <= x <= 700. */
export function boundedExpm1(f: FunctionWriter, x: Value): Value {
  const k = f.keep(x.mul(LOG2E).nearest());
  const growth = growthOf(f, x, k);
  const scale = f.keep(powerOfTwo(k));
  return scale.mul(growth).add(scale.sub(1));
}

/** e^x - 1: right also where x is near 0. */
export const expm1Of = perShape((shape) =>
  defineFunction(`expm1 ${shape}`, { x: shape }, shape, (f, { x }) => {
    const bounded = f.keep(x.pmax(-50).pmin(FAR));
    const near = f.keep(boundedExpm1(f, bounded));
    // beyond, the 1 is not seen; a zero keeps its sign
    const far = f.call(expOfSum(shape), shape, x, 0);
    f.if(x.gt(FAR).any(), () => f.return(x.gt(FAR).select(far, near)));
    f.return(x.eq(0).select(x, near));
  }),
);

export const expm1 = (f: FunctionWriter, x: Value): Value => f.call(expm1Of(x.shape), x.shape, x);

/** (e^x - 1) / x, which is 1 at 0. */
export function exprel(f: FunctionWriter, given: Value): Value {
  const x = f.keep(given);
  const quotient = expm1(f, x).div(x);
  const limit = x.eq(0).select(1, quotient);
  return x.eq(Number.POSITIVE_INFINITY).select(x, limit);
}
