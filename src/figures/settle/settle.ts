import { NAMED_DIMENSIONS, Quantity, sameDimension } from "../../units/index.js";
import { type Axis, settleAxis } from "../axes/axis.js";
import { type AxisMeaning, meaningOf } from "../observable/axisUnit.js";
import type { ChannelReport } from "../observable/collect.js";
import type { AnyMark, AxisOptions, Panel } from "../panel.js";
import { type Facts, type Found, factsOf, LOOKS } from "./facts.js";
import { handedOnOf } from "./handedOn.js";
import { readyMarks, reportsOf } from "./reports.js";
import type { Meanings, SettledPanel, Side } from "./settledPanel.js";

const settledPanels = new WeakMap<Panel, SettledPanel>();

/**
 * Settles a checked panel: units, ends and ticks of axes, scales of colours. Plot reads the marks that are
 * its own, and says what scales it makes of them.
 * @throws UserError for what cannot be drawn on one pair of axes.
 */
export function settle(panel: Panel): SettledPanel {
  let settled = settledPanels.get(panel);
  if (!settled) {
    settled = settleNow(panel);
    settledPanels.set(panel, settled);
  }
  return settled;
}

function settleNow(panel: Panel): SettledPanel {
  const sides: { side: Side; marks: readonly AnyMark[] }[] = [{ side: "y", marks: panel.marks }];
  if (panel.y2) sides.push({ side: "y2", marks: panel.y2.marks });
  const seen = sides.map(({ side, marks }) => reportsOf(panel, marks, side));
  const all = (scale: string): ChannelReport[] => seen.flatMap((found) => found.get(scale) ?? []);
  const meanings: Meanings = {
    x: meaningOf("x", within(all("x"), panel.x), panel.x?.unit),
    color: meaningOf("color", all("color"), panel.color?.unit),
  };
  const drawn = sides.map(({ side, marks }, k) => {
    const own = side === "y" ? panel.y : panel.y2;
    const y = meaningOf(side, within(seen[k].get("y") ?? [], own), own?.unit);
    const ready = readyMarks(marks, { ...meanings, y });
    const look = (of: Panel): Facts => factsOf(of, ready, own, side, { ...meanings, y });
    return { ready, y, look, facts: look(panel) };
  });
  const alike = withSharedLooks(
    panel,
    drawn.map((side) => side.facts),
  );
  if (alike !== panel) for (const side of drawn) side.facts = side.look(alike);
  const facts = drawn.map((side) => side.facts);
  const { fx, fy } = facts[0];
  const color = facts.find((side) => side.color)?.color;
  const acrosses = facts.map((side) => side.x);
  const x = settleAxis("x", panel.x, {
    values: acrosses.flatMap(({ values }) => Array.from(values)),
    found: foundByAll(acrosses.flatMap(({ found }) => found ?? [])),
    unit: meanings.x?.unit,
    label: meanings.x?.label ?? "",
  });
  const axisOf = ({ facts: { y: data }, y }: (typeof drawn)[0], side: Side): Axis =>
    settleAxis(side, side === "y" ? panel.y : panel.y2, { ...data, ...y });
  return {
    panel,
    marks: drawn[0].ready,
    x,
    y: axisOf(drawn[0], "y"),
    ...(drawn[1] && { y2: { axis: axisOf(drawn[1], "y2"), marks: drawn[1].ready } }),
    color: color && { ...color, label: colourLabel(panel, meanings.color) },
    symbol: facts.find((side) => side.symbol)?.symbol,
    fx,
    fy,
    handedOn: handedOnOf(alike, facts.find((side) => side.colourDefaults)?.colourDefaults),
  };
}

/** What Plot found on the axis that both vertical axes share: words are those of both. */
function foundByAll(found: readonly Found[]): Found | undefined {
  const isOfWords = ({ type }: Found): boolean => ["band", "point", "ordinal"].includes(type);
  const [first] = found;
  if (!first || !found.every(isOfWords)) return first;
  const labels = new Map(
    found.flatMap(({ domain, labels }) =>
      domain.map((value, k): [unknown, string] => [value, labels[k] ?? String(value)]),
    ),
  );
  // a band holds points, too
  const { type } = found.find((side) => side.type === "band") ?? first;
  return { type, domain: [...labels.keys()], labels: [...labels.values()] };
}

/** A panel whose colours, symbols and sizes say the same by both vertical axes. */
function withSharedLooks(panel: Panel, facts: readonly Facts[]): Panel {
  let alike = panel;
  for (const name of LOOKS) {
    const domains = facts.flatMap(({ domains }) => domains.get(name) ?? []);
    const isShared = facts.filter(({ domains }) => domains.has(name)).length > 1;
    if (!isShared || panel[name]?.domain) continue;
    const numbers = domains.filter((value) => typeof value === "number");
    const domain =
      numbers.length === domains.length
        ? [Math.min(...numbers), Math.max(...numbers)]
        : [...new Set(domains)];
    alike = { ...alike, [name]: { ...alike[name], domain } };
  }
  return alike;
}

/** Reports as if all quantities were as large as the stretch that is asked for: what suits its unit. */
function within(reports: readonly ChannelReport[], options?: AxisOptions): ChannelReport[] {
  const ends = Array.from((options?.domain ?? []) as Iterable<unknown>);
  const isAsked = ends.length === 2 && ends.every((end) => end instanceof Quantity);
  if (!isAsked) return [...reports];
  const [first, last] = ends as Quantity[];
  const largest = isTime(first)
    ? last.value - first.value
    : Math.max(Math.abs(first.value), Math.abs(last.value));
  return reports.map((report) => (report.quantities ? { ...report, largest } : report));
}

const isTime = ({ dimension }: Quantity): boolean =>
  sameDimension(dimension, NAMED_DIMENSIONS.time.exponents);

function colourLabel({ color }: Panel, meaning: AxisMeaning | undefined): string {
  if (color?.label === undefined) return meaning?.label ?? "";
  const { unit } = meaning ?? {};
  if (!unit || color.unit !== undefined || /[)\]]\s*$/.test(color.label)) return color.label;
  return `${color.label} (${unit.symbol})`;
}
