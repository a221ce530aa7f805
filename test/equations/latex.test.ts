import { describe, expect, it } from "vitest";
import {
  latex,
  latexEquations,
  latexName,
  parseEquations,
  parseExpression,
} from "../../src/equations/index.js";
import { adexNeurons } from "../../src/models/index.js";
import { typeset } from "../../src/notebook/index.js";

describe("mathematics of models", () => {
  it.each([
    ["tau_w", "\\tau_{w}"],
    ["gL", "\\mathit{gL}"],
    ["v_peak", "v_{peak}"],
    ["x", "x"],
  ])("sets the name %s as %s", (name, tex) => {
    expect(latexName(name)).toBe(tex);
  });

  it.each([
    ["-g*(V - E)/C", "\\frac{-g \\, \\left(V - E\\right)}{C}"],
    ["exp(-x/tau)", "e^{\\frac{-x}{\\tau}}"],
    ["a - (b - c)", "a - \\left(b - c\\right)"],
    ["(a + b)**2", "\\left(a + b\\right)^{2}"],
    ["sqrt(x) + tanh(y)", "\\sqrt{x} + \\tanh\\left(y\\right)"],
    ["a > 1 and b <= 2", "a > 1 \\wedge b \\le 2"],
    ["1e-9*x", "1 \\cdot 10^{-9} \\, x"],
  ])("sets %s", (text, tex) => {
    expect(latex(parseExpression(text))).toBe(tex);
  });

  it("aligns equations with their units", () => {
    const tex = latexEquations(parseEquations("dv/dt = -v/tau : volt\nq : 1"), ["Reset: v = {0}"]);
    expect(tex.split(" \\\\\n")).toEqual([
      "\\begin{align*}\n\\frac{\\mathrm{d}v}{\\mathrm{d}t} &= \\frac{-v}{\\tau} && \\text{(unit of $v$: $\\mathrm{volt}$)}",
      "q & && \\text{(unit of $q$: $\\mathrm{1}$)}",
      "& \\text{Reset: v =  0 }\n\\end{align*}",
    ]);
  });

  it("shows a population with threshold and reset", () => {
    const model = typeset(adexNeurons("neurons", 100));
    expect(model.toText()).toMatch(/^neurons: 100 neurons\ndV\/dt = /);
    expect(model.toText()).toMatch(/Threshold: V > Vs\nReset: V = Vr; w \+= b$/);
    expect(model.toLatex()).toContain("\\text{Threshold: V > Vs}");
  });
});
