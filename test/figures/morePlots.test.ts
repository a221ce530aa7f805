import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { rgbaOf } from "../../src/figures/drawing/canvas.js";
import { densities, fourier } from "../../src/figures/plots/spectrum.js";
import { colours } from "../../src/figures/theme.js";
import {
  Hz,
  layout,
  ms,
  mV,
  network,
  nS,
  Plot,
  pA,
  pF,
  plotHeatMap,
  plotLines,
  plotPhasePlane,
  plotRaster,
  plotSpectrogram,
  plotSummary,
  population,
  run,
  Signal,
  SpikeTrain,
  seconds,
} from "../../src/index.js";
import { dataFrame } from "../../src/tables/index.js";
import { elements, texts } from "../helpers/figures.js";

const refuse = (draw: () => unknown, message: string): void => {
  expect(draw).toThrow(message);
  expect(draw).toThrow(UserError);
};

describe("layouts", () => {
  const figure = (to: number, options: object = {}) =>
    plotLines([{ x: [0, to], y: [0, 1] }], {
      x: { label: "A" },
      y: { label: "B" },
      height: 120,
      ...options,
    });

  it("have letters, and each figure its own axes unless they are said to be shared", () => {
    const own = layout([figure(10), figure(10)]);
    expect(texts(own)).toEqual(expect.arrayContaining(["a", "b"]));
    expect(texts(own).filter((text) => text === "A")).toHaveLength(2);
    expect(own.height).toBe(120);
    const grid = layout(
      [
        [figure(10), figure(20)],
        [figure(12), null],
      ],
      { letters: "(a)", shareX: true, shareY: true, widths: [2, 1] },
    );
    expect(texts(grid)).toEqual(expect.arrayContaining(["(a)", "(b)", "(c)"]));
    // one x axis for each column, one y axis for each row
    expect(texts(grid).filter((text) => text === "A")).toHaveLength(2);
    expect(texts(grid).filter((text) => text === "B")).toHaveLength(2);
    expect(grid.height).toBe(250);
    expect(texts(layout([figure(1)], { letters: "none" }))).not.toContain("a");
  });

  it("line plot areas up, whatever their labels need", () => {
    const wide = plotLines([{ x: [0, 1], y: [0, 1e6] }], { height: 120 });
    const column = layout([[figure(10)], [wide]]);
    const left = elements(column, "line[aria-label=frame]")
      .filter((line) => line.getAttribute("transform") === "translate(-10,0)")
      .map((line) => Number(line.getAttribute("x1")));
    expect(left).toHaveLength(2);
    expect(left[0]).toBe(left[1]);
  });

  it("take layouts, and what Plot.plot makes", () => {
    const plain = Plot.plot({
      width: 200,
      height: 100,
      marks: [Plot.dot([1, 2], { x: Plot.identity })],
    });
    const all = layout([layout([figure(1)]), plain as unknown as Element]);
    expect(elements(all, "[aria-label=dot] circle").length).toBeGreaterThan(2);
    expect(all.pdf().length).toBeGreaterThan(1000);
  });

  it("refuse what cannot be laid out", () => {
    refuse(() => layout([]), "invalid figures to lay out: []");
    refuse(() => layout([5 as never]), "invalid figure to lay out: 5");
    refuse(() => layout([[figure(1)], []]), "invalid row 1: 0 figures; expected 1");
    refuse(() => layout([figure(1)], { widths: [1, 2] }), "expected 1 numbers");
    refuse(() => layout([figure(1)], { sharex: true } as never), 'did you mean "shareX"?');
    refuse(() => layout([figure(1), figure(1)], { gap: 400 }).svg(), "it leaves no room");
    refuse(
      () => layout([[figure(1)], [figure(1, { x: { label: "C" } })]], { shareX: true }),
      'invalid shareX: axes "A" (linear) and "C" (linear)',
    );
    const plain = Plot.plot({ marks: [Plot.dot([1, 2])] }) as unknown as Element;
    refuse(() => layout([[figure(1)], [plain]], { shareX: true }), "has no axis of ours");
  });
});

describe("rasters by population", () => {
  const train = new SpikeTrain([0.1, 0.5], 1);

  it("stand apart, named and in their own colours", () => {
    const figure = plotRaster({ inner: [train, train], outer: [train, train, train] });
    expect(texts(figure)).toEqual(expect.arrayContaining(["inner", "outer"]));
    const paths = elements(figure, "path").filter((path) =>
      /h0/.test(path.getAttribute("d") ?? ""),
    );
    expect(paths.map((path) => path.getAttribute("stroke"))).toEqual([
      colours.blue,
      colours.orange,
    ]);
    refuse(() => plotRaster({}), "invalid spike trains: {}");
    refuse(() => plotRaster({ a: [5 as never] }), "invalid spike train 0: 5");
  });
});

describe("heat maps", () => {
  it("show a matrix, row upon row from below, with a bar of colours", () => {
    const figure = plotHeatMap([
      [0, 1],
      [2, 3],
    ]);
    const cells = elements(figure, "[aria-label=rect] rect").map((cell) => ({
      x: Number(cell.getAttribute("x")),
      y: Number(cell.getAttribute("y")),
    }));
    expect(cells).toHaveLength(4);
    expect(cells[2].y).toBeLessThan(cells[0].y);
    expect(cells[1].x).toBeGreaterThan(cells[0].x);
    expect(elements(figure, "g > rect").length).toBeGreaterThan(60);
    const matrix = { data: Int32Array.of(0, 1, 2, 3), shape: [2, 2] as [number, number] };
    expect(plotHeatMap(matrix).svg()).toBe(figure.svg());
  });

  it("of many cells are one image, a pixel for each cell in the colour that a rectangle would have", () => {
    const [rows, columns] = [120, 150];
    const values = Float64Array.from({ length: rows * columns }, (_, k) => (k * 7919) % 97);
    values[3] = Number.NaN;
    const options = { color: { domain: [0, 96] } };
    const figure = plotHeatMap({ data: values, shape: [rows, columns] }, options);
    expect(figure.svg().length).toBeLessThan(80_000);
    expect(elements(figure, "[aria-label=rect] rect")).toHaveLength(0);
    const images = elements(figure, "image");
    expect(images).toHaveLength(1);
    const [, bytes] = (images[0].getAttribute("href") ?? "").split(",");
    const { width, height, data } = PNG.sync.read(Buffer.from(bytes, "base64"));
    expect([width, height]).toEqual([columns, rows]);
    // the same numbers as rectangles
    const few = plotHeatMap([Array.from({ length: 97 }, (_, k) => k)], options);
    const fills = elements(few, "[aria-label=rect] rect").map((cell) => cell.getAttribute("fill"));
    const pixel = (row: number, column: number): number[] => {
      const at = 4 * ((rows - 1 - row) * columns + column);
      return [...data.subarray(at, at + 4)];
    };
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const value = values[row * columns + column];
        if (Number.isNaN(value)) expect(pixel(row, column)[3]).toBe(0);
        else expect(pixel(row, column)).toEqual([...rgbaOf(fills[value] ?? "")]);
      }
    // it lies where the rectangles would
    const box = ["x", "y", "width", "height"].map((name) => Number(images[0].getAttribute(name)));
    const frame = elements(figure, "clipPath rect").map((rect) =>
      ["x", "y", "width", "height"].map((name) =>
        Number(Number(rect.getAttribute(name)).toFixed(3)),
      ),
    );
    expect(frame).toContainEqual(box);
    const [red, , blue] = pixel(0, 0);
    const drawn = PNG.sync.read(Buffer.from(figure.png(4)));
    const at =
      4 * (Math.round(4 * (box[1] + box[3]) - 2) * drawn.width + Math.round(4 * box[0] + 2));
    expect([drawn.data[at], drawn.data[at + 2]]).toEqual([red, blue]);
  });

  it("of many cells that are not of one size are drawn in rectangles", () => {
    const matrix = { data: new Float64Array(16_002), shape: [2, 8001] as [number, number] };
    const figure = plotHeatMap(matrix, { xEdges: [1, 100], x: { scale: "log" } });
    expect(elements(figure, "image")).toHaveLength(0);
    expect(elements(figure, "[aria-label=rect] rect")).toHaveLength(16_002);
  });

  it("show a sweep over two parameters, also on logarithmic axes, with means of equal points", () => {
    const table = dataFrame(
      [1, 10, 100].flatMap((g) => [1, 2].map((w) => ({ g_nS: g, w_pA: w, rate_Hz: g * w }))),
    );
    const columns = { x: "g_nS", y: "w_pA", value: "rate_Hz" };
    const figure = plotHeatMap(table, { columns, x: { scale: "log" } });
    expect(texts(figure)).toEqual(expect.arrayContaining(["g (nS)", "w (pA)", "rate (Hz)", "100"]));
    refuse(
      () => plotHeatMap(table, { columns }),
      "invalid column g_nS: 10 among its values; expected evenly spaced",
    );
    refuse(() => plotHeatMap(table, { columns: { ...columns, x: "g" } }), "unknown column: g");
    refuse(() => plotHeatMap([[1, 2], [3]]), "expected rows of numbers");
    refuse(() => plotHeatMap([["a"]] as never), "expected rows of numbers");
    refuse(() => plotHeatMap([[1, 2]], { xEdges: [1, 0] }), "expected the lower edge first");
  });
});

describe("spectrograms", () => {
  it("transform as the definition of Fourier's does", () => {
    const n = 16;
    const given = Float64Array.from({ length: n }, (_, k) => Math.sin(k * k) + k / 7);
    const [re, im] = [given.slice(), new Float64Array(n)];
    fourier(re, im);
    for (let f = 0; f < n; f++) {
      let [a, b] = [0, 0];
      given.forEach((value, k) => {
        a += value * Math.cos((2 * Math.PI * f * k) / n);
        b -= value * Math.sin((2 * Math.PI * f * k) / n);
      });
      expect(re[f]).toBeCloseTo(a, 9);
      expect(im[f]).toBeCloseTo(b, 9);
    }
  });

  it("keep the power of a sine, at its frequency", () => {
    const amplitude = 3;
    const values = Float64Array.from(
      { length: 1024 },
      (_, k) => amplitude * Math.sin((2 * Math.PI * 125 * k) / 1000),
    );
    const [density] = densities(values, 1e-3, 256, 256);
    const peak = density.indexOf(Math.max(...density));
    expect((peak * 1000) / 256).toBeCloseTo(125, 0);
    const power = density.reduce((sum, value) => sum + value * (1000 / 256), 0);
    expect(power).toBeCloseTo(amplitude ** 2 / 2, 2);
  });

  it("are plotted over time and frequency", () => {
    const signal = new Signal(
      Float64Array.from({ length: 2048 }, (_, k) => 0.01 * Math.sin(k / 2)),
      mV.dimension,
      1e-3,
    );
    const figure = plotSpectrogram(signal, { window: ms(128), upTo: Hz(200) });
    expect(texts(figure)).toEqual(
      expect.arrayContaining(["Time (s)", "Frequency (Hz)", "Power (dB)"]),
    );
    refuse(() => plotSpectrogram(signal, { window: seconds(9) }), "expected 8 to 2048");
    refuse(() => plotSpectrogram(signal, { overlap: 1 }), "invalid overlap: 1");
    refuse(
      () => plotSpectrogram(new Signal(new Float64Array(100), mV.dimension, 1e-3)),
      "a constant has no spectrum",
    );
  });
});

const neurons = population("neurons", {
  N: 2,
  equations: `dV/dt = (-gL*(V - EL) + I - w)/C : volt
    dw/dt = (a*(V - EL) - w)/tau_w : amp
    dg/dt = -g/tau_w : siemens
    I = base + 0*g*mV : amp`,
  threshold: "V > 0*mV",
  reset: "V = EL",
  parameters: { C: pF(100), gL: nS(10), EL: mV(-60), a: nS(2), tau_w: ms(50), base: pA(100) },
});

describe("phase planes", () => {
  const options = { variables: ["V", "w"], between: [mV([-70, -40]), pA([-50, 150])] } as const;

  it("have the nullclines of the equations", () => {
    const figure = plotPhasePlane(neurons, { ...options, arrows: false });
    expect(texts(figure)).toEqual(
      expect.arrayContaining(["V (mV)", "w (pA)", "dV/dt\u2009=\u20090", "dw/dt\u2009=\u20090"]),
    );
    const frame = elements(figure, "line[aria-label=frame]").map((line) =>
      ["x1", "x2", "y1", "y2"].map((name) => Number(line.getAttribute(name))),
    );
    const [[left, right], [top, bottom]] = [
      [frame[0][0], frame[0][1]],
      [frame[1][2], frame[1][3]],
    ];
    // where w = gL (EL - V) + I and where w = a (V - EL) cross: V = EL + I/(gL + a)
    const crossing = { V: -60 + 100 / 12, w: (2 * 100) / 12 };
    const x = left + ((crossing.V + 70) / 30) * (right - left);
    const y = bottom - ((crossing.w + 50) / 200) * (bottom - top);
    const paths = elements(figure, "[aria-label=contour] path");
    expect(paths).toHaveLength(2);
    for (const path of paths) {
      const points = [...(path.getAttribute("d") ?? "").matchAll(/(-?[\d.]+),(-?[\d.]+)/g)];
      const distance = Math.min(
        ...points.map(([, px, py]) => Math.hypot(Number(px) - x, Number(py) - y)),
      );
      expect(distance).toBeLessThan(3);
    }
  });

  it("have arrows and trajectories", () => {
    const signal = (unit: { dimension: readonly number[] }) =>
      new Signal(Float64Array.of(-0.05, -0.045), unit.dimension as never, 1e-3);
    const figure = plotPhasePlane(neurons, {
      ...options,
      trajectories: [[signal(mV), signal(pA)]],
    });
    expect(elements(figure, "[aria-label=vector] path").length).toBe(196);
    expect(elements(figure, "[aria-label=line] path").length).toBe(1);
  });

  it("refuse what they cannot show", () => {
    refuse(() => plotPhasePlane(5 as never, options), "invalid population: 5");
    refuse(
      () => plotPhasePlane(neurons, { ...options, variables: ["V", "v"] }),
      "unknown variable: v; expected one that has a differential equation: V, w, g",
    );
    refuse(
      () => plotPhasePlane(neurons, { ...options, between: [mV([0, 1]), mV([0, 1])] }),
      "got voltage",
    );
    refuse(
      () => plotPhasePlane(neurons, { ...options, at: { h: 1 } }),
      "unknown option of at: h; expected one of g, t",
    );
    const mixed = population("mixed", {
      N: 2,
      equations: "dV/dt = -V/tau : volt\ndu/dt = -u/tau : volt",
      parameters: { tau: ms([1, 2]) },
    });
    refuse(
      () => plotPhasePlane(mixed, { variables: ["V", "u"], between: [mV([0, 1]), mV([0, 1])] }),
      "invalid parameter tau: its values differ from neuron to neuron",
    );
  });
});

describe("the summary of a result", () => {
  it("shows raster, rates, an example and the irregularity, as far as there are any", async () => {
    const driven = (name: string, N: number) =>
      population(name, {
        N,
        equations: "dv/dt = (drive - v)/tau + sigma*xi/tau**0.5 : volt",
        threshold: "v > theta",
        reset: "v = 0*mV",
        parameters: { tau: ms(10), theta: mV(20), drive: mV(22), sigma: mV(3) },
      });
    const [E, I] = [driven("E", 8), driven("I", 4)];
    const out = await run(
      network({
        populations: [E, I],
        duration: ms(300),
        record: [{ of: "E", variable: "v", neurons: [0] }],
      }),
    );
    const figure = plotSummary(out, { between: ms([0, 250]), bin: ms(10) });
    expect(texts(figure)).toEqual(
      expect.arrayContaining(["a", "b", "c", "d", "E", "I", "E: v", "Rate (Hz)"]),
    );
    refuse(() => plotSummary(5 as never), "invalid result: 5; expected what run(network) gives");
    refuse(() => plotSummary(out, { bins: ms(1) } as never), 'did you mean "bin"?');
    const silent = await run(network({ populations: [E], duration: ms(1) }));
    expect(texts(plotSummary(silent))).not.toContain("c");
  });
});

describe("the palette", () => {
  const linear = (hex: string): number[] =>
    [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
  const times = (matrix: readonly (readonly number[])[], v: readonly number[]): number[] =>
    matrix.map((row) => row.reduce((sum, entry, k) => sum + entry * v[k], 0));
  const oklab = (rgb: readonly number[]): number[] => {
    const lms = times(
      [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ],
      rgb.map((part) => Math.min(1, Math.max(0, part))),
    ).map(Math.cbrt);
    return times(
      [
        [0.2104542553, 0.793617785, -0.0040720468],
        [1.9779984951, -2.428592205, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.808675766],
      ],
      lms,
    );
  };
  /** What the kinds of colour blindness make of colours (Machado et al. 2009, severity 1). */
  const visions = {
    normal: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    protanopia: [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
    deuteranopia: [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
    tritanopia: [
      [1.255528, -0.076749, -0.178779],
      [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.3039],
    ],
  };

  it.each(Object.entries(visions))("has colours that all differ: %s", (_, vision) => {
    const seen = Object.values(colours).map((colour) => oklab(times(vision, linear(colour))));
    expect(seen.length).toBeGreaterThan(6);
    for (let a = 0; a < seen.length; a++)
      for (let b = 0; b < a; b++)
        expect(Math.hypot(...seen[a].map((part, k) => part - seen[b][k]))).toBeGreaterThan(0.12);
  });
});
