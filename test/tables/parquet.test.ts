import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import {
  dataFrame,
  fromColumns,
  readNpz,
  readParquet,
  saveNpz,
  saveParquet,
} from "../../src/tables/index.js";
import { pS } from "../../src/units/index.js";
import { drawnFrom } from "../helpers/draw.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-parquet-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);

describe("Parquet files", () => {
  it("give back what was written: numbers as numbers, text as text, gaps as gaps", async () => {
    const number = fc.oneof(
      fc.double({ noNaN: true }),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.constantFrom(0, -0, Number.POSITIVE_INFINITY, 5e-324),
    );
    const text = fc.oneof(
      fc.constantFrom(
        "",
        "NaN",
        "007",
        "true",
        "null",
        "__proto__",
        "12",
        "0",
        "a,b\n",
        "\0",
        "é𝄞",
      ),
      fc.string({ unit: "binary" }),
    );
    const gap = fc.constant(undefined);
    const three = { minLength: 3, maxLength: 3 };
    const column = fc.oneof(
      fc.array(fc.oneof(number, gap), three),
      fc.array(fc.oneof(text, gap), three),
      fc.array(fc.oneof(fc.boolean(), gap), three),
      fc.array(fc.integer({ min: -5, max: 5 }), three),
    );
    const columns = fc.uniqueArray(fc.tuple(text, column), {
      minLength: 1,
      maxLength: 4,
      selector: ([name]) => name,
    });
    await fc.assert(
      fc.asyncProperty(columns, async (given) => {
        const table = fromColumns(Object.fromEntries(given));
        await saveParquet(table, file("any.parquet"));
        const read = await readParquet(file("any.parquet"));
        expect(read.columns).toEqual(table.columns);
        expect(read.values).toEqual(table.values);
      }),
      { numRuns: 300 },
    );
  });

  it("hold long columns, with many equal values", async () => {
    const rows = Array.from({ length: 120_000 }, (_, k) => ({
      k,
      half: k / 2,
      name: `n${k % 3}`,
      z: k % 2 ? -0 : 0,
    }));
    await saveParquet(dataFrame(rows), file("long.parquet"));
    const read = await readParquet(file("long.parquet"));
    expect(read.shape).toEqual([120_000, 4]);
    const values = read.values as unknown[][];
    expect(
      values.every(
        ([k, half, name, z], row) =>
          k === row && half === row / 2 && name === `n${row % 3}` && Object.is(z, row % 2 ? -0 : 0),
      ),
    ).toBe(true);
  });

  it("are those of other programs, too, or refused", async () => {
    const write = (
      name: string,
      options: Partial<Parameters<typeof parquetWriteBuffer>[0]>,
    ): string => {
      const buffer = parquetWriteBuffer({ columnData: [], ...options } as never);
      writeFileSync(file(name), new Uint8Array(buffer));
      return file(name);
    };
    const big = { name: "big", data: [1n, 2n ** 40n], type: "INT64" as const };
    expect((await readParquet(write("big.parquet", { columnData: [big] }))).values).toEqual([
      [1],
      [2 ** 40],
    ]);
    const zipped = write("gzip.parquet", {
      columnData: [{ name: "a", data: ["x", "x"] }],
      codec: "GZIP",
      compressors: { GZIP: (bytes) => new Uint8Array(gzipSync(bytes)) },
    });
    expect((await readParquet(zipped)).values).toEqual([["x"], ["x"]]);
    for (const [data, type, message] of [
      [
        [2n ** 60n],
        "INT64",
        "column a holds 1152921504606846976; expected whole numbers of at most 53 bits",
      ],
      [[new Date(0)], "TIMESTAMP", "column a holds"],
      [[{ b: 1 }], "JSON", "column a holds { b }; expected numbers, text or truth values"],
    ] as const)
      await expect(
        readParquet(
          write("odd.parquet", { columnData: [{ name: "a", data: data as never, type }] }),
        ),
      ).rejects.toThrow(message);
  });

  it("are refused where they are torn, or no such files", async () => {
    await saveParquet(
      dataFrame([
        { a: 1.5, b: "x" },
        { a: 2.5, b: "y" },
      ]),
      file("whole.parquet"),
    );
    const whole = readFileSync(file("whole.parquet"));
    const { integer } = drawnFrom(7);
    for (let k = 0; k < 200; k++) {
      const bytes = Buffer.from(whole);
      const at = integer(bytes.length);
      bytes[at] ^= 1 << integer(8);
      writeFileSync(file("k.parquet"), k % 2 === 0 ? bytes : whole.subarray(0, at));
      try {
        expect((await readParquet(file("k.parquet"))).shape[0]).toBeLessThan(3);
        expect(k % 2).toBe(0);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        expect(error.message).toMatch(/^invalid Parquet file: /);
      }
    }
    writeFileSync(file("text.parquet"), "hello, world");
    await expect(readParquet(file("text.parquet"))).rejects.toThrow("it does not begin as one");
    await expect(readParquet(file("absent.parquet"))).rejects.toThrow("cannot be read (ENOENT)");
  });

  it("refuse what they cannot hold, and leave what there was", async () => {
    const before = readFileSync(file("whole.parquet"));
    for (const [table, message] of [
      [
        dataFrame([{ we: pS(1) }]),
        "invalid column we: it holds quantities with units; expected one kind of plain values (unitsToHeader(df) makes them)",
      ],
      [dataFrame([{ a: 1 }, { a: "1" }]), "invalid column a: it holds numbers and text"],
      [dataFrame([{ a: 5n }]), "invalid column a: it holds values of another kind"],
      [dataFrame([{ a: "\ud800" }]), "text that no file can hold"],
      [5, "invalid table: 5"],
    ] as const)
      await expect(saveParquet(table as never, file("whole.parquet"))).rejects.toThrow(message);
    expect(readFileSync(file("whole.parquet")).equals(before)).toBe(true);
    expect(readdirSync(folder).some((name) => name.includes("tmp"))).toBe(false);
  });
});

describe("NumPy files of tables", () => {
  it("give back numbers, by column", async () => {
    const table = fromColumns({ we_pS: [15, 30], rate_Hz: [-0, undefined], all: [1e308, 5e-324] });
    await saveNpz(file("t.npz"), table);
    const read = dataFrame(await readNpz(file("t.npz")));
    expect(read.columns).toEqual(table.columns);
    expect(read.values).toEqual(table.values);
    await expect(saveNpz(file("t.npz"), dataFrame([{ a: "x" }]))).rejects.toThrow(
      "invalid column a: it holds text; expected numbers (saveParquet",
    );
  });

  it("tell tables from arrays", () => {
    const columns = dataFrame({
      a: Int32Array.of(1, 2),
      big: BigInt64Array.of(1n, 2n),
      we: pS([1, 2]),
    });
    expect(columns.shape).toEqual([2, 3]);
    expect(dataFrame({ columns: [1], shape: [2] }).columns).toEqual(["columns", "shape"]);
    for (const [data, message] of [
      [{ a: [1], b: [1, 2] }, "invalid column b: 2 values; expected 1"],
      [{ a: 5 }, "invalid column a: 5; expected a list, numbers or quantities"],
      [{ a: "xy" }, 'invalid column a: "xy"'],
      [
        { a: { data: Float64Array.of(1, 2), shape: [1, 2] } },
        "an array of shape (1, 2); expected one axis",
      ],
      [{ a: BigInt64Array.of(2n ** 60n) }, "expected whole numbers of at most 53 bits"],
      [{}, "invalid columns: none given"],
      [Float64Array.of(1), "invalid rows: 1; expected a list of objects"],
      [columns, "invalid rows"],
    ] as const)
      expect(() => dataFrame(data as never), message).toThrow(message);
  });
});
