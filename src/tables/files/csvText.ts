/** A field of a CSV file as it is written. */
export interface CSVField {
  text: string;
  /** Whether it stands in quotation marks. */
  isQuoted: boolean;
}

/** A field in quotation marks, or up to the next comma or line, and what ends it. */
const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|((?!")[^,\r\n]*))(,|\r\n|\n|\r|$)/y;

/**
 * The fields of CSV text by line, as RFC 4180 has them: commas between fields, quotation marks
 * around those with commas, lines or quotation marks (doubled). Which fields stood in quotation marks
 * is told, too: libraries that do not tell (papaparse) cannot keep text that looks like a number,
 * and the one that does (csv-parse) takes six times as long.
 * @returns the lines, or what is wrong where
 */
export function csvRecords(text: string): { records: CSVField[][]; fault?: string } {
  const records: CSVField[][] = [];
  let record: CSVField[] = [];
  FIELD.lastIndex = text.startsWith("\ufeff") ? 1 : 0;
  while (FIELD.lastIndex < text.length || record.length > 0) {
    const match = FIELD.exec(text);
    if (!match)
      return { records, fault: `a quotation mark is missing in line ${records.length + 1}` };
    const [, quoted, bare, end] = match;
    const isQuoted = quoted !== undefined;
    record.push({ text: isQuoted ? quoted.replaceAll('""', '"') : bare, isQuoted });
    if (end === ",") continue;
    records.push(record);
    record = [];
  }
  return { records };
}

/** Text as a field in quotation marks. */
export const quotedField = (text: string): string => `"${text.replaceAll('"', '""')}"`;
