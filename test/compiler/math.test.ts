import { readFileSync } from "node:fs";
import { Decimal } from "decimal.js";
import { beforeAll, describe, expect, it } from "vitest";
import { compileKernel } from "../../src/compiler/index.js";
import { DefaultStream } from "../../src/random/index.js";
import { powerTables } from "../../src/simulation/plasticMemory.js";

const D = Decimal.clone({ precision: 60, minE: -9e15, maxE: 9e15 });

type Unary = (x: number) => number;
interface Library {
  sexp: Unary;
  slog: Unary;
  slog10: Unary;
  ssin: Unary;
  scos: Unary;
  stan: Unary;
  stanh: Unary;
  spow: (x: number, y: number) => number;
}
let kernel: Library;

beforeAll(async () => {
  const names = "sexp, slog, slog10, spow, ssin, scos, stan, stanh";
  const module = await compileKernel(`import { ${names} } from "./math";\nexport { ${names} };\n`);
  const memory = new WebAssembly.Memory({ initial: 2 });
  const abort = (): void => {};
  const instance = await WebAssembly.instantiate(module, { env: { memory, abort } });
  kernel = instance.exports as unknown as Library;
});

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

describe("the kernel's functions, against 60 digits", () => {
  const N = 1500;
  it.each<[string, number, number, () => number[], (...args: Decimal[]) => Decimal]>([
    ["sexp", 1, N, () => [between(-746, 710)], (x) => x.exp()],
    ["sexp", 1, N, () => [between(-1, 1)], (x) => x.exp()],
    ["sexp", 1, 200, () => [between(-745.2, -708)], (x) => x.exp()],
    ["slog", 1, N, () => [Math.abs(anyDouble())], (x) => x.ln()],
    ["slog", 1, N, () => [between(0.5, 2)], (x) => x.ln()],
    ["slog", 1, 200, () => [between(0, 2 ** -1022)], (x) => x.ln()],
    ["slog10", 2, N, () => [Math.abs(anyDouble())], (x) => x.log(10)],
    ["slog10", 2, N, () => [between(0.5, 2)], (x) => x.log(10)],
    ["spow", 2, N, () => [between(0, 10), between(-300, 300)], (x, y) => x.pow(y)],
    ["spow", 2, N, () => [1 + between(-1e-3, 1e-3), between(-7e5, 7e5)], (x, y) => x.pow(y)],
    ["ssin", 2, 400, () => [between(-20, 20)], (x) => x.sin()],
    ["ssin", 2, 200, () => [between(-9e4, 9e4)], (x) => x.sin()],
    ["scos", 2, 400, () => [between(-20, 20)], (x) => x.cos()],
    ["stan", 2, 400, () => [between(-20, 20)], (x) => x.tan()],
    ["stanh", 2, 700, () => [between(-10, 10)], tanh],
    ["stanh", 2, 700, () => [between(-1e-3, 1e-3)], tanh],
  ])("%s is off by less than %d units of the last place", (name, limit, count, draw, reference) => {
    const compute = kernel[name as keyof Library] as (...args: number[]) => number;
    expect(largestError(count, draw, compute, reference)).toBeLessThan(limit);
  });

  it("spow is, too, over the whole range of doubles", () => {
    const draw = (): number[] => {
      const x = Math.abs(anyDouble());
      return [x, between(-745, 745) / Math.max(1e-3, Math.abs(Math.log(x)))];
    };
    expect(largestError(1500, draw, kernel.spow as never, (x, y) => x.pow(y))).toBeLessThan(2);
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
        const [computed, expected] = [kernel[`s${name}`](x), Math[name](x)];
        const near = Math.abs(computed - expected) <= 4e-16 * Math.abs(expected);
        expect(near || Object.is(computed, expected), `${name}(${x}) = ${computed}`).toBe(true);
      }
    const bases = [...special, 2, -2, 0.5, -8, 1e308];
    const exponents = [...special, 2, 3, -3, 0.5, 1 / 3, 1074, -1074, -1075, 1e301, 1e-310];
    for (const x of bases)
      for (const y of exponents) {
        // JavaScript differs from IEEE 754 for 1 and -1 to the power of NaN or infinity
        const expected =
          x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) ? 1 : x ** y;
        const computed = kernel.spow(x, y);
        const near = Math.abs(computed - expected) <= 4e-16 * Math.abs(expected);
        expect(near || Object.is(computed, expected), `pow(${x}, ${y}) = ${computed}`).toBe(true);
      }
  });
});

describe("the kernel library", () => {
  it("uses no random numbers and no clock of the machine", () => {
    for (const file of ["math", "random"]) {
      const text = readFileSync(
        new URL(`../../src/compiler/kernels/${file}.ts`, import.meta.url),
        "utf8",
      );
      expect(text).not.toMatch(/Math\.random|Date\./);
    }
  });
});

describe("the fast power", () => {
  it("is right to 1e-10 wherever the result is a normal number, and as accurate as pow elsewhere", async () => {
    const module = await compileKernel(
      'import { fastPower } from "./plasticity";\nexport { fastPower };\n',
    );
    const memory = new WebAssembly.Memory({ initial: 3 });
    const { exports } = await WebAssembly.instantiate(module, {
      env: { memory, abort: () => {} },
    });
    const tables = powerTables();
    new Float64Array(memory.buffer, 131_072, tables.length).set(tables);
    const fast = (x: number, y: number): number =>
      (exports as unknown as { fastPower: (...args: number[]) => number }).fastPower(x, y, 131_072);
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
