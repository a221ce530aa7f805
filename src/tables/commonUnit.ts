import { bestScale, type Dimension, type Quantity, scaledUnitSymbol } from "../units/index.js";

/** A unit of a column: its text, empty for plain numbers, and its size. */
export interface CommonUnit {
  symbol: string;
  scale: number;
}

/**
 * The unit that suits most of some quantities, the first of these where several suit as many; zeros
 * and what is not finite, which suit any unit, do not count.
 */
export function commonUnit(quantities: readonly Quantity[], dimension: Dimension): CommonUnit {
  const counts = new Map<string, { scale: number; count: number }>();
  for (const { value } of quantities) {
    if (value === 0 || !Number.isFinite(value)) continue;
    const { scale, prefix } = bestScale([value], dimension);
    const symbol = scaledUnitSymbol(prefix, dimension);
    const count = (counts.get(symbol)?.count ?? 0) + 1;
    counts.set(symbol, { scale, count });
  }
  if (counts.size === 0) return { symbol: scaledUnitSymbol("", dimension), scale: 1 };
  const [[symbol, { scale }]] = [...counts].sort(([, a], [, b]) => b.count - a.count);
  return { symbol, scale };
}
