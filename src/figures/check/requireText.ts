import { shown, UserError } from "../../base/index.js";

/** Characters that no SVG may hold: control characters and halves of others. */
const UNWRITABLE = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

/** @throws UserError unless a text, where there is one, is text that can be written. */
export function requireText(what: string, text: unknown): void {
  if (text === undefined) return;
  if (typeof text !== "string")
    throw new UserError(`invalid ${what}: ${shown(text)}; expected text`);
  if (UNWRITABLE.test(text))
    throw new UserError(
      `invalid ${what}: ${shown(text)}; expected text without control characters`,
    );
}
