import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { ColumnSource } from "hyparquet-writer";
import { checkNoMore, messageOf, shown, UserError } from "../../base/index.js";
import { requireWritable, writeWhole } from "../../cache/index.js";
import { describeKinds, kindOf, kindsOf } from "../cells.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf, fromColumns, requireTable } from "../dataFrame.js";
import { bytesOfFile } from "./reading.js";

/**
 * Saves a table as a Parquet file, which pandas, Arrow, R and DuckDB read, whole or not at all; missing folders are
 * made. Numbers keep all their digits (whole ones of 32 bits are stored as such), text and truth values stay
 * what they are, and what is missing is null.
 *
 * ```ts
 * await saveParquet(table, "data/rates.parquet")
 * ```
 * @param path relative to the working folder, which in a notebook is the notebook's own
 * @throws UserError for a column that mixes kinds, or holds anything else; quantities lose their units in a
 *   file (`unitsToHeader` puts them into the header); and where the file cannot be written.
 */
export async function saveParquet(table: DataFrame, path: string): Promise<void>;
export async function saveParquet(
  table: DataFrame,
  path: string,
  ...more: unknown[]
): Promise<void> {
  checkNoMore("saveParquet", more);
  const file = requireWritable(path);
  requireTable("table", table);
  const columnData = table.columns.map((name) => sourceOf(name, columnOf(table, name)));
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  await writeWhole(
    file,
    new Uint8Array(parquetWriteBuffer({ columnData, createdBy: "spikebook" })),
  );
}

/** A column as the writer takes it. */
function sourceOf(name: string, values: readonly unknown[]): ColumnSource {
  const kinds = kindsOf(values);
  const [kind = "number"] = kinds;
  if (kinds.size > 1 || kind === "other" || kind === "quantity") {
    const hint = kind === "quantity" ? " (unitsToHeader(df) makes them)" : "";
    throw new UserError(
      `invalid column ${name}: it holds ${describeKinds(kinds)}; expected one kind of plain values${hint}`,
    );
  }
  const odd = [name, ...values].find((text) => typeof text === "string" && /\p{Cs}/u.test(text));
  if (odd !== undefined)
    throw new UserError(`invalid column ${name}: text that no file can hold: ${shown(odd)}`);
  const data = values.map((value) => (kindOf(value) === "missing" ? null : value));
  const nullable = data.includes(null);
  if (kind === "text") return { name, data, nullable, type: "STRING" };
  if (kind === "truth") return { name, data, nullable, type: "BOOLEAN" };
  const isWhole = data.every((value) => value === null || Object.is((value as number) | 0, value));
  if (isWhole && kinds.size > 0) return { name, data, nullable, type: "INT32" };
  // a dictionary, which the writer would make, takes -0 for 0
  return { name, data, nullable, type: "DOUBLE", encoding: "PLAIN" };
}

/**
 * Reads a table from a Parquet file: numbers, text and truth values; null is missing. Files compressed with
 * Snappy, gzip or Brotli are read, and those without compression.
 *
 * ```ts
 * await saveParquet(table, "data/rates.parquet");
 * const again = await readParquet("data/rates.parquet");
 * again.shape // => [ 12, 4 ]
 * ```
 * @throws UserError naming the file, where it is none, or damaged; and the column, where it holds lists, dates
 *   or whole numbers of more than 53 bits.
 */
export async function readParquet(path: string): Promise<DataFrame>;
export async function readParquet(path: string, ...more: unknown[]): Promise<DataFrame> {
  checkNoMore("readParquet", more);
  const bytes = await bytesOfFile("Parquet file", path);
  const fault = (why: string): UserError => new UserError(`invalid Parquet file: ${path}; ${why}`);
  if (bytes.length < 12 || bytes.toString("latin1", 0, 4) !== "PAR1")
    throw fault("it does not begin as one");
  if (bytes.toString("latin1", bytes.length - 4) !== "PAR1") throw fault("it is cut short");
  const { names, rows } = await contentOf(bytes).catch((error: unknown) => {
    throw fault(`it cannot be read: ${messageOf(error)}`);
  });
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) throw fault(`two columns are named ${shown(twice)}`);
  if (names.length === 0) throw fault("it has no columns");
  const columns = names.map((name, k): [string, unknown[]] => [
    name,
    rows.map((row) => plainValue(row[k], (why) => fault(`column ${name} holds ${why}`))),
  ]);
  return fromColumns(new Map(columns));
}

interface Content {
  names: string[];
  rows: unknown[][];
}

async function contentOf(bytes: Buffer): Promise<Content> {
  const { parquetMetadataAsync, parquetRead, parquetSchema } = await import("hyparquet");
  const content = Uint8Array.from(bytes).buffer;
  const file = {
    byteLength: content.byteLength,
    slice: (start: number, end?: number) => content.slice(start, end),
  };
  const metadata = await parquetMetadataAsync(file);
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  const compressors = {
    GZIP: (input: Uint8Array) => new Uint8Array(gunzipSync(input)),
    BROTLI: (input: Uint8Array) => new Uint8Array(brotliDecompressSync(input)),
  };
  let rows: unknown[][] = [];
  await parquetRead({
    file,
    metadata,
    compressors,
    rowFormat: "array",
    onComplete: (all) => {
      rows = all as unknown[][];
    },
  });
  const count = Number(metadata.num_rows);
  if (rows.length !== count) throw new Error(`${rows.length} rows; expected ${count}`);
  return { names, rows };
}

function plainValue(value: unknown, fault: (why: string) => UserError): unknown {
  switch (typeof value) {
    case "number":
    case "string":
    case "boolean":
    case "undefined":
      return value;
    case "bigint":
      if (Number.isSafeInteger(Number(value))) return Number(value);
      throw fault(`${value}; expected whole numbers of at most 53 bits`);
    default:
      if (value === null) return undefined;
      throw fault(`${shown(value)}; expected numbers, text or truth values`);
  }
}
