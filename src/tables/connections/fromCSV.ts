import { type FileHandle, open } from "node:fs/promises";
import type { UserError } from "../../base/index.js";
import { csvRecords } from "../files/csvText.js";
import type { ConnectionSink, WantedColumn } from "./columns.js";

/** Bytes read at a time. */
const CHUNK = 2 ** 22;

/** Most bytes of one line. */
const LONGEST_LINE = 2 ** 26;

const [NEWLINE, RETURN, COMMA, QUOTE, MINUS, PLUS, POINT, ZERO, NINE] = [
  10, 13, 44, 34, 45, 43, 46, 48, 57,
];

/** Powers of ten that a number holds exactly. */
const TENS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

/**
 * Reads a CSV file piece by piece: of its text, no more than a piece is in memory at a time.
 * @param begin told of the header, makes what the rows go to
 */
export async function readCSVConnections(
  path: string,
  begin: (names: readonly string[]) => ConnectionSink,
  fault: (why: string) => UserError,
): Promise<ConnectionSink> {
  const file = await open(path);
  try {
    return await readRows(file, begin, fault);
  } finally {
    await file.close();
  }
}

async function readRows(
  file: FileHandle,
  begin: (names: readonly string[]) => ConnectionSink,
  fault: (why: string) => UserError,
): Promise<ConnectionSink> {
  let buffer = Buffer.alloc(CHUNK);
  let filled = 0;
  let rows: RowReader | undefined;
  for (;;) {
    if (filled === buffer.length) {
      // a line that is longer than a piece
      if (buffer.length >= LONGEST_LINE) throw fault("a line has more than 64 MB");
      buffer = Buffer.concat([buffer], 2 * buffer.length);
    }
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled);
    const isLast = bytesRead === 0;
    filled += bytesRead;
    let at = 0;
    if (!rows) {
      const end = endOfLine(buffer, filled);
      if (end < 0 && !isLast) continue;
      const [names] = headerOf(buffer.toString("utf8", 0, end < 0 ? filled : end), fault);
      rows = new RowReader(begin(names), names, fault);
      at = end < 0 ? filled : end + 1;
    }
    at = rows.read(buffer, at, filled, isLast);
    if (isLast) return rows.sink;
    buffer.copyWithin(0, at, filled);
    filled -= at;
  }
}

/** Where the first line ends that is not within quotation marks; -1 where it is not there yet. */
function endOfLine(bytes: Uint8Array, filled: number): number {
  let isQuoted = false;
  for (let k = 0; k < filled; k++) {
    if (bytes[k] === QUOTE) isQuoted = !isQuoted;
    else if (bytes[k] === NEWLINE && !isQuoted) return k;
  }
  return -1;
}

function headerOf(text: string, fault: (why: string) => UserError): [string[]] {
  const { records, fault: why } = csvRecords(text);
  if (why !== undefined) throw fault(why);
  const names = (records[0] ?? []).map((field) => field.text.trim());
  if (names.length === 0 || (names.length === 1 && names[0] === "")) throw fault("it is empty");
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) throw fault(`two columns are named ${JSON.stringify(twice)}`);
  return [names];
}

/** Takes rows of bytes apart, and puts the columns that are wanted where they belong. */
class RowReader {
  /** For each column of the file, which wanted one it is, or -1. */
  private readonly wantedAt: Int32Array;
  /** Lines before the one that is read: the header, and those left empty. */
  private lines = 1;

  constructor(
    readonly sink: ConnectionSink,
    private readonly names: readonly string[],
    private readonly fault: (why: string) => UserError,
  ) {
    const place = ({ column }: WantedColumn): number => names.indexOf(column);
    this.wantedAt = new Int32Array(names.length).fill(-1);
    for (const [k, wanted] of sink.wanted.entries()) this.wantedAt[place(wanted)] = k;
  }

  /** Reads all whole lines. @returns where the first one begins that is not whole */
  read(bytes: Uint8Array, from: number, filled: number, isLast: boolean): number {
    let at = from;
    while (at < filled) {
      const end = this.line(bytes, at, filled, isLast);
      if (end < 0) return at;
      at = end;
    }
    return at;
  }

  /** Reads a line. @returns where the next one begins, or -1 where this one has not ended yet */
  private line(bytes: Uint8Array, from: number, filled: number, isLast: boolean): number {
    // an end of line is looked for first: numbers are put only once
    const end = lineEnd(bytes, from, filled);
    if (end < 0 && !isLast) return -1;
    let stop = end < 0 ? filled : end;
    const next = end < 0 ? filled : end + 1;
    if (stop > from && bytes[stop - 1] === RETURN) stop -= 1;
    this.lines += 1;
    if (stop === from) return next;
    const { wantedAt, sink } = this;
    let column = 0;
    let at = from;
    for (;;) {
      let [begin, finish] = [at, at];
      if (bytes[at] === QUOTE) {
        finish = closingQuote(bytes, at + 1, stop);
        if (finish < 0) throw this.fault(`line ${this.lines}: a quotation mark is missing`);
        begin = at + 1;
        at = finish + 1;
        if (at < stop && bytes[at] !== COMMA)
          throw this.fault(`line ${this.lines}: text follows a quotation mark`);
      } else {
        while (at < stop && bytes[at] !== COMMA) at++;
        finish = at;
      }
      const k = column < wantedAt.length ? wantedAt[column] : -1;
      if (k >= 0) {
        const value = numberIn(bytes, begin, finish);
        if (Number.isNaN(value))
          throw sink.refused(k, Buffer.from(bytes.subarray(begin, finish)).toString("utf8"));
        sink.put(k, value);
      }
      column += 1;
      if (at >= stop) break;
      at += 1;
    }
    if (column !== this.names.length)
      throw this.fault(
        `line ${this.lines}: ${column} fields; expected ${this.names.length}, as in the header`,
      );
    sink.end();
    return next;
  }
}

/** Where a line ends, outside of quotation marks. */
function lineEnd(bytes: Uint8Array, from: number, filled: number): number {
  let isQuoted = false;
  for (let k = from; k < filled; k++) {
    const byte = bytes[k];
    if (byte === NEWLINE && !isQuoted) return k;
    if (byte === QUOTE) isQuoted = !isQuoted;
  }
  return -1;
}

/** Where text in quotation marks ends; two of them stand for one. */
function closingQuote(bytes: Uint8Array, from: number, stop: number): number {
  for (let k = from; k < stop; k++) {
    if (bytes[k] !== QUOTE) continue;
    if (bytes[k + 1] === QUOTE && k + 1 < stop) k++;
    else return k;
  }
  return -1;
}

/**
 * The number that bytes say, to the last digit; NaN for anything else. Digits that fit into 53 bits, over a
 * power of ten that is exact, give the right number in one division; the rest is left to JavaScript.
 */
function numberIn(bytes: Uint8Array, begin: number, end: number): number {
  let at = begin;
  while (at < end && bytes[at] === 32) at++;
  const isNegative = bytes[at] === MINUS;
  if (at < end && (isNegative || bytes[at] === PLUS)) at++;
  let [value, digits, decimals, isAfterPoint] = [0, 0, 0, false];
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte >= ZERO && byte <= NINE) {
      value = 10 * value + (byte - ZERO);
      digits += 1;
      if (isAfterPoint) decimals += 1;
    } else if (byte === POINT && !isAfterPoint) isAfterPoint = true;
    else break;
  }
  if (at === end && digits > 0 && digits <= 15) {
    const number = decimals === 0 ? value : value / TENS[decimals];
    return isNegative ? -number : number;
  }
  const text = Buffer.from(bytes.subarray(begin, end)).toString("latin1").trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
