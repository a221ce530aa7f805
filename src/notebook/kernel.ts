import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";

/** One output in several forms, by media type; a viewer takes the best one it can show. */
export type MediaBundle = Readonly<Record<string, string>>;

/** Facts about the forms, by media type: the size of an image. */
export type MediaFacts = Readonly<Record<string, object>>;

type WriteDisplayData = (
  content: { data: MediaBundle; metadata: MediaFacts; transient: { display_id?: string } },
  update: boolean,
) => void;

/** Whether the program runs inside a tslab kernel. */
export function inNotebook(): boolean {
  return writer() !== undefined;
}

/** An output of a cell, which can be replaced later. */
export class NotebookOutput {
  private readonly id: string = randomUUID();
  private shown = false;

  /** Shows a bundle, in the place of the one shown before. */
  show(data: MediaBundle, metadata: MediaFacts = {}): void {
    writer()?.({ data, metadata, transient: { display_id: this.id } }, this.shown);
    this.shown = true;
  }
}

/**
 * The function with which the running kernel sends output. tslab's public `display` sends one media
 * type at a time, and viewers then show every form instead of the best. So this reaches for
 * the function below it, in the module that the kernel has loaded.
 */
function writer(): WriteDisplayData | undefined {
  if (!("__tslab__" in globalThis)) return undefined;
  const modules = createRequire(import.meta.url).cache;
  for (const loaded of Object.values(modules))
    if (loaded && /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(loaded.filename))
      return (loaded.exports as { lastWriteDisplayData?: WriteDisplayData }).lastWriteDisplayData;
  return undefined;
}
