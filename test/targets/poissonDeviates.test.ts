import { describe, expect, it } from "vitest";
import { timed } from "../../src/equations/index.js";
import { population } from "../../src/network/index.js";
import { program } from "../../src/program/index.js";
import { poissonDeviates } from "../../src/targets/build/index.js";
import { Hz, ms } from "../../src/units/index.js";

/** The count that twelve bits and a uniform deviate give, where that is drawn. */
function countOf(mean: number, twelve: number, uniform: number): number {
  const words = { twelves: () => [twelve, 0, 0, 0, 0], uniform: () => uniform };
  return poissonDeviates(mean, 1, words)[0];
}

/** The probability of each count, from all that can be drawn: where counts change is found by halving. */
function probabilities(mean: number): number[] {
  const found: number[] = [];
  const add = (twelve: number, least: number, most: number): void => {
    const [first, last] = [countOf(mean, twelve, least), countOf(mean, twelve, most)];
    if (first === last || most - least < 1e-13) {
      found[first] = (found[first] ?? 0) + (most - least) / 4096;
      return;
    }
    const middle = (least + most) / 2;
    add(twelve, least, middle);
    add(twelve, middle, most);
  };
  for (let twelve = 0; twelve < 4096; twelve++) add(twelve, 0, 1);
  return found;
}

describe("Poisson deviates five from a word", () => {
  it.each([0, 1e-9, 0.03, 1, 1.6, 7.99, 8])("have their distribution, mean %s", (mean) => {
    const found = probabilities(mean);
    let expected = Math.exp(-mean);
    for (let count = 0; count < 60; count++) {
      expect(Math.abs((found[count] ?? 0) - expected)).toBeLessThan(1e-14);
      expected *= mean / (count + 1);
    }
    // neither less than all, nor anything else
    expect(found.length).toBeLessThan(60);
    expect(found.reduce((sum, own) => sum + own, 0)).toBeCloseTo(1, 14);
  });

  it("take five from a word, and a whole word where twelve bits are not enough", () => {
    const drawn: string[] = [];
    const words = {
      twelves: () => {
        drawn.push("twelves");
        // e^-1 and 2e^-1 are in parts 1506 and 3013
        return [0, 1506, 2000, 3013, 4000];
      },
      uniform: () => {
        drawn.push("uniform");
        return 0.99;
      },
    };
    expect([...poissonDeviates(1, 7, words)]).toEqual([0, 1, 1, 2, 3, 0, 1]);
    expect(drawn).toEqual(["twelves", "uniform", "uniform", "twelves", "uniform"]);
  });

  it("are drawn in parts, each for all", () => {
    const twelves = [
      [0, 4000],
      [4000, 4000],
      [4000, 0],
    ].map((own) => [...own, 0, 0, 0]);
    const words = { twelves: () => twelves.shift() ?? [], uniform: () => 0 };
    const [a, b] = poissonDeviates(24, 2, words);
    // two parts of each neuron's are alike, but in another order
    expect(a).toBe(b);
    expect(twelves).toEqual([]);
    expect([...poissonDeviates(-1, 2, words)]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe("means of Poisson deviates", () => {
  const isForAll = (mean: string): boolean =>
    String(
      program(
        population("cells", {
          N: 10,
          equations: "x : 1\ny : 1\nm = shared + t/ms : 1\nn = m + y : 1",
          initial: { x: 0, y: 0 },
          parameters: {
            shared: 2,
            own: Array.from({ length: 10 }, (_, k) => k),
            all: timed(Hz([1, 2, 3]), ms(1)),
            each: timed([Hz(new Array<number>(10).fill(1))], ms(1)),
          },
          update: `x = poisson(${mean})`,
        }),
      ),
    ).includes("drawn for all before");

  it.each(["3", "shared*N", "2 + sin(t/ms) + dt/ms", "all(t)*dt", "m"])(
    "that all neurons have alike are known: %s",
    (mean) => expect(isForAll(mean)).toBe(true),
  );

  it.each(["own", "y", "i", "each(t, i)*dt", "n", "5*rand()", "m*own"])(
    "that each neuron has for itself are not: %s",
    (mean) => expect(isForAll(mean)).toBe(false),
  );

  it.each(["-1", "1e6", "shared*1e5", "dt*1e10*Hz", "1/(shared - 2)", "0/(shared - 2)"])(
    "that cannot be are told before the run: %s",
    (mean) =>
      expect(() => isForAll(mean)).toThrow(/invalid mean of a Poisson deviate in .*0.0001 s/),
  );
});
