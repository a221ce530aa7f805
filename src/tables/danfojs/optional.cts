// Stands in for the heavy packages that danfojs requires at start but uses rarely: each is loaded
// when something of it is used, and a missing one gives an error that says how to get it.

import { createRequire } from "node:module";

const load = createRequire(__filename) as (name: string) => object;

function loadOptional(name: string, purpose: string): object {
  try {
    return load(name);
  } catch (error) {
    if ((error as { code?: string }).code !== "MODULE_NOT_FOUND") throw error;
    throw new Error(`missing package: ${name}; ${purpose} needs it; run: npm install ${name}`);
  }
}

/** An object that becomes the package when a property of it is read that `absent` lacks. */
export function optional(name: string, purpose: string, absent: object = {}): object {
  let loaded: object | undefined;
  return new Proxy(absent, {
    get(target, property) {
      if (loaded) return Reflect.get(loaded, property);
      if (property in target) return Reflect.get(target, property);
      // asked by module loaders, and no reason to load
      if (property === "__esModule" || typeof property === "symbol") return undefined;
      loaded = loadOptional(name, purpose);
      return Reflect.get(loaded, property);
    },
  });
}
