import { checkChoice } from "../base/index.js";
import { type Look, Picture } from "../figures/index.js";
import type { LiveFigure } from "../sweep/index.js";
import type { MediaBundle, MediaFacts } from "./kernel.js";

/** Pixels to a point of the PNG that stands beside a figure's SVG: for viewers without SVG. */
const PNG_SCALE = 2;

/** Most pixels of its longer side: of a figure as large as a wall, a smaller picture does. */
const MOST_PIXELS = 8000;

/** CSS pixels to a point. */
const CSS_PIXELS = 4 / 3;

/** On what figures stand in cells. */
let ground: "white" | "dark" = "white";

/**
 * Shows figures in cells on white ("light"), or in light ink on a dark ground ("dark"), for notebooks in a dark
 * theme. What is saved stays on white: `cellTheme("dark")`.
 * @throws UserError for another theme.
 * @example
 * ```ts
 * cellTheme("dark");
 * cellTheme("light");
 * ```
 */
export function cellTheme(theme: "light" | "dark"): void {
  ground = checkChoice("theme", theme, ["light", "dark"]) === "dark" ? "dark" : "white";
}

/** How figures look in cells now. */
export const cellLook = (): Look => ({ ground });

/** A figure as text. */
export const figureText = ({ width, height }: Pick<LiveFigure, "width" | "height">): string =>
  `Figure ${Math.round(width)} x ${Math.round(height)} pt`;

/** A figure in the forms that viewers can show. */
export function figureBundle(figure: LiveFigure): { data: MediaBundle; metadata: MediaFacts } {
  const scale = Math.min(PNG_SCALE, MOST_PIXELS / Math.max(figure.width, figure.height));
  const [svg, png] =
    figure instanceof Picture
      ? [figure.svg(cellLook()), figure.png(scale, cellLook())]
      : [figure.svg(), figure.png(scale)];
  return {
    data: {
      "image/svg+xml": svg,
      "image/png": Buffer.from(png).toString("base64"),
    },
    metadata: {
      "image/png": {
        width: Math.round(figure.width * CSS_PIXELS),
        height: Math.round(figure.height * CSS_PIXELS),
      },
    },
  };
}
