/** The exponents by which errors fall when what they are of is halved each time. */
export const orders = (errors: readonly number[]): number[] =>
  errors.slice(1).map((error, k) => Math.log2(errors[k] / error));

/** The largest of the sizes of numbers. */
export const largest = (values: Iterable<number>): number => Math.max(...[...values].map(Math.abs));
