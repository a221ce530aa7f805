import { elementary } from "../../../base/index.js";
import { portableFunctions } from "../portable.js";

/** Fine steps of a table of decays: see decay() in library/plasticity.ts. */
const FINE = 64;

/** e^(-k h) for k from 0 to 63, then e^(-64 k h) until it is 0; and after how many steps it is. */
export function decayTable(h: number): { table: Float64Array; limit: number } {
  const fine = Array.from({ length: FINE }, (_, k) => elementary.exp(-k * h));
  const coarse: number[] = [];
  for (let k = 0; coarse.at(-1) !== 0; k++)
    // steps are counted in 32 bits
    coarse.push(k * FINE >= 2 ** 31 ? 0 : elementary.exp(-k * FINE * h));
  return { table: Float64Array.from([...fine, ...coarse]), limit: FINE * (coarse.length - 1) };
}

/** Inverses and logarithms of 128 parts of [1, 2), and 64 powers of 2: see fastPower(). */
export function powerTables(): Float64Array {
  const { power } = portableFunctions();
  const parts = Array.from({ length: 128 }, (_, k) => {
    const inverse = 1 / (1 + (k + 0.5) / 128);
    return [inverse, -elementary.log(inverse) / Math.LN2];
  });
  return Float64Array.from([
    ...parts.flat(),
    ...Array.from({ length: 64 }, (_, k) => power(2, k / 64)),
  ]);
}
