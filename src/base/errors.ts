/**
 * A mistake the user can mend: bad input, an unknown name, inconsistent units.
 * The message names the value and says what was expected.
 * @example
 * ```ts
 * try {
 *   population("neurons", { N: 1, equations: "dv/dt = -v/tua : volt", parameters: { tau: ms(10) } });
 * } catch (error) {
 *   if (!(error instanceof UserError)) throw error;
 *   console.log(error.message);
 * }
 * ```
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
  constructor(message: string) {
    super(message);
    this.stack = ownFrames(this.stack ?? "");
  }
}

/** A state that only a defect of spikebook itself can bring about. */
export class InternalError extends Error {
  override readonly name: string = "InternalError";
  constructor(message: string) {
    super(`internal error, please report it: ${message}`);
  }
}

/**
 * The user stopped the work (Ctrl-C, or the notebook's stop button).
 * @example
 * ```ts
 * try {
 *   const stop = new AbortController();
 *   stop.abort();
 *   await run(simulation, { signal: stop.signal });
 * } catch (error) {
 *   console.log(error instanceof InterruptedError);
 * }
 * ```
 */
export class InterruptedError extends Error {
  override readonly name: string = "InterruptedError";
}

/** The folder of this package's code, as it stands in stack traces: as a URL and as a path. */
const PACKAGE_URL = new URL("../..", import.meta.url).href;
const PACKAGE_PATH = decodeURIComponent(new URL(PACKAGE_URL).pathname).replace(
  /^\/(?=[A-Za-z]:)/,
  "",
);

/**
 * A stack trace without the lines of this package, of the notebook kernel and of Node: what is
 * left is the user's own code, where the mistake is.
 */
export function ownFrames(stack: string): string {
  return stack
    .split("\n")
    .filter((line) => {
      if (!/^\s+at /.test(line)) return true;
      const plain = line.replaceAll("\\", "/");
      const isOurs = plain.includes(PACKAGE_URL) || plain.includes(PACKAGE_PATH);
      return !isOurs && !/\/tslab\/dist|\(?node:/.test(plain);
    })
    .join("\n");
}

/** What an error says, in a line or a few. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : shown(error);

/**
 * Any value as short text for a message, whatever it is: text in quotation marks, objects by their
 * own text where they have one. Never fails.
 */
export function shown(value: unknown): string {
  try {
    if (typeof value === "string") return JSON.stringify(shortened(value));
    if (typeof value === "function") return value.name ? `function ${value.name}` : "a function";
    if (typeof value === "symbol") return String(value);
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value !== "object" || value === null) return String(value);
    if (Array.isArray(value))
      return shortened(
        `[${value.slice(0, 8).map(shown).join(", ")}${value.length > 8 ? ", ..." : ""}]`,
      );
    const text = typeof value.toString === "function" ? String(value) : "[object Object]";
    if (!/^\[object /.test(text)) return shortened(text);
    const names = Object.keys(value);
    const more = names.length > 4 ? ", ..." : "";
    return names.length === 0 ? "{}" : `{ ${names.slice(0, 4).join(", ")}${more} }`;
  } catch {
    return "a value that has no text";
  }
}

const LONGEST = 120;

const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
