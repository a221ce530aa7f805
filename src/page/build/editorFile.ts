import { createHash } from "node:crypto";
import { editorScript } from "./pageScript.js";

let made: Promise<{ name: string; text: string }> | undefined;

/** The script that compiles cells that readers edit, and the name of its file, which pages of one folder share. */
export function editorFile(): Promise<{ name: string; text: string }> {
  made ??= editorScript().then((text) => {
    const digest = createHash("sha256").update(text).digest("hex").slice(0, 8);
    return { name: `spikebook-editor-${digest}.js`, text };
  });
  return made;
}
