import fc from "fast-check";
import { every, timed } from "../../src/equations/index.js";
import {
  compartmentsOf,
  compartmentTree,
  type Morphology,
  type NamedSections,
  type Where,
} from "../../src/morphology/index.js";
import {
  byPlace,
  compartments,
  type NetworkSimulation,
  network,
  type Population,
  population,
  type Recording,
  type Slice,
  type Synapses,
  slice,
  synapses,
} from "../../src/network/index.js";
import { poisson } from "../../src/program/index.js";
import { normal, uniform } from "../../src/random/index.js";
import {
  Hz,
  meter,
  ms,
  mV,
  nA,
  pA,
  parseQuantity,
  type QuantityArray,
} from "../../src/units/index.js";
import { fromTree, type PlainTree } from "./morphologies.js";

// Random networks of cells with a shape: all features of compartments() together.

/** A section, joined to one before it. */
const sectionRecipe = fc.record({
  parent: fc.nat(),
  kind: fc.constantFrom("cylinder", "section", "cone"),
  n: fc.constantFrom(1, 1, 2, 3, 5, 8),
  diameter: fc.constantFrom(0.2, 1, 3, 12),
  length: fc.constantFrom(2, 30, 200),
});

/** A place: which section, and what of it. */
const placeRecipe = fc.record({
  section: fc.nat(),
  compartment: fc.nat(),
  what: fc.constantFrom("place", "place", "section", "subtree", "stretch"),
});

const cellRecipe = fc.record({
  root: fc.constantFrom("soma", "cylinder", "section"),
  isPlaced: fc.boolean(),
  sections: fc.array(sectionRecipe, { maxLength: 7 }),
  cells: fc.integer({ min: 1, max: 5 }),
  /** How gates are integrated, and whether noise moves them. */
  gates: fc.constantFrom(
    "none",
    "euler",
    "exponential_euler",
    "rk2",
    "rk4",
    "exact",
    "heun with noise",
    "euler with noise",
    "milstein with noise",
  ),
  leak: fc.constantFrom("one", "each", "drawn", "text", "by place"),
  capacitance: fc.constantFrom("one", "each", "text"),
  current: fc.constantFrom("none", "parameter", "timed", "timed each", "ODE", "of v"),
  threshold: fc.constantFrom("none", "everywhere", "everywhere", "at", "at"),
  at: placeRecipe,
  refractory: fc.constantFrom("none", "time", "each", "condition"),
  reset: fc.constantFrom("none", "voltage", "gates"),
  acts: fc.constantFrom("none", "none", "every", "draws"),
  initial: fc.constantFrom("rest", "drawn", "each", "text"),
  reads: fc.constantFrom("nothing", "geometry", "t", "i", "lastSpike"),
  held: fc.boolean(),
  /** Synapses from points to a place, from a place to points, between cells at a place. */
  inward: fc.option(
    fc.record({
      to: placeRecipe,
      delay: fc.constantFrom("none", "fixed", "drawn"),
      acts: fc.constantFrom("conductance", "voltage", "jump", "summed"),
      probability: fc.constantFrom(0.3, 1),
      source: fc.boolean(),
    }),
    { freq: 3 },
  ),
  outward: fc.option(
    fc.record({ from: placeRecipe, delay: fc.constantFrom("none", "fixed", "drawn") }),
    { freq: 2 },
  ),
  gap: fc.option(placeRecipe, { freq: 2 }),
  record: fc.array(
    fc.record({
      variable: fc.nat(),
      at: fc.array(placeRecipe, { maxLength: 2 }),
      every: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 3 },
  ),
});

export const cellsRecipe = fc.record({
  cells: fc.array(cellRecipe, { minLength: 1, maxLength: 2 }),
  points: fc.integer({ min: 1, max: 6 }),
  recordAt: fc.constantFrom("start", "end"),
  clock: fc.constantFrom("multiplied", "summed"),
  dt: fc.constantFrom(0.02, 0.1, 0.5),
  steps: fc.integer({ min: 2, max: 60 }),
  seed: fc.nat(),
});

type Recipe<A> = A extends fc.Arbitrary<infer T> ? T : never;
export type CellsRecipe = Recipe<typeof cellsRecipe>;
type CellRecipe = Recipe<typeof cellRecipe>;
type PlaceRecipe = Recipe<typeof placeRecipe>;
type Cell = Morphology<NamedSections>;

const MOST_COMPARTMENTS = 40;

/** The sections of a recipe as far as they have at most 40 compartments together. */
function treeOf({ root, sections, isPlaced }: CellRecipe): PlainTree {
  const um = 1e-6;
  const made: PlainTree[] = [
    root === "soma"
      ? { kind: "soma", diameter: 20 * um, ...(isPlaced && { x: 3 * um }) }
      : root === "cylinder"
        ? {
            kind: "cylinder",
            diameter: 4 * um,
            n: 3,
            ...(isPlaced ? { x: [0, 30 * um], y: [0, 40 * um] } : { length: 50 * um }),
          }
        : {
            kind: "section",
            diameters: [6 * um, 4 * um, 5 * um],
            ...(isPlaced ? { z: [0, 9 * um, 21 * um] } : { lengths: [9 * um, 12 * um] }),
          },
  ];
  let count = root === "soma" ? 1 : root === "cylinder" ? 3 : 2;
  for (const { parent, kind, n, diameter: d, length: l } of sections) {
    if (count + n > MOST_COMPARTMENTS) break;
    count += n;
    const diameter = d * um;
    const length = l * um;
    const borders = Array.from({ length: n + 1 }, (_, k) => k);
    const tree: PlainTree =
      kind === "cylinder"
        ? {
            kind,
            diameter,
            n,
            ...(isPlaced ? { x: [0, 0.6 * length], z: [0, 0.8 * length] } : { length }),
          }
        : {
            kind: "section",
            diameters: borders.map((k) =>
              kind === "cone" ? diameter * (1 - (0.7 * k) / n) : diameter * (1 + 0.3 * (k % 2)),
            ),
            ...(isPlaced
              ? { y: borders.map((k) => (k * length) / n) }
              : { lengths: borders.slice(1).map((k) => (length / n) * (1 + 0.2 * (k % 3))) }),
          };
    const at = made[parent % made.length];
    at.children = { ...at.children, [`s${made.length}`]: tree };
    made.push(tree);
  }
  return made[0];
}

/** Where a recipe points in a cell. */
function whereOf(cell: Cell, { section, compartment, what }: PlaceRecipe): Where {
  const { sections, length } = compartmentTree(cell.toJSON());
  const { path, first, count } = sections[section % sections.length];
  const part = path === "" ? cell : cell.child(path);
  const k = compartment % part.n;
  switch (what) {
    case "place":
      return part.compartment(k);
    case "section":
      return part;
    case "subtree":
      return part.subtree;
    case "stretch": {
      const whole = length.slice(first, first + count).reduce((sum, own) => sum + own, 0);
      return part.between(meter(0.3 * whole), meter(0.7 * whole));
    }
  }
}

const volts = (N: number, value: (i: number) => number): QuantityArray<"voltage"> =>
  mV(Array.from({ length: N }, (_, i) => value(i)));

function neuronsOf(recipe: CellRecipe, name: string): { cell: Cell; neurons: Population } {
  const cell = fromTree(treeOf(recipe));
  const { count } = compartmentTree(cell.toJSON());
  const { cells, gates, leak, current, threshold, reset, reads, acts } = recipe;
  const N = count * cells;
  const noise = gates.endsWith("noise");
  const method = gates === "none" ? "euler" : gates.replace(" with noise", "");
  const isExact = gates === "exact";
  const hasGates = gates !== "none";
  const unless = recipe.held && threshold !== "none" && recipe.refractory !== "none";
  const steady = isExact ? "0.4 + v/(500*mV)" : "1/(1 + exp(-(v + 45*mV)/(8*mV)))";
  const extra = {
    nothing: "",
    geometry: "*(1 + 0.2*tanh(distance/(100*um)) + 0.1*diameter/um + 0.01*length/um)",
    t: "*(1 + 0.5*sin(t/(2*ms)))",
    i: "*(1 + i/N)",
    lastSpike: "*(1 + exp(-abs(t - lastSpike)/(3*ms)))",
  }[reads];
  const equations = [
    `Im = gL*(EL - v)${extra}${hasGates ? " + gNa*m**3*h*(ENa - v) - gA*exp(-m)*v" : ""} + gs*(Es - v)/area : amp/metre**2`,
    ...(hasGates
      ? [
          `dm/dt = (${steady} - m)/(0.6*ms)${noise ? " + 0.05*xi/sqrt(ms)" : ""} : 1${unless ? " (unless refractory)" : ""}`,
          "dh/dt = (0.5 - h)/(4*ms) : 1",
        ]
      : []),
    recipe.inward?.acts === "summed" ? "gs : siemens" : "dgs/dt = -gs/(3*ms) : siemens",
    ...{
      none: [],
      parameter: ["I : amp (point current)"],
      timed: ["I = A*stimulus(t) : amp (point current)"],
      "timed each": ["I = A*stimulus(t, i) : amp (point current)"],
      ODE: ["dI/dt = -I/(6*ms) : amp (point current)"],
      "of v": ["I = A*(1 - tanh(v/(50*mV))) : amp (point current)"],
    }[current],
    ...(recipe.gap ? ["Igap : amp (point current)"] : []),
  ].join("\n");
  const gL = parseQuantity("0.3 mS/cm^2");
  const Cm = parseQuantity("1 uF/cm^2");
  const hasThreshold = threshold !== "none";
  const neurons = compartments(name, {
    morphology: cell,
    cells,
    equations,
    method,
    Ri: parseQuantity("150 ohm cm"),
    Cm: {
      one: Cm,
      each: byPlace(cell, Cm, [[cell, parseQuantity("2 uF/cm^2")]], { cells }),
      text: "0.01*farad/metre**2*(1 + 0.2*i/N)",
    }[recipe.capacitance],
    ...(hasThreshold && {
      threshold: reads === "t" ? "v > -50*mV and t > 0.1*ms" : "v > -50*mV",
      ...(threshold === "at" && { at: whereOf(cell, recipe.at) }),
      ...(reset !== "none" && {
        reset: {
          voltage: "v = -75*mV",
          gates: hasGates ? "h *= 0.3; v -= 3*mV" : "gs *= 0.5; v -= 3*mV",
        }[reset],
      }),
      ...(recipe.refractory !== "none" && {
        refractory: {
          time: ms(1.1),
          each: ms(Array.from({ length: N }, (_, i) => (i % 4) * 0.5)),
          condition: "t - lastSpike < 1*ms or v > -55*mV",
        }[recipe.refractory],
      }),
    }),
    ...(acts !== "none" && {
      actions: [every(ms(1), acts === "draws" ? "gs += 0.2*nS*rand()" : "v += 0.5*mV*(i % 3)")],
    }),
    parameters: {
      EL: mV(-65),
      Es: mV(0),
      gL: {
        one: gL,
        each: byPlace(cell, gL, [[whereOf(cell, recipe.at), gL.times(2)]], { cells }),
        drawn: uniform(gL, gL.times(3)),
        text: "0.3*mS/cm**2*(1 + rand())",
        "by place": byPlace(
          cell,
          gL,
          [
            [cell.subtree, gL.times(2)],
            [cell, gL],
          ],
          { cells },
        ),
      }[leak],
      ...(hasGates && {
        ENa: mV(50),
        gNa: parseQuantity("20 mS/cm^2"),
        gA: parseQuantity("0.1 mS/cm^2"),
      }),
      ...(current === "parameter" && {
        I: byPlace(cell, nA(0), [[whereOf(cell, recipe.at), nA(0.2)]], { cells }),
      }),
      ...(["timed", "timed each", "of v"].includes(current) && { A: pA(60) }),
      ...(current === "timed" && { stimulus: timed([1, -0.5, 3], ms(0.7)) }),
      ...(current === "timed each" && {
        stimulus: timed(
          [0, 1, 2].map((row) => Array.from({ length: N }, (_, i) => ((i + row) % 4) - 1)),
          ms(0.7),
        ),
      }),
    },
    initial: {
      v: {
        rest: mV(-65),
        drawn: normal(mV(-60), mV(8)),
        each: volts(N, (i) => -70 + (i % 11) * 2.5),
        text: "-60*mV + 15*mV*rand()*exp(-distance/(200*um))",
      }[recipe.initial],
      ...(hasGates && { h: 0.5 }),
      ...(current === "ODE" && {
        I: byPlace(cell, nA(0), [[whereOf(cell, recipe.at), nA(0.3)]], { cells }),
      }),
      ...(recipe.inward?.acts === "summed" && { gs: parseQuantity("0 S") }),
      ...(recipe.gap && { Igap: nA(0) }),
    },
  });
  return { cell, neurons };
}

const delayOf = (kind: "none" | "fixed" | "drawn", dt: number) =>
  kind === "none"
    ? {}
    : { delay: kind === "fixed" ? ms(Math.max(0.7, dt)) : uniform(ms(dt), ms(2 + dt)) };

/** The network of a recipe; `steps` is how long it runs. */
export function cellsOf(recipe: CellsRecipe, steps: number = recipe.steps): NetworkSimulation {
  const { dt } = recipe;
  const made = recipe.cells.map((cell, k) => ({
    ...neuronsOf(cell, `cells${k}`),
    recipe: cell,
    k,
  }));
  const points = population("points", {
    N: recipe.points,
    equations: "du/dt = (1.6 - u + 0.3*i/N)/(1.5*ms) : 1",
    threshold: "u > 1",
    reset: "u = 0",
    refractory: ms(0.5),
    initial: { u: uniform(0, 1) },
  });
  const input = poisson("input", 3, Hz(900));
  const joined = made.flatMap(({ cell, neurons, recipe: own, k }): Synapses[] => {
    const { inward, outward, gap, cells } = own;
    const found: Synapses[] = [];
    if (inward) {
      const isSummed = inward.acts === "summed";
      const from = inward.source && !isSummed ? input : points;
      found.push(
        synapses(`inward${k}`, {
          from,
          to: slice(neurons, whereOf(cell, inward.to)),
          connection:
            inward.probability === 1
              ? { rule: "allToAll" }
              : { rule: "probability", probability: inward.probability },
          parameters: { w: normal(1, 0.2) },
          ...(isSummed
            ? {
                equations: "dg/dt = -g/(2*ms) : siemens",
                method: "exact",
                onPre: "g += w*nS",
                summed: { gs: "g" },
              }
            : {
                onPre: {
                  conductance: "gs += w*nS",
                  voltage: "v += w*mV",
                  jump: "gs += w*nS*clip(-v_post/(60*mV), 0, 2)",
                  summed: "",
                }[inward.acts],
              }),
          ...delayOf(inward.delay, dt),
        }),
      );
    }
    if (outward && own.threshold !== "none")
      found.push(
        synapses(`outward${k}`, {
          from: spiking(neurons) ?? slice(neurons, whereOf(cell, outward.from)),
          to: points,
          connection: { rule: "allToAll" },
          onPre: "u = clip(u - 0.3*(1 + v_pre/(100*mV)), 0, 2)",
          ...delayOf(outward.delay, dt),
        }),
      );
    if (gap) {
      // compartments of the place follow each other, and in each the cells do
      const place = slice(neurons, whereOf(cell, gap));
      const count = place.end - place.start;
      const pairs = Array.from({ length: count }, (_, i) => [
        i,
        i - (i % cells) + ((i + 1) % cells),
      ]);
      found.push(
        synapses(`gap${k}`, {
          from: place,
          to: place,
          connection: {
            rule: "list",
            sources: pairs.map(([i]) => i),
            targets: pairs.map(([, j]) => j),
          },
          summed: { Igap: "0.4*nS*(v_pre - v_post)" },
        }),
      );
    }
    return found;
  });
  return network({
    populations: [...made.map(({ neurons }) => neurons), points],
    sources: [input],
    synapses: joined,
    record: made.flatMap(({ cell, neurons, recipe: own }): Recording[] =>
      own.record.map(({ variable, at, every: steps }) => {
        const names = ["v", "v", "gs", "Im", ...(own.gates === "none" ? [] : ["m", "h"])];
        const places = at.map((place) => whereOf(cell, place));
        const indices = [...compartmentsOf(cell.toJSON(), places)];
        const isEachOnce = new Set(indices).size === indices.length;
        return {
          of: neurons.name,
          variable: names[variable % names.length],
          ...(places.length > 0 && { at: isEachOnce ? places : places[0] }),
          every: steps,
        };
      }),
    ),
    recordSpikes: [...made.map(({ neurons }) => neurons.name), "points", "input"],
    recordAt: recipe.recordAt,
    clock: recipe.clock,
    duration: ms(dt).times(steps),
    dt: ms(dt),
    seed: recipe.seed,
  });
}

/** The compartments with the threshold, where it is at a place: synapses from others are refused. */
function spiking(neurons: Population): Slice | undefined {
  const { shape } = neurons;
  if (!shape?.spikesAt) return undefined;
  const { first, end } = shape.spikesAt;
  return slice(neurons, first * shape.cells, end * shape.cells);
}
