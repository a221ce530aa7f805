import {
  bestScale,
  parseUnit,
  scaledUnitSymbol,
  type Unchecked,
  type Unit,
} from "../units/index.js";

/** The name of a column, taken apart: `rate_Hz` is `rate` in `Hz`. */
export interface NamedUnit {
  /** The name without its unit. */
  base: string;
  /** The unit as it stands in the name; an empty string where there is none. */
  suffix: string;
  /** The unit; undefined where there is none. */
  unit: Unit<Unchecked> | undefined;
}

/**
 * The unit in the name of a column, as {@link unitsToHeader} writes it: `we_pS`, `noise_pA_sqrt(s)`. Of
 * several words that could be units only the last counts (`V_m_mV` is `V_m` in mV), unless together
 * they are what a unit is written as. A name that is only a unit has none.
 */
export function columnUnit(name: string): NamedUnit {
  const words = name.split("_");
  // nobody's unit has more words
  for (let first = Math.max(1, words.length - MOST_WORDS); first < words.length; first++) {
    const suffix = words.slice(first).join("_");
    const base = words.slice(0, first).join("_");
    if (base === "" || !/^[A-Za-zµμΩ]/.test(suffix)) continue;
    const unit = unitOf(suffix.replaceAll("_", " "));
    if (unit && (first === words.length - 1 || isOurs(unit))) return { base, suffix, unit };
  }
  return { base: name, suffix: "", unit: undefined };
}

const MOST_WORDS = 6;

/** The name of a column with a word put in before its unit: `rate_Hz` with "SD" is `rate_SD_Hz`. */
export function withWord(name: string, word: string): string {
  const { base, suffix } = columnUnit(name);
  return suffix === "" ? `${base}_${word}` : `${base}_${word}_${suffix}`;
}

const known = new Map<string, Unit<Unchecked> | undefined>();

function unitOf(text: string): Unit<Unchecked> | undefined {
  if (text.length > LONGEST) return undefined;
  if (!known.has(text)) {
    // text of users must not fill the memory
    if (known.size > MOST_KNOWN) known.clear();
    known.set(text, parsed(text));
  }
  return known.get(text);
}

const LONGEST = 40;
const MOST_KNOWN = 10_000;

function parsed(text: string): Unit<Unchecked> | undefined {
  try {
    return parseUnit(text);
  } catch {
    return undefined;
  }
}

/** Whether a unit is written as ours are: with one prefix at most, and its parts in our order. */
function isOurs({ symbol, scale, dimension }: Unit<Unchecked>): boolean {
  const { prefix } = bestScale([10 * scale], dimension);
  return symbol === scaledUnitSymbol(prefix, dimension);
}
