import { Decimal } from "decimal.js";
import { describe, expect, it } from "vitest";
import { elementary } from "../../src/base/index.js";
import { FUNCTIONS } from "../../src/equations/index.js";
import { DefaultStream } from "../../src/random/index.js";
import {
  defineFunction,
  encodeModule,
  type FunctionDefinition,
  writeModule,
} from "../../src/targets/wasm/assembler/index.js";
import { powerTables } from "../../src/targets/wasm/layout/traces.js";
import { CONSTANTS } from "../../src/targets/wasm/library/addresses.js";
import { fastPower } from "../../src/targets/wasm/library/plasticity.js";
import { portableFunctions } from "../../src/targets/wasm/portable.js";

const D = Decimal.clone({ precision: 60, minE: -9e15, maxE: 9e15 });

const { call, power } = portableFunctions();

/** A function of the kernels by its name. */
const kernel = (name: string, ...values: number[]): number =>
  name === "pow" ? power(values[0], values[1]) : call(name, values);

const bits = new BigUint64Array(1);
const double = new Float64Array(bits.buffer);

/** A double as an exact decimal: its shortest text is not exact. */
function exact(x: number): Decimal {
  double[0] = x;
  const exponent = Number((bits[0] >> 52n) & 2047n);
  const mantissa = (bits[0] & 0xfffffffffffffn) | (exponent === 0 ? 0n : 1n << 52n);
  const value = new D(mantissa.toString()).times(new D(2).pow(Math.max(1, exponent) - 1075));
  return x < 0 ? value.neg() : value;
}

/** The unit of the last place of a number of this size. */
const lastPlace = (x: number): number =>
  Math.abs(x) < 2 ** -1022 ? 2 ** -1074 : 2 ** (Math.floor(Math.log2(Math.abs(x))) - 52);

const stream = new DefaultStream(1, "arguments");
const between = (low: number, high: number): number => low + (high - low) * stream.uniform();
/** Any finite double, all exponents alike. */
function anyDouble(): number {
  bits[0] = BigInt.asUintN(
    64,
    (BigInt(Math.floor(stream.uniform() * 2 ** 32)) << 32n) |
      BigInt(Math.floor(stream.uniform() * 2 ** 32)),
  );
  return Number.isFinite(double[0]) ? double[0] : anyDouble();
}

/** The largest error in units of the last place. */
function largestError(
  count: number,
  draw: () => number[],
  compute: (...args: number[]) => number,
  reference: (...args: Decimal[]) => Decimal,
): number {
  let largest = 0;
  for (let i = 0; i < count; i++) {
    const args = draw();
    const expected = reference(...args.map(exact));
    const rounded = expected.toNumber();
    const computed = compute(...args);
    if (!Number.isFinite(rounded)) {
      expect(Math.abs(computed)).toBeGreaterThan(1.797e308);
      continue;
    }
    const error = exact(computed).minus(expected).abs().div(lastPlace(rounded)).toNumber();
    largest = Math.max(largest, error);
  }
  return largest;
}

const tanh = (x: Decimal): Decimal => {
  const e = x.times(2).exp();
  return e.minus(1).div(e.plus(1));
};

const exprel = (x: Decimal): Decimal => (x.isZero() ? new D(1) : x.exp().minus(1).div(x));

/** x mod y with the sign of y. */
const floored = (x: Decimal, y: Decimal): Decimal => x.minus(y.times(x.div(y).floor()));

describe("the kernel's functions, against 60 digits", () => {
  const N = 1500;
  it.each<[string, number, number, () => number[], (...args: Decimal[]) => Decimal]>([
    ["exp", 1, N, () => [between(-746, 710)], (x) => x.exp()],
    ["exp", 1, N, () => [between(-1, 1)], (x) => x.exp()],
    ["exp", 1, 200, () => [between(-745.2, -708)], (x) => x.exp()],
    ["log", 1, N, () => [Math.abs(anyDouble())], (x) => x.ln()],
    ["log", 1, N, () => [between(0.5, 2)], (x) => x.ln()],
    ["log", 1, 200, () => [between(0, 2 ** -1022)], (x) => x.ln()],
    ["log10", 2, N, () => [Math.abs(anyDouble())], (x) => x.log(10)],
    ["log10", 2, N, () => [between(0.5, 2)], (x) => x.log(10)],
    ["pow", 2, N, () => [between(0, 10), between(-300, 300)], (x, y) => x.pow(y)],
    ["pow", 2, N, () => [1 + between(-1e-3, 1e-3), between(-7e5, 7e5)], (x, y) => x.pow(y)],
    ["sin", 2, 400, () => [between(-20, 20)], (x) => x.sin()],
    ["sin", 2, 200, () => [between(-9e4, 9e4)], (x) => x.sin()],
    ["cos", 2, 400, () => [between(-20, 20)], (x) => x.cos()],
    ["tan", 2, 400, () => [between(-20, 20)], (x) => x.tan()],
    ["sin", 2, 60, () => [between(-1e9, 1e9)], (x) => x.sin()],
    ["cos", 2, 60, () => [between(-1e15, 1e15)], (x) => x.cos()],
    ["expm1", 2, N, () => [between(-1e-3, 1e-3)], (x) => x.exp().minus(1)],
    ["expm1", 2, N, () => [between(-40, 700)], (x) => x.exp().minus(1)],
    ["exprel", 3, N, () => [between(-1e-3, 1e-3)], exprel],
    ["exprel", 3, N, () => [between(-40, 40)], exprel],
    ["log1p", 2, N, () => [between(-1e-3, 1e-3)], (x) => x.plus(1).ln()],
    ["log1p", 2, N, () => [between(-0.99, 1e6)], (x) => x.plus(1).ln()],
    ["tanh", 2, 700, () => [between(-10, 10)], tanh],
    ["tanh", 2, 700, () => [between(-1e-3, 1e-3)], tanh],
    ["atan", 1, 700, () => [between(-3, 3)], (x) => x.atan()],
    ["atan", 1, 400, () => [anyDouble()], (x) => x.atan()],
    ["asin", 1, 700, () => [between(-1, 1)], (x) => x.asin()],
    ["asin", 1, 200, () => [1 - between(0, 1e-6)], (x) => x.asin()],
    ["acos", 1, 700, () => [between(-1, 1)], (x) => x.acos()],
    ["acos", 1, 200, () => [1 - between(0, 1e-6)], (x) => x.acos()],
    ["atan2", 1, 700, () => [between(-3, 3), between(-3, 3)], (y, x) => D.atan2(y, x)],
    ["asinh", 4, 400, () => [between(-5, 5)], (x) => x.asinh()],
    ["acosh", 4, 400, () => [1 + between(0, 9)], (x) => x.acosh()],
    ["atanh", 4, 400, () => [between(-1, 1)], (x) => x.atanh()],
    ["sinh", 4, 400, () => [between(-9, 9)], (x) => x.sinh()],
    ["mod", 0.51, N, () => [between(-1e4, 1e4), between(-9, 9)], floored],
  ])("%s is off by less than %d units of the last place", (name, limit, count, draw, reference) => {
    const compute = (...values: number[]): number => kernel(name, ...values);
    expect(largestError(count, draw, compute, reference)).toBeLessThan(limit);
  });

  it("pow is, too, over the whole range of doubles", () => {
    const draw = (): number[] => {
      const x = Math.abs(anyDouble());
      return [x, between(-745, 745) / Math.max(1e-3, Math.abs(Math.log(x)))];
    };
    expect(
      largestError(
        1500,
        draw,
        (x, y) => kernel("pow", x, y),
        (x, y) => x.pow(y),
      ),
    ).toBeLessThan(2);
  });

  it("mod is that of JavaScript, with the divisor's sign, over the whole range of doubles", () => {
    const { evaluate } = FUNCTIONS.get("mod") as NonNullable<ReturnType<typeof FUNCTIONS.get>>;
    for (let k = 0; k < 2000; k++) {
      const [x, y] = [anyDouble(), anyDouble()];
      expect(kernel("mod", x, y), `${x} % ${y}`).toBe(evaluate(x, y));
      const near = x * between(-1e-3, 1e-3);
      expect(kernel("mod", x, near), `${x} % ${near}`).toBe(evaluate(x, near));
    }
  });

  it("treat zeros, infinities, NaN and denormals as IEEE 754 does", () => {
    const special = [
      0,
      -0,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      1,
      -1,
      5e-324,
      -5e-324,
      2 ** -1022,
      800,
      -800,
    ];
    for (const name of ["exp", "log", "log10", "sin", "cos", "tan", "tanh"] as const)
      for (const x of special) {
        const [computed, expected] = [kernel(name, x), Math[name](x)];
        const near = Math.abs(computed - expected) <= 4e-16 * Math.abs(expected);
        expect(near || Object.is(computed, expected), `${name}(${x}) = ${computed}`).toBe(true);
      }
    for (const name of ["asin", "acos", "atan", "asinh", "acosh", "atanh"] as const)
      for (const x of [...special, 0.5, -0.5, 1.5, 1e300, -1e300, 1e-300, -1e-300]) {
        const [computed, expected] = [kernel(name, x), Math[name](x)];
        const near = Math.abs(computed - expected) <= 9e-16 * Math.abs(expected);
        expect(near || Object.is(computed, expected), `${name}(${x}) = ${computed}`).toBe(true);
      }
    const python = FUNCTIONS.get("mod") as NonNullable<ReturnType<typeof FUNCTIONS.get>>;
    for (const x of [...special, 2, -2, 0.5, 1e308, -1e308, 7.5, -7.5])
      for (const y of [...special, 2, -2, 0.5, 1e308, 2.5, -2.5]) {
        const [angle, wanted] = [kernel("atan2", x, y), Math.atan2(x, y)];
        const near = Math.abs(angle - wanted) <= 4e-16 * Math.abs(wanted);
        expect(near || Object.is(angle, wanted), `atan2(${x}, ${y}) = ${angle}`).toBe(true);
        const [rest, whole] = [kernel("mod", x, y), python.evaluate(x, y)];
        expect(rest, `mod(${x}, ${y})`).toBe(whole);
      }
    const bases = [...special, 2, -2, 0.5, -8, 1e308];
    const exponents = [...special, 2, 3, -3, 0.5, 1 / 3, 1074, -1074, -1075, 1e301, 1e-310];
    for (const x of bases)
      for (const y of exponents) {
        // JavaScript differs from IEEE 754 for 1 and -1 to the power of NaN or infinity
        const expected =
          x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) ? 1 : x ** y;
        const computed = kernel("pow", x, y);
        const near = Math.abs(computed - expected) <= 4e-16 * Math.abs(expected);
        expect(near || Object.is(computed, expected), `pow(${x}, ${y}) = ${computed}`).toBe(true);
      }
  });
});

describe("elementary functions in JavaScript", () => {
  it("have the kernels' bits", () => {
    for (let k = 0; k < 20_000; k++) {
      const x = k % 2 ? between(-746, 710) : between(-1e-3, 1e-3);
      expect(elementary.exp(x)).toBe(kernel("exp", x));
      const y = Math.abs(anyDouble());
      expect(elementary.log(y)).toBe(kernel("log", y));
    }
    for (const x of [
      0,
      -0,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      5e-324,
    ]) {
      expect(elementary.exp(x)).toBe(kernel("exp", x));
      expect(elementary.log(x)).toBe(kernel("log", x));
    }
  });
});

describe("the fast power", () => {
  it("is right to 1e-10 wherever the result is a normal number, and as accurate as pow elsewhere", () => {
    const definition: FunctionDefinition = defineFunction(
      "fast",
      { x: "f64", y: "f64", tables: "i32" },
      "f64",
      (f, { x, y, tables: at }) => f.return(fastPower(f, x, y, at)),
    );
    const { bytes, heap } = encodeModule(
      writeModule(new Map([["fast", definition]]), false),
      CONSTANTS,
    );
    const memory = new WebAssembly.Memory({ initial: 3 });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      env: { memory },
    });
    const tables = powerTables();
    new Float64Array(memory.buffer, heap, tables.length).set(tables);
    const fast = (x: number, y: number): number =>
      (exports as unknown as { fast: (...args: number[]) => number }).fast(x, y, heap);
    let worst = 0;
    for (let k = 0; k < 20_000; k++) {
      const x = k % 2 ? Math.abs(anyDouble()) : between(1e-3, 200);
      const y = k % 3 ? between(-1, 1) : between(-16, 16);
      const expected = x ** y;
      if (!(expected > 1e-300 && expected < 1e300)) continue;
      worst = Math.max(worst, Math.abs(fast(x, y) / expected - 1));
    }
    expect(worst).toBeLessThan(1e-10);
    expect(worst).toBeGreaterThan(0);
    for (const x of [0, -0, -2, 5e-324, 1e308, Number.POSITIVE_INFINITY, Number.NaN])
      for (const y of [0, -0, 0.4, 3, -2, 40, 1e10, Number.NaN, Number.NEGATIVE_INFINITY])
        if (Number.isFinite(x ** y) && x ** y !== 0)
          expect(Math.abs(fast(x, y) / x ** y - 1)).toBeLessThan(1e-10);
        else expect(Math.abs(fast(x, y))).toBe(Math.abs(x ** y));
  });
});
