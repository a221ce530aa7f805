/** A square matrix, row by row. */
export type Matrix = readonly (readonly number[])[];

/**
 * The exponential of a matrix, by scaling and squaring of its Taylor series (Moler and Van Loan
 * 2003, method 3). The matrix is halved until the series converges to rounding within a few terms.
 */
export function matrixExponential(matrix: Matrix): number[][] {
  const size = matrix.length;
  const norm = Math.max(0, ...matrix.map((row) => row.reduce((sum, x) => sum + Math.abs(x), 0)));
  const squarings = norm === 0 ? 0 : Math.max(0, Math.ceil(Math.log2(norm)) + 4);
  const scaled = matrix.map((row) => row.map((x) => x / 2 ** squarings));
  // what is kept is e^A - I: its small entries would drown in the ones of the diagonal
  let term: number[][] = scaled.map((row) => [...row]);
  let change = term.map((row) => [...row]);
  for (let n = 2; n <= 14; n++) {
    term = multiply(term, scaled).map((row) => row.map((x) => x / n));
    change = change.map((row, i) => row.map((x, j) => x + term[i][j]));
  }
  // (I + D)^2 - I = 2 D + D^2
  for (let k = 0; k < squarings; k++) {
    const square = multiply(change, change);
    change = change.map((row, i) => row.map((x, j) => 2 * x + square[i][j]));
  }
  return change.map((row, i) => row.map((x, j) => (i === j ? 1 + x : x)).slice(0, size));
}

function multiply(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
}
