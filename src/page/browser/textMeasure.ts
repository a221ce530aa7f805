import metrics from "../../../dist/page/fontMetrics/index.js";

/** What is known of a glyph, in units of the font: how far it carries, and where its ink begins and ends. */
type Glyph = readonly [advance: number, left: number, right: number];

interface Font {
  unitsPerEm: number;
  glyphs: ReadonlyMap<string, Glyph>;
  /** How much nearer pairs of letters stand, by both letters. */
  kerning: Readonly<Record<string, number>>;
}

const fonts = {
  normal: unpacked(metrics.normal),
  italic: unpacked(metrics.italic),
};

function unpacked(packed: (typeof metrics)["normal"]): Font {
  const glyphs = new Map<string, Glyph>();
  Array.from(packed.characters).forEach((character, k) => {
    glyphs.set(character, [packed.advances[k], packed.lefts[k], packed.rights[k]]);
  });
  return { unitsPerEm: packed.unitsPerEm, glyphs, kerning: packed.kerning };
}

/** Letters that the font has joined, longest first. */
const LIGATURES = [
  ["ffi", "ﬃ"],
  ["ffl", "ﬄ"],
  ["ff", "ﬀ"],
  ["fi", "ﬁ"],
  ["fl", "ﬂ"],
] as const;

/** For letters that the table lacks: about as wide as most. */
const UNKNOWN: Glyph = [1229, 100, 1129];

/**
 * The width of a text's ink, in its own units, set in the fonts of figures. It is what resvg measures in
 * Node, so that figures come out the same on a page, whatever fonts the reader's machine has.
 */
export function textWidthOf(text: Element): number {
  const size = Number(text.getAttribute("font-size"));
  const runs = text.children.length > 0 ? Array.from(text.children) : [text];
  const letters = runs.flatMap((run) => {
    const font = run.getAttribute("font-style") === "italic" ? fonts.italic : fonts.normal;
    const scale = Number(run.getAttribute("font-size") ?? size) / font.unitsPerEm;
    return Array.from(joinedLetters(run.textContent ?? ""), (letter) => ({ letter, font, scale }));
  });
  // a label is set in the script of its first letter, and of these fonts only Latin has pairs
  const isLatin = !/^[^\p{L}]*\p{Script=Greek}/u.test(text.textContent ?? "");
  let x = 0;
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let before = " ";
  letters.forEach(({ letter, font, scale }, k) => {
    // SVG takes spaces in a row for one, and drops those at the beginning
    if (letter === " " && before === " ") return;
    before = letter;
    const [advance, from, to] = font.glyphs.get(letter) ?? UNKNOWN;
    if (from !== to) {
      left = Math.min(left, x + from * scale);
      right = Math.max(right, x + to * scale);
    }
    // pairs stand nearer across styles, too
    const next = letters[k + 1]?.letter ?? "";
    x += (advance + (isLatin ? (font.kerning[letter + next] ?? 0) : 0)) * scale;
  });
  return right > left ? right - left : 0;
}

function joinedLetters(text: string): string {
  let result = text;
  for (const [letters, joined] of LIGATURES) result = result.replaceAll(letters, joined);
  return result;
}
