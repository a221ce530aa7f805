import { Decimal } from "decimal.js";

const D = Decimal.clone({ precision: 80 });

/** Ziggurat tables of 256 strips, in 80 digits, then rounded: see src/random/zigguratTables.ts. */
export interface ZigguratTables {
  k: number[];
  w: number[];
  f: number[];
}

/** Tables for the density exp(-x^2/2), with deviates of 51 bits. */
export function computeNormalTables(): ZigguratTables {
  const r = new D(
    "3.65415288536100879635194725185604664812733315920964488827246397029393565706474",
  );
  const f = (x: Decimal): Decimal => x.times(x).div(-2).exp();
  const inverse = (y: Decimal): Decimal => y.ln().times(-2).sqrt();
  const tail = D.acos(-1)
    .div(2)
    .sqrt()
    .times(complementaryErrorFunction(r.div(D.sqrt(2))));
  return compute(r, r.times(f(r)).plus(tail), D.pow(2, 51), f, inverse);
}

/** Tables for the density exp(-x), with deviates of 52 bits. */
export function computeExponentialTables(): ZigguratTables {
  const r = new D(
    "7.69711747013104971404462804811408952334296818528283253278834867283241051210533",
  );
  const f = (x: Decimal): Decimal => x.neg().exp();
  const inverse = (y: Decimal): Decimal => y.ln().neg();
  return compute(r, r.plus(1).times(f(r)), D.pow(2, 52), f, inverse);
}

function compute(
  r: Decimal,
  area: Decimal,
  scale: Decimal,
  density: (x: Decimal) => Decimal,
  inverse: (y: Decimal) => Decimal,
): ZigguratTables {
  // 1-based as in the specification; the first element is dropped at the end
  const k: Decimal[] = [];
  const w: Decimal[] = [];
  const f: Decimal[] = [];
  let x = r;
  w[256] = r.div(scale);
  f[256] = density(r);
  k[1] = r.times(f[256]).div(area).times(scale).floor();
  w[1] = area.div(f[256]).div(scale);
  f[1] = new D(1);
  for (let i = 255; i >= 2; i--) {
    const next = inverse(area.div(x).plus(f[i + 1]));
    k[i + 1] = next.div(x).times(scale).floor();
    w[i] = next.div(scale);
    f[i] = density(next);
    x = next;
  }
  k[2] = new D(0);
  const rounded = (values: Decimal[]): number[] => values.slice(1).map(Number);
  return { k: rounded(k), w: rounded(w), f: rounded(f) };
}

/** erfc by the Taylor series of erf: no cancellation matters at 80 digits for arguments near 3. */
function complementaryErrorFunction(x: Decimal): Decimal {
  let term = x;
  let sum = x;
  for (let n = 1; term.abs().gt("1e-90"); n++) {
    term = term.times(x).times(x).div(-n);
    sum = sum.plus(term.div(2 * n + 1));
  }
  return new D(1).minus(sum.times(2).div(D.acos(-1).sqrt()));
}
