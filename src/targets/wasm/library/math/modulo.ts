import {
  constant,
  defineFunction,
  type FunctionWriter,
  type Value,
} from "../../assembler/index.js";
import { perShape, productError, withSignOf } from "./parts.js";

/** What remains of a division of numbers of 0 or more, exact, however far apart they are. */
const farRemainder = defineFunction(
  "far remainder",
  { x: "f64", y: "f64" },
  "f64",
  (f, { x, y }) => {
    const isDefined = x.lt(Number.POSITIVE_INFINITY).and(y.gt(0));
    f.if(isDefined.not(), () => f.return(constant(Number.NaN, "f64")));
    f.if(x.lt(y), () => f.return(x));
    // y 2^k, the largest that x holds, and down again: each difference is exact
    const part = f.variable(y);
    f.while(
      () => part.add(part).le(x),
      () => part.set(part.add(part)),
    );
    const rest = f.variable(x);
    f.while(
      () => part.ge(y),
      () => {
        rest.set(rest.ge(part).select(rest.sub(part), rest));
        part.set(part.mul(0.5));
      },
    );
    f.return(rest);
  },
);

/**
 * What remains of a division, with the divisor's sign, as Python has it. Exact where the signs agree:
 * the whole quotient's product is taken off in two parts.
 */
export const modOf = perShape((shape) =>
  defineFunction(`mod ${shape}`, { x: shape, y: shape }, shape, (f, { x, y }) => {
    const [ax, ay] = [f.keep(x.abs()), f.keep(y.abs())];
    const isNear = f.keep(
      ay.gt(1e-280).and(ay.lt(Number.POSITIVE_INFINITY)).and(ax.div(ay).lt(4503599627370496)),
    );
    const quotient = f.keep(ax.div(ay).trunc());
    const product = f.keep(quotient.mul(ay));
    const low = productError(f, quotient, ay, product);
    const rest = f.keep(ax.sub(product).sub(low));
    // the quotient may have been rounded up to the next whole number
    const size = f.variable(rest.lt(0).select(rest.add(ay), rest));
    for (const lane of shape === "f64" ? [0] : [0, 1]) {
      const near = isNear.lane(lane);
      f.if(shape === "f64" ? near.not() : near.eq(0n), () => {
        const far = f.call(farRemainder, "f64", ax.lane(lane), ay.lane(lane));
        size.set(shape === "f64" ? far : size.withLane(lane, far));
      });
    }
    const remainder = f.keep(withSignOf(size, x));
    const isOther = remainder.lt(0).xor(y.lt(0)).and(remainder.ne(0));
    const turned = isOther.select(remainder.add(y), remainder);
    // 0 has the divisor's sign, too
    f.return(remainder.eq(0).select(withSignOf(constant(0, shape), y), turned));
  }),
);

export const mod = (f: FunctionWriter, x: Value, y: Value): Value =>
  f.call(modOf(x.shape), x.shape, x, y);
