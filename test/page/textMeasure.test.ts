import fc from "fast-check";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { svgElement } from "../../src/figures/drawing/dom.js";
import { setLabel } from "../../src/figures/labels/setLabel.js";
import { textWidth } from "../../src/figures/labels/textWidth.js";
import { textWidthOf } from "../../src/page/browser/outputs/textMeasure.js";

/** The width of a label as a page measures it. */
function onPage(label: string, fontSize: number): number {
  const text = svgElement("text", { "font-size": fontSize });
  setLabel(text, label);
  const { document } = new JSDOM("").window;
  const copy = document.createElement("div");
  copy.innerHTML = `<svg>${text.outerHTML}</svg>`;
  return textWidthOf(copy.querySelector("text") as Element);
}

describe("widths of labels on a page", () => {
  it.each([
    ["Time (ms)", 9],
    ["AVAToTe fi fl ffi office", 9],
    ["−60", 9],
    ["0.05", 10],
    ["$\\Delta g_\\mathrm{exc}$ (pS)", 9],
    ["Median $V_m$ (mV)", 9],
    ["ρAV τTo", 9],
    ["Age of $T_o$ and $A_V$", 9],
    ["$\\Delta V_\\mathrm{To}$", 9],
    ["rate ρ ≥ µ², Ünïcode", 12],
    ["$\\sigma_\\mathrm{ISI}$", 9],
    ["$\\bar{x}$, $\\hat V$, $\\tilde \\mu$, $\\dot m$", 9],
    ["ŠT, Ťo, Tú, Áv", 9],
  ])("are those of resvg: %s", (label, fontSize) => {
    expect(onPage(label, fontSize)).toBeCloseTo(textWidth(label, fontSize), 4);
  });

  it("are those of resvg for words of all letters", () => {
    const letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,()/-%ÁÉÖÚÝáéöúýčřšÄÜÇÑß";
    const word = fc
      .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 12 })
      .map((list) => `x${list.join("")}x`);
    fc.assert(
      fc.property(word, (label) => {
        expect(onPage(label, 9)).toBeCloseTo(textWidth(label, 9), 3);
      }),
      { numRuns: 100 },
    );
  });
});
