import { UserError } from "../../../base/index.js";

/** What a page has of spikebook and of other packages, by what cells import (see importKey in cellCode.ts). */
export type Names = Readonly<Record<string, unknown>>;

/**
 * Of a page's names those that cells import.
 * @throws UserError for one that the page has not.
 */
export function importedFrom(names: Names, imports: readonly string[]): unknown[] {
  return imports.map((key) => {
    if (Object.hasOwn(names, key)) return names[key];
    const [module, name] = JSON.parse(key) as [string, string];
    throw new UserError(
      `unknown import: ${name === "*" ? "all" : name} of ${module} is not on this page; expected what its notebook imports, or names of spikebook without tables and files`,
    );
  });
}
