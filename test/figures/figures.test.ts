import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getDocumentProxy } from "unpdf";
import { describe, expect, it, vi } from "vitest";
import {
  Figure,
  plotDotsAndMeans,
  plotHistogram,
  plotLines,
  plotRaster,
  plotSignal,
  plotStrip,
  saveThesisFigure,
  stack,
} from "../../src/figures/index.js";
import { labelRuns, type TextRun } from "../../src/figures/labels/mathLabel.js";
import { textWidth } from "../../src/figures/labels/textWidth.js";
import { Signal, SpikeTrain } from "../../src/signals/index.js";
import { dataFrame } from "../../src/tables/index.js";
import { ms, mV, NAMED_DIMENSIONS, seconds } from "../../src/units/index.js";
import { elements, texts } from "../helpers/figures.js";

const table = dataFrame(
  [0, 10, 20, 30].flatMap((we_pS) =>
    [-1, 0, 1].map((d) => ({ we_pS, rate_Hz: we_pS / 3 + d, Vm_mV: -60 + we_pS / 6 + d / 2 })),
  ),
);
const x = { label: "$\\Delta g_\\mathrm{exc}$ (pS)", domain: [0, 30] as const, intervals: 4 };
const rate = plotDotsAndMeans(table, "we_pS", "rate_Hz", {
  x,
  y: { label: "Output firing rate (Hz)" },
  baseline: 0,
});
const voltage = plotDotsAndMeans(table, "we_pS", "Vm_mV", { x, y: { label: "Median $V_m$ (mV)" } });
const stacked = stack([voltage, rate], { width: 160, height: 254 });
const logarithmic = plotLines(
  [
    { x: [10, 100, 1000], y: [10, 1, 0.1], label: "Initial guess" },
    { x: [10, 100, 1000], y: [3, 0.6, 0.1], label: "Actual $\\Delta g$" },
  ],
  {
    x: { scale: "log", label: "Num inputs $N$" },
    y: { scale: "log", unit: "nS", label: "Synaptic strength", labelPosition: "side" },
    title: "Input needed",
    width: 300,
    height: 202,
  },
);
const trace = plotSignal(
  new Signal(
    Float64Array.from({ length: 20_000 }, (_, i) => -0.06 + 0.01 * Math.sin(i / 500)),
    NAMED_DIMENSIONS.voltage.exponents,
    1e-4,
  ),
  { between: ms([0, 1000]) },
);
const histogram = plotHistogram(
  mV(Array.from({ length: 2000 }, (_, i) => -60 + 20 * Math.sin(i) ** 3)),
  { x: { label: "$V_m$", intervals: 4 }, width: 216 },
);
const strip = plotStrip([10, 45, 6500], { x: { scale: "log" } });

/** Numbers in tenths of a point: what the eye can tell apart, and no platform's last bit. */
const rounded = (svg: string): string =>
  svg.replace(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10));

describe("figures", () => {
  it.each([
    ["stacked", stacked],
    ["logarithmic", logarithmic],
    ["strip", strip],
    ["histogram", histogram],
    ["trace", trace],
  ])("look as when they were looked at last: %s", async (name, figure) => {
    const pretty = rounded(figure.svg()).replaceAll("><", ">\n<");
    await expect(`${pretty}\n`).toMatchFileSnapshot(`__snapshots__/${name}.svg`);
  });

  it("have every text: ticks, units behind the last tick, labels, title, legend", () => {
    expect(texts(stacked)).toEqual(expect.arrayContaining(["Median Vm (mV)", "Δgexc (pS)", "30"]));
    expect(texts(logarithmic)).toEqual(
      expect.arrayContaining([
        "10 nS",
        "0.1",
        "1000",
        "Input needed",
        "Initial guess",
        "Actual Δg",
      ]),
    );
  });

  it("draw the shared x axis once, under the lowest panel", () => {
    expect(texts(stacked).filter((text) => text === "20")).toHaveLength(1);
    expect(texts(stacked).filter((text) => text === "Δgexc (pS)")).toHaveLength(1);
  });

  it("set mathematics in italics and subscripts, as text", () => {
    expect(labelRuns("Median $V_m$ (mV)")).toEqual([
      { text: "Median ", italic: false, size: 1, shift: 0 },
      { text: "V", italic: true, size: 1, shift: 0 },
      { text: "m", italic: true, size: 0.7, shift: 0.2 },
      { text: " (mV)", italic: false, size: 1, shift: 0 },
    ]);
    const runs = labelRuns("$\\Delta g_\\mathrm{exc}$") as TextRun[];
    expect(runs.map(({ text, italic }) => `${text}${italic ? "/" : ""}`).join(" ")).toBe(
      "Δ g/ exc",
    );
    expect((labelRuns("5 \\$")[0] as TextRun).text).toBe("5 $");
    expect(() => labelRuns("$\\underbrace{a}_{b}$")).toThrow(/cannot be set in one line of text/);
    expect(() => labelRuns("$V_{m$")).toThrow(/invalid label: \$V_\{m\$/);
    expect(textWidth("Median $V_m$ (mV)", 18) / textWidth("Median $V_m$ (mV)")).toBeCloseTo(2, 1);
  });

  it("keep every peak of a long signal with a hundredth of its points", () => {
    const spiky = new Float64Array(200_000).fill(-0.06);
    for (let i = 777; i < spiky.length; i += 9999) spiky[i] = 0.04;
    const figure = plotSignal(new Signal(spiky, NAMED_DIMENSIONS.voltage.exponents, 1e-4));
    expect(figure.svg().length).toBeLessThan(60_000);
    const path = elements(figure, "path").map((element) => element.getAttribute("d") ?? "")[0];
    const heights = [...path.matchAll(/,(-?[\d.]+)/g)].map(([, y]) => Number(y));
    const top = Math.min(...heights);
    expect(heights.filter((y) => y === top)).toHaveLength(Math.ceil((200_000 - 777) / 9999));
  });

  it("draw a raster of 30 000 spikes in less than 1 MB, every spike in its place", () => {
    const trains = Array.from(
      { length: 100 },
      (_, i) =>
        new SpikeTrain(
          Float64Array.from({ length: 300 }, (_, k) => 0.2 * k + 0.001 * i),
          60,
        ),
    );
    const figure = plotRaster(trains, { title: "Spikes", y: { label: "Neuron" } });
    expect(figure.svg().length).toBeLessThan(1e6);
    const [path] = elements(figure, "path")
      .map((element) => element.getAttribute("d") ?? "")
      .filter((d) => d.includes("h0"));
    expect(path.match(/M/g)).toHaveLength(30_000);
    const part = plotRaster(trains, { between: seconds([0, 6]) });
    expect(part.svg().match(/h0/g)).toHaveLength(3000);
    expect(() => plotRaster([])).toThrow("invalid spike trains: none given");
  });

  it("escape what users write", () => {
    const figure = plotStrip([1, 2], { title: '<script>alert(1)</script> & "x"' });
    expect(figure.svg()).not.toContain("<script>");
    expect(texts(figure)).toContain('<script>alert(1)</script> & "x"');
  });

  it("say what is wrong with their input", () => {
    expect(() => plotDotsAndMeans(table, "we", "rate_Hz")).toThrow("unknown column: we;");
    expect(() => new Figure([], {})).toThrow("invalid panels: none given");
    expect(() => plotStrip([1], { width: -1 })).toThrow("invalid width: -1");
    expect(() => plotStrip([1], { x: { domain: [2, 1] } }).svg()).toThrow(
      "invalid domain of x: [2, 1]",
    );
    expect(() => plotLines([{ x: [1, 2], y: [1], label: "a" }])).toThrow("2 x and 1 y values");
    expect(() => stack([1 as never])).toThrow("invalid figures to stack");
  });
});

describe("saved figures", () => {
  it("are a PDF of exactly their size, with searchable text and embedded fonts, and an SVG", async () => {
    const folder = mkdtempSync(join(tmpdir(), "spikebook-figures-"));
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    await saveThesisFigure("input_drive_we", stacked, join(folder, "deep"));
    expect(log.mock.calls[0][0]).toMatch(/^Saved at `.*input_drive_we\.pdf`$/);
    expect(readdirSync(join(folder, "deep")).sort()).toEqual([
      "input_drive_we.pdf",
      "input_drive_we.svg",
    ]);
    const bytes = readFileSync(join(folder, "deep", "input_drive_we.pdf"));
    expect(bytes.equals(stacked.pdf())).toBe(true);
    expect(bytes.toString("latin1")).toMatch(/\/FontFile[23]/);
    expect(bytes.toString("latin1")).not.toMatch(/\/Subtype\s*\/Image/);
    const pdf = await getDocumentProxy(new Uint8Array(bytes));
    expect(pdf.numPages).toBe(1);
    const page = await pdf.getPage(1);
    expect(page.view).toEqual([0, 0, 160, 254]);
    const content = await page.getTextContent();
    const text = content.items.map((item) => ("str" in item ? item.str : "")).join("");
    expect(text).toContain("Output firing rate (Hz)");
    expect(readFileSync(join(folder, "deep", "input_drive_we.svg"), "utf8")).toMatch(
      /^<svg width="160pt" height="254pt"/,
    );
    log.mockRestore();
    rmSync(folder, { recursive: true });
  });

  it("have a white PNG of the size asked for", () => {
    const png = stacked.png(2);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([320, 508]);
  });

  it.each(["../x", "a/b", "", ".hidden", "a\\b", "x\0"])("refuse the name %j", async (name) => {
    await expect(saveThesisFigure(name, stacked)).rejects.toThrow(/invalid figure name/);
  });
});
