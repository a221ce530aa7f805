import { FUNCTIONS } from "../functions/index.js";
import type { ParsedEquation } from "../text/parse.js";
import type { Expression } from "./expression.js";

const GREEK = new Set(
  "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega".split(
    " ",
  ),
);

const OPERATORS: Readonly<Record<string, string>> = {
  "<=": "\\le",
  ">=": "\\ge",
  "!=": "\\ne",
  "==": "=",
  and: "\\wedge",
  or: "\\vee",
};

/** How tightly operators bind: what stands inside a tighter one needs parentheses. */
const PRECEDENCE: Readonly<Record<string, number>> = { or: 1, and: 2, "+": 5, "-": 5, "*": 6 };

/** A name as TeX: `tau_w` becomes \tau_{w}, `gL` becomes gL, `v_peak` becomes v_{peak}. */
export function latexName(name: string): string {
  const [head, ...rest] = name.split("_");
  const letter = GREEK.has(head) ? `\\${head}` : head.length > 1 ? `\\mathit{${head}}` : head;
  return rest.length === 0 ? letter : `${letter}_{${rest.map(latexWord).join(",")}}`;
}

const latexWord = (word: string): string => (GREEK.has(word) ? `\\${word}` : word);

/** An expression as TeX mathematics; quotients are set as fractions. */
export function latex(expression: Expression, outer = 0): string {
  const wrapped = (text: string, own: number): string =>
    own < outer ? `\\left(${text}\\right)` : text;
  switch (expression.kind) {
    case "number":
      return String(expression.value).replace(
        /e([+-]?)(\d+)$/,
        (_, sign, digits) => ` \\cdot 10^{${sign === "-" ? "-" : ""}${digits}}`,
      );
    case "name":
      return latexName(expression.name);
    case "unary": {
      const { operator, operand } = expression;
      if (operator === "not") return wrapped(`\\neg ${latex(operand, 7)}`, 3);
      return wrapped(`${operator}${latex(operand, 6)}`, 6);
    }
    case "call": {
      const { name } = expression;
      const args = expression.arguments.map((argument) => latex(argument));
      const special = FUNCTIONS.get(name)?.latex;
      return special
        ? special(...args)
        : `\\operatorname{${name}}\\left(${args.join(", ")}\\right)`;
    }
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "/") return `\\frac{${latex(left)}}{${latex(right)}}`;
      if (operator === "**") return `${latex(left, 9)}^{${latex(right)}}`;
      const own = PRECEDENCE[operator] ?? 4;
      const symbol = operator === "*" ? "\\," : (OPERATORS[operator] ?? operator);
      return wrapped(`${latex(left, own)} ${symbol} ${latex(right, own + 1)}`, own);
    }
  }
}

/**
 * The equations of a model as one aligned block of TeX mathematics, with their units.
 * @param notes lines of plain text that follow the equations
 */
export function latexEquations(
  equations: readonly ParsedEquation[],
  notes: readonly string[] = [],
): string {
  const lines = equations.map((equation) => {
    const symbol = latexName(equation.name);
    const unit = `\\text{(unit of $${symbol}$: $\\mathrm{${equation.unit.replaceAll(" ", "\\,")}}$)}`;
    if (equation.kind === "parameter") return `${symbol} & && ${unit}`;
    const side =
      equation.kind === "differential" ? `\\frac{\\mathrm{d}${symbol}}{\\mathrm{d}t}` : symbol;
    return `${side} &= ${latex(equation.expression)} && ${unit}`;
  });
  // braces and dollars would end the text; no statement has them
  const texts = notes.map((note) => `& \\text{${note.replace(/[{}$\\]/g, " ")}}`);
  return `\\begin{align*}\n${[...lines, ...texts].join(" \\\\\n")}\n\\end{align*}`;
}
