import { UserError } from "../base/index.js";
import { type DataFrame, dataFrame, type Row, unitsToHeader } from "../tables/index.js";
import { Quantity } from "../units/index.js";
import { SweepError } from "./sweepError.js";

/** The column that says what went wrong with a point. */
const ERROR = "error";

/**
 * The table of a sweep: parameters, then measures, then what went wrong. Its parameters are all
 * that occur in some point; what a point lacks is missing.
 */
export class SweepTable {
  /** All parameters with their units, as columns of plain numbers or text; none of no parameters. */
  private readonly parameters: DataFrame | undefined;
  private readonly names: readonly string[];
  /** What the measures of each point gave, as far as it is known. */
  private readonly measured: (Row | undefined)[];
  private readonly errors = new Map<number, string>();
  /** Measures whose unit is not known yet. */
  private readonly unseen: Set<string>;

  /**
   * @param columns of the measures
   * @param keepsErrors whether points that fail become rows
   * @throws UserError for columns that would take each other's place, and parameters that no
   *   table can hold.
   */
  constructor(
    private readonly points: readonly Row[],
    private readonly columns: readonly string[],
    private readonly keepsErrors: boolean,
  ) {
    const names = new Set<string>();
    for (const point of points) for (const name of Object.keys(point)) names.add(name);
    this.names = [...names];
    this.unseen = new Set(columns);
    this.measured = new Array(points.length).fill(undefined);
    if (names.size > 0) this.parameters = unitsToHeader(dataFrame(points));
    if (keepsErrors && columns.includes(ERROR))
      throw new UserError(
        `invalid measures: where failures are kept, the column ${ERROR} says what went wrong; expected another name`,
      );
    this.refuseClash(keepsErrors ? [...columns, ERROR] : columns);
  }

  /** @throws UserError for a column that a parameter has already. */
  private refuseClash(columns: readonly string[]): void {
    const headers = this.parameters?.columns ?? [];
    const column = columns.find((name) => this.names.includes(name) || headers.includes(name));
    if (column !== undefined)
      throw new UserError(
        `invalid measures: the column ${column} is that of a parameter; expected another name, like { measured_${column}: ... }`,
      );
  }

  /**
   * Fills in the measures of a point.
   * @throws UserError where a measure, with its unit, has the name of a parameter.
   */
  settle(row: number, measures: Row): void {
    // as soon as there is a unit, so that nothing is computed in vain; zeros suit any unit
    const telling = Object.entries(measures).filter(
      ([name, value]) => this.unseen.has(name) && !(value instanceof Quantity && value.value === 0),
    );
    for (const [name] of telling) this.unseen.delete(name);
    if (telling.length > 0)
      this.refuseClash(unitsToHeader(dataFrame([Object.fromEntries(telling)])).columns);
    this.measured[row] = measures;
  }

  /** Notes that a point has failed. */
  fail(row: number, error: string): void {
    this.errors.set(row, error);
  }

  /** The table when all points are settled. @throws SweepError where some have failed, and do not become rows. */
  finished(): DataFrame {
    const { points, keepsErrors } = this;
    const failures = [...this.errors]
      .sort(([a], [b]) => a - b)
      .map(([row, error]) => ({ point: points[row], error }));
    if (failures.length > 0 && !keepsErrors) throw new SweepError(failures, points.length);
    return this.whole();
  }

  /** A table of all points; where some have failed, with a column that says so. */
  private whole(): DataFrame {
    const names = [...this.names, ...this.columns];
    return unitsToHeader(
      dataFrame(
        this.points.map((point, row) => {
          const cells = { ...point, ...this.measured[row] };
          const all = names.map((name) => [name, Object.hasOwn(cells, name) ? cells[name] : null]);
          if (this.errors.size > 0) all.push([ERROR, this.errors.get(row) ?? ""]);
          return Object.fromEntries(all);
        }),
      ),
    );
  }

  /**
   * A table of the points that are known so far; none while there are none. The units of parameters
   * are those of the whole table, so that columns keep their names while rows come in.
   */
  soFar(): DataFrame | undefined {
    const { columns = [], values = [] } = this.parameters ?? {};
    const known = this.measured.flatMap((measures, row) => {
      if (!measures) return [];
      const own = this.names.map((_, k) => [columns[k], (values as unknown[][])[row][k]]);
      return [Object.fromEntries([...own, ...Object.entries(measures)])];
    });
    return known.length > 0 ? unitsToHeader(dataFrame(known)) : undefined;
  }
}
