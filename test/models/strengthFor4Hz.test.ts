import { describe, expect, it } from "vitest";
import { findRoot, Hz, nS, nto1, pS, range, run, seconds, siemens } from "../../src/index.js";
import type { Quantity } from "../../src/units/index.js";
import { readJSON } from "../helpers/data.js";

interface Row {
  N: number;
  iterations: number;
  initial_rate_Hz: number;
  fr_Hz: number;
  factor: number;
  root_nS: number;
}

async function averageRate(N: number, we: Quantity<"conductance">): Promise<number> {
  let sum = 0;
  for (const seed of range(10))
    sum += (await run(nto1({ N, we, seed, duration: seconds(10) }))).firingRate.in(Hz);
  return sum / 10;
}

describe("the input strength for 4 Hz", () => {
  it.each(readJSON<{ rows: Row[] }>("nto1_we_for_4hz.json").rows)(
    "is as published for N = $N",
    async (row) => {
      const w0 = pS(15).times(6500 / row.N);
      expect((await averageRate(row.N, w0)).toFixed(2)).toBe(row.initial_rate_Hz.toFixed(2));
      const w = w0.in(siemens);
      const { root, iterations } = await findRoot(
        async (x) => (await averageRate(row.N, siemens(x))) - 4,
        { bracket: [w / 4, w * 4], absoluteTolerance: w / 1000 },
      );
      expect(iterations).toBe(row.iterations);
      const found = siemens(root);
      // printed with 8 decimals: in nS up to N = 200, beyond that in pS
      const lastDigit = row.N <= 200 ? 1e-8 : 1e-11;
      expect(Math.abs(found.in(nS) - row.root_nS)).toBeLessThan(0.501 * lastDigit);
      expect((await averageRate(row.N, found)).toFixed(2)).toBe(row.fr_Hz.toFixed(2));
      expect(Number(w0.over(found)).toFixed(6)).toBe(row.factor.toFixed(6));
    },
  );
});
