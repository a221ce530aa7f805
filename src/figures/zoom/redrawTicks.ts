import type { TickMaker } from "../axes/ticks.js";
import type { LiveAxis } from "../drawing/liveArea.js";
import type { View } from "./stretchMarks.js";

/**
 * Lets a group of ticks, of their labels or of grid lines be drawn anew for what is seen of an axis, each like the first
 * one that was there. It runs in the browser, written out as it stands here: it uses nothing of this file.
 * @returns what draws
 */
export function redrawTicks(
  group: Element,
  axis: LiveAxis,
  tools: TickMaker,
): (view: View) => void {
  const { name, type, domain, range, isEnglish, unit } = axis;
  const isLog = type === "log";
  const BEFORE = /^translate\(\s*([-\d.e]+)[\s,]*([-\d.e]+)?\s*\)/;
  const shareOf = (value: number): number =>
    isLog
      ? Math.log(value / domain[0]) / Math.log(domain[1] / domain[0])
      : (value - domain[0]) / (domain[1] - domain[0]);
  const placeAt = (value: number): number => range[0] + shareOf(value) * (range[1] - range[0]);
  const valueAt = (place: number): number => {
    const share = (place - range[0]) / (range[1] - range[0]);
    return isLog
      ? domain[0] * (domain[1] / domain[0]) ** share
      : domain[0] + share * (domain[1] - domain[0]);
  };
  const placeOf = (element: Element): number => {
    if (element.localName === "line") return Number(element.getAttribute(`${name}1`));
    const [, x = "0", y = "0"] = BEFORE.exec(element.getAttribute("transform") ?? "") ?? [];
    return Number(name === "x" ? x : y);
  };
  const put = (element: Element, place: number): void => {
    if (element.localName === "line") {
      for (const end of [1, 2]) element.setAttribute(name + end, String(place));
      return;
    }
    const transform = element.getAttribute("transform") ?? "";
    const [, x = "0", y = "0"] = BEFORE.exec(transform) ?? [];
    const at = name === "x" ? [place, y] : [x, place];
    element.setAttribute("transform", `translate(${at})${transform.replace(BEFORE, "")}`);
  };
  const ticksIn = (view: View) => {
    const ends = range.map((place) => valueAt((place - view.shift) / view.zoom));
    const seen = [Math.min(...ends), Math.max(...ends)] as const;
    const place = (tick: number): number => view.zoom * placeAt(tick) + view.shift;
    const write = (label: string): string =>
      isEnglish
        ? Number(label)
            .toLocaleString("en-US", { maximumFractionDigits: 20 })
            .replace("-", "\u2212")
        : label;
    // digits of most fonts are as wide as 0.64 of their size
    const size = (label: string): number =>
      (name === "x" ? 0.64 * write(label).length : 0.9) * axis.fontSize;
    const decades = isLog ? tools.logTicks(seen) : undefined;
    const found =
      decades && decades.major.length > 1
        ? decades
        : (tools.roomyTicks(seen, axis.intervals, place, size, 2) ?? tools.linearTicks(seen, 1));
    const labels = found.labels.map(write);
    if (unit && labels.length > 0) labels[labels.length - 1] += ` ${unit}`;
    return { ...found, labels, place };
  };
  const isLabel = (group.getAttribute("aria-label") ?? "").endsWith("label");
  const holders = [group, ...group.querySelectorAll("g")].flatMap((holder) => {
    const first = Array.from(holder.children);
    if (!first[0] || first[0].localName === "g") return [];
    const majors = axis.major?.map(placeAt);
    const isMinor =
      majors !== undefined && !majors.some((place) => Math.abs(place - placeOf(first[0])) < 0.01);
    return [{ holder, first, isMinor }];
  });
  return (view) => {
    for (const { holder, first, isMinor } of holders) {
      if (view.zoom === 1) {
        holder.replaceChildren(...first);
        continue;
      }
      const { major, minor, labels, place } = ticksIn(view);
      const drawn = (isMinor ? minor : major).map((tick, k) => {
        const copy = first[0].cloneNode(true) as Element;
        if (isLabel) copy.textContent = labels[k];
        put(copy, place(tick));
        return copy;
      });
      holder.replaceChildren(...drawn);
    }
  };
}
