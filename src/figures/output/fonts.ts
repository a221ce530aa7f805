import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const resolve = createRequire(import.meta.url).resolve;

/** The fonts of figures, shipped with the package: figures look the same on every machine. */
export function fontFiles(): string[] {
  const folder = join(dirname(resolve("dejavu-fonts-ttf/package.json")), "ttf");
  return ["DejaVuSans.ttf", "DejaVuSans-Oblique.ttf"].map((name) => join(folder, name));
}

let blobs: Buffer[] | undefined;

/** The fonts' bytes. */
export function fontBlobs(): Buffer[] {
  blobs ??= fontFiles().map((file) => readFileSync(file));
  return blobs;
}
