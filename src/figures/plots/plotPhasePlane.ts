import {
  checkOptions,
  checkTruth,
  didYouMean,
  ownValue,
  requireWholeNumber,
  shown,
  UserError,
} from "../../base/index.js";
import {
  type CheckedModel,
  checkModel,
  evaluate,
  type StateVariable,
} from "../../equations/index.js";
import type { Population } from "../../network/index.js";
import { requireSignal, type Signal } from "../../signals/index.js";
import {
  bestScale,
  type Dimension,
  fromScale,
  lower,
  lowerAll,
  type Quantity,
  type QuantityArray,
  requireDimension,
  scaledUnitSymbol,
} from "../../units/index.js";
import { observablePlot } from "../drawing/dom.js";
import type { Figure } from "../figure.js";
import type { AnyMark } from "../panel.js";
import { colours } from "../theme.js";
import { checkPlotOptions, type PlotOptions, plot } from "./plot.js";

/** Options of {@link plotPhasePlane}. */
export interface PhasePlaneOptions extends PlotOptions {
  /** The variables that lie across and upward. */
  variables: readonly [string, string];
  /** From where to where each of them is shown. */
  between: readonly [
    QuantityArray | readonly [Quantity, Quantity] | readonly [number, number],
    QuantityArray | readonly [Quantity, Quantity] | readonly [number, number],
  ];
  /** Values of other variables, and of `t`; 0 where nothing is said. */
  at?: Readonly<Record<string, Quantity | number>>;
  /** Recorded pairs of both variables, drawn as lines: `[[out.V, out.w]]`. */
  trajectories?: readonly (readonly [Signal, Signal])[];
  /** Whether arrows show where the state goes; they do by default. */
  arrows?: boolean;
  /** Points of the grid to each side on which the equations are evaluated; 120 by default. */
  points?: number;
}

const OWN = ["variables", "between", "at", "trajectories", "arrows", "points"];

/**
 * Plots the plane of two variables of a population's model: the nullclines, where one of both does not change, of
 * the equations themselves; arrows that show where the state goes; and trajectories.
 *
 * ```ts
 * const neuron = population("neuron", {
 *   N: 1,
 *   equations: `dv/dt = (v - v**3/3 - w + I)/tau : 1
 *               dw/dt = (v + 0.7 - 0.8*w)/(12.5*tau) : 1`, // FitzHugh (1961), Nagumo et al. (1962)
 *   parameters: { I: 0.5, tau: ms(1) },
 *   method: "rk4",
 * });
 * const spiking = await run(network({
 *   populations: [neuron], duration: ms(100),
 *   record: [{ of: "neuron", variable: "v" }, { of: "neuron", variable: "w" }],
 * }));
 * plotPhasePlane(neuron, {
 *   variables: ["v", "w"], between: [[-2.5, 2.5], [-1, 2]],
 *   trajectories: [[spiking.signal("neuron", "v", 0), spiking.signal("neuron", "w", 0)]],
 * })
 * ```
 *
 * Derivatives are evaluated on a grid, and nullclines are its contours at 0; noise is 0.
 * @throws UserError for what is no population, for variables that have no differential equation, for parameters
 *   that differ from neuron to neuron; DimensionError for values of another dimension.
 */
export function plotPhasePlane(population: Population, options: PhasePlaneOptions): Figure {
  checkPlotOptions("plotPhasePlane", options ?? null, OWN);
  if ((population as Partial<Population> | null)?.kind !== "population")
    throw new UserError(
      `invalid population: ${shown(population)}; expected what population(...) makes`,
    );
  const { variables, between, at = {}, trajectories = [], arrows = true, points = 120 } = options;
  checkTruth("arrows", arrows);
  requireWholeNumber("points", points, 8, 1000);
  if (!Array.isArray(trajectories))
    throw new UserError(
      `invalid trajectories: ${shown(trajectories)}; expected a list of pairs of signals`,
    );
  const model = checkModel(population.model, population.N);
  const rest = Object.fromEntries(
    Object.entries(options).filter(([name]) => !OWN.includes(name)),
  ) as PlotOptions;
  if (!Array.isArray(variables) || variables.length !== 2 || variables[0] === variables[1])
    throw new UserError(`invalid variables: ${shown(variables)}; expected the names of two`);
  if (!Array.isArray(between) || between.length !== 2)
    throw new UserError(
      `invalid between: ${shown(between)}; expected two values for each variable`,
    );
  const sides = [0, 1].map((k) => sideOf(model, variables[k], between[k], `between[${k}]`));
  const [x, y] = sides;
  const derivatives = derivativesOf(model, sides, at);
  const marks: AnyMark[] = [];
  const { contour, vector } = observablePlot();
  if (arrows) marks.push(vector(arrowsOn(x, y, derivatives), ARROWS as never));
  for (const side of sides) {
    const values = onGrid(x, y, points, derivatives, side.state.name);
    const name = `$\\mathrm{d}${side.state.name.replaceAll("_", "\\_")}/\\mathrm{d}t = 0$`;
    marks.push(
      contour(values, {
        width: points,
        height: points,
        x1: x.outer[0] / x.scale,
        x2: x.outer[1] / x.scale,
        y1: y.outer[0] / y.scale,
        y2: y.outer[1] / y.scale,
        value: (value: number) => value,
        thresholds: [0],
        stroke: () => name,
        strokeWidth: 1.5,
        clip: true,
      } as never),
    );
  }
  trajectories.forEach((pair, k) => {
    marks.push(trajectory(pair, k, sides));
  });
  const axis = ({ ends, scale, state, symbol }: Side) => ({
    domain: ends.map((end) => fromScale(end, scale)) as unknown as readonly [number, number],
    label: symbol === "" ? `$${state.name}$` : `$${state.name}$ (${symbol})`,
    grid: false,
  });
  return plot(marks, {
    ...rest,
    x: { ...axis(x), ...rest.x },
    y: { ...axis(y), ...rest.y },
    color: { range: [colours.orange, colours.blue], legend: true, ...rest.color },
  });
}

/** One variable: its equation, and the stretch of it that is shown, in SI base units. */
interface Side {
  state: StateVariable;
  ends: readonly [number, number];
  /** A little more than is shown: what closes contours lies out of sight. */
  outer: readonly [number, number];
  scale: number;
  symbol: string;
}

function sideOf(model: CheckedModel, name: unknown, between: unknown, what: string): Side {
  const names = model.states.filter(({ derivative }) => derivative).map((state) => state.name);
  const state = model.states.find((one) => one.name === name && one.derivative);
  if (!state)
    throw new UserError(
      `unknown variable: ${typeof name === "string" ? name : shown(name)}; expected one that has a differential equation: ${names.join(", ")}${typeof name === "string" ? didYouMean(name, names) : ""}`,
    );
  const ends = lowerAll(what, between, state.dimension, { count: 2 });
  if (!(ends[0] < ends[1]))
    throw new UserError(`invalid ${what}: ${shown(between)}; expected the lower end first`);
  const margin = 0.05 * (ends[1] - ends[0]);
  const { scale, prefix } = bestScale(ends, state.dimension);
  return {
    state,
    ends: [ends[0], ends[1]],
    outer: [ends[0] - margin, ends[1] + margin],
    scale,
    symbol: scaledUnitSymbol(prefix, state.dimension),
  };
}

type Derivatives = (x: number, y: number) => Readonly<Record<string, number>>;

/** The derivatives of both variables in a state, the others held where they are said to be. */
function derivativesOf(
  model: CheckedModel,
  [x, y]: readonly Side[],
  at: PhasePlaneOptions["at"],
): Derivatives {
  const others = model.states.filter(({ name }) => name !== x.state.name && name !== y.state.name);
  checkOptions("at", at ?? null, [...others.map(({ name }) => name), "t"]);
  const fixed = new Map<string, number>([
    ["t", 0],
    ["xi", 0],
    ["lastSpike", Number.NEGATIVE_INFINITY],
    ["i", 0],
    ["N", 1],
    ["dt", 0],
  ]);
  const given = (name: string, dimension: Dimension | "time"): void => {
    const value = ownValue(at as Record<string, Quantity | number>, name);
    fixed.set(name, value === undefined ? 0 : lower(name, value, dimension));
  };
  given("t", "time");
  for (const { name, dimension } of others) given(name, dimension);
  for (const [name, { values }] of model.parameters) {
    if (values.kind !== "shared")
      throw new UserError(
        `invalid parameter ${name}: its values differ from neuron to neuron; expected one for all in a phase plane`,
      );
    fixed.set(name, values.value);
  }
  const formulas = new Map(
    model.subexpressions.map(({ target, expression }) => [target, expression]),
  );
  return (atX, atY) => {
    const read = (name: string): number => {
      if (name === x.state.name) return atX;
      if (name === y.state.name) return atY;
      const formula = formulas.get(name);
      return formula ? Number(evaluate(formula, read)) : (fixed.get(name) ?? 0);
    };
    return Object.fromEntries(
      [x, y].map(({ state }) => [
        state.name,
        state.derivative ? Number(evaluate(state.derivative, read)) : 0,
      ]),
    );
  };
}

/** A derivative on a grid, row upon row from below, kept small far from 0: only where it is 0 counts. */
function onGrid(
  x: Side,
  y: Side,
  points: number,
  derivatives: Derivatives,
  name: string,
): Float64Array {
  const place = ({ outer }: Side, k: number): number =>
    outer[0] + ((outer[1] - outer[0]) * (k + 0.5)) / points;
  const values = Float64Array.from({ length: points * points }, (_, k) => {
    return derivatives(place(x, k % points), place(y, Math.floor(k / points)))[name];
  });
  const sizes = values.map(Math.abs).filter(Number.isFinite).sort();
  const typical = sizes[Math.floor(sizes.length / 2)] || 1;
  return values.map((value) => Math.tanh(value / typical));
}

/** Arrows to each side. */
const ARROW_COUNT = 14;

const ARROWS = {
  x: "x",
  y: "y",
  rotate: "rotate",
  length: 9,
  stroke: "#999999",
  strokeWidth: 0.7,
  clip: true,
};

/** Where the state goes, on a coarse grid: directions as they are in the plane that is shown. */
function arrowsOn(x: Side, y: Side, derivatives: Derivatives): object[] {
  const place = ({ ends }: Side, k: number): number =>
    ends[0] + ((ends[1] - ends[0]) * (k + 0.5)) / ARROW_COUNT;
  const span = ({ ends }: Side): number => ends[1] - ends[0];
  return Array.from({ length: ARROW_COUNT ** 2 }, (_, k) => {
    const [atX, atY] = [place(x, k % ARROW_COUNT), place(y, Math.floor(k / ARROW_COUNT))];
    const change = derivatives(atX, atY);
    const [across, upward] = [change[x.state.name] / span(x), change[y.state.name] / span(y)];
    return {
      x: fromScale(atX, x.scale),
      y: fromScale(atY, y.scale),
      rotate: (Math.atan2(across, upward) * 180) / Math.PI,
    };
  }).filter(({ rotate }) => Number.isFinite(rotate));
}

function trajectory(pair: unknown, k: number, sides: readonly Side[]): AnyMark {
  if (!Array.isArray(pair) || pair.length !== 2)
    throw new UserError(
      `invalid trajectory ${k}: ${shown(pair)}; expected the signals of both variables`,
    );
  const [x, y] = sides.map(({ scale, state }, side) => {
    const signal = pair[side] as Signal;
    requireSignal(`trajectory ${k}, ${state.name}`, signal);
    requireDimension(signal, state.dimension, `trajectory ${k}, ${state.name}`);
    return signal.values.map((value) => fromScale(value, scale));
  });
  return { kind: "line", x, y, width: 0.8, colour: "#000000", clip: true };
}
