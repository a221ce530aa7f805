import { shown, UserError } from "../base/index.js";

/**
 * A name by which something of a result is asked for.
 * @throws UserError for what is no text; whether there is such a thing is seen later.
 */
export function askedName(what: string, name: unknown): string {
  if (typeof name !== "string")
    throw new UserError(`invalid ${what}: ${shown(name)}; expected a name`);
  return name;
}
