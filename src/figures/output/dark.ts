import { SERIES_COLOURS } from "../theme.js";

/**
 * A picture on another ground. Without ground, its first rectangle, which is the ground, has no colour; on a dark
 * one greys change their lightness, white and black each other. Colours stay: they mean something; the palette's dark
 * ones become lighter.
 */
export function darkSVG(svg: string, ground: "dark" | "transparent"): string {
  if (ground === "transparent") return svg.replace(/(<rect [^>]*fill=")#ffffff"/, '$1none"');
  return svg.replace(
    /(fill|stroke)(="|:\s*)(#[0-9a-f]{6}|#[0-9a-f]{3}|black|white)\b/gi,
    (_, what, between, colour) => {
      return `${what}${between}${turned(String(colour))}`;
    },
  );
}

/** The least light of a dark ground, as a share of white. */
const DARK = 0.07;

/** The least light at which lines are seen on a dark ground. */
const LEAST_LIGHT = 0.16;

const PALETTE: ReadonlySet<string> = new Set(SERIES_COLOURS);

/** A grey turned from light to dark; a colour as it is, unless it is one of the palette's that is too dark to be seen. */
function turned(colour: string): string {
  const name = colour.toLowerCase();
  const hex = name === "black" ? "000000" : name === "white" ? "ffffff" : name.slice(1);
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  const parts = [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255);
  const [least, most] = [Math.min(...parts), Math.max(...parts)];
  if (most - least > 0.05) {
    const light = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    // halfway to white: the hue stays; only the palette's, for a colour of a scale says how large a number is
    return light < LEAST_LIGHT && PALETTE.has(`#${full}`)
      ? hexOf(parts.map((part) => 0.5 + 0.5 * part))
      : colour;
  }
  return hexOf(parts.map((part) => DARK + (0.93 - DARK) * (1 - part)));
}

const hexOf = (parts: readonly number[]): string =>
  `#${parts
    .map((part) =>
      Math.round(255 * part)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
