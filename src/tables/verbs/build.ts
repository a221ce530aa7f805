import { UserError } from "../../base/index.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf, fromColumns } from "../dataFrame.js";

/** The columns of a table that is being made; two of one name are refused. */
export class Columns {
  private readonly columns = new Map<string, readonly unknown[]>();

  /** @throws UserError if there is a column of that name; `hint` says what to do about it. */
  add(name: string, values: readonly unknown[], hint = ""): void {
    if (this.columns.has(name))
      throw new UserError(`invalid columns: there would be two columns named ${name}${hint}`);
    this.columns.set(name, values);
  }

  table(): DataFrame {
    return fromColumns(this.columns);
  }
}

/** Some rows of a table, in the order given. */
export function takeRows(table: DataFrame, chosen: readonly number[]): DataFrame {
  const columns = new Columns();
  for (const name of table.columns) {
    const values = columnOf(table, name);
    columns.add(
      name,
      chosen.map((row) => values[row]),
    );
  }
  return columns.table();
}
