import { UserError } from "../../src/base/index.js";
import { ms, mV, seconds } from "../../src/units/index.js";

/** Values of every kind, of which hardly any is what a function wants. */
export const JUNK: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e300,
  1n,
  "",
  "a",
  "toString",
  "__proto__",
  Symbol("s"),
  [],
  [1, 2],
  [null],
  ["x"],
  [undefined, 1],
  {},
  { x: 1 },
  Object.create(null),
  new Map(),
  new Set([1]),
  new Date(0),
  () => 1,
  Float32Array.of(1, 2),
  BigInt64Array.of(1n),
  new DataView(new ArrayBuffer(8)),
  new Proxy({}, { get: (_, key) => (key === Symbol.toPrimitive ? undefined : 1) }),
  mV(1),
  mV(Number.NaN),
  mV([1, 2]),
  ms(1),
  ms(-1),
  ms([0, 1]),
  ms([]),
  seconds(1e-13),
  seconds(1e13),
];

/**
 * Calls a function with each of its arguments in turn replaced by each kind of junk: it may take
 * it, or refuse it with an error that is meant for users.
 * @returns what it threw besides, as text
 */
export async function brokenBy(
  call: (...args: never[]) => unknown,
  args: readonly unknown[],
  junk: readonly unknown[] = JUNK,
): Promise<string[]> {
  const broken: string[] = [];
  for (let place = 0; place < args.length; place++)
    for (const [k, value] of junk.entries()) {
      const given = args.map((good, i) => (i === place ? value : good));
      try {
        await call(...(given as never[]));
      } catch (error) {
        if (!(error instanceof UserError))
          broken.push(`argument ${place}, junk ${k} (${typeof value}): ${String(error)}`);
      }
    }
  return broken;
}
