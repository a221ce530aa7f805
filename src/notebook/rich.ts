import { type InspectOptions, inspect } from "node:util";
import { inNotebook, type MediaBundle, type MediaFacts, NotebookOutput } from "./kernel.js";

/** How a value appears in a notebook, and as text. */
export interface RichForm<T> {
  text: (value: T) => string;
  bundle: (value: T) => { data: MediaBundle; metadata?: MediaFacts };
}

/**
 * Makes instances of a class show themselves as pictures or tables when they are the last
 * expression of a cell. tslab prints that expression with `console.log`, which asks for text;
 * so the rich output is sent while it asks, and the text line is held back.
 */
export function showRichly<T extends object>(type: { prototype: T }, form: RichForm<T>): void {
  Object.defineProperty(type.prototype, inspect.custom, {
    configurable: true,
    value(this: T, depth: number, options: InspectOptions): string {
      const isWholeOutput = depth === (options.depth ?? 2);
      if (!inNotebook() || !isWholeOutput) return form.text(this);
      const { data, metadata } = form.bundle(this);
      new NotebookOutput().show({ ...data, "text/plain": form.text(this) }, metadata);
      holdBackNextLine();
      return "";
    },
  });
}

/** Swallows what `console.log` writes next: the empty line that stands for the rich output. */
function holdBackNextLine(): void {
  const write = process.stdout.write;
  const restore = (): void => {
    process.stdout.write = write;
  };
  process.stdout.write = (): boolean => {
    restore();
    return true;
  };
  // where nothing is written after all, later output must not be lost
  queueMicrotask(restore);
}

/** Text made safe for HTML. */
export function escapeHTML(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (character) =>
      ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[character] ?? "",
  );
}
