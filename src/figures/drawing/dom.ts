import { createRequire } from "node:module";
import type * as ObservablePlot from "@observablehq/plot";
import type { JSDOM } from "jsdom";
import type * as Katex from "katex";

// Loaded when the first figure is drawn: together they take a third of a second.
const load = createRequire(import.meta.url);

/** Observable Plot. */
export const observablePlot = (): typeof ObservablePlot => load("@observablehq/plot");

/** KaTeX, which parses labels. */
export const katex = (): typeof Katex => load("katex");

let page: JSDOM | undefined;
const whenMade: ((window: PageWindow) => void)[] = [];

/** The window of the page in which figures are built. */
export type PageWindow = JSDOM["window"];

/** The page in which figures are built; it is made when it is needed first. */
export function figureWindow(): PageWindow {
  if (!page) {
    const { JSDOM: Page } = load("jsdom") as typeof import("jsdom");
    page = new Page("<!doctype html>");
    for (const call of whenMade) call(page.window);
  }
  return page.window;
}

/** Calls back as soon as there is a page: how others learn to show its elements. */
export function onPageMade(call: (window: PageWindow) => void): void {
  if (page) call(page.window);
  else whenMade.push(call);
}

/** The document in which figures are built. */
export const figureDocument = (): Document => figureWindow().document;

/** The namespace of SVG elements. */
export const SVG = "http://www.w3.org/2000/svg";

/** An SVG element with attributes and children; text is escaped when the SVG is written. */
export function svgElement(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly (Node | string)[]
): SVGElement {
  const element = figureDocument().createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(key, typeof value === "number" ? String(rounded(value)) : value);
  element.append(...children);
  return element as SVGElement;
}

/** A length to a thousandth of a point. */
export const rounded = (length: number): number => Math.round(length * 1000) / 1000;
