import type { Panel } from "../panel.js";
import { SEQUENTIAL_SCHEME, SERIES_COLOURS } from "../theme.js";

/** What is handed on to Plot for a whole panel; legends and facets' axes are drawn by us. */
export function handedOnOf(
  panel: Panel,
  defaults: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const { r, opacity, length, facet, clip } = panel;
  const handedOn: Record<string, unknown> = { r, opacity, length, facet, clip };
  const withoutLegend = (options: object | undefined): object | undefined =>
    options && { ...options, legend: null };
  const { unit: _, ...color } = panel.color ?? {};
  const colours = { ...defaults, ...color };
  if (Object.keys(colours).length > 0) handedOn.color = withoutLegend(colours);
  handedOn.symbol = withoutLegend(panel.symbol);
  handedOn.fx = panel.fx;
  handedOn.fy = panel.fy;
  return Object.fromEntries(Object.entries(handedOn).filter(([, value]) => value !== undefined));
}

/** The thesis style's colours, where nothing is said: a palette for names, viridis for numbers. */
export function colourDefaults(
  { color }: Panel,
  scale: { type: string; domain?: Iterable<unknown> } | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (!scale?.domain || color?.scheme || color?.range || color?.interpolate) return undefined;
  if (["ordinal", "categorical"].includes(scale.type)) return { range: [...SERIES_COLOURS] };
  if (["identity", "threshold", "quantile", "quantize"].includes(scale.type)) return undefined;
  return scale.type.startsWith("diverging") ? undefined : { scheme: SEQUENTIAL_SCHEME };
}
