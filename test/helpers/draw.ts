import { Streams } from "../../src/random/index.js";

/** Draws that are the same in every run of a test. */
export function drawnFrom(seed: number): {
  /** A whole number from 0 to before a bound. */
  integer: (bound: number) => number;
  /** One of some things. */
  of: <T>(choices: readonly T[]) => T;
} {
  const stream = new Streams("default", seed).of("test");
  const integer = (bound: number): number => Math.floor(stream.uniform() * bound);
  return { integer, of: (choices) => choices[integer(choices.length)] };
}
