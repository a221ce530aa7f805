// What the builder of a page tells the code that runs on it.

/** Cells that are computed together. */
export interface PageGroup {
  number: number;
  /** Places of its cells in the notebook. */
  cells: readonly number[];
  /** Names of other groups that it reads. */
  reads: readonly (readonly [name: string, group: number])[];
  /** Groups that are computed before it. */
  after: readonly number[];
  gives: readonly string[];
  compute(
    values: Readonly<Record<string, unknown>>,
    cells: readonly unknown[],
  ): Promise<Readonly<Record<string, unknown>>>;
}

/** What the page knows of the notebook's cells. */
export interface PageFacts {
  /** Digests of the outputs that the notebook has, by cell; cells whose outputs are times have none. */
  digests: readonly (readonly [cell: number, digest: string])[];
  /** The file with what it takes to compile cells that readers edit; nothing where it stands in the page. */
  editor?: string;
}

/** The comparison of a cell's outputs, as the notebook has them and as the page computed them. */
export interface CellDigest {
  cell: number;
  notebook: string;
  /** Nothing where the page keeps the notebook's outputs. */
  page: string | null;
}
