import {
  constant,
  defineFunction,
  doubleBits,
  type FunctionWriter,
  type Shape,
  tableOf,
  type Value,
} from "../../assembler/index.js";
import { constantLike, horner, perShape, ROUNDER } from "./parts.js";
import { reduceFar } from "./reduction.js";

/** Arguments up to here are reduced by three-part multiples of pi/32. */
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

/** sin(k pi/32) for k from 0 to 16. */
const SINES = [
  0,
  0.0980171403295606,
  0.19509032201612828,
  0.2902846772544624,
  0.3826834323650898,
  0.47139673682599764,
  0.5555702330196022,
  0.6343932841636455,
  Math.SQRT1_2,
  0.773010453362737,
  0.8314696123025452,
  0.881921264348355,
  0.9238795325112867,
  0.9569403357322088,
  0.9807852804032304,
  0.9951847266721969,
  1,
];

/** As many steps of pi/32 as a turn and a quarter have: sines, and cosines a quarter further on. */
const CIRCLE = Array.from({ length: 80 }, (_, k) => {
  const size = SINES[k % 32 <= 16 ? k % 32 : 32 - (k % 32)];
  return doubleBits(k % 64 < 32 ? size : -size);
});

/** Bytes of a quarter of a turn. */
const QUARTER = 8 * 16;

/**
 * sin (quarter 0) or cos (quarter 1) of arguments up to NEAR: sin(a + r) = sin a + (cos a sin r + sin a (cos r - 1)), a
 * the nearest whole multiple of pi/32. The series for |r| <= pi/64 are interpolated by Chebyshev; off by 3e-17.
 */
function nearWave(f: FunctionWriter, x: Value, quarter: bigint): Value {
  const rounded = f.keep(x.mul(10.185916357881302).add(ROUNDER));
  const k = f.keep(rounded.sub(ROUNDER));
  // pi/32 in three parts of 33 bits and the rest: k times each of the first two is exact
  const a = f.keep(x.sub(k.mul(0.09817477042088285)));
  const b = f.keep(k.mul(3.798187816439979e-12));
  const ab = f.keep(a.sub(b));
  const abLost = f.keep(a.sub(ab).sub(b));
  const c = f.keep(k.mul(1.2639164054974691e-22));
  const r = f.keep(ab.add(abLost.sub(c)));
  const low = abLost.sub(c).sub(r.sub(ab));
  const place = f.keep(
    rounded
      .bits()
      .add(16n * quarter)
      .and(63n)
      .shl(3),
  );
  const table = tableOf(CIRCLE);
  const [first, second] = [0, 1].map((lane) => f.keep(table.add(place.lane(lane).toI32())));
  const read = (offset: number): Value =>
    f.keep(x.shape === "f64" ? f.load("f64", first, offset) : f.loadPair(first, second, offset));
  const [sine, cosine] = [read(0), read(QUARTER)];
  const z = f.keep(r.mul(r));
  const cubic = horner(f, z, [-0.0001984027284992535, 0.00833333332431568, -0.16666666666666546]);
  const tail = low.add(r.mul(z).mul(cubic));
  const lost = horner(f, z, [-0.0013887991601597568, 0.04166666658550837, -0.4999999999999891]);
  return sine.add(cosine.mul(r).add(cosine.mul(tail).add(sine.mul(z.mul(lost)))));
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

/** Whether some argument is too large; NaN is none, and what it gives is NaN. */
const isFar = (x: Value): Value => x.abs().ge(NEAR).any();

export const sineOf = perShape((shape: Shape) =>
  defineFunction(`sin ${shape}`, { x: shape }, shape, (f, { x }) => {
    f.if(isFar(x), () => f.return(lanewise(f, farSine, x)));
    // a zero keeps its sign
    f.return(x.eq(0).select(x, nearWave(f, x, 0n)));
  }),
);

export const cosineOf = perShape((shape: Shape) =>
  defineFunction(`cos ${shape}`, { x: shape }, shape, (f, { x }) => {
    f.if(isFar(x), () => f.return(lanewise(f, farCosine, x)));
    f.return(nearWave(f, x, 1n));
  }),
);

export const sin = (f: FunctionWriter, x: Value): Value => f.call(sineOf(x.shape), x.shape, x);
export const cos = (f: FunctionWriter, x: Value): Value => f.call(cosineOf(x.shape), x.shape, x);

export function tan(f: FunctionWriter, given: Value): Value {
  const x = f.keep(given);
  return sin(f, x).div(cos(f, x));
}
