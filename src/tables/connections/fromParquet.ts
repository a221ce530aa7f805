import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { UserError } from "../../base/index.js";
import type { ConnectionSink } from "./columns.js";

/**
 * Reads the wanted columns of a Parquet file, group of rows by group of rows.
 * @param begin told of the columns and the number of rows, makes what the rows go to
 */
export async function readParquetConnections(
  path: string,
  begin: (names: readonly string[], rows: number) => ConnectionSink,
  fault: (why: string) => UserError,
): Promise<ConnectionSink> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetRead, parquetSchema } = await import(
    "hyparquet"
  );
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  const sink = begin(names, Number(metadata.num_rows));
  const columns = sink.wanted.map(({ column }) => column);
  const compressors = {
    GZIP: (input: Uint8Array) => new Uint8Array(gunzipSync(input)),
    BROTLI: (input: Uint8Array) => new Uint8Array(brotliDecompressSync(input)),
  };
  const read = columns.map(() => 0);
  let first = 0;
  let trouble: { error: unknown } | undefined;
  for (const { num_rows } of metadata.row_groups) {
    const end = first + Number(num_rows);
    await parquetRead({
      file,
      metadata,
      compressors,
      columns: [...new Set(columns)],
      rowStart: first,
      rowEnd: end,
      onChunk: ({ columnName, columnData, rowStart }) => {
        for (const [k, name] of columns.entries())
          if (name === columnName && !trouble) {
            read[k] += columnData.length;
            try {
              putColumn(sink, k, rowStart, columnData);
            } catch (error) {
              // the library waits for nobody whom this would reach
              trouble = { error };
            }
          }
      },
    });
    if (trouble) throw trouble.error;
    first = end;
  }
  const odd = read.findIndex((rows) => rows !== first);
  if (odd >= 0) throw fault(`column ${columns[odd]} has ${read[odd]} rows; expected ${first}`);
  sink.endAt(first);
  return sink;
}

/** Puts a piece of a column where it belongs; numbers of 64 bits come as such, and what is missing as null. */
function putColumn(
  sink: ConnectionSink,
  k: number,
  first: number,
  values: ArrayLike<unknown>,
): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value === "number") sink.putAt(k, first + i, value);
    else if (typeof value === "bigint") sink.putAt(k, first + i, Number(value));
    else throw sink.refused(k, value ?? "", first + i);
  }
}
