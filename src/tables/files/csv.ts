import { checkNoMore, shown, UserError } from "../../base/index.js";
import { requireWritable, writeWhole } from "../../cache/index.js";
import { Quantity } from "../../units/index.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf, fromColumns, isMissing, requireTable } from "../dataFrame.js";
import { type CSVField, csvRecords, quotedField } from "./csvText.js";
import { textOfFile } from "./reading.js";

// What is written without quotation marks is a number, true, false or missing, and text where the
// column holds anything else without them. What is written in quotation marks is always text.
// So everything that toCSV writes comes back as what it was.

/**
 * A table as CSV text with a header line. Numbers are written with as many digits as it takes to
 * read the very same number again; missing values are empty fields. Text stands in quotation marks
 * where it could be taken for something else: "007", "true", "".
 * @throws UserError for cells that are no number, text or truth value; quantities lose their units
 *   in a file (`unitsToHeader` puts them into the header).
 */
export function toCSV(table: DataFrame): string {
  requireTable("table", table);
  const columns = table.columns.map((name) => fieldsOf(name, columnOf(table, name)));
  const header = table.columns.map((name) => (isBare(name) ? name : quotedField(name)));
  const lines = Array.from({ length: table.shape[0] }, (_, row) =>
    columns.map((fields) => fields[row]).join(","),
  );
  return [header.join(","), ...lines, ""].join("\n");
}

/**
 * Saves a table as a CSV file, whole or not at all; missing folders are made.
 * @param path relative to the working folder, which in a notebook is the notebook's own
 * @throws UserError for what {@link toCSV} refuses, and where the file cannot be written.
 * @example
 * ```ts
 * await saveCSV(table, "data/rates.csv")
 * ```
 */
export async function saveCSV(table: DataFrame, path: string): Promise<void>;
export async function saveCSV(table: DataFrame, path: string, ...more: unknown[]): Promise<void> {
  checkNoMore("saveCSV", more);
  const file = requireWritable(path);
  await writeWhole(file, toCSV(table));
}

/**
 * Reads a table from a CSV file with a header line. Fields without quotation marks that are
 * numbers become numbers, empty ones and NaN are missing. Text stays text: what is in quotation
 * marks, whole numbers with leading zeros or with more digits than a number holds ("007"), and
 * columns that hold anything else.
 * @throws UserError naming the file and the line that cannot be read.
 * @example
 * ```ts
 * await saveCSV(table, "rates.csv");
 * (await readCSV("rates.csv")).shape // => [ 12, 4 ]
 * ```
 */
export async function readCSV(path: string): Promise<DataFrame>;
export async function readCSV(path: string, ...more: unknown[]): Promise<DataFrame> {
  checkNoMore("readCSV", more);
  return fromCSV(await textOfFile("CSV file", path), path);
}

/** A table from CSV text, as {@link readCSV} reads it; `source` names it in errors. */
export function fromCSV(text: string, source = "CSV text"): DataFrame {
  const fault = (why: string): UserError => new UserError(`invalid ${source}: ${why}`);
  if (typeof text !== "string") throw fault(`${shown(text)}; expected text`);
  const { records, fault: why } = csvRecords(text);
  if (why !== undefined) throw fault(why);
  const [header = [], ...rows] = records;
  const names = header.map(({ text: name }) => name);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) throw fault(`two columns are named ${shown(twice)}`);
  // of several columns, an empty line has none; of a single one, it is a missing value
  const filled = rows.filter(
    (row) => names.length === 1 || row.length > 1 || row[0].text !== "" || row[0].isQuoted,
  );
  const odd = filled.findIndex((row) => row.length !== names.length);
  if (odd >= 0)
    throw fault(
      `${filled[odd].length} ${filled[odd].length === 1 ? "field" : "fields"} in data row ${odd + 1}; expected ${names.length}, as in the header`,
    );
  if (filled.length === 0) throw fault("it has no rows");
  return fromColumns(
    new Map(names.map((name, k) => [name, valuesOf(filled.map((row) => row[k]))])),
  );
}

/** A column's cells as fields; text is marked as such where it stands beside numbers. */
function fieldsOf(name: string, values: readonly unknown[]): string[] {
  const isText = values.every((value) => typeof value === "string" || isMissing(value));
  return values.map((value) => {
    if (isMissing(value)) return "";
    if (typeof value === "string") {
      if (/\p{Cs}/u.test(value))
        throw new UserError(`invalid column ${name}: text that no file can hold: ${shown(value)}`);
      return isText && isBare(value) && bareValue(value) === value ? value : quotedField(value);
    }
    if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
    if (typeof value === "boolean") return String(value);
    const hint = value instanceof Quantity ? " (unitsToHeader(df) makes them)" : "";
    throw new UserError(
      `invalid column ${name}: it holds ${shown(value)}; expected plain values${hint}`,
    );
  });
}

/** Whether text reads the same without quotation marks, also by other programs. */
const isBare = (text: string): boolean => !/[",\r\n\ufeff]|^\s|\s$|^$/.test(text);

/** What a column's fields were: values where all that could be are, else text. */
function valuesOf(fields: readonly CSVField[]): unknown[] {
  const isText = fields.some(
    ({ text, isQuoted }) => !isQuoted && typeof bareValue(text) === "string",
  );
  return fields.map(({ text, isQuoted }) => {
    if (isQuoted) return text;
    return isText && text !== "" ? text : bareValue(text);
  });
}

const NUMBER = /^\s*([+-]?)((?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;

/** What a field without quotation marks is by itself: a number, a truth value, nothing, or text. */
function bareValue(field: string): unknown {
  if (field === "" || field === "NaN") return null;
  if (field === "true" || field === "false") return field === "true";
  if (/^-?Infinity$/.test(field)) return Number(field);
  const [, sign, digits, exponent] = NUMBER.exec(field) ?? [];
  if (digits === undefined) return field;
  const value = Number(field);
  const isWhole = exponent === undefined && /^\d+$/.test(digits);
  // digits that would be lost: whole numbers beyond what a number holds, too large and too small
  const isLost =
    !Number.isFinite(value) ||
    (value === 0 && /[1-9]/.test(digits)) ||
    (isWhole &&
      !Number.isSafeInteger(value) &&
      String(value) !== `${sign.replace("+", "")}${digits}`);
  return isLost ? field : value;
}
