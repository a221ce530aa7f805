import { open } from "node:fs/promises";
import { checkOptions, isRecord, messageOf, shown, UserError } from "../../base/index.js";
import { reason, requirePath } from "../../cache/index.js";
import { type Measure, ms, Quantity, QuantityArray } from "../../units/index.js";
import type { DataFrame } from "../danfojs.js";
import { type ColumnData, columnOf, isTable, type Row } from "../dataFrame.js";
import {
  type ConnectionColumnOptions,
  ConnectionSink,
  type TableSynapses,
  wantedColumns,
} from "./columns.js";
import { readCSVConnections } from "./fromCSV.js";
import { readParquetConnections } from "./fromParquet.js";
import { readSonataConnections } from "./fromSonata.js";

/** Options of {@link synapsesFromTable}. */
export interface SynapsesFromTableOptions extends ConnectionColumnOptions {
  /** Of a SONATA file with several populations of edges: which. */
  population?: string;
}

const OPTIONS = ["source", "target", "delay", "values", "units", "firstIndex", "population"];

/**
 * Connections of a table, a row for each synapse, as `synapses` takes them: from a Parquet, CSV or
 * SONATA file (known by what it holds, not by its name), a table, rows, or columns. Files of tens of
 * millions of rows are read in seconds, piece by piece, into arrays of numbers.
 *
 * ```ts
 * const known = dataFrame({ pre: [0, 0, 5], post: [1, 2, 0], count: [3, 1, 2] });
 * await saveParquet(known, "connections.parquet");
 * const edges = await synapsesFromTable("connections.parquet", {
 *   source: "pre",
 *   target: "post",
 *   values: { count: "count" },
 * });
 * synapses("brain", {
 *   from: neurons,
 *   to: neurons,
 *   connection: edges.connection,
 *   parameters: { ...edges.parameters, w: mV(0.275) },
 *   onPre: "v += w*count",
 *   delay: ms(1.8),
 * });
 * ```
 *
 * Units stand in headers: `weight_pA` becomes the value `weight`, `delay_ms` the delays; `units` says
 * them for columns without. Indices count from 0 (`firstIndex: 1`: from 1). A SONATA file is read whole into
 * memory, the others piece by piece.
 * @returns `connection` (the rule "list"), `parameters`, `delay` where there is one, `count`, and
 *   how many neurons there are at least on either side
 * @throws UserError naming the file and the row, for an index that is none, a value that is missing or no
 *   number; for columns that do not exist, and files of another kind.
 */
export async function synapsesFromTable(
  table: string | DataFrame | readonly Row[] | Readonly<Record<string, ColumnData>>,
  options: SynapsesFromTableOptions = {},
): Promise<TableSynapses> {
  checkOptions("synapsesFromTable", options, OPTIONS);
  const { firstIndex = 0, population, units } = options;
  if (firstIndex !== 0 && firstIndex !== 1)
    throw new UserError(`invalid firstIndex: ${shown(firstIndex)}; expected 0 or 1`);
  if (population !== undefined && typeof population !== "string")
    throw new UserError(`invalid population: ${shown(population)}; expected its name`);
  if (units !== undefined && !isRecord(units))
    throw new UserError(`invalid units: ${shown(units)}; expected units like { weight: nS }`);
  if (typeof table !== "string") return fromValues(table, options);
  requirePath("path", table);
  const kind = await kindOfFile(table);
  const fault = (why: string): UserError =>
    new UserError(`invalid ${NAMES[kind]} file: ${table}; ${why}`);
  const begin =
    (rowText: (row: number) => string) =>
    (names: readonly string[], rows?: number): ConnectionSink =>
      new ConnectionSink(
        wantedColumns(names, kind === "sonata" ? withSonataUnits(names, options) : options),
        firstIndex,
        rowText,
        fault,
        rows,
      );
  const rowOf = (row: number): string => `row ${row + 1}`;
  try {
    switch (kind) {
      case "parquet":
        return (await readParquetConnections(table, begin(rowOf), fault)).finish();
      case "sonata":
        return (await readSonataConnections(table, population, begin(rowOf), fault)).finish();
      case "csv":
        return (await readCSVConnections(table, begin(rowOf), fault)).finish();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw fault(`it cannot be read: ${messageOf(error)}`);
  }
}

/** SONATA has delays in milliseconds, whatever their column says. */
const withSonataUnits = (
  names: readonly string[],
  options: ConnectionColumnOptions,
): ConnectionColumnOptions =>
  names.includes("delay") ? { ...options, units: { delay: ms, ...options.units } } : options;

const NAMES = { parquet: "Parquet", sonata: "SONATA", csv: "CSV" } as const;

/** What a file is, by how it begins. */
async function kindOfFile(path: string): Promise<keyof typeof NAMES> {
  const refuse = (error: unknown): never => {
    const told = new UserError(`invalid table file: ${path} cannot be read (${reason(error)})`);
    throw Object.assign(told, { cause: error });
  };
  const file = await open(path).catch(refuse);
  try {
    const start = Buffer.alloc(8);
    await file.read(start, 0, 8, 0).catch(refuse);
    const text = start.toString("latin1");
    if (text.startsWith("PAR1")) return "parquet";
    return text === "\u0089HDF\r\n\u001a\n" ? "sonata" : "csv";
  } finally {
    await file.close();
  }
}

/** Connections of values that are there already. */
function fromValues(table: unknown, options: SynapsesFromTableOptions): TableSynapses {
  const columns = columnsOf(table);
  const names = [...columns.keys()];
  const fault = (why: string): UserError => new UserError(`invalid table of connections: ${why}`);
  // quantities say their own unit
  const units = Object.fromEntries(
    [...columns].flatMap(([name, { quantity }]) =>
      quantity
        ? [[name, { symbol: "SI", scale: 1, dimension: quantity.dimension } as Measure]]
        : [],
    ),
  );
  const wanted = wantedColumns(names, { ...options, units: { ...options.units, ...units } });
  const read = wanted.map((item) => ({ item, values: columns.get(item.column) as Column }));
  const count = read[0].values.length;
  const odd = read.find(({ values }) => values.length !== count);
  if (odd)
    throw fault(
      `${odd.item.column} has ${odd.values.length} rows, and ${wanted[0].column} ${count}`,
    );
  const { firstIndex = 0 } = options;
  const sink = new ConnectionSink(wanted, firstIndex, (row) => `row ${row + 1}`, fault, count);
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < read.length; k++) {
      const value = read[k].values.at(row);
      if (typeof value !== "number") throw sink.refused(k, value);
      sink.put(k, value);
    }
    sink.end();
  }
  return sink.finish();
}

/** A column of values; of quantities, their SI numbers. */
interface Column {
  length: number;
  at: (row: number) => unknown;
  quantity?: Quantity | QuantityArray;
}

function columnsOf(table: unknown): Map<string, Column> {
  if (isTable(table))
    return new Map(table.columns.map((name) => [name, listColumn(columnOf(table, name))]));
  if (Array.isArray(table)) {
    const odd = table.findIndex((row) => !isRecord(row));
    if (odd >= 0)
      throw new UserError(
        `invalid row ${odd + 1}: ${shown(table[odd])}; expected an object like { source: 0, target: 1 }`,
      );
    const names = [...new Set(table.flatMap((row: Row) => Object.keys(row)))];
    return new Map(
      names.map((name) => [
        name,
        listColumn(table.map((row: Row) => (Object.hasOwn(row, name) ? row[name] : undefined))),
      ]),
    );
  }
  if (!isRecord(table))
    throw new UserError(
      `invalid table of connections: ${shown(table)}; expected the path of a file, a table, rows, or columns`,
    );
  return new Map(
    Object.entries(table).map(([name, values]): [string, Column] => {
      if (values instanceof QuantityArray)
        return [name, { length: values.length, at: (row) => values.values[row], quantity: values }];
      if (Array.isArray(values)) return [name, listColumn(values)];
      if (ArrayBuffer.isView(values) && !(values instanceof DataView)) {
        const numbers = values as unknown as ArrayLike<number | bigint>;
        return [name, { length: numbers.length, at: (row) => Number(numbers[row]) }];
      }
      throw new UserError(`invalid column ${name}: ${shown(values)}; expected a list of numbers`);
    }),
  );
}

function listColumn(values: readonly unknown[]): Column {
  const quantity = values.find((value) => value instanceof Quantity) as Quantity | undefined;
  if (!quantity) return { length: values.length, at: (row) => values[row] };
  const at = (row: number): unknown => {
    const value = values[row];
    const fits =
      value instanceof Quantity && String(value.dimension) === String(quantity.dimension);
    return fits ? value.value : value;
  };
  return { length: values.length, at, quantity };
}
