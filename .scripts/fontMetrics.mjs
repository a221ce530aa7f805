// Copies the figures' fonts to dist/fonts: two of the 22 of their package, which takes 12 MB. And writes
// dist/page/fontMetrics/index.js: how wide their letters are, so that a page, which has
// no fonts of its own, lays figures out as Node does.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import opentype from "opentype.js";

const resolve = createRequire(import.meta.url).resolve;
const folder = join(dirname(resolve("dejavu-fonts-ttf/package.json")), "ttf");
const FILES = ["DejaVuSans.ttf", "DejaVuSans-Oblique.ttf"];
const fontFiles = FILES.map((file) => join(folder, file));

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
/**
 * How much farther apart pairs of letters stand: pairs by their shift, of letters each of which stands for
 * all that have the same shifts, as those with accents do (E for É).
 */
function kerningOf(font, characters) {
  const glyphs = characters.map((character) => font.charToGlyph(character));
  const shifts = glyphs.map((a) => glyphs.map((b) => font.getKerningValue(a, b)));
  const byRow = alike(characters, shifts);
  const byColumn = alike(
    characters,
    glyphs.map((_, k) => shifts.map((row) => row[k])),
  );
  const pairs = {};
  for (const a of byRow)
    for (const b of byColumn) {
      const shift = shifts[characters.indexOf(a[0])][characters.indexOf(b[0])];
      if (shift !== 0) pairs[shift] = (pairs[shift] ?? "") + a[0] + b[0];
    }
  const several = (letters) => letters.length > 1;
  return { pairs, first: byRow.filter(several), second: byColumn.filter(several) };
}

/** Letters with the same shifts, together; without those that have none. */
function alike(characters, shifts) {
  const groups = new Map();
  characters.forEach((character, k) => {
    const key = String(shifts[k]);
    if (shifts[k].some((shift) => shift !== 0))
      groups.set(key, (groups.get(key) ?? "") + character);
  });
  return [...groups.values()];
}

const isPlain = /[!-~\p{Script=Greek}]/u;

/** What resvg, which measures labels in Node, draws of a letter: where its ink begins and ends, in units of the font. */
function inkOf(character, style, unitsPerEm) {
  const text = `&#${character.codePointAt(0)};`;
  const start = 2 * unitsPerEm;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${3 * start}" height="${2 * start}"><text x="${start}" y="${start}" font-family="DejaVu Sans" font-style="${style}" font-size="${unitsPerEm}">${text}</text></svg>`;
  const box = new Resvg(svg, { font: { fontFiles, loadSystemFonts: false } }).getBBox();
  return box ? [box.x - start, box.x + box.width - start].map(hundredths) : [0, 0];
}

const hundredths = (value) => Math.round(100 * value) / 100;

function metricsOf(file, style) {
  const bytes = readFileSync(join(folder, file));
  const font = opentype.parse(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  font.position.defaultKerningTables = font.position.getKerningTables("latn");
  const codes = RANGES.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, k) => first + k),
  ).filter((code) => font.charToGlyphIndex(String.fromCodePoint(code)) > 0);
  const characters = codes.map((code) => String.fromCodePoint(code));
  const inks = characters.map((character) => inkOf(character, style, font.unitsPerEm));
  const advances = characters.map((character) => font.charToGlyph(character).advanceWidth);
  return {
    codes,
    unitsPerEm: font.unitsPerEm,
    advances,
    lefts: inks.map(([left]) => left),
    // the space behind the ink: of most letters that before it, or nearly so
    behind: inks.map(([, right], k) => hundredths(advances[k] - right)),
    // only mathematics slants, and its letters have no accents
    kerning: kerningOf(
      font,
      style === "normal" ? characters : characters.filter((letter) => isPlain.test(letter)),
    ),
  };
}

/** Stretches of numbers that follow each other: how far after the last each begins, and how long it is. */
function stretches(codes) {
  const found = [];
  let end = 0;
  for (const code of codes) {
    if (code === end && found.length > 0) found[found.length - 1] += 1;
    else found.push(code - end, 1);
    end = code + 1;
  }
  return found;
}

const differences = (values, from) => values.map((value, k) => hundredths(value - from[k]));

const normal = metricsOf(FILES[0], "normal");
const italic = metricsOf(FILES[1], "italic");
if (String(normal.codes) !== String(italic.codes) || normal.unitsPerEm !== italic.unitsPerEm)
  throw new Error("the two fonts do not have the same letters");
// numbers near zero take less room: letters that slant are told by those that stand
const metrics = {
  unitsPerEm: normal.unitsPerEm,
  stretches: stretches(normal.codes),
  normal: [normal.advances, normal.lefts, differences(normal.behind, normal.lefts)],
  italic: [
    differences(italic.advances, normal.advances),
    differences(italic.lefts, normal.lefts),
    differences(italic.behind, normal.behind),
  ],
  kerning: [normal.kerning, italic.kerning],
};
const target = new URL("../dist/page/fontMetrics/", import.meta.url);
const fonts = new URL("../dist/fonts/", import.meta.url);
mkdirSync(fonts, { recursive: true });
for (const file of FILES) copyFileSync(join(folder, file), new URL(file, fonts));
copyFileSync(join(folder, "..", "LICENSE"), new URL("LICENSE", fonts));

mkdirSync(target, { recursive: true });
writeFileSync(new URL("index.js", target), `export default ${JSON.stringify(metrics)};\n`);
writeFileSync(
  new URL("index.d.ts", target),
  `/** Widths of letters, in units of the font, packed: see unpacked() in src/page/browser, where they are read. */
interface Kerning {
  /** Pairs of letters, by how much farther apart they stand. */
  pairs: Record<string, string>;
  /** Letters that stand for others in the first place of a pair, with these; and in the second. */
  first: string[];
  second: string[];
}
declare const metrics: {
  unitsPerEm: number;
  /** Which letters these are: how far after the last stretch of codes one begins, and how long it is. */
  stretches: number[];
  /** Advance; ink's beginning; how much more space there is behind the ink than before it. */
  normal: [number[], number[], number[]];
  /** Differences from the normal font: of the advance, the ink's beginning, the space behind it. */
  italic: [number[], number[], number[]];
  /** Of both fonts. */
  kerning: [Kerning, Kerning];
};
export default metrics;
`,
);
