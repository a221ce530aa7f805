// Comments and line ends of model text, dealt with before the grammar sees it. All replacements keep
// the length, so that places in the text stay where they are.

/** Text without its comments, and those of them that could also be arithmetic. */
export interface Uncommented {
  text: string;
  /** Places of `//` comments: whether one is a comment or a whole quotient depends on what follows. */
  slashes: { start: number; end: number }[];
}

/**
 * Blanks out comments: from `#`, or from `//` outside of parentheses, to the line's end. Inside
 * parentheses that close on the same line `//` is the whole quotient.
 */
export function withoutComments(text: string): Uncommented {
  const slashes: Uncommented["slashes"] = [];
  let out = "";
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    const isSlashes = character === "/" && text[at + 1] === "/";
    if (character === "#" || (isSlashes && !closesLater(text, at, depth))) {
      const lineEnd = text.indexOf("\n", at);
      const end = lineEnd < 0 ? text.length : lineEnd;
      if (isSlashes) slashes.push({ start: at, end });
      out += " ".repeat(end - at);
      at = end - 1;
      continue;
    }
    if (isSlashes) {
      out += "//";
      at += 1;
      continue;
    }
    if (character === "(") depth += 1;
    if (character === ")") depth = Math.max(0, depth - 1);
    out += character;
  }
  return { text: out, slashes };
}

/** Whether an open parenthesis closes between a place and the end of its line. */
function closesLater(text: string, at: number, depth: number): boolean {
  if (depth === 0) return false;
  let inner = 0;
  for (let k = at; k < text.length && text[k] !== "\n"; k++) {
    if (text[k] === "(") inner += 1;
    if (text[k] === ")" && inner-- === 0) return true;
  }
  return false;
}

/** How a statement begins: a name and an assignment. */
const BEGINNING = /^\s*[a-zA-Z]\w*\s*(?:[-+*/]?=)(?!=)/;

/**
 * Line ends of statements: a line that begins like a statement, or an empty one, ends the one
 * before (a semicolon takes the place of the line's end); any other line goes on with it.
 */
export function joinLines(text: string): string {
  const lines = text.split("\n");
  return lines
    .map((line, k) => {
      if (k === lines.length - 1) return line;
      const next = lines[k + 1];
      return line + (next.trim() === "" || BEGINNING.test(next) ? ";" : " ");
    })
    .join("");
}
