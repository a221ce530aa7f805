import { checkOptions, shown, UserError } from "../../base/index.js";
import { NetworkResult } from "../../results/index.js";
import { coefficientOfVariation, populationRate, type SpikeTrain } from "../../signals/index.js";
import { lower, NAMED_DIMENSIONS, Quantity } from "../../units/index.js";
import type { Figure } from "../figure.js";
import { layout } from "../layout.js";
import type { AnyMark } from "../panel.js";
import type { FigureSize, Picture } from "../picture.js";
import { TEXT_WIDTH } from "../theme.js";
import { plot } from "./plot.js";
import { plotHistogram } from "./plotHistogram.js";
import { plotRaster } from "./plotRaster.js";
import { type Between, plotSignal, timesOf } from "./plotSignals.js";

/** Options of {@link plotSummary}. */
export interface SummaryOptions extends FigureSize {
  /** First and last time of raster, rates and trace, cut to what was simulated; by default all of it. */
  between?: Between;
  /** Width of the bins of the rates; a 100th of the time shown by default, at least one step. */
  bin?: Quantity<"time">;
  /** Most neurons of a population that the raster shows; 100 by default. */
  neurons?: number;
}

/** Least number of spikes of a neuron whose coefficient of variation says something. */
const LEAST_SPIKES = 3;

/**
 * The picture that everyone draws first: a raster by population, the rates of the populations, an example of what
 * was recorded, and how irregular neurons fire (coefficients of variation of their intervals).
 * What the result does not hold is left out.
 *
 * ```ts
 * plotSummary(result);
 * plotSummary(result, { between: seconds([0, 0.5]), bin: ms(2) })
 * ```
 * @throws UserError for what is no result of a network, or one that holds no spikes and no signals.
 */
export function plotSummary(result: NetworkResult, options: SummaryOptions = {}): Picture {
  if (!(result instanceof NetworkResult))
    throw new UserError(`invalid result: ${shown(result)}; expected what run(network) gives`);
  checkOptions("plotSummary", options, ["between", "bin", "neurons", "width", "height"]);
  const { between, neurons = 100, width = TEXT_WIDTH, height } = options;
  lower("neurons", neurons, "dimensionless", { least: 1 });
  const window = between && timesOf(between);
  const { spikes, recorded } = NetworkResult.partsOf(result);
  const populations = result.simulation.populations.filter(({ name }) => spikes.has(name));
  const trains = new Map<string, SpikeTrain[]>(
    populations.map(({ name }) => [name, result.spikeTrains(name)]),
  );
  const chosen = [...trains].map(([name, all]) => {
    const step = Math.max(1, all.length / neurons);
    const some = Array.from(
      { length: Math.ceil(all.length / step) },
      (_, k) => all[Math.floor(k * step)],
    );
    return [name, some] as const;
  });
  const pictures: Figure[] = [];
  if (trains.size > 0) {
    pictures.push(
      plotRaster(Object.fromEntries(chosen), { between, height: 150, y: { label: "Neuron" } }),
      ratesOf(trains, binOf(options.bin, result, window), window),
    );
  }
  const first = recorded.find(({ atSpikes }) => atSpikes === undefined);
  if (first) {
    const [signal] = result.signals(first.of, first.variable);
    pictures.push(
      plotSignal(signal, {
        between,
        height: 100,
        y: { label: `${first.of}: $${mathName(first.variable)}$` },
      }),
    );
  }
  const irregular = regularity(trains);
  if (irregular) pictures.push(irregular);
  if (pictures.length === 0)
    throw new UserError(
      "invalid result: it holds no spikes and no signals; expected a network that records some",
    );
  return layout(
    pictures.map((picture) => [picture]),
    { width, height, heights: pictures.map((picture) => picture.height), letters: "a" },
  );
}

/** A name as mathematics: what follows its first underscore is its index. */
const mathName = (name: string): string => {
  const [head, ...tail] = name.split("_");
  return tail.length > 0 ? `${head}_\\mathrm{${tail.join("\\_")}}` : head;
};

type Window = [Quantity<"time">, Quantity<"time">] | undefined;

function binOf(bin: unknown, result: NetworkResult, window: Window): Quantity<"time"> {
  const length = window ? window[1].value - window[0].value : result.stop - result.start;
  const dt = result.simulation.dt.value;
  const seconds =
    bin === undefined
      ? Math.max(1, Math.round(length / 100 / dt)) * dt
      : lower("bin", bin, "time", { above: 0 });
  return new Quantity<"time">(seconds, NAMED_DIMENSIONS.time.exponents);
}

function ratesOf(
  trains: ReadonlyMap<string, SpikeTrain[]>,
  bin: Quantity<"time">,
  window: Window,
): Figure {
  const marks = [...trains].map(([name, all]): AnyMark => {
    const part = window ? all.map((train) => train.between(...window)) : all;
    const rate = populationRate(part, bin);
    return { kind: "line", x: rate.times, y: rate, width: 1, label: name };
  });
  return plot(marks, {
    height: 110,
    legend: trains.size > 1 ? "top-right" : undefined,
    x: { label: "" },
    y: { label: "Rate", domain: undefined, zero: true },
  });
}

function regularity(trains: ReadonlyMap<string, SpikeTrain[]>): Figure | undefined {
  const all = [...trains.values()].flatMap((of) =>
    of.filter(({ count }) => count >= LEAST_SPIKES).map((train) => coefficientOfVariation(train)),
  );
  const finite = all.filter(Number.isFinite);
  if (finite.length < 2) return undefined;
  return plotHistogram(finite, {
    bins: 20,
    height: 110,
    x: { label: "Coefficient of variation of inter-spike intervals" },
    y: { label: "Neurons" },
  });
}
