import { NAMED_DIMENSIONS, Quantity, sameDimension } from "../../units/index.js";
import { type Axis, settleAxis } from "../axes/axis.js";
import { type AxisMeaning, meaningOf } from "../observable/axisUnit.js";
import type { ChannelReport } from "../observable/collect.js";
import type { AnyMark, AxisOptions, Panel } from "../panel.js";
import { factsOf } from "./facts.js";
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
    const facts = factsOf(panel, ready, own, side, { ...meanings, y });
    return { ready, y, facts };
  });
  const [{ facts }] = drawn;
  const acrosses = drawn.map((side) => side.facts.x);
  const x = settleAxis("x", panel.x, {
    values: acrosses.flatMap(({ values }) => Array.from(values)),
    found: acrosses.find(({ found }) => found)?.found,
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
    color: facts.color && {
      ...facts.color,
      label: colourLabel(panel, meanings.color),
    },
    symbol: facts.symbol,
    fx: facts.fx,
    fy: facts.fy,
    handedOn: handedOnOf(panel, facts.colourDefaults),
  };
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
