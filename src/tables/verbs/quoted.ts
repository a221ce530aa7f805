import { UserError } from "../../base/index.js";
import { textError } from "../../equations/index.js";

/** An expression whose quoted parts are names of the same length, so that places stay where they are. */
export interface Unquoted {
  text: string;
  /** Text by the name that stands for it. */
  texts: Map<string, string>;
  /** Columns by the name that stands for them. */
  columns: Map<string, string>;
  /** A message with the quoted parts as they were written. */
  restore: (message: string) => string;
}

const QUOTED = /(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1/g;

/**
 * Puts names in the place of text in quotation marks and columns in backquotes, which the grammar
 * of expressions does not know.
 * @param taken names that mean something else
 * @throws UserError for a quotation mark without its partner.
 */
export function unquote(source: string, taken: Iterable<string>): Unquoted {
  const used = new Set([...taken, ...(source.match(/\w+/g) ?? [])]);
  const texts = new Map<string, string>();
  const columns = new Map<string, string>();
  const written = new Map<string, string>();
  const text = source.replace(QUOTED, (whole, mark: string, inside: string) => {
    const name = freeName(whole.length, used);
    const value = inside.replace(/\\(.)/g, "$1");
    (mark === "`" ? columns : texts).set(name, value);
    written.set(name, whole);
    return name;
  });
  const open = text.search(/['"`]/);
  if (open >= 0)
    throw textError("invalid condition: a quotation mark has no partner", source, {
      start: open,
      end: open + 1,
    });
  const restore = (message: string): string =>
    message.replace(/[A-Za-z]\w*/g, (word) => written.get(word) ?? word);
  return { text, texts, columns, restore };
}

/** A name of a length that is not used yet. */
function freeName(length: number, used: Set<string>): string {
  const start = Math.max(0, length - 6);
  for (let k = 0; k < 36 ** Math.min(5, length - 1); k++) {
    const digits = k.toString(36).padStart(length - 1 - start, "0");
    const name = `q${"_".repeat(start)}${digits}`;
    if (used.has(name)) continue;
    used.add(name);
    return name;
  }
  throw new UserError("invalid condition: too many short texts; expected fewer, or a function");
}
