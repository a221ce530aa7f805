import type { TickMaker } from "../axes/ticks.js";
import type { LiveArea, LiveAxis } from "../drawing/liveArea.js";
import type { redrawTicks } from "./redrawTicks.js";
import type { stretchMarks, View } from "./stretchMarks.js";

/** What the script of a live figure is made of. */
export interface LiveTools {
  ticks: TickMaker;
  redrawTicks: typeof redrawTicks;
  stretchMarks: typeof stretchMarks;
}

/**
 * Makes a figure in a cell live: the wheel zooms about the mouse, over an axis only that one; dragging moves; a double
 * click shows all again. Data are stretched; axes and grid get the ticks of what is seen. It runs in the browser, written
 * out as it stands here: it uses nothing of this file but its parameters.
 * @param box what holds the picture
 * @param text the picture as SVG, in which groups say by `data-live` what of them can be zoomed
 */
export function live(box: HTMLElement, text: string, tools: LiveTools): void {
  const MOST_ZOOM = 50;
  /** How far from a plot area its axes are, in points. */
  const REACH = 40;
  const page = box.ownerDocument;
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  const svg = page.importNode(parsed, true) as unknown as SVGSVGElement;
  for (const side of ["width", "height"]) svg.setAttribute(side, "100%");
  Object.assign(svg.style, { display: "block", overflow: "visible" });
  box.style.overflow = "visible";
  box.replaceChildren(svg);

  interface AxisView extends View {
    axis: LiveAxis;
  }
  const views = new Map<string, AxisView>();
  /** Axes of the same stretch, one above the other or side by side, have one view: they move together. */
  const viewOf = (axis: LiveAxis, group: SVGGElement): AxisView => {
    const { e = 0, f = 0 } = group.getScreenCTM() ?? {};
    const origin = Math.round(axis.name === "x" ? e : f);
    const key = [axis.name, axis.type, axis.domain, axis.range.map(Math.round), origin].join();
    const view = views.get(key) ?? { axis, zoom: 1, shift: 0 };
    views.set(key, view);
    return view;
  };

  const create = (name: string): Element => page.createElementNS(svg.namespaceURI, name);
  const frameNamed = ([left, top, right, bottom]: LiveArea["frame"]): Element => {
    const [frame, shape] = [create("clipPath"), create("rect")];
    let count = 0;
    while (page.getElementById(`live-${count}`)) count += 1;
    frame.id = `live-${count}`;
    const sides = { x: left, y: top, width: right - left, height: bottom - top };
    for (const [name, value] of Object.entries(sides)) shape.setAttribute(name, String(value));
    frame.append(shape);
    return frame;
  };

  const still: View = { zoom: 1, shift: 0 };
  const areas = Array.from(svg.querySelectorAll<SVGGElement>("[data-live]"), (group) => {
    const area = JSON.parse(group.dataset.live ?? "{}") as LiveArea;
    const own = area.axes.map((axis) => ({ axis, view: viewOf(axis, group) }));
    const at = (name: string): View => own.find(({ axis }) => axis.name === name)?.view ?? still;
    const frame = frameNamed(area.frame);
    const marks = Array.from(group.children);
    group.append(frame);
    const facets = new Map<string, readonly [number, number]>();
    const partsOf = (mark: Element): Element[] => {
      if (!area.facets) return [mark];
      const parts = Array.from(mark.children).filter((part) => part.hasAttribute("transform"));
      for (const part of parts) {
        const [x = 0, y = 0] = (part.getAttribute("transform")?.match(/-?[\d.]+/g) ?? []).map(
          Number,
        );
        facets.set(`${x},${y}`, [x, y]);
      }
      return parts;
    };
    const moves = marks.flatMap((mark): (() => void)[] => {
      const label = mark.getAttribute("aria-label") ?? "";
      const [, name] = /^(x|y)-(?:axis tick|grid)/.exec(label) ?? [];
      const found = own.find(({ axis }) => axis.name === name);
      if (found) {
        const redraw = tools.redrawTicks(mark, found.axis, tools.ticks);
        return [() => redraw(found.view)];
      }
      if (/^(fx|fy|x|y)-(axis|grid)|^frame$/.test(label)) return [];
      return tools
        .stretchMarks(partsOf(mark), frame.id)
        .map((stretch) => () => stretch(at("x"), at("y"), svg.getScreenCTM()?.a ?? 1));
    });
    const offsets = facets.size > 0 ? [...facets.values()] : [[0, 0] as const];
    return { group, own, frame: area.frame, offsets, moves };
  });

  /** The views that the mouse is over, and where on their axes it is at an event. */
  const under = (
    first: MouseEvent,
  ): { view: AxisView; placeAt: (event: MouseEvent) => number }[] => {
    for (const { group, frame, offsets } of areas) {
      const [left, top, right, bottom] = frame;
      for (const [dx, dy] of offsets) {
        const placeIn = ({ clientX, clientY }: MouseEvent): { x: number; y: number } => {
          const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(
            group.getScreenCTM()?.inverse(),
          );
          return { x: x - dx, y: y - dy };
        };
        const { x, y } = placeIn(first);
        const [isAcross, isUp] = [x >= left && x <= right, y >= top && y <= bottom];
        const isNear =
          Math.max(left - x, x - right, top - y, y - bottom) < REACH && (isAcross || isUp);
        if (!isNear) continue;
        // a second vertical axis has a group of its own in the same place
        const here = areas.filter(
          (other) =>
            other.group.parentNode === group.parentNode && String(other.frame) === String(frame),
        );
        const found = here.flatMap(({ own }) => own.map(({ view }) => view));
        return [...new Set(found)]
          .filter(({ axis }) => (axis.name === "x" ? isAcross : isUp))
          .map((view) => ({ view, placeAt: (event) => placeIn(event)[view.axis.name] }));
      }
    }
    return [];
  };

  let isAsked = false;
  const show = (): void => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      for (const { moves } of areas) for (const move of moves) move();
    });
  };
  const settle = (view: AxisView, zoom: number, shift: number): void => {
    const [low, high] = [Math.min(...view.axis.range), Math.max(...view.axis.range)];
    view.zoom = zoom;
    view.shift = Math.min(low * (1 - zoom), Math.max(high * (1 - zoom), shift));
  };

  const zoomAt = (event: WheelEvent): void => {
    const found = under(event);
    if (found.length > 0) event.preventDefault();
    for (const { view, placeAt } of found) {
      const wanted = view.zoom * Math.exp(-event.deltaY / 400);
      const zoom = Math.min(MOST_ZOOM, Math.max(1, wanted));
      const place = placeAt(event);
      settle(view, zoom, place - ((place - view.shift) * zoom) / view.zoom);
    }
    show();
  };
  box.addEventListener("wheel", zoomAt, { passive: false });
  let held: { view: AxisView; grip: number; placeAt: (event: MouseEvent) => number }[] = [];
  box.addEventListener("pointerdown", (event) => {
    held = under(event).map(({ view, placeAt }) => ({
      view,
      placeAt,
      grip: placeAt(event) - view.shift,
    }));
    if (held.length === 0) return;
    event.preventDefault();
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener("pointermove", (event) => {
    for (const { view, grip, placeAt } of held) settle(view, view.zoom, placeAt(event) - grip);
    if (held.length > 0) show();
  });
  for (const end of ["pointerup", "pointercancel"] as const)
    box.addEventListener(end, () => {
      held = [];
    });
  box.addEventListener("dblclick", () => {
    for (const view of views.values()) settle(view, 1, 0);
    show();
  });
}
