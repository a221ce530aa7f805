import { createRequire } from "node:module";
import type * as ResvgModule from "@resvg/resvg-js";
import { fontFiles } from "./fonts.js";
import { sharpPixels } from "./sharpPixels.js";

const load = createRequire(import.meta.url);

/**
 * An SVG drawn as a PNG image, `scale` pixels to a point, with the fonts of the package; on white, or
 * where it draws nothing transparent.
 */
export function svgToPNG(svg: string, scale: number, isTransparent = false): Buffer {
  return renderer(svg, scale, isTransparent).render().asPng();
}

/** The width that an SVG's content takes up, in its own units. */
export function contentWidth(svg: string): number {
  return renderer(svg, 1).getBBox()?.width ?? 0;
}

function renderer(svg: string, scale: number, isTransparent = false): ResvgModule.Resvg {
  const { Resvg } = load("@resvg/resvg-js") as typeof ResvgModule;
  return new Resvg(sharpPixels(svg), {
    font: { fontFiles: fontFiles(), loadSystemFonts: false },
    fitTo: { mode: "zoom", value: scale * POINT_PER_PIXEL },
    ...(isTransparent ? {} : { background: "white" }),
  });
}

/** resvg takes a point for 4/3 pixels; with this factor `scale` means pixels to a point. */
const POINT_PER_PIXEL = 3 / 4;
