import { messageOf } from "../../base/index.js";
import { LIVE_FIGURES, type LiveCells } from "../live/liveCells.js";
import { CellView, element } from "./cells/cellView.js";
import { PageCells } from "./cells/pageCells.js";
import { PageControls } from "./controls/pageControls.js";
import { Digests } from "./digests.js";
import { importedFrom, type Names } from "./editing/names.js";
import type { PageGroup } from "./pageData.js";
import { useWorkerScript } from "./runs/simulations.js";

/** A live figure that a cell of a notebook has shown: where, and what computes it. */
interface Waiting extends LiveCells {
  /** The element that holds the picture. */
  place: string;
  make: (values: readonly unknown[]) => PageGroup[];
}

/** Where figures of cells wait for the script that all of them share: a list at first, then that script. */
type Meeting = { push(figure: Waiting): void } | Waiting[];

/**
 * Brings figures in cells of a notebook to life, those that wait and those that come.
 * @param hasTables whether this script has tables; figures that need them wait for another
 */
export function startLiveFigures(names: Names, hasTables: boolean, script: () => string): void {
  useWorkerScript(script);
  const there = globalThis as unknown as Record<string, Meeting | undefined>;
  const start = (figure: Waiting): void => {
    if (figure.needsTables && !hasTables) later.push(figure);
    else
      for (const place of document.querySelectorAll<HTMLElement>(`.${figure.place}`))
        show(place, figure, names);
  };
  const before = there[LIVE_FIGURES] ?? [];
  // a second script, with tables, takes over all that waits for them
  const later: Waiting[] = [];
  const waiting = Array.isArray(before) ? before : ((before as { later?: Waiting[] }).later ?? []);
  there[LIVE_FIGURES] = { push: start, later } as Meeting;
  for (const figure of waiting) start(figure);
}

function show(
  place: HTMLElement,
  { cells, shown, style, imports, make }: Waiting,
  names: Names,
): void {
  if (place.dataset.live !== undefined) return;
  place.dataset.live = "";
  const picture = Array.from(place.childNodes);
  const root = place.attachShadow({ mode: "open" });
  const body = element("div", "live");
  const slot = element("div", "static", document.createElement("slot"));
  root.append(Object.assign(document.createElement("style"), { textContent: style }), body, slot);
  // keys that are typed here are none of the notebook's
  for (const kind of ["keydown", "keypress", "keyup"])
    place.addEventListener(kind, (event) => event.stopPropagation());
  const sections = new Map<number, HTMLElement>();
  for (const cell of cells) {
    const section = element("section", cell === shown ? "cell shown" : "cell");
    for (const part of ["controls", "outputs", "files", "status"])
      section.append(element("div", part));
    section.querySelector(".status")?.setAttribute("role", "status");
    sections.set(cell, section);
    body.append(section);
  }
  const views = new Map(Array.from(sections, ([cell, section]) => [cell, new CellView(section)]));
  const viewOf = (cell: number): CellView => views.get(cell) as CellView;
  try {
    const groups = make(importedFrom(names, imports));
    const page = new PageCells({
      viewOf,
      controls: new PageControls(),
      digests: new Digests({ digests: [] }),
    });
    place.dataset.live = "computing";
    void page.define(groups).then(() => {
      place.dataset.live = "yes";
      // the picture made way for what was computed
      slot.remove();
      for (const node of picture) node.remove();
    });
  } catch (error) {
    body.replaceChildren(element("p", "error", messageOf(error)));
    place.dataset.live = "failed";
  }
}
