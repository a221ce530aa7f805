import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { builtFile } from "../../cache/index.js";

/** The fonts of figures, shipped with the package: figures look the same on every machine. */
export const fontFiles = (): string[] =>
  ["DejaVuSans.ttf", "DejaVuSans-Oblique.ttf"].map((name) =>
    fileURLToPath(builtFile(`fonts/${name}`)),
  );

let blobs: Buffer[] | undefined;

/** The fonts' bytes. */
export function fontBlobs(): Buffer[] {
  blobs ??= fontFiles().map((file) => readFileSync(file));
  return blobs;
}
