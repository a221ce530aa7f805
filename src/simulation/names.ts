import { UserError } from "../base/index.js";

/** Checks the name of a part of a network: a plain word, as it also stands in the kernel's code. */
export function requireName(name: string, what: string): void {
  if (typeof name !== "string" || !/^[A-Za-z]\w*$/.test(name))
    throw new UserError(
      `invalid ${what} name: ${JSON.stringify(name)}; expected a word of letters and digits`,
    );
}
