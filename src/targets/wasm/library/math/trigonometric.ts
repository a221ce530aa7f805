import {
  constant,
  defineFunction,
  type FunctionWriter,
  type Shape,
  type Value,
} from "../../assembler/index.js";
import { constantLike, horner, perShape, ROUNDER } from "./parts.js";
import { reduceFar } from "./reduction.js";

/** Arguments up to here are reduced by three-part multiples of pi/2. */
const NEAR = 1e5;

/** sin r for |r| <= pi/4 (+ low part) by its Taylor series. */
function sineSeries(f: FunctionWriter, r: Value, low: Value): Value {
  const z = f.keep(r.mul(r));
  const p = horner(f, z, [
    2.8114572543455206e-15, // 1/17!
    -7.647163731819816e-13,
    1.6059043836821613e-10,
    -2.505210838544172e-8,
    2.7557319223985893e-6,
    -1.984126984126984e-4,
    8.333333333333333e-3,
    -1.6666666666666666e-1,
  ]);
  const cubic = z.mul(r).mul(p);
  const slope = constantLike(1, z).sub(z.mul(0.5));
  return r.add(cubic.add(low.mul(slope)));
}

/** cos r for |r| <= pi/4 (+ low part). */
function cosineSeries(f: FunctionWriter, r: Value, low: Value): Value {
  const z = f.keep(r.mul(r));
  const p = horner(f, z, [
    4.779477332387385e-14, // 1/16!
    -1.1470745597729725e-11,
    2.08767569878681e-9,
    -2.755731922398589e-7,
    2.48015873015873e-5,
    -1.388888888888889e-3,
    4.1666666666666664e-2,
  ]);
  const half = f.keep(z.mul(0.5));
  const main = f.keep(constantLike(1, z).sub(half));
  const lost = constantLike(1, z).sub(main).sub(half);
  const quartic = z.mul(z).mul(p).sub(r.mul(low));
  return main.add(lost.add(quartic));
}

/** The sine or cosine of r + low, as whole quarters say (in the lowest bits of `n`). */
function ofQuarter(f: FunctionWriter, r: Value, low: Value, n: Value): Value {
  const odd = f.keep(n.and(1n).ne(0n));
  const value = odd.select(cosineSeries(f, r, low), sineSeries(f, r, low));
  return value.bits().xor(n.and(2n).shl(62)).bits();
}

/** sin (quarter 0) or cos (quarter 1) of arguments up to NEAR. */
function nearWave(f: FunctionWriter, x: Value, quarter: bigint): Value {
  const k = f.keep(x.mul(0.6366197723675814).nearest());
  // pi/2 in three parts of 33 bits and the rest: k times each of the first two is exact
  const a = f.keep(x.sub(k.mul(1.5707963267341256)));
  const b = f.keep(k.mul(6.077100506303966e-11));
  const ab = f.keep(a.sub(b));
  const abLost = f.keep(a.sub(ab).sub(b));
  const c = f.keep(k.mul(2.0222662487959506e-21));
  const r = f.keep(ab.add(abLost.sub(c)));
  const low = f.keep(abLost.sub(c).sub(r.sub(ab)));
  const n = f.keep(k.add(ROUNDER).bits().add(quarter));
  return ofQuarter(f, r, low, n);
}

/** sin or cos of one number, however large. */
const farWave = (name: string, quarter: bigint) =>
  defineFunction(`far ${name}`, { x: "f64" }, "f64", (f, { x }) => {
    f.if(x.abs().lt(NEAR), () => f.return(nearWave(f, x, quarter)));
    // infinity and NaN
    f.if(x.sub(x).ne(0), () => f.return(constant(Number.NaN, "f64")));
    const { r, low, quarter: turns } = reduceFar(f, x);
    f.return(ofQuarter(f, r, low, f.keep(turns.add(quarter))));
  });

const farSine = farWave("sine", 0n);
const farCosine = farWave("cosine", 1n);

/** A function of each lane. */
function lanewise(f: FunctionWriter, callee: typeof farSine, x: Value): Value {
  const first = f.call(callee, "f64", x.lane(0));
  if (x.shape === "f64") return first;
  return first.splat().withLane(1, f.call(callee, "f64", x.lane(1)));
}

const isNear = (x: Value): Value => x.abs().lt(NEAR).all();

export const sineOf = perShape((shape: Shape) =>
  defineFunction(`sin ${shape}`, { x: shape }, shape, (f, { x }) => {
    // a zero keeps its sign
    f.if(isNear(x), () => f.return(x.eq(0).select(x, nearWave(f, x, 0n))));
    f.return(lanewise(f, farSine, x));
  }),
);

export const cosineOf = perShape((shape: Shape) =>
  defineFunction(`cos ${shape}`, { x: shape }, shape, (f, { x }) => {
    f.if(isNear(x), () => f.return(nearWave(f, x, 1n)));
    f.return(lanewise(f, farCosine, x));
  }),
);

export const sin = (f: FunctionWriter, x: Value): Value => f.call(sineOf(x.shape), x.shape, x);
export const cos = (f: FunctionWriter, x: Value): Value => f.call(cosineOf(x.shape), x.shape, x);

export function tan(f: FunctionWriter, given: Value): Value {
  const x = f.keep(given);
  return sin(f, x).div(cos(f, x));
}
