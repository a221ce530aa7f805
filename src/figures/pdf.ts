import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Typst from "@myriaddreamin/typst-ts-node-compiler";
import { fontBlobs } from "./fonts.js";

const load = createRequire(import.meta.url);
let compiler: Typst.NodeCompiler | undefined;

/**
 * An SVG as a PDF of one page of the given size in points. Typst converts it: lines stay lines,
 * text stays text, and the fonts are embedded as subsets. The same SVG gives the same bytes.
 */
export function svgToPDF(
  svg: string,
  { width, height }: { width: number; height: number },
): Buffer {
  const { NodeCompiler } = load("@myriaddreamin/typst-ts-node-compiler") as typeof Typst;
  const workspace = process.cwd();
  compiler ??= NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fontBlobs() }] });
  // the file is only named, never written: the compiler gets its content from memory
  compiler.mapShadow(join(workspace, "spikebook-figure.svg"), Buffer.from(svg));
  return compiler.pdf(
    {
      mainFileContent: [
        "#set document(date: none)",
        `#set page(width: ${width}pt, height: ${height}pt, margin: 0pt)`,
        '#image("spikebook-figure.svg", width: 100%)',
      ].join("\n"),
    },
    { creationTimestamp: 0 },
  );
}
