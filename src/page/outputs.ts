import { host } from "../base/index.js";

/** An output of a cell, in the one form in which a page shows it. */
export interface PageOutput {
  kind: "svg" | "html" | "latex" | "png" | "text";
  /** The output itself; of a PNG its bytes in base64. */
  text: string;
}

/** The id of the element that holds the editor's script on pages of one file. */
export const EDITOR_ELEMENT = "spikebook-editor";

/** By this name a worker knows that it carries out simulations. */
export const SIMULATOR = "spikebook simulator";

/** The worker that a page starts before its own script is there, by the name of a global value. */
export const EARLY_SIMULATOR = "spikebookSimulator";

/** Lines that say where a file was saved, which pages do in their own way. */
const SAVED = /^Saved at .*\n?/gm;

/** A digest (SHA-256, hexadecimal) of a cell's outputs, the same for a notebook's and a page's. */
export function digestOfOutputs(outputs: readonly PageOutput[]): string {
  const parts: [string, string][] = [];
  for (const { kind, text } of outputs) {
    const said = kind === "text" ? text.replace(SAVED, "") : text;
    const last = parts.at(-1);
    if (kind === "text" && last?.[0] === "text") last[1] += said;
    else if (said !== "") parts.push([kind, said]);
  }
  const hasher = host.hasher();
  hasher.update(new TextEncoder().encode(JSON.stringify(parts)));
  return Array.from(hasher.digest(), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
