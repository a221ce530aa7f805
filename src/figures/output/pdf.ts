import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Typst from "@myriaddreamin/typst-ts-node-compiler";
import { messageOf, UserError } from "../../base/index.js";
import { fontBlobs } from "./fonts.js";
import { sharpPixels } from "./sharpPixels.js";

const load = createRequire(import.meta.url);

/** The folder in which the compiler believes the figure's file to be. */
const workspace = process.cwd();

/** The compiler, or why there is none on this machine: its native part exists for some systems only. */
let found: { compiler: Typst.NodeCompiler } | { missing: string } | undefined;

function findCompiler(): NonNullable<typeof found> {
  try {
    const { NodeCompiler } = load("@myriaddreamin/typst-ts-node-compiler") as typeof Typst;
    const fontArgs = [{ fontBlobs: fontBlobs() }];
    return { compiler: NodeCompiler.create({ workspace, fontArgs }) };
  } catch (error) {
    const [reason] = messageOf(error).split("\n");
    return {
      missing: `the PDF converter does not run on ${process.platform}-${process.arch} (${reason})`,
    };
  }
}

/** Why this machine cannot write PDF, in one line; undefined where it can. */
export function whyNoPDF(): string | undefined {
  found ??= findCompiler();
  return "missing" in found ? found.missing : undefined;
}

/**
 * An SVG as a PDF of one page of the given size in points. Typst converts it: lines stay lines,
 * text stays text, and the fonts are embedded as subsets. The same SVG gives the same page; in
 * which order the file holds the fonts may differ.
 * @throws UserError where the converter does not run.
 */
export function svgToPDF(
  svg: string,
  { width, height }: { width: number; height: number },
): Buffer {
  found ??= findCompiler();
  if ("missing" in found)
    throw new UserError(`PDF is not available: ${found.missing}; SVG and PNG are`);
  const { compiler } = found;
  // the file is only named, never written: the compiler gets its content from memory
  compiler.mapShadow(join(workspace, "spikebook-figure.svg"), Buffer.from(sharpPixels(svg)));
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
