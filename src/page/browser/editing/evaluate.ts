import { InternalError } from "../../../base/index.js";

let queue: Promise<unknown> = Promise.resolve();

/**
 * The value of an expression that readers wrote, or that came with a figure. Pages allow no `eval`; but
 * scripts that they make themselves.
 * @throws what the expression throws
 */
export function evaluated<T>(expression: string): Promise<T> {
  const value = queue.then(() => evaluate<T>(expression));
  queue = value.catch(() => {});
  return value;
}

async function evaluate<T>(expression: string): Promise<T> {
  const text = `"use strict"; globalThis.spikebookGiven(() => (${expression}\n));`;
  const place = globalThis as { spikebookGiven?: (make: () => T) => void };
  const given = new Promise<T>((resolve, reject) => {
    place.spikebookGiven = (make) => {
      try {
        resolve(make());
      } catch (error) {
        reject(error);
      }
    };
    void loadScript(new Blob([text], { type: "text/javascript" })).then(
      () => reject(new InternalError("an edited cell gave nothing")),
      reject,
    );
  });
  return given.finally(() => {
    delete place.spikebookGiven;
  });
}

/** Runs a script, given as its text or by its address. */
export async function loadScript(from: Blob | string): Promise<void> {
  const url = typeof from === "string" ? from : URL.createObjectURL(from);
  const script = document.createElement("script");
  try {
    await new Promise<void>((resolve, reject) => {
      script.onload = () => resolve();
      script.onerror = () => reject(new InternalError(`the script ${url} cannot be loaded`));
      script.src = url;
      document.head.append(script);
    });
  } finally {
    script.remove();
    if (typeof from !== "string") URL.revokeObjectURL(url);
  }
}
