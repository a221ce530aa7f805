import { describe, expect, it } from "vitest";
import { parseExpression, print } from "../../src/equations/index.js";
import { network, population } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms } from "../../src/units/index.js";

/** The value of an expression in both targets. */
async function gives(text: string, unit = "1"): Promise<number> {
  const values: number[] = [];
  for (const target of ["interpreter", "wasm"] as const) {
    const p = population("p", {
      N: 1,
      equations: `s = ${text} : ${unit}\nx : 1`,
      initial: { x: 0 },
    });
    const record = [{ of: "p", variable: "s" }];
    const result = await run(
      network({ populations: [p], record, duration: ms(0.1), dt: ms(0.1) }),
      { target },
    );
    values.push(result.signal("p", "s", 0).values[0]);
  }
  expect(values[0]).toBe(values[1]);
  return values[0];
}

const refused = (text: string, unit = "1") =>
  expect(() => population("p", { N: 1, equations: `s = ${text} : ${unit}\nx : 1` }));

describe("%", () => {
  it("gives what remains, with the divisor's sign, as in Python", async () => {
    expect(await gives("7 % 3")).toBe(1);
    expect(await gives("-7 % 3")).toBe(2);
    expect(await gives("7 % -3")).toBe(-2);
    expect(await gives("-(7 % 3)")).toBe(-1);
    expect(await gives("2*7 % 4*3")).toBe(6);
    expect(await gives("1 % 0.1")).toBe(0.09999999999999995);
    expect(await gives("(7 // 2) + 7 % 2")).toBe(4);
    expect(await gives("-7.5*mV % (2*mV)", "volt")).toBeCloseTo(0.5e-3, 15);
  });

  it("binds like a product and asks for one dimension", () => {
    expect(print(parseExpression("a + b % c**2"))).toBe("a + mod(b, c**2)");
    refused("3*mV % (2*ms)").toThrow('"2*ms" is time (s)'.replace('"2*ms"', '"(2*ms)"'));
    refused("3*mV % 2*mV", "volt").toThrow("inconsistent units");
  });
});

describe("inverse functions", () => {
  it("take plain numbers; atan2 takes two of one dimension", async () => {
    expect(await gives("atan2(3*mV, -3*mV)")).toBe((3 * Math.PI) / 4);
    refused("asin(3*mV)").toThrow("expected a plain number");
    refused("atan2(3*mV, 2*ms)").toThrow("inconsistent units");
    refused("atan(1, 2)").toThrow("2 given, expected 1");
  });
});
