/**
 * The Fourier transform of a power of two of complex numbers, in place (Cooley and Tukey 1965).
 * @param re real parts
 * @param im imaginary parts, as many
 */
export function fourier(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j], re[i]];
      [im[i], im[j]] = [im[j], im[i]];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k++) {
      const angle = (-2 * Math.PI * k) / size;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let at = k; at < n; at += size) {
        const other = at + half;
        const r = re[other] * c - im[other] * s;
        const i = re[other] * s + im[other] * c;
        re[other] = re[at] - r;
        im[other] = im[at] - i;
        re[at] += r;
        im[at] += i;
      }
    }
  }
}

/**
 * Power spectral densities of windows of a signal, one-sided, each window less its mean and weighted by Hann's
 * window (as scipy.signal.spectrogram with `window="hann", detrend="constant"`).
 * @param length samples of a window, a power of two
 * @param step samples from one window to the next
 * @returns densities by window, from frequency 0 to half of the sampling rate, in the square of the
 *   values' unit over Hz
 */
export function densities(
  values: Float64Array,
  timestep: number,
  length: number,
  step: number,
): Float64Array[] {
  const weights = Float64Array.from(
    { length },
    (_, k) => 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / length),
  );
  const power = weights.reduce((sum, weight) => sum + weight * weight, 0);
  const all: Float64Array[] = [];
  for (let first = 0; first + length <= values.length; first += step) {
    const part = values.subarray(first, first + length);
    const mean = part.reduce((sum, value) => sum + value, 0) / length;
    const re = part.map((value, k) => (value - mean) * weights[k]);
    const im = new Float64Array(length);
    fourier(re, im);
    all.push(
      Float64Array.from({ length: length / 2 + 1 }, (_, k) => {
        const isOnce = k === 0 || k === length / 2;
        return ((isOnce ? 1 : 2) * (re[k] ** 2 + im[k] ** 2) * timestep) / power;
      }),
    );
  }
  return all;
}
