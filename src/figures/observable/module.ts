import type * as ObservablePlot from "@observablehq/plot";
import { giveCanvases } from "../drawing/canvas.js";
import { figureWindow, observablePlot, onPageMade } from "../drawing/dom.js";

/**
 * Observable Plot, all of it: `Plot.dot`, `Plot.plot`, transforms, scales. The same as
 * `import * as Plot from "@observablehq/plot"`, loaded when it is used first.
 *
 * ```ts
 * Plot.plot({ marks: [Plot.dot(table, { x: "we_pS", y: "rate_Hz" })] })
 * plot([Plot.dot(table, { x: "we_pS", y: "rate_Hz" })])            // in thesis style
 * ```
 */
export const Plot: typeof ObservablePlot = new Proxy({} as typeof ObservablePlot, {
  get: (_, name) => observablePlot()[name as keyof typeof ObservablePlot],
  has: (_, name) => name in observablePlot(),
  ownKeys: () => Reflect.ownKeys(observablePlot()),
  getOwnPropertyDescriptor: (_, name) => {
    const value = observablePlot()[name as keyof typeof ObservablePlot];
    return value && { value, enumerable: true, configurable: true };
  },
});

/** Where Plot asks for the document in which it draws. */
const ASKS_FOR_WINDOW = /[\\/]plot[\\/](src[\\/]context\.js|dist[\\/]plot\.umd)/;

/**
 * Lets `Plot.plot` draw in a program that has no window: Plot looks for one when it is given no
 * document. Only Plot sees it. A window for all would make other libraries believe that they run in a
 * browser.
 */
export function lendPlotAWindow(): void {
  onPageMade((window) => giveCanvases(window as never));
  if ("window" in globalThis) return;
  Object.defineProperty(globalThis, "window", {
    configurable: true,
    enumerable: false,
    get: () => {
      const [, , caller = ""] = new Error().stack?.split("\n") ?? [];
      return ASKS_FOR_WINDOW.test(caller) ? figureWindow() : undefined;
    },
    // whoever makes a window of their own gets it
    set: (value) => Object.defineProperty(globalThis, "window", { value, writable: true }),
  });
}
