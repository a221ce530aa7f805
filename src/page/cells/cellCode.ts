import type { Node } from "acorn";
import type { Group } from "./groups.js";
import { meaningOf } from "./groups.js";
import type { Imported, ParsedCell } from "./parseCell.js";

/** Names of spikebook that do something in the cell that calls them: show a control, progress, a file. */
export const OF_CELL: readonly string[] = [
  "cached",
  "checkbox",
  "choice",
  "number",
  "progress",
  "run",
  "runWithProgress",
  "savePNG",
  "saveThesisFigure",
  "seed",
  "slider",
  "sweep",
  "text",
];

/** Something put into a text, at a place of it; `end` where something is taken out, too. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The module of all cells of a page that are computed there, as text. */
export function cellsModule(
  groups: readonly Group[],
  cells: readonly ParsedCell[],
  kept: ReadonlyMap<number, string>,
): string {
  const imports = new Imports();
  const list = groupsText(groups, cells, kept, imports);
  return `${imports.asModule()}\nexport const groups = ${list};\n`;
}

/** Cells as a function of what they import, for a page that has loaded that: its text, and what it takes. */
export function cellsFunction(
  groups: readonly Group[],
  cells: readonly ParsedCell[],
  kept: ReadonlyMap<number, string>,
): { text: string; imports: readonly string[] } {
  const imports = new Imports();
  const list = groupsText(groups, cells, kept, imports);
  return {
    text: `([${imports.locals().join(", ")}]) => ${list}`,
    imports: imports.keys(),
  };
}

function groupsText(
  groups: readonly Group[],
  cells: readonly ParsedCell[],
  kept: ReadonlyMap<number, string>,
  imports: Imports,
): string {
  const parts = groups.flatMap((group, k) => {
    if (kept.has(k)) return [];
    const body = group.cells.map((cell) => cellCode(cell, cells, imports)).join("\n");
    const reads = group.reads.map(({ name }) => name).join(", ");
    const contexts = group.cells.map(({ index }) => contextName(index)).join(", ");
    return [
      `{
  number: ${k},
  cells: ${JSON.stringify(group.cells.map(({ index }) => index))},
  reads: ${JSON.stringify(group.reads.map(({ name, group: from }) => [name, from]))},
  after: ${JSON.stringify(group.after)},
  gives: ${JSON.stringify(group.gives)},
  compute: async ({ ${reads} }, [${contexts}]) => {
${body}
    return { ${group.gives.join(", ")} };
  },
}`,
    ];
  });
  return `[\n${parts.join(",\n")}\n]`;
}

/** What is imported, as one text. */
export const importKey = (module: string, name: string): string => JSON.stringify([module, name]);

const contextName = (index: number): string => `$cell${index}`;

/** The imports of all cells, under names that no cell has. */
class Imports {
  private readonly names = new Map<string, string>();

  nameOf({ module, name }: Imported): string {
    const key = importKey(module, name);
    const known = this.names.get(key) ?? `$import${this.names.size}`;
    this.names.set(key, known);
    return known;
  }

  keys(): string[] {
    return [...this.names.keys()];
  }

  locals(): string[] {
    return [...this.names.values()];
  }

  asModule(): string {
    return Array.from(this.names, ([key, local]) => {
      const [module, name] = JSON.parse(key) as [string, string];
      const what = name === "*" ? `* as ${local}` : `{ ${name} as ${local} }`;
      return `import ${what} from ${JSON.stringify(module)};`;
    }).join("\n");
  }
}

/** The body of a cell as statements: without imports, its last expression shown, its waits watched. */
function cellCode(cell: ParsedCell, cells: readonly ParsedCell[], imports: Imports): string {
  const { program, free } = cell;
  const context = contextName(cell.index);
  const edits: Edit[] = [];
  const around = ({ start, end }: Node, before: string, after: string): void => {
    edits.push({ start, end: start, text: before }, { start: end, end, text: after });
  };
  for (const statement of program.body)
    if (statement.type === "ImportDeclaration")
      edits.push({ start: statement.start, end: statement.end, text: "" });
  const last = program.body.at(-1);
  if (last?.type === "ExpressionStatement") around(last.expression, `${context}.show((`, "))");
  for (const awaited of ownAwaits(program)) around(awaited, `${context}.still(`, ")");
  for (const { name, start, end, isShorthand } of free) {
    const meaning = meaningOf(cells, name, cells.indexOf(cell));
    const text =
      meaning && "imported" in meaning
        ? importedText(meaning.imported, context, imports)
        : name === "console" && !meaning
          ? `${context}.console`
          : undefined;
    if (text !== undefined)
      edits.push({ start, end, text: isShorthand ? `${name}: ${text}` : text });
  }
  return edited(cell.code, edits);
}

function importedText(imported: Imported, context: string, imports: Imports): string {
  const isOurs = imported.module === "spikebook";
  if (isOurs && OF_CELL.includes(imported.name)) return `${context}.names.${imported.name}`;
  const name = imports.nameOf(imported);
  // in parentheses, so that a call's `this` stays undefined
  return isOurs && imported.name === "*" ? `${context}.withNames(${name})` : name;
}

/** What a cell itself waits for, outside of functions in it. */
function ownAwaits(node: Node): Node[] {
  const found: Node[] = [];
  const visit = (below: Node): void => {
    for (const value of Object.values(below))
      for (const child of Array.isArray(value) ? value : [value]) {
        if (typeof child !== "object" || child === null || typeof child.type !== "string") continue;
        if (/Function|^(Class|Static)/.test(child.type)) continue;
        if (child.type === "AwaitExpression") found.push(child.argument);
        visit(child);
      }
  };
  visit(node);
  return found;
}

/** A text with edits carried out. Of several at one place, those written first come first. */
function edited(text: string, edits: readonly Edit[]): string {
  const inOrder = edits
    .map((edit, k) => ({ ...edit, k }))
    // what is replaced comes after all that is put before it
    .sort(
      (a, b) => a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start) || a.k - b.k,
    );
  let result = "";
  let at = 0;
  for (const { start, end, text: inserted } of inOrder) {
    result += text.slice(at, start) + inserted;
    at = Math.max(at, end);
  }
  return result + text.slice(at);
}
