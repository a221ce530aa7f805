import { type Node, type Program, parse } from "acorn";
import { analyze, type Reference, type Scope } from "eslint-scope";

/** A name that a cell imports, and where from. */
export interface Imported {
  module: string;
  /** The exported name, "default", or "*" for all of the module. */
  name: string;
}

/** A place of a cell's code that reads or sets a name of another cell. */
export interface FreeName {
  name: string;
  start: number;
  end: number;
  /** `{ name }`: the place stands for a property and its value. */
  isShorthand: boolean;
}

/** A cell's code as JavaScript, and what it has to do with other cells. */
export interface ParsedCell {
  /** The cell's place in the notebook. */
  index: number;
  code: string;
  program: Program;
  imports: ReadonlyMap<string, Imported>;
  /** Names that the cell declares for the cells after it. */
  declares: readonly string[];
  /** Every place with a name that the cell does not declare. */
  free: readonly FreeName[];
  /** Those names to which it assigns anew. */
  assigns: ReadonlySet<string>;
  /** Those names whose value it may change: `list.push(1)`, `table.rate = 2`. */
  changes: ReadonlySet<string>;
  /** Texts that stand in the code: paths of files, perhaps. */
  texts: ReadonlySet<string>;
}

/** Parents of the nodes of a tree. */
type Parents = ReadonlyMap<Node, Node>;

/** A node seen as an object, whatever its kind. */
type Open = Node & Record<string, unknown>;

/**
 * Parses a cell: its TypeScript becomes JavaScript, and the names in it are resolved.
 * @throws UserError showing the line that is no TypeScript.
 */
export async function parseCell(source: string, index: number): Promise<ParsedCell> {
  const { withoutTypes } = await import("./withoutTypes.js");
  return parseCode(await withoutTypes(source, index), index);
}

/** Parses a cell that is JavaScript already. @throws SyntaxError of acorn. */
export function parseCode(code: string, index: number): ParsedCell {
  const program = parse(code, {
    ecmaVersion: "latest",
    sourceType: "module",
    allowAwaitOutsideFunction: true,
    // the analysis of scopes asks for them
    ranges: true,
  });
  const parents = parentsIn(program);
  const scopes = analyze(program as never, { ecmaVersion: 2022, sourceType: "module" });
  const module = scopes.globalScope?.childScopes[0] as Scope;
  const imports = importsOf(program);
  const references = (scopes.globalScope as Scope).through as Reference[];
  const own = module.variables.map(({ name }) => name).filter((name) => !imports.has(name));
  const importReferences = module.variables
    .filter(({ name }) => imports.has(name))
    .flatMap((variable) => variable.references as Reference[]);
  const all = [...references, ...importReferences];
  return {
    index,
    code,
    program,
    imports,
    declares: own,
    free: all.map((reference) => placeOf(reference.identifier as unknown as Open, parents)),
    assigns: new Set(
      all.filter((one) => one.isWrite()).map((one) => one.identifier.name as string),
    ),
    changes: new Set(
      all
        .filter(({ identifier }) => isChanged(identifier as unknown as Node, parents))
        .map(({ identifier }) => identifier.name as string),
    ),
    texts: textsIn(program),
  };
}

/** All nodes below a node. */
export function* nodesBelow(node: Node): Generator<Open> {
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) {
        yield child;
        yield* nodesBelow(child);
      }
}

const isNode = (value: unknown): value is Open =>
  typeof value === "object" && value !== null && typeof (value as Open).type === "string";

function parentsIn(program: Program): Parents {
  const parents = new Map<Node, Node>();
  const visit = (node: Node): void => {
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value])
        if (isNode(child)) {
          // both parts of a shorthand property can be one node
          if (!parents.has(child)) parents.set(child, node);
          visit(child);
        }
  };
  visit(program);
  return parents;
}

function importsOf(program: Program): Map<string, Imported> {
  const imports = new Map<string, Imported>();
  for (const statement of program.body)
    if (statement.type === "ImportDeclaration")
      for (const specifier of statement.specifiers) {
        const module = String(statement.source.value);
        const name =
          specifier.type === "ImportNamespaceSpecifier"
            ? "*"
            : specifier.type === "ImportDefaultSpecifier"
              ? "default"
              : specifier.imported.type === "Identifier"
                ? specifier.imported.name
                : String(specifier.imported.value);
        imports.set(specifier.local.name, { module, name });
      }
  return imports;
}

function placeOf(identifier: Open, parents: Parents): FreeName {
  const parent = parents.get(identifier) as Open | undefined;
  return {
    name: identifier.name as string,
    start: identifier.start,
    end: identifier.end,
    isShorthand: parent?.type === "Property" && parent.shorthand === true,
  };
}

/** Methods of lists, maps and sets that change them. */
const CHANGING = new Set(
  "push pop shift unshift splice sort reverse fill copyWithin set add delete clear".split(" "),
);

/** Whether a name stands at the root of something that is changed there. */
function isChanged(identifier: Node, parents: Parents): boolean {
  let node = identifier as Open;
  let parent = parents.get(node) as Open | undefined;
  while (parent?.type === "MemberExpression" && parent.object === node) {
    const { property, computed } = parent as unknown as { property: Open; computed: boolean };
    const above = parents.get(parent) as Open | undefined;
    const isCalled = above?.type === "CallExpression" && above.callee === parent;
    if (isCalled && !computed && CHANGING.has(property.name as string)) return true;
    node = parent;
    parent = above;
  }
  if (node === identifier) return false;
  return (
    (parent?.type === "AssignmentExpression" && parent.left === node) ||
    parent?.type === "UpdateExpression" ||
    (parent?.type === "UnaryExpression" && parent.operator === "delete")
  );
}

function textsIn(program: Program): Set<string> {
  const texts = new Set<string>();
  for (const node of nodesBelow(program))
    if (node.type === "Literal" && typeof node.value === "string") texts.add(node.value);
  return texts;
}
