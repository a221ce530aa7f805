import type { Position } from "../tslab.js";

/** Text to be put into a cell, at a place of the cell as it was. */
export interface Insertion {
  at: number;
  text: string;
}

/** A text with all insertions in it; those for the same place stand in the order of the list. */
export function insertAll(text: string, insertions: readonly Insertion[]): string {
  let end = 0;
  let result = "";
  for (const { at, text: inserted } of sorted(insertions)) {
    result += text.slice(end, at) + inserted;
    end = at;
  }
  return result + text.slice(end);
}

/** Where a place of the text with insertions was in the text as it was. */
export function placeBefore(
  text: string,
  insertions: readonly Insertion[],
  { offset }: Position,
): Position {
  let before = offset;
  let shift = 0;
  for (const { at, text: inserted } of sorted(insertions)) {
    if (at + shift >= offset) break;
    // a place within the inserted text belongs to where it was put
    before = Math.max(at, offset - shift - inserted.length);
    shift += inserted.length;
  }
  const lines = text.slice(0, before).split("\n");
  return { offset: before, line: lines.length - 1, character: lines[lines.length - 1].length };
}

const sorted = (insertions: readonly Insertion[]): Insertion[] =>
  [...insertions].sort((a, b) => a.at - b.at);
