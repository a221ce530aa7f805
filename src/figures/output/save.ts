import { readFile, utimes } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { checkOptions, shown, UserError } from "../../base/index.js";
import { projectFolder, reason, writeWhole } from "../../cache/index.js";
import { lower } from "../../units/index.js";
import { isPlotElement, pictureOf } from "../observable/plotPicture.js";
import { type Look, Picture } from "../picture.js";
import { whyNoPDF } from "./pdf.js";

/** Points to an inch. */
const INCH = 72;

/** Pixels to a point of an image for print: 300 to an inch. */
const PRINT_SCALE = 300 / INCH;

/**
 * Saves a figure as PDF and as SVG, each whole or not at all, and prints where. A PDF whose SVG has not
 * changed stays as it is. What `Plot.plot` made is saved, too: its pixels are points. On machines that cannot write PDF it saves SVG and PNG, and says why.
 * @param name file name without ending; letters, digits, dot, dash and underscore
 * @param folder where to save; by default data/figures of the project
 * @throws UserError for a name that is no file name, and a folder that cannot be written to.
 * @example
 * ```ts
 * await saveThesisFigure("voltage", plotSignal(signal)); // data/figures/voltage.pdf and .svg
 * await saveThesisFigure("voltage", plotSignal(signal), "thesis/figures")
 * ```
 */
export async function saveThesisFigure(
  name: string,
  figure: Picture | Element,
  folder: string = figuresFolder(),
): Promise<void> {
  await save(name, figure, folder, write);
}

/** How a picture of pixels is saved. */
export interface PNGOptions {
  /** Pixels to an inch; 300 by default. */
  resolution?: number;
  /** What it stands on; white by default. */
  ground?: Look["ground"];
  /** Where to save; by default data/figures of the project. */
  folder?: string;
}

/**
 * Saves a figure as a PNG image, whole or not at all, and prints where:
 * `await savePNG("raster", figure, { resolution: 600, ground: "transparent" })`.
 * @param name file name without ending; letters, digits, dot, dash and underscore
 * @throws UserError for a name that is no file name, a picture of more than 200 million pixels, and a folder that
 *   cannot be written to.
 * @example
 * ```ts
 * await savePNG("voltage", plotSignal(signal), { resolution: 600, ground: "transparent" })
 * ```
 */
export async function savePNG(
  name: string,
  figure: Picture | Element,
  options: PNGOptions = {},
): Promise<void> {
  checkOptions("savePNG", options, ["resolution", "ground", "folder"]);
  const { resolution = 300, ground = "white", folder = figuresFolder() } = options;
  lower("resolution", resolution, "dimensionless", { above: 0 });
  await save(name, figure, folder, async (path, picture) => {
    await writeWhole(`${path}.png`, picture.png(resolution / INCH, { ground }));
    console.log(`Saved at ${fromHere(`${path}.png`)}`);
  });
}

const figuresFolder = (): string => join(projectFolder(), "data", "figures");

/**
 * Checks what is to be saved.
 * @throws UserError for a name that is no file name, and what is no figure.
 */
export function pictureToSave(name: unknown, figure: unknown): Picture {
  if (typeof name !== "string" || !/^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u.test(name))
    throw new UserError(
      `invalid figure name: ${shown(name)}; expected letters, digits, ".", "-" and "_"`,
    );
  if (!(figure instanceof Picture) && !isPlotElement(figure))
    throw new UserError(
      `invalid figure: ${shown(figure)}; expected what a plot function returns, or Plot.plot`,
    );
  return figure instanceof Picture ? figure : pictureOf(figure);
}

/** Checks what is to be saved and where, and does it. */
async function save(
  name: string,
  figure: unknown,
  folder: string,
  write: (path: string, picture: Picture) => Promise<void>,
): Promise<void> {
  const picture = pictureToSave(name, figure);
  if (typeof folder !== "string" || folder === "" || folder.includes("\0"))
    throw new UserError(`invalid folder: ${shown(folder)}; expected the path of a folder`);
  try {
    await write(join(folder, name), picture);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `invalid folder: ${folder}; the figure cannot be written there (${reason(error)})`,
    );
  }
}

async function write(path: string, figure: Picture): Promise<void> {
  const file = (ending: string): string => `${path}.${ending}`;
  const svg = `${figure.svg()}\n`;
  const missing = whyNoPDF();
  if (missing !== undefined) {
    await writeWhole(file("svg"), svg);
    await writeWhole(file("png"), figure.png(PRINT_SCALE));
    console.log(
      `Saved at ${fromHere(file("svg"))} and ${fromHere(file("png"))}; no PDF: ${missing}`,
    );
    return;
  }
  // the converter does not order a file the same way twice, and files under version control should
  // change only where the figure does
  const isKept = (await isWholePDF(file("pdf"))) && (await textOf(file("svg"))) === svg;
  if (isKept) await utimes(file("pdf"), new Date(), new Date());
  else await writeWhole(file("pdf"), figure.pdf());
  await writeWhole(file("svg"), svg);
  console.log(`Saved at ${fromHere(file("pdf"))}`);
}

/** A path from here, written the same way on all systems. */
const fromHere = (path: string): string =>
  `\`${relative(process.cwd(), path).split(sep).join("/")}\``;

const textOf = (path: string): Promise<string | undefined> =>
  readFile(path, "utf8").catch(() => undefined);

async function isWholePDF(path: string): Promise<boolean> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  const end = bytes.subarray(-8).toString("latin1").trimEnd();
  return bytes.subarray(0, 5).toString("latin1") === "%PDF-" && end.endsWith("%%EOF");
}
