import { join } from "node:path";
import { pathToFileURL } from "node:url";
import katex from "katex";
import { describe, expect, it } from "vitest";
import { PROJECT } from "../helpers/data.js";

const part = (await import(
  pathToFileURL(join(PROJECT, "dist", "page", "parts", "katex.js")).href
)) as { default: typeof katex };

const FORMULAS = [
  "V_m",
  "\\Delta g_\\mathrm{exc}",
  "\\frac{dv}{dt} = -\\sqrt{x}",
  "\\bar v \\vec a \\hat{b} \\overline{AB} \\widehat{ABC}",
  "\\begin{aligned} a &= b \\\\ c &= \\begin{cases} 1 & x>0 \\\\ 0 \\end{cases}\\end{aligned}",
  "\\underbrace{a}_{b} \\overset{!}{=} \\left(\\frac12\\right) \\bigl[ \\sum_{i=1}^N \\operatorname{foo}",
  "\\color{red}{x}\\, \\text{abc}\\quad \\xrightarrow{ab} \\cancel{x}\\boxed{y}",
  "\\mathbb{R}\\mathcal L\\mathfrak g\\mathbf w\\mathtt t \\sin x^2_3 \\iff \\not= \\ne",
  "\\rule{1em}{2em}\\raisebox{1em}{x}\\phase{-78}\\smash{x}\\mathclap{x}\\hphantom{x}\\Huge x\\tag{3}",
  "\\begin{CD} A @>a>> B \\end{CD}",
  "\\overbrace{x+y}^{2}\\binom{n}{k}\\pmod 3 \\dots \\LaTeX",
  "\\frac{a",
  "\\unknown",
];

describe("the part of KaTeX that pages have", () => {
  it.each(FORMULAS)("gives the MathML of the whole: %s", (tex) => {
    const given = (library: typeof katex, displayMode: boolean, throwOnError: boolean): string => {
      try {
        const options = { output: "mathml", displayMode, throwOnError, strict: false } as const;
        return library.renderToString(tex, options);
      } catch (error) {
        return String(error);
      }
    };
    for (const displayMode of [true, false])
      for (const throwOnError of [true, false])
        expect(given(part.default, displayMode, throwOnError)).toBe(
          given(katex, displayMode, throwOnError),
        );
  });
});
