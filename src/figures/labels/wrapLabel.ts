import { textWidth } from "./textWidth.js";

/**
 * A label in as many lines as it takes to keep each within a width. Lines break at spaces outside of
 * mathematics; a word that is too long stands alone.
 */
export function wrapLabel(label: string, width: number, fontSize?: number): string[] {
  if (label === "" || textWidth(label, fontSize) <= width) return [label];
  const lines: string[] = [];
  for (const word of words(label)) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && textWidth(longer, fontSize) <= width)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The words of a label; mathematics stays together with what it touches. */
function words(label: string): string[] {
  const parts: string[] = [];
  let word = "";
  let isMath = false;
  for (let k = 0; k < label.length; k++) {
    if (label[k] === "$" && label[k - 1] !== "\\") isMath = !isMath;
    if (label[k] === " " && !isMath) {
      if (word) parts.push(word);
      word = "";
    } else word += label[k];
  }
  return word ? [...parts, word] : parts;
}
