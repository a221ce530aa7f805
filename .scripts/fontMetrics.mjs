// Copies the figures' fonts to dist/fonts: two of the 22 of their package, which takes 12 MB. And writes
// dist/page/fontMetrics/index.js: how wide their letters are, so that a page, which has
// no fonts of its own, lays figures out as Node does.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import opentype from "opentype.js";

const resolve = createRequire(import.meta.url).resolve;
const folder = join(dirname(resolve("dejavu-fonts-ttf/package.json")), "ttf");

/** Latin, Greek, punctuation, signs of mathematics, and what labels join. */
const RANGES = [
  [0x20, 0x17f],
  [0x2b0, 0x2ff],
  [0x370, 0x3ff],
  [0x2009, 0x2044],
  [0x2070, 0x209c],
  [0x2100, 0x214f],
  [0x2190, 0x21ff],
  [0x2200, 0x22ff],
  [0xfb00, 0xfb04],
];
/** Letters whose pairs are looked at: those of words. */
const isPaired = (code) => code <= 0x7e || (code >= 0x391 && code <= 0x3c9) || code >= 0xfb00;

function metricsOf(file) {
  const bytes = readFileSync(join(folder, file));
  const font = opentype.parse(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  font.position.defaultKerningTables = font.position.getKerningTables("latn");
  const characters = RANGES.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, k) => String.fromCodePoint(first + k)),
  ).filter((character) => font.charToGlyphIndex(character) > 0);
  const glyphs = characters.map((character) => font.charToGlyph(character));
  const bounds = glyphs.map((glyph) => glyph.getBoundingBox());
  const kerning = {};
  const paired = characters.filter((character) => isPaired(character.codePointAt(0)));
  for (const a of paired)
    for (const b of paired) {
      const shift = font.getKerningValue(font.charToGlyph(a), font.charToGlyph(b));
      if (shift !== 0) kerning[a + b] = shift;
    }
  return {
    unitsPerEm: font.unitsPerEm,
    characters: characters.join(""),
    advances: glyphs.map(({ advanceWidth }) => advanceWidth),
    lefts: bounds.map(({ x1 }) => x1),
    rights: bounds.map(({ x2 }) => x2),
    kerning,
  };
}

const metrics = {
  normal: metricsOf("DejaVuSans.ttf"),
  italic: metricsOf("DejaVuSans-Oblique.ttf"),
};
const target = new URL("../dist/page/fontMetrics/", import.meta.url);
const fonts = new URL("../dist/fonts/", import.meta.url);
mkdirSync(fonts, { recursive: true });
for (const file of ["DejaVuSans.ttf", "DejaVuSans-Oblique.ttf"])
  copyFileSync(join(folder, file), new URL(file, fonts));
copyFileSync(join(folder, "..", "LICENSE"), new URL("LICENSE", fonts));

mkdirSync(target, { recursive: true });
writeFileSync(new URL("index.js", target), `export default ${JSON.stringify(metrics)};\n`);
writeFileSync(
  new URL("index.d.ts", target),
  `/** Widths of letters, in units of the font. */
interface Metrics {
  unitsPerEm: number;
  characters: string;
  advances: number[];
  lefts: number[];
  rights: number[];
  kerning: Record<string, number>;
}
declare const metrics: { normal: Metrics; italic: Metrics };
export default metrics;
`,
);
