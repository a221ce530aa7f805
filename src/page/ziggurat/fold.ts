import { fileURLToPath, pathToFileURL } from "node:url";
import { InternalError } from "../../base/index.js";
import { builtFile } from "../../cache/index.js";
import {
  EXPONENTIAL,
  NORMAL,
  placeOf,
  type Shape,
  type Tables,
  unfold,
  walk,
  ZERO,
} from "./unfold.js";

/** Letters that need no backslash in a text of JavaScript. */
const [FIRST, LAST] = [35, 91];

/**
 * How far arithmetic is off each number of tables: what {@link unfold} makes the tables of.
 * @throws InternalError where that would not be the same tables, bit for bit.
 */
export function fold(shape: Shape, tables: Tables): string {
  const codes: number[] = [];
  walk(shape, (table, place, predicted) => {
    const exact = tables[table][place];
    codes.push(ZERO + Number(placeOf(exact) - placeOf(predicted)));
    return exact;
  });
  const odd = codes.find((code) => !(code >= FIRST && code <= LAST));
  const letters = String.fromCharCode(...codes);
  const made = odd === undefined ? unfold(shape, letters) : undefined;
  const isSame = (["k", "w", "f"] as const).every((table) =>
    tables[table].every((value, place) => Object.is(made?.[table][place], value)),
  );
  if (!isSame)
    throw new InternalError("the tables of the ziggurat method are others than they were");
  return letters;
}

/** The module of a page that has the tables of src/random/zigguratTables.ts. */
export async function foldedTables(file: string): Promise<string> {
  const { NORMAL_TABLES, EXPONENTIAL_TABLES } = (await import(pathToFileURL(file).href)) as Record<
    string,
    Tables
  >;
  const from = fileURLToPath(builtFile("page/ziggurat/unfold.js"));
  return `
import { EXPONENTIAL, NORMAL, unfold } from ${JSON.stringify(from)};
export const NORMAL_TABLES = /* @__PURE__ */ unfold(NORMAL, "${fold(NORMAL, NORMAL_TABLES)}");
export const EXPONENTIAL_TABLES = /* @__PURE__ */ unfold(EXPONENTIAL, "${fold(EXPONENTIAL, EXPONENTIAL_TABLES)}");
`;
}
