import { showAs, shown, UserError } from "../../base/index.js";
import { type Expression, mapOperands, sizeOf, substitute } from "../expressions/expression.js";
import { reservedName } from "../names.js";
import { parseExpression } from "../text/parse.js";
import { textError } from "../text/textError.js";
import { callableName, isTabulated, type Tabulated } from "./tabulated.js";

/** A function of one's own, that the texts of a model call: given as text, or as a table. */
export type Formula = TextFormula | Tabulated;

/** A function that is given as text. */
export interface TextFormula {
  readonly kind: "formula";
  /** The names of its arguments. */
  readonly arguments: readonly string[];
  readonly text: string;
}

/**
 * A function of one's own: a parameter that texts call. Its text is written into theirs, so that units are
 * checked at each call; it may read the names that they may, and call other such functions.
 *
 * ```ts
 * population("p", { N: 1, equations: "dv/dt = (E*hill(v/mV, 2) - v)/tau : volt",
 *   parameters: { hill: formula("x, n", "x**n/(1 + x**n)"), E: mV(10), tau: ms(5) } })
 * ```
 *
 * In the statements of synapses the target's formulas are known, and those among their own parameters.
 * @param args names of the arguments, separated by commas
 * @throws UserError that shows the text and the place, or names what is wrong with an argument.
 */
export function formula(args: string, text: string): TextFormula {
  if (typeof args !== "string")
    throw new UserError(
      `invalid arguments of formula: ${shown(args)}; expected names like "x" or "x, y"`,
    );
  const names = args.split(",").map((name) => name.trim());
  const made: TextFormula = { kind: "formula", arguments: Object.freeze(names), text };
  requireFormula(made);
  return showAs(made, () => `formula(${names.join(", ")}) = ${text.trim()}`);
}

function requireFormula({ arguments: names, text }: TextFormula): void {
  names.forEach((name, k) => {
    if (typeof name !== "string" || !/^[a-zA-Z]\w*$/.test(name))
      throw new UserError(
        `invalid argument of formula: ${shown(name)}; expected a name that a text can have`,
      );
    const reserved = reservedName(name);
    if (reserved) throw new UserError(`invalid argument of formula: ${name}; ${reserved}`);
    if (names.indexOf(name) < k)
      throw new UserError(`invalid argument of formula: ${name}; it is there twice`);
  });
  parseExpression(text, "formula");
}

/** Whether a value is a formula. @throws UserError for what was put together wrongly by hand. */
export function isFormula(value: unknown): value is Formula {
  if (isTabulated(value)) return true;
  const given = (value ?? {}) as Partial<TextFormula>;
  if (given.kind !== "formula") return false;
  if (!Array.isArray(given.arguments) || given.arguments.length === 0)
    throw new UserError(`invalid formula: ${shown(value)}; expected what formula() returns`);
  requireFormula(given as TextFormula);
  return true;
}

/** Most parts of an expression in which formulas were written out, and how deep they call each other. */
const LARGEST = 20_000;
const DEEPEST = 50;

/**
 * An expression in which the texts of formulas stand in the place of their calls.
 * @param text in which the expression stands, for errors
 * @throws UserError for wrong arguments, and for formulas that call themselves.
 */
export function withFormulas(
  given: Expression,
  formulas: ReadonlyMap<string, Formula>,
  text: string,
): Expression {
  if (formulas.size === 0) return given;
  let size = 0;
  const expand = (expression: Expression, depth: number): Expression => {
    const own = expression.kind === "name" ? formulas.get(expression.name) : undefined;
    if (expression.kind === "name" && own)
      throw textError(
        `invalid name: ${expression.name} is a function; expected ${expression.name}(${own.arguments.join(", ")})`,
        text,
        expression,
      );
    const inside = mapOperands(expression, (operand) => expand(operand, depth));
    const found = inside.kind === "call" ? formulas.get(inside.name) : undefined;
    if (inside.kind !== "call" || !found) return inside;
    const { name, start, end } = inside;
    const names = found.arguments;
    const signature = `${name}(${names.join(", ")})`;
    if (inside.arguments.length !== names.length)
      throw textError(
        `invalid arguments of ${name}: ${inside.arguments.length} given; expected ${signature}`,
        text,
        inside,
      );
    if (found.kind === "tabulated") return { ...inside, name: callableName(name, found) };
    if (depth === DEEPEST)
      throw textError(`invalid formula: ${name} calls itself, or too many others`, text, inside);
    const within = `${signature} = ${found.text.trim()}`;
    const body = placed(parseExpression(found.text, name), { start, end, within });
    // arguments hide names of the model; calls within the text are written out before they are put in
    const hidden = new Map(names.map((argument, k) => [argument, inside.arguments[k]]));
    const whole = substitute(expandBody(body, depth + 1, hidden), (own) => hidden.get(own));
    size += sizeOf(whole);
    if (size > LARGEST)
      throw textError(
        `invalid formula: ${name}; written out it has more than ${LARGEST} parts`,
        text,
        inside,
      );
    return whole;
  };
  const expandBody = (
    body: Expression,
    depth: number,
    hidden: ReadonlyMap<string, Expression>,
  ): Expression =>
    body.kind === "name" && hidden.has(body.name) ? body : expandInner(body, depth, hidden);
  const expandInner = (
    body: Expression,
    depth: number,
    hidden: ReadonlyMap<string, Expression>,
  ): Expression => {
    const inner = mapOperands(body, (operand) => expandBody(operand, depth, hidden));
    // what stands in it was written out already
    return inner.kind === "call" && formulas.has(inner.name) ? expandCall(inner, depth) : inner;
  };
  const expandCall = (call: Expression & { kind: "call" }, depth: number): Expression => {
    const stand = call.arguments.map((_, k) => `'argument${depth} ${k}`);
    const bare = { ...call, arguments: stand.map((name) => ({ ...call, kind: "name", name })) };
    const made = expand(bare as unknown as Expression, depth);
    return substitute(made, (name) => call.arguments[stand.indexOf(name)]);
  };
  return expand(given, 0);
}

/** A tree whose parts all stand at one place. */
function placed(
  expression: Expression,
  place: { start: number; end: number; within: string },
): Expression {
  return { ...mapOperands(expression, (operand) => placed(operand, place)), ...place };
}
