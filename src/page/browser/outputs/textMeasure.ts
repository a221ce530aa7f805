import metrics from "../../../../dist/page/fontMetrics/index.js";

/** What is known of a glyph, in units of the font: how far it carries, and where its ink begins and ends. */
type Glyph = readonly [advance: number, left: number, right: number];

interface Font {
  unitsPerEm: number;
  glyphs: ReadonlyMap<string, Glyph>;
  /** How much farther apart two letters stand than others. */
  shift(first: string, second: string): number;
}

const fonts = unpacked();

function unpacked(): Readonly<Record<"normal" | "italic", Font>> {
  const { unitsPerEm, stretches, normal, italic } = metrics;
  const letters: string[] = [];
  let code = 0;
  stretches.forEach((count, k) => {
    if (k % 2 === 0) code += count;
    else for (let left = count; left > 0; left--) letters.push(String.fromCodePoint(code++));
  });
  const behind = normal[2].map((more, k) => normal[1][k] + more);
  const font = (
    advances: readonly number[],
    lefts: readonly number[],
    behind: readonly number[],
    kerning: Kerning,
  ): Font => ({
    unitsPerEm,
    glyphs: new Map(
      letters.map((letter, k) => [letter, [advances[k], lefts[k], advances[k] - behind[k]]]),
    ),
    shift: shifts(kerning),
  });
  const slanted = (values: readonly number[], by: readonly number[]): number[] =>
    values.map((value, k) => value + by[k]);
  return {
    normal: font(normal[0], normal[1], behind, metrics.kerning[0]),
    italic: font(
      slanted(normal[0], italic[0]),
      slanted(normal[1], italic[1]),
      slanted(behind, italic[2]),
      metrics.kerning[1],
    ),
  };
}

type Kerning = (typeof metrics)["kerning"][number];

/** How much farther apart two letters stand; some stand for others with the same shifts. */
function shifts({ pairs, first, second }: Kerning): Font["shift"] {
  const byPair = new Map(
    Object.entries(pairs).flatMap(([shift, letters]) =>
      (letters.match(/../gu) ?? []).map((pair) => [pair, Number(shift)] as const),
    ),
  );
  const standIn = (groups: readonly string[]): ReadonlyMap<string, string> =>
    new Map(groups.flatMap((letters) => Array.from(letters, (one) => [one, letters[0]] as const)));
  const [before, behind] = [standIn(first), standIn(second)];
  return (a, b) => byPair.get((before.get(a) ?? a) + (behind.get(b) ?? b)) ?? 0;
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

/** Marks that stand over a letter take no room of their own. */
const MARK = /\p{M}/u;
const NOTHING: Glyph = [0, 0, 0];

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
    return lettersOf(run.textContent ?? "", font).map((letter) => ({ letter, font, scale }));
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
    const [advance, from, to] = font.glyphs.get(letter) ?? (MARK.test(letter) ? NOTHING : UNKNOWN);
    if (from !== to) {
      left = Math.min(left, x + from * scale);
      right = Math.max(right, x + to * scale);
    }
    // pairs stand nearer across styles, too
    const next = letters[k + 1]?.letter ?? "";
    x += (advance + (isLatin ? font.shift(letter, next) : 0)) * scale;
  });
  return right > left ? right - left : 0;
}

/** A text's letters, joined as the font joins them; those with marks that the table lacks apart from these. */
function lettersOf(text: string, { glyphs }: Font): string[] {
  let joined = text.normalize("NFC");
  for (const [letters, one] of LIGATURES) joined = joined.replaceAll(letters, one);
  return Array.from(joined).flatMap((letter) =>
    glyphs.has(letter) ? [letter] : Array.from(letter.normalize("NFD")),
  );
}
