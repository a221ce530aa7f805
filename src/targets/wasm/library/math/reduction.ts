import {
  constant,
  defineFunction,
  type FunctionWriter,
  tableOf,
  type Value,
} from "../../assembler/index.js";
import { productError } from "./parts.js";

/** 64 zeros, then the first 1216 bits of 2/pi. */
const TWO_OVER_PI: readonly bigint[] = [
  0x0000000000000000n,
  0xa2f9836e4e441529n,
  0xfc2757d1f534ddc0n,
  0xdb6295993c439041n,
  0xfe5163abdebbc561n,
  0xb7246e3a424dd2e0n,
  0x06492eea09d1921cn,
  0xfe1deb1cb129a73en,
  0xe88235f52ebb4484n,
  0xe99c7026b45f7e41n,
  0x3991d639835339f4n,
  0x9c845f8bbdf9283bn,
  0x1ff897ffde05980fn,
  0xef2f118b5a0a6d1fn,
  0x6d367ecf27cb09b7n,
  0x4f463f669e5fea2dn,
  0x7527bac7ebe5f17bn,
  0x3d0739f78a5292ean,
  0x6bfb5fb11f8d5d08n,
  0x56033046fc7b6babn,
];

/** The upper 64 bits of the product of two words. */
const highProduct = defineFunction("high product", { a: "i64", b: "i64" }, "i64", (f, { a, b }) => {
  const low = (x: Value): Value => f.keep(x.and(0xffffffffn));
  const high = (x: Value): Value => f.keep(x.shr(32));
  const [al, ah, bl, bh] = [low(a), high(a), low(b), high(b)];
  const middle = f.keep(ah.mul(bl).add(high(al.mul(bl))));
  const carry = f.keep(al.mul(bh).add(low(middle)));
  f.return(ah.mul(bh).add(high(middle)).add(high(carry)));
});

/** An argument as n pi/2 + r, |r| <= pi/4: what is left, in two parts, and n modulo 4. */
export interface Reduction {
  r: Value;
  low: Value;
  quarter: Value;
}

/**
 * Reduces an argument of 2^16 or more, however large, to what is left after whole quarters (Payne
 * and Hanek 1983): the mantissa, a whole number m 2^e, times those 192 bits of 2/pi that are not
 * multiples of 4 in the product.
 */
export function reduceFar(f: FunctionWriter, x: Value): Reduction {
  const bits = f.keep(x.abs().bits());
  const m = f.keep(bits.and(0x000fffffffffffffn).or(0x0010000000000000n));
  // the first bit that matters: 64 zeros stand before those of 2/pi
  const first = f.keep(
    bits
      .shr(52)
      .toI32()
      .sub(1075 + 2 - 64),
  );
  const table = f.keep(tableOf(TWO_OVER_PI).add(first.shr(6).shl(3)));
  const shift = f.keep(first.and(63).toI64());
  const window = (word: number): Value => {
    const here = f.load("i64", table, 8 * word);
    const next = f.load("i64", table, 8 * word + 8);
    // in two shifts, because one by 64 would be none
    return f.keep(here.shl(shift).or(next.shr(1).shr(constant(63n, "i64").sub(shift))));
  };
  const [w2, w1, w0] = [window(0), window(1), window(2)];
  const high = (w: Value): Value => f.call(highProduct, "i64", m, w);
  // the lowest 192 bits of the product, of which the upper two are the quarter
  const p0 = f.keep(m.mul(w0));
  const p1 = f.keep(m.mul(w1).add(high(w0)));
  const carry = p1.below(m.mul(w1)).toI64();
  const p2 = f.keep(m.mul(w2).add(high(w1)).add(carry));
  // to the nearest quarter; what is left is from -1/2 to 1/2
  const up = f.keep(p2.shr(61).and(1n));
  const quarter = f.keep(p2.shr(62).add(up).and(3n));
  const negative = f.keep(up.ne(0n));
  const q2 = f.keep(p2.shl(2).sar(2));
  const flipped = (word: Value): Value => f.keep(negative.select(word.xor(-1n), word));
  // the complement is one less than the negative in the 192nd bit: nobody sees it
  const [a2, a1, a0] = [flipped(q2), flipped(p1), flipped(p0)];
  const isSmall = f.keep(a2.eq(0n));
  const b2 = f.keep(isSmall.select(a1, a2));
  const b1 = f.keep(isSmall.select(a0, a1));
  const b0 = f.keep(isSmall.select(constant(0n, "i64"), a0));
  const zeros = f.keep(b2.convert("i64.clz", "i64"));
  const rest = f.keep(constant(63n, "i64").sub(zeros));
  const c2 = f.keep(b2.shl(zeros).or(b1.shr(1).shr(rest)));
  const c1 = f.keep(b1.shl(zeros).or(b0.shr(1).shr(rest)));
  const places = f.keep(zeros.toI32().add(isSmall.select(constant(64, "i32"), constant(0, "i32"))));
  const power = (exponent: number): Value =>
    constant(1023 + exponent, "i32")
      .sub(places)
      .toI64()
      .shl(52)
      .bits();
  const head = f.keep(c2.shr(11).toDouble().mul(power(-51)));
  const tail = c2.and(0x7ffn).shl(53).or(c1.shr(11));
  const low = f.keep(tail.convert("f64.convert_i64_u", "f64").mul(power(-115)));
  const HALF_PI = constant(1.5707963267948966, "f64");
  const product = f.keep(head.mul(HALF_PI));
  const error = productError(f, head, HALF_PI, product);
  const less = f.keep(error.add(head.mul(6.123233995736766e-17).add(low.mul(HALF_PI))));
  const r = f.keep(product.add(less));
  const lost = f.keep(product.sub(r).add(less));
  // the argument's own sign, and that of what is left
  const flip = f.keep(negative.xor(x.lt(0)));
  const signed = (value: Value): Value => f.keep(flip.select(value.neg(), value));
  const turns = x.lt(0).select(constant(0n, "i64").sub(quarter), quarter);
  return { r: signed(r), low: signed(lost), quarter: f.keep(turns.and(3n)) };
}
