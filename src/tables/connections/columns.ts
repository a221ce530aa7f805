import { didYouMean, isRecord, shown, UserError } from "../../base/index.js";
import {
  DIMENSIONLESS,
  type Dimension,
  type Measure,
  NAMED_DIMENSIONS,
  QuantityArray,
  sameDimension,
} from "../../units/index.js";
import { columnUnit } from "../columnUnit.js";

/** Which columns of a table say what of synapses. */
export interface ConnectionColumnOptions {
  /** The columns with the indices of source and target; by default they are looked for by usual names. */
  source?: string;
  target?: string;
  /** The column of delays; by default that named `delay`, with its unit, where there is one. */
  delay?: string;
  /**
   * Columns that become values of the synapses, by the name that they are to have, or as a list: by
   * default those with a unit in their name, and `weight`.
   */
  values?: readonly string[] | Readonly<Record<string, string>>;
  /** Units of columns that do not say theirs: `{ syn_weight: nS }`. */
  units?: Readonly<Record<string, Measure>>;
  /** The index of the first neuron in the table: 0 (by default) or 1. */
  firstIndex?: 0 | 1;
}

/** What a column is for. */
export interface WantedColumn {
  /** Its name in the table. */
  column: string;
  role: "source" | "target" | "delay" | "value";
  /** The name of a value. */
  name: string;
  scale: number;
  dimension: Dimension;
}

const SOURCE_NAMES = ["source", "pre", "source_id", "pre_id", "source_node_id", "i_pre"];
const TARGET_NAMES = ["target", "post", "target_id", "post_id", "target_node_id", "i_post"];

const TIME = NAMED_DIMENSIONS.time.exponents;

/**
 * The columns that are to be read, source and target first.
 * @param names all columns of the table
 * @throws UserError for a name that does not exist, and where none is to be found.
 */
export function wantedColumns(
  names: readonly string[],
  options: ConnectionColumnOptions,
): WantedColumn[] {
  const { units = {}, values } = options;
  const find = (text: string): string | undefined =>
    names.includes(text) ? text : names.find((name) => columnUnit(name).base === text);
  const required = (what: string, text: unknown): string => {
    const found = typeof text === "string" ? find(text) : undefined;
    if (found !== undefined) return found;
    throw new UserError(
      `unknown column for ${what}: ${typeof text === "string" ? text : shown(text)}; expected one of ${names.join(", ")}${typeof text === "string" ? didYouMean(text, names) : ""}`,
    );
  };
  const index = (role: "source" | "target", usual: readonly string[]): WantedColumn => {
    const given = options[role];
    const column =
      given === undefined
        ? names.find((name) => usual.includes(name.toLowerCase()))
        : required(role, given);
    if (column === undefined)
      throw new UserError(
        `missing column: none of ${names.join(", ")} is named as indices of the ${role} are (${usual.join(", ")}); expected { ${role}: "..." }`,
      );
    return { column, role, name: role, scale: 1, dimension: DIMENSIONLESS };
  };
  for (const name of Object.keys(units)) required("units", name);
  const unitOf = (column: string): Pick<WantedColumn, "scale" | "dimension"> => {
    const { base, unit } = columnUnit(column);
    const given = Object.hasOwn(units, column) ? units[column] : units[base];
    const { scale, dimension } = given ?? unit ?? { scale: 1, dimension: DIMENSIONLESS };
    return { scale, dimension };
  };
  const found = [index("source", SOURCE_NAMES), index("target", TARGET_NAMES)];
  const taken = new Set(found.map(({ column }) => column));
  const delay = options.delay === undefined ? find("delay") : required("delay", options.delay);
  if (delay !== undefined) {
    const unit = unitOf(delay);
    if (!sameDimension(unit.dimension, TIME))
      throw new UserError(
        `invalid column of delays: ${delay}; its unit is missing or not one of time: expected a name like delay_ms, or { units: { ${delay}: ms } }`,
      );
    found.push({ column: delay, role: "delay", name: "delay", ...unit });
    taken.add(delay);
  }
  const hasUnit = (text: string): boolean =>
    columnUnit(text).unit !== undefined ||
    [text, columnUnit(text).base].some((name) => Object.hasOwn(units, name));
  for (const [name, column] of valuesWanted(values, names, taken, required, hasUnit))
    found.push({ column, role: "value", name, ...unitOf(column) });
  const twice = found.find(({ column }, k) => found.slice(0, k).some((x) => x.column === column));
  if (twice)
    throw new UserError(
      `invalid columns: ${twice.column} is asked for twice; expected one use of each`,
    );
  return found;
}

function valuesWanted(
  values: unknown,
  names: readonly string[],
  taken: ReadonlySet<string>,
  required: (what: string, text: unknown) => string,
  hasUnit: (text: string) => boolean,
): [string, string][] {
  if (values === undefined)
    return names
      .filter((name) => !taken.has(name))
      .filter((name) => name === "weight" || hasUnit(name))
      .map((name) => [columnUnit(name).base, name]);
  if (Array.isArray(values))
    return values.map((text: unknown) => {
      const column = required("values", text);
      return [columnUnit(column).base, column];
    });
  if (!isRecord(values))
    throw new UserError(
      `invalid values: ${shown(values)}; expected columns by name like { weight: "syn_count" }, or a list of them`,
    );
  return Object.entries(values).map(([name, text]) => [name, required("values", text)]);
}

/** Connections read from a table, as `synapses` takes them. */
export interface TableSynapses {
  /** The pairs, for `synapses(name, { connection })`. */
  readonly connection: {
    readonly rule: "list";
    readonly sources: Int32Array;
    readonly targets: Int32Array;
  };
  /** Values of each synapse by name, for `parameters`. */
  readonly parameters: Readonly<Record<string, QuantityArray | Float64Array>>;
  /** Delays of each, where the table has some. */
  readonly delay?: QuantityArray<"time">;
  /** How many synapses there are, and how many neurons on either side at least. */
  readonly count: number;
  readonly sources: number;
  readonly targets: number;
}

/** Most synapses of a table, and the highest index. */
const MOST = 2 ** 31 - 1;

/** Columns as they are read, checked value by value; the row of what is wrong is told. */
export class ConnectionSink {
  count = 0;
  private readonly arrays: (Int32Array | Float64Array)[];
  private readonly highest = [-1, -1];

  /** @param rowText how a row is called, of so many read before it: "line 7" */
  constructor(
    readonly wanted: readonly WantedColumn[],
    private readonly firstIndex: number,
    private readonly rowText: (row: number) => string,
    private readonly fault: (why: string) => UserError,
    expected = 1024,
  ) {
    this.arrays = wanted.map((_, k) =>
      k < 2 ? new Int32Array(expected) : new Float64Array(expected),
    );
  }

  /** Makes room for so many rows in all. */
  reserve(rows: number): void {
    if (rows > MOST) throw this.fault(`it has more than ${MOST} rows`);
    for (const [k, array] of this.arrays.entries()) {
      if (array.length >= rows) continue;
      const larger = k < 2 ? new Int32Array(rows) : new Float64Array(rows);
      larger.set(array);
      this.arrays[k] = larger;
    }
  }

  /** Puts a value into the row that comes next; `end` goes on to the next row. */
  put(k: number, value: number): void {
    this.putAt(k, this.count, value);
  }

  /** Puts a value into a row of its own; {@link endAt} tells how many there were. */
  putAt(k: number, row: number, value: number): void {
    if (row >= this.arrays[0].length) this.reserve(Math.ceil(1.5 * row) + 1024);
    if (k < 2) {
      const index = value - this.firstIndex;
      // one comparison for whole numbers in range, which nearly all are
      if ((index | 0) !== index || index < 0) throw this.refused(k, value, row);
      if (index > this.highest[k]) this.highest[k] = index;
      this.arrays[k][row] = index;
      return;
    }
    const { scale, role } = this.wanted[k];
    if (!Number.isFinite(value) || (role === "delay" && value < 0))
      throw this.refused(k, value, row);
    this.arrays[k][row] = value * scale;
  }

  end(): void {
    this.count += 1;
  }

  endAt(rows: number): void {
    this.count = rows;
  }

  /** The error for a value that does not fit, by default in the row that comes next. */
  refused(k: number, value: unknown, row = this.count): UserError {
    const { column, role } = this.wanted[k];
    const expected =
      k < 2
        ? `a whole number from ${this.firstIndex} on, the index of a neuron`
        : role === "delay"
          ? "a number of 0 or more"
          : "a number";
    const told = typeof value === "string" ? JSON.stringify(value.slice(0, 40)) : shown(value);
    return this.fault(`${this.rowText(row)}: ${column} is ${told}; expected ${expected}`);
  }

  /** What was read. @throws UserError where there was nothing. */
  finish(): TableSynapses {
    if (this.count === 0) throw this.fault("it has no rows");
    const [sources, targets, ...rest] = this.arrays.map((array) =>
      array.length === this.count ? array : array.slice(0, this.count),
    );
    const columns = rest.map((values, k): [WantedColumn, QuantityArray | Float64Array] => {
      const wanted = this.wanted[k + 2];
      const isPlain = sameDimension(wanted.dimension, DIMENSIONLESS);
      const numbers = values as Float64Array;
      return [wanted, isPlain ? numbers : new QuantityArray(numbers, wanted.dimension)];
    });
    const delay = columns.find(([{ role }]) => role === "delay")?.[1];
    return Object.freeze({
      connection: Object.freeze({
        rule: "list" as const,
        sources: sources as Int32Array,
        targets: targets as Int32Array,
      }),
      parameters: Object.freeze(
        Object.fromEntries(
          columns
            .filter(([{ role }]) => role === "value")
            .map(([{ name }, values]) => [name, values]),
        ),
      ),
      ...(delay && { delay: delay as QuantityArray<"time"> }),
      count: this.count,
      sources: this.highest[0] + 1,
      targets: this.highest[1] + 1,
    });
  }
}
