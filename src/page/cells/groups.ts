import type { Imported, ParsedCell } from "./parseCell.js";

/** A name of another cell that a group reads: the group that has it. */
export interface Read {
  name: string;
  group: number;
}

/** Cells that are computed together, in order; mostly one. */
export interface Group {
  cells: readonly ParsedCell[];
  /** Names of earlier groups that it reads. */
  reads: readonly Read[];
  /** Names that it has for later groups. */
  gives: readonly string[];
  /** Groups whose files it reads: they are computed before it. */
  after: readonly number[];
}

/**
 * Which cells are computed together, and what each group reads of others: a name means what the nearest
 * cell before gave it, as it does where cells are run from top to bottom. Cells that change what an
 * earlier one made (`list.push(1)`) are computed together with it and all between them, so that nothing
 * is changed twice.
 */
export function groupCells(cells: readonly ParsedCell[]): Group[] {
  const owner = (name: string, reader: number): number => {
    const found = meaningOf(cells, name, reader);
    return found && "cell" in found ? found.cell : -1;
  };
  const starts = cells.map((_, k) => k);
  cells.forEach((cell, k) => {
    for (const name of cell.changes) {
      const first = declaredIn(cell, name) ? -1 : owner(name, k);
      if (first >= 0)
        for (let j = first + 1; j <= k; j++) starts[j] = Math.min(starts[j], starts[first]);
    }
  });
  const groupOf: number[] = [];
  const lists: ParsedCell[][] = [];
  cells.forEach((cell, k) => {
    if (starts[k] === k) lists.push([]);
    lists[lists.length - 1].push(cell);
    groupOf[k] = lists.length - 1;
  });
  const place = new Map(cells.map((cell, k) => [cell, k]));
  return lists.map((list, group) => {
    const reads = new Map<string, number>();
    const after = new Set<number>();
    for (const cell of list) {
      const k = place.get(cell) as number;
      for (const name of new Set(cell.free.map((free) => free.name))) {
        const from = owner(name, k);
        if (from >= 0 && groupOf[from] !== group) reads.set(name, groupOf[from]);
      }
      for (const text of cell.texts)
        if (isPath(text))
          for (let j = 0; j < k; j++)
            if (cells[j].texts.has(text) && groupOf[j] !== group) after.add(groupOf[j]);
    }
    return {
      cells: list,
      reads: Array.from(reads, ([name, from]) => ({ name, group: from })),
      gives: [...new Set(list.flatMap(givenBy))],
      after: [...after],
    };
  });
}

/** What a name that a cell does not declare means there: of the nearest cell that gives or imports it. */
export function meaningOf(
  cells: readonly ParsedCell[],
  name: string,
  reader: number,
): { cell: number } | { imported: Imported } | undefined {
  for (let k = reader; k >= 0; k--) {
    if (k < reader && givenBy(cells[k]).includes(name)) return { cell: k };
    const imported = cells[k].imports.get(name);
    if (imported) return { imported };
  }
  return undefined;
}

/** What a cell gives to those after it: what it declares, and what it assigns to names of others. */
export const givenBy = ({ declares, assigns, imports }: ParsedCell): string[] => [
  ...declares,
  ...[...assigns].filter((name) => !imports.has(name)),
];

const declaredIn = ({ declares, imports }: ParsedCell, name: string): boolean =>
  declares.includes(name) || imports.has(name);

/** Whether a text can be the path of a file that cells write and read. */
const isPath = (text: string): boolean => /[^/\\\s]\.[a-z0-9]{2,5}$/i.test(text);
