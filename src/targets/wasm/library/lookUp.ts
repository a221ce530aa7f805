import { constant, defineFunction } from "../assembler/index.js";

// A table in memory: how many points there are and whether it holds its values outside (two words), then the
// points, then the values.

/** The bytes of a table. */
export function tableContent(at: Float64Array, values: Float64Array, holds: boolean): Float64Array {
  const content = new Float64Array(1 + at.length + values.length);
  new Int32Array(content.buffer).set([at.length, Number(holds)]);
  content.set(at, 1);
  content.set(values, 1 + at.length);
  return content;
}

/** The value of a table: see equations/values/tabulated.ts, whose operations these are. */
export const lookUp = defineFunction(
  "look up",
  { x: "f64", table: "i32" },
  "f64",
  (f, { x, table }) => {
    const count = f.keep(f.load("i32", table));
    const points = f.keep(table.add(8));
    const values = f.keep(points.add(count.shl(3)));
    const nothing = constant(Number.NaN, "f64");
    const holds = f.keep(f.load("i32", table, 4).ne(0));
    const point = (k: typeof count) => f.load("f64", points.add(k.shl(3)));
    const value = (k: typeof count) => f.load("f64", values.add(k.shl(3)));
    const last = f.keep(count.sub(1));
    const zero = constant(0, "i32");
    f.if(x.ge(point(zero)).not(), () =>
      f.return(x.lt(point(zero)).and(holds).select(value(zero), nothing)),
    );
    f.if(x.ge(point(last)), () =>
      f.return(x.eq(point(last)).or(holds).select(value(last), nothing)),
    );
    const low = f.variable(zero);
    const high = f.variable(last);
    f.while(
      () => high.sub(low).gt(1),
      () => {
        const middle = f.keep(low.add(high).shr(1));
        f.if(
          point(middle).le(x),
          () => low.set(middle),
          () => high.set(middle),
        );
      },
    );
    const slope = value(high)
      .sub(value(low))
      .div(point(high).sub(point(low)));
    f.return(value(low).add(x.sub(point(low)).mul(slope)));
  },
);
