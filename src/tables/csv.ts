import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import papaparse from "papaparse";
import { UserError } from "../base/index.js";
import { writeWhole } from "../cache/index.js";
import { Quantity } from "../units/index.js";
import type { DataFrame } from "./danfojs.js";
import { columnOf, dataFrame, isMissing, type Row } from "./dataFrame.js";

/**
 * A table as CSV text with a header line. Numbers are written with as many digits as it takes to
 * read the very same number again; missing values are empty fields.
 * @throws UserError if quantities still have their units: a file would lose them.
 */
export function toCSV(table: DataFrame): string {
  const columns = table.columns.map((name) => columnOf(table, name));
  const rows = Array.from({ length: table.shape[0] }, (_, row) =>
    columns.map((values, i) => {
      const value = values[row];
      if (value instanceof Quantity)
        throw new UserError(
          `invalid column ${table.columns[i]}: it holds ${value}; expected plain values (unitsToHeader(df) makes them)`,
        );
      return isMissing(value) ? null : value;
    }),
  );
  return `${papaparse.unparse({ fields: table.columns, data: rows }, { newline: "\n" })}\n`;
}

/**
 * Saves a table as a CSV file, whole or not at all; missing folders are made.
 * @param path relative to the working folder, which in a notebook is the notebook's own
 */
export async function saveCSV(table: DataFrame, path: string): Promise<void> {
  await writeWhole(resolve(path), toCSV(table));
}

/**
 * Reads a table from a CSV file with a header line; fields that are numbers become numbers, empty
 * ones are missing.
 * @throws UserError naming the file and the line that cannot be read.
 */
export async function readCSV(path: string): Promise<DataFrame> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`invalid CSV file: ${path} cannot be read (${error.code})`);
  });
  return fromCSV(text, path);
}

/** A table from CSV text; `source` names it in errors. */
export function fromCSV(text: string, source = "CSV text"): DataFrame {
  const { data, errors } = papaparse.parse<Row>(text, {
    header: true,
    skipEmptyLines: true,
    delimiter: ",",
    transform: typed,
  });
  const [first] = errors;
  if (first)
    throw new UserError(`invalid ${source}: ${first.message} in data row ${(first.row ?? 0) + 1}`);
  if (data.length === 0) throw new UserError(`invalid ${source}: it has no rows`);
  return dataFrame(data);
}

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** A field as what it was: a number, a truth value, nothing, or text. */
function typed(field: string): unknown {
  if (field === "") return null;
  if (NUMBER.test(field) || /^-?Infinity$/.test(field)) return Number(field);
  if (field === "true" || field === "false") return field === "true";
  return field;
}
