import { createRequire } from "node:module";
import type * as Danfojs from "../../dist/danfojs/index.js";

/** The table type of danfojs: named columns of equal length. */
export type DataFrame = Danfojs.DataFrame;

/** What danfojs exports. */
export type DanfojsLibrary = typeof Danfojs;

/** One column of a table. */
export type Series = Danfojs.Series;

const load = createRequire(import.meta.url);
const whenLoaded: ((danfojs: DanfojsLibrary) => void)[] = [];
let loaded: typeof Danfojs | undefined;

/**
 * The danfojs library, loaded when it is needed first. It is the bundle that our build makes
 * (esbuild.config.mjs), so that an installed spikebook needs nothing else for it.
 */
export function danfojs(): typeof Danfojs {
  if (!loaded) {
    loaded = load("../../dist/danfojs/index.js") as typeof Danfojs;
    keepOwnNames(ownerOf("$setInternalColumnDataProperty", loaded.DataFrame.prototype) as Columns);
    for (const call of whenLoaded) call(loaded);
  }
  return loaded;
}

/** Calls back as soon as danfojs is loaded: how other rooms learn to show its tables. */
export function onDanfojsLoaded(call: (danfojs: typeof Danfojs) => void): void {
  if (loaded) call(loaded);
  else whenLoaded.push(call);
}

/**
 * The prototype that has a method: danfojs has a class for tables below that for Node, and its methods
 * make tables of either.
 */
export function ownerOf(name: string, prototype: object): object {
  return Object.hasOwn(prototype, name)
    ? prototype
    : ownerOf(name, Object.getPrototypeOf(prototype) as object);
}

/** What of a table makes its columns properties of it: `table.rate`. */
interface Columns {
  columns: string[];
  $setInternalColumnDataProperty(column?: string): void;
  $getColumnData(column: string): Series;
  $setColumnData(column: string, values: unknown): void;
}

/**
 * Lets columns have any name: danfojs would put one that is called "index", "mean" or "columns" in
 * the place of its own property, and break. Such columns are reached by `table.column(name)`.
 */
function keepOwnNames(prototype: Columns): void {
  prototype.$setInternalColumnDataProperty = function (this: Columns, column?: string): void {
    for (const name of column ? [column] : this.columns)
      if (!(name in this))
        Object.defineProperty(this, name, {
          get: () => this.$getColumnData(name),
          set: (values: unknown) => this.$setColumnData(name, values),
        });
  };
}
