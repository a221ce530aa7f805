/** Tests of whether two samples come from one distribution. */

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const variance = (values: readonly number[]) => {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
};

/** Mean and standard deviation of a sample. */
export const moments = (values: readonly number[]): { mean: number; sd: number } => ({
  mean: mean(values),
  sd: Math.sqrt(variance(values)),
});

/** n over k. */
export function binomial(n: number, k: number): number {
  let found = 1;
  for (let i = 1; i <= k; i++) found = (found * (n - k + i)) / i;
  return found;
}

/** Largest distance between the distribution functions of two samples. */
export function distance(a: readonly number[], b: readonly number[]): number {
  const below = (values: readonly number[], x: number) =>
    values.filter((value) => value <= x).length / values.length;
  return Math.max(...[...a, ...b].map((x) => Math.abs(below(a, x) - below(b, x))));
}

/**
 * Kolmogorov and Smirnov's test of two samples of the same size n: the chance of a distance at least as large if
 * both come from one continuous distribution. It is exact (B. V. Gnedenko and V. S. Koroljuk, Dokl. Akad. Nauk SSSR
 * 80, 1951): a distance of k/n has 2 (C(2n, n-k) - C(2n, n-2k) + ...)/C(2n, n). There are only n such chances; for
 * n = 10 the least are 1.1e-5 (no overlap), 2.2e-4 and 2.1e-3. With ties the true chance is smaller than that.
 */
export function kolmogorovSmirnov(a: readonly number[], b: readonly number[]): number {
  const n = a.length;
  if (b.length !== n) throw new Error(`samples of ${n} and ${b.length}; expected equal sizes`);
  const k = Math.round(distance(a, b) * n);
  if (k === 0) return 1;
  let sum = 0;
  for (let j = 1; j * k <= n; j++) sum += (j % 2 === 1 ? 1 : -1) * binomial(2 * n, n - j * k);
  return Math.min(1, (2 * sum) / binomial(2 * n, n));
}

/**
 * The chance that Student's t with whole degrees of freedom lies farther from 0 than `t`: finite sums
 * (M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4).
 */
export function studentTails(t: number, freedom: number): number {
  const angle = Math.atan2(Math.abs(t), Math.sqrt(freedom));
  const [sine, square] = [Math.sin(angle), Math.cos(angle) ** 2];
  const isOdd = freedom % 2 === 1;
  let [term, sum] = [isOdd ? Math.cos(angle) : 1, 0];
  for (let k = isOdd ? 2 : 1; k < freedom; k += 2) {
    sum += term;
    term *= (k / (k + 1)) * square;
  }
  return 1 - (isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum);
}

/**
 * Welch's test of two samples' means: the chance that they lie at least so far apart if they are equal, whatever
 * the variances. The degrees of freedom are rounded down, which makes it a little larger.
 */
export function welch(a: readonly number[], b: readonly number[]): number {
  const [u, v] = [variance(a) / a.length, variance(b) / b.length];
  if (u + v === 0) return mean(a) === mean(b) ? 1 : 0;
  const freedom = (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1));
  return studentTails((mean(a) - mean(b)) / Math.sqrt(u + v), Math.floor(freedom + 1e-9));
}

/** The chance of at least k hits in n independent trials of chance p. */
export function atLeast(k: number, n: number, p: number): number {
  let sum = 0;
  for (let hits = k; hits <= n; hits++)
    sum += binomial(n, hits) * p ** hits * (1 - p) ** (n - hits);
  return sum;
}
