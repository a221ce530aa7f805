import { fileURLToPath } from "node:url";

/**
 * A mistake the user can mend: bad input, an unknown name, inconsistent units.
 * The message names the value and says what was expected.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
  constructor(message: string) {
    super(message);
    this.stack = ownFrames(this.stack ?? "");
  }
}

/** The folder of this package's code. */
const PACKAGE: string = fileURLToPath(new URL("../..", import.meta.url));

/**
 * A stack trace without the lines of this package and of the notebook kernel: what is left is the
 * user's own code, where the mistake is.
 */
function ownFrames(stack: string): string {
  return stack
    .split("\n")
    .filter((line) => {
      const isFrame = /^\s+at /.test(line);
      return !isFrame || !(line.includes(PACKAGE) || /[\\/]tslab[\\/]dist|\(?node:/.test(line));
    })
    .join("\n");
}

/** Two quantities (or a quantity and a parameter) whose dimensions do not fit. */
export class DimensionError extends UserError {
  override readonly name: string = "DimensionError";
}

/** A state that only a defect of spikebook itself can bring about. */
export class InternalError extends Error {
  override readonly name: string = "InternalError";
  constructor(message: string) {
    super(`internal error, please report it: ${message}`);
  }
}

/**
 * The candidate nearest to a mistyped name, as a phrase to append to an error
 * (`; did you mean "we"?`), or an empty string where nothing is near.
 */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  let nearest = "";
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    // letters of the wrong case count little, but decide among equals: "pSS" is nearer to pS than to ps
    const distance =
      editDistance(name.toLowerCase(), candidate.toLowerCase()) +
      editDistance(name, candidate) / 100;
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest === "" ? "" : `; did you mean "${nearest}"?`;
}

/** Levenshtein distance, one row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
