import { checkOptions, UserError } from "../../../base/index.js";
import type { Picture, PNGOptions } from "../../../figures/index.js";
import { pictureToSave } from "../../../figures/output/save.js";
import { lower } from "../../../units/index.js";
import type { CellView } from "../cells/cellView.js";

/** Points to an inch. */
const INCH = 72;

/** Why there is no PDF among what a reader can save. */
const NO_PDF = "PDF is written in the notebook only: a page has no converter";

/** `saveThesisFigure` of Node, as a download: SVG, and PNG for print. */
export async function saveThesisFigure(
  view: CellView,
  name: string,
  figure: Picture | Element,
): Promise<void> {
  const picture = pictureToSave(name, figure);
  view.offer(`${name}.svg`, `${picture.svg()}\n`, "image/svg+xml");
  const png = await pngOf(picture, 300 / INCH, "white").catch(() => undefined);
  if (png) view.offer(`${name}.png`, png, "image/png");
  view.remark(NO_PDF);
}

/** `savePNG` of Node, as a download: the browser draws it, with fonts of the reader's. */
export async function savePNG(
  view: CellView,
  name: string,
  figure: Picture | Element,
  options: PNGOptions = {},
): Promise<void> {
  checkOptions("savePNG", options, ["resolution", "ground", "folder"]);
  const { resolution = 300, ground = "white" } = options;
  lower("resolution", resolution, "dimensionless", { above: 0 });
  const picture = pictureToSave(name, figure);
  view.offer(`${name}.png`, await pngOf(picture, resolution / INCH, ground), "image/png");
}

/** A picture as a PNG, a number of pixels to a point. */
async function pngOf(
  picture: Picture,
  scale: number,
  ground: NonNullable<PNGOptions["ground"]>,
): Promise<Uint8Array> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const image = new Image(canvas.width, canvas.height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.svg({ ground }))}`;
  await image.decode();
  const context = canvas.getContext("2d");
  context?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((give) => canvas.toBlob(give, "image/png"));
  if (!blob)
    throw new UserError(
      `invalid resolution: this browser cannot make a picture of ${canvas.width} x ${canvas.height} pixels; expected fewer`,
    );
  return new Uint8Array(await blob.arrayBuffer());
}
