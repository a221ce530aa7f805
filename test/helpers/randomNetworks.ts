import fc from "fast-check";
import { at, every, formula, timed } from "../../src/equations/index.js";
import {
  type Connection,
  type NetworkSimulation,
  network,
  type Plasticity,
  type Population,
  population,
  type Recording,
  type Source,
  type Synapses,
  slice,
  synapses,
} from "../../src/network/index.js";
import { poisson, renewal, spikeEvents, spikeTrains } from "../../src/program/index.js";
import {
  exponential,
  gamma,
  integers,
  logNormal,
  normal,
  oneOf,
  truncated,
  uniform,
} from "../../src/random/index.js";
import { Hz, ms, mV, type QuantityArray } from "../../src/units/index.js";

// Random networks of all features together: two targets have to agree on each of them.

const METHODS = [
  "euler",
  "heun",
  "milstein",
  "rk2",
  "rk4",
  "rkf45",
  "exponential_euler",
  "exact",
] as const;

/** A population: which features its model has. */
const neuronRecipe = fc.record({
  N: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 9 }) },
    { weight: 1, arbitrary: fc.constantFrom(255, 256, 257, 513) },
  ),
  method: fc.constantFrom(...METHODS),
  noise: fc.boolean(),
  held: fc.boolean(),
  nonlinear: fc.boolean(),
  subexpression: fc.boolean(),
  reads: fc.constantFrom("nothing", "t", "i", "N", "lastSpike", "dt", "angle"),
  drive: fc.constantFrom("one", "each", "drawn", "cut", "text"),
  refractory: fc.constantFrom("none", "time", "each", "drawn", "condition"),
  reset: fc.constantFrom("none", "set", "jump", "several"),
  update: fc.boolean(),
  acts: fc.constantFrom("none", "none", "every", "at", "draws"),
  initial: fc.constantFrom("none", "one", "each", "drawn", "text"),
  /** An event beside the spike: in each step with much g, or at once past a bound that it then leaves. */
  event: fc.constantFrom("none", "none", "often", "acts"),
  /** A subexpression that stays as it is over a step, and may draw. */
  kept: fc.boolean(),
  /** Values over time in the equations. */
  timed: fc.constantFrom("none", "none", "shared", "each"),
});

const sourceRecipe = fc.record({
  kind: fc.constantFrom(
    "poisson",
    "poisson each",
    "poisson over time",
    "trains",
    "events",
    "renewal",
    "renewal drawn",
  ),
  N: fc.integer({ min: 1, max: 9 }),
  rate: fc.constantFrom(0, 20, 200, 3000),
});

const synapsesRecipe = fc.record({
  from: fc.nat(),
  to: fc.nat(),
  fromSlice: fc.boolean(),
  toSlice: fc.boolean(),
  rule: fc.constantFrom(
    "allToAll",
    "probability",
    "inDegree",
    "inDegree single",
    "oneToOne",
    "list",
    "condition",
    "near",
    "total",
    "outDegree",
    "generator",
    "several",
  ),
  /** Other synapses onto these. */
  onto: fc.constantFrom("none", "none", "none", "summed", "spikes"),
  /** A factor that changes over time. */
  lift: fc.boolean(),
  /** Continuous coupling beside spikes. */
  summed: fc.boolean(),
  autapses: fc.boolean(),
  /** Whether values of each synapse are kept in 32 bits. */
  single: fc.boolean(),
  weight: fc.constantFrom("constant", "drawn", "skewed", "given", "text"),
  delay: fc.constantFrom("none", "fixed", "drawn", "few", "skewed", "long", "text"),
  statements: fc.constantFrom("add", "set", "several", "reads", "held", "source"),
  /** Equations of the synapses' own, beside y, which only statements change. */
  dynamics: fc.constantFrom(
    "none",
    "none",
    "none",
    "between",
    "clock",
    "neurons",
    "exact",
    "noise",
    "traces",
  ),
  /** What spikes of the target do. */
  back: fc.constantFrom("none", "none", "own", "target", "source"),
  /** A second pathway with a delay of its own. */
  second: fc.constantFrom("none", "none", "none", "at once", "late"),
  /** Whether pathways go by an event, where their side has any. */
  byEvent: fc.constantFrom("none", "none", "before", "after"),
  draws: fc.boolean(),
  acts: fc.boolean(),
  recorded: fc.boolean(),
  plasticity: fc.option(
    fc.record({
      pre: fc.boolean(),
      post: fc.boolean(),
      traces: fc.boolean(),
      delayIn: fc.constantFrom("axon", "dendrite"),
      fast: fc.boolean(),
    }),
    { freq: 2, nil: undefined },
  ),
});

export const networkRecipe = fc.record({
  populations: fc.array(neuronRecipe, { minLength: 1, maxLength: 3 }),
  sources: fc.array(sourceRecipe, { maxLength: 2 }),
  synapses: fc.array(synapsesRecipe, { maxLength: 4 }),
  record: fc.array(
    fc.record({
      of: fc.nat(),
      variable: fc.nat(),
      some: fc.boolean(),
      every: fc.integer({ min: 1, max: 4 }),
      atSpikes: fc.constantFrom("none", "none", "none", "spikes", "events"),
    }),
    { maxLength: 4 },
  ),
  recordAt: fc.constantFrom("start", "end"),
  stream: fc.constantFrom("default", "default", "default", "numpy", "julia"),
  clock: fc.constantFrom("multiplied", "multiplied", "summed"),
  dt: fc.constantFrom(0.1, 0.25, 1),
  steps: fc.integer({ min: 1, max: 160 }),
  seed: fc.nat(),
});

type Recipe<A> = A extends fc.Arbitrary<infer T> ? T : never;
export type NetworkRecipe = Recipe<typeof networkRecipe>;
type NeuronRecipe = Recipe<typeof neuronRecipe>;
type SynapsesRecipe = Recipe<typeof synapsesRecipe>;

/** The network of a recipe; `steps` is how long it runs. */
export function networkOf(recipe: NetworkRecipe, steps: number = recipe.steps): NetworkSimulation {
  const dt = ms(recipe.dt);
  const populations = recipe.populations.map((item, k) => neuronsOf(item, `p${k}`, recipe));
  const sources = recipe.sources.map((item, k) => sourceOf(item, `s${k}`, recipe));
  const firsts = recipe.synapses.flatMap((item, k) =>
    synapsesOf(item, `c${k}`, populations, sources, recipe),
  );
  const made = [
    ...firsts,
    ...(recipe.stream === "default"
      ? firsts.flatMap((item) =>
          ontoSynapses(recipe.synapses[Number(item.name.slice(1))], item, populations[0]),
        )
      : []),
  ];
  return network({
    populations,
    sources,
    synapses: made,
    record: [
      ...recordingsOf(recipe, populations),
      ...recipe.synapses.flatMap(({ recorded }, k) => {
        const own = made.find(({ name }) => name === `c${k}`);
        const hasFirst = own !== undefined && surelyConnects(own);
        return recorded && hasFirst ? [{ of: `c${k}`, variable: "y", synapses: [0] }] : [];
      }),
    ],
    recordSpikes: [
      ...[...populations, ...sources].map(({ name }) => name),
      ...populations.flatMap(({ name, model }) => (model.events ? [`${name}.high`] : [])),
    ],
    recordAt: recipe.recordAt,
    duration: dt.times(steps),
    dt,
    seed: recipe.seed,
    stream: recipe.stream,
    clock: recipe.clock,
  });
}

/** Whether there is a first synapse, whatever is drawn: one neuron does not connect with itself. */
const surelyConnects = ({ connection, from, to }: Synapses): boolean =>
  connection.rule === "list" ||
  (connection.rule === "allToAll" && (from.end - from.start) * (to.end - to.start) > 1);

const each = (N: number, value: (i: number) => number): QuantityArray<"voltage"> =>
  mV(Array.from({ length: N }, (_, i) => value(i)));

function neuronsOf(
  recipe: NeuronRecipe,
  name: string,
  { stream }: Pick<NetworkRecipe, "stream">,
): Population {
  const { N, held, refractory, reset, update, initial, reads, drive } = recipe;
  const isExact = recipe.method === "exact";
  const noise = recipe.noise && ["euler", "heun", "milstein"].includes(recipe.method);
  const nonlinear = recipe.nonlinear && !isExact;
  const subexpression = recipe.subexpression;
  const unless = held && refractory !== "none" ? " (unless refractory)" : "";
  const extra = isExact
    ? ""
    : {
        nothing: "",
        t: " + 1*mV*sin(t/(3*ms)) + 0.5*(t % (2*ms))*mV/ms",
        angle:
          " + 1*mV*atan2(w - 1*mV, v) + 1*mV*asinh(acos(clip(v/(20*mV), -1, 1)))*hill(w/mV, 2)",
        i: " + 0.1*mV*(i - N/2)/N",
        N: " + 1*mV/N",
        lastSpike: " + 1*mV*exp(-abs(t - lastSpike)/(2*ms))",
        dt: " + 1*mV*(dt/ms)",
      }[reads];
  const bend = !nonlinear
    ? ""
    : recipe.method === "exponential_euler"
      ? " + 0.2*tanh(v/(5*mV))*(3*mV - v)"
      : " + 0.2*mV*tanh(w/mV)*(v/(20*mV))**2";
  const stimulus = {
    none: "",
    shared: " + stimulus(t)",
    each: " + stimulus(t, i)",
  }[isExact ? "none" : recipe.timed];
  const input = subexpression ? "input" : "E + g";
  const equations = [
    `dv/dt = (${input} - v - w + c0 + c1${bend}${extra}${stimulus})/tau${noise ? " + sigma*(1 + 0.2*tanh(v/(9*mV)))*xi/tau**0.5" : ""} : volt${unless}`,
    "dw/dt = (0.3*v - w)/(7*ms) : volt",
    "dg/dt = -g/(3*ms) : volt",
    ...Array.from({ length: SUMS }, (_, k) => `c${k} : volt`),
    ...(subexpression ? ["input = E + g : volt"] : []),
    ...(recipe.kept && !isExact
      ? [
          `kept = 0.3*v*(1 + tanh(w/mV))${stream === "default" ? "*rand()" : ""} : volt (constant over dt)`,
          "du/dt = (kept - u)/(4*ms) : volt",
        ]
      : []),
    ...(update ? ["count : integer", "armed : boolean"] : []),
  ].join("\n");
  const isDrawing = recipe.acts === "draws" && stream === "default";
  return population(name, {
    N,
    equations,
    ...(recipe.acts !== "none" && {
      actions: [
        recipe.acts === "at"
          ? at(ms([2, 5, 5.5, 40]), "g += 1*mV; v = 0.9*v")
          : every(ms(3), isDrawing ? "w += 0.5*mV*(rand() + poisson(1.5))" : "w += 0.1*mV*i/N"),
      ],
    }),
    ...(update && {
      update: "count = (count + int(v > 3*mV and armed)) % 5; armed = not armed or count > 2",
    }),
    ...(recipe.event !== "none" && {
      events: {
        high:
          recipe.event === "often"
            ? "g > 1*mV and g < 4*mV and i % 2 < 1"
            : "w > 2.5*mV and w < 9*mV",
      },
      ...(recipe.event === "acts" && { onEvent: { high: "w = 0.5*w; g += 0.2*mV" } }),
    }),
    threshold: reads === "t" ? "v > theta and t > 1*ms" : "v > theta",
    ...(reset !== "none" && {
      reset: {
        set: "v = 0*mV",
        jump: "v -= theta",
        several: isDrawing
          ? "v = 0.1*v*rand(); w += 0.5*mV; g *= 0.5"
          : "half = w/2; v = 0.1*v; w += 0.5*mV - 0.1*half; g *= 0.5",
      }[reset],
    }),
    ...(refractory !== "none" && {
      refractory: {
        time: ms(1.5),
        each: ms(Array.from({ length: N }, (_, i) => (i % 4) * 0.6)),
        drawn: uniform(ms(0), ms(3)),
        condition: "t - lastSpike < 2*ms or w > 9*mV",
      }[refractory],
    }),
    method: recipe.method,
    parameters: {
      tau: ms(5),
      theta: mV(9),
      ...(reads === "angle" && !isExact && { hill: formula("x, n", "x**n/(1 + x**n)") }),
      ...(noise && { sigma: mV(2) }),
      E: {
        one: mV(12),
        each: each(N, (i) => 8 + (i % 7)),
        drawn: normal(mV(11), mV(3)),
        cut: truncated(normal(mV(11), mV(9)), { from: mV(8), to: mV(14) }),
        text: "9*mV + 4*mV*rand() + mV*i/N",
      }[drive],
      ...(stimulus !== "" && { stimulus: stimulusOf(recipe.timed, N) }),
    },
    initial: {
      ...Object.fromEntries(Array.from({ length: SUMS }, (_, k) => [`c${k}`, mV(0)])),
      ...(update && { count: integers(0, 3), armed: "rand() < 0.5" }),
      ...(initial !== "none" && {
        v: {
          one: mV(4),
          each: each(N, (i) => i % 9),
          drawn: uniform(mV(0), mV(9)),
          text: "clip(5*mV + 2*mV*randn(), 0*mV, E)",
        }[initial],
      }),
    },
  });
}

/** Variables that may be sums over synapses. */
const SUMS = 2;

const stimulusOf = (kind: "none" | "shared" | "each", N: number) =>
  kind === "each"
    ? timed([each(N, (i) => i % 3), each(N, (i) => 2 - (i % 4))], ms(4.3))
    : timed(mV([0, 3, -1, 2]), ms(2));

function sourceOf(
  { kind, N, rate }: NetworkRecipe["sources"][number],
  name: string,
  { dt, steps, stream }: NetworkRecipe,
): Source {
  switch (kind) {
    case "poisson":
      return poisson(name, N, Hz(rate));
    case "poisson each":
      return poisson(name, N, Hz(Array.from({ length: N }, (_, i) => rate * (i % 3))));
    case "poisson over time":
      // a probability of more than 1 is none, and published streams have no draws in their steps
      return stream === "default"
        ? poisson(name, N, "clip(r*(1 + 2*sin(2*pi*200*Hz*t + i)), 0*Hz, 0.9/dt)", { r: Hz(rate) })
        : poisson(name, N, Hz(rate));
    case "renewal":
      return renewal(name, N, Hz(rate));
    case "renewal drawn":
      return renewal(name, N, logNormal(Hz(rate + 1), 0.5), { due: "before" });
    case "trains":
      return spikeTrains(
        name,
        Array.from({ length: N }, (_, i) => [0, 0.4 * i, 0.4 * i, 3 + i].map((t) => t * 1e-3)),
      );
    case "events": {
      const events: number[] = [];
      for (let step = 0; step < steps; step += 1 + Math.round(3 / dt))
        for (let i = 0; i < N; i++) if ((step + i) % 2 === 0) events.push(step, i, step, i);
      return spikeEvents(name, N, Int32Array.from(events));
    }
  }
}

function synapsesOf(
  recipe: SynapsesRecipe,
  name: string,
  populations: readonly Population[],
  sources: readonly Source[],
  { dt, stream }: NetworkRecipe,
): Synapses[] {
  const owners = [...populations, ...sources];
  const source = owners[recipe.from % owners.length];
  const target = populations[recipe.to % populations.length];
  const part = <T extends Population | Source>(of: T, isSlice: boolean) =>
    isSlice && of.N > 2 ? slice(of, 1, -1) : slice(of);
  const [from, to] = [part(source, recipe.fromSlice), part(target, recipe.toSlice)];
  const [n, m] = [from.end - from.start, to.end - to.start];
  // large ones would take the interpreter minutes
  if (n * m > 40_000) return [];
  const connection = connectionOf(recipe, n, m);
  if (!connection) return [];
  const { plasticity } = recipe;
  const count = connection.rule === "list" ? connection.sources.length : undefined;
  const given = recipe.weight === "given" && count !== undefined;
  const delay = {
    none: undefined,
    fixed: ms(Math.max(1.5, dt)),
    drawn: uniform(ms(dt), ms(6 + dt)),
    few: oneOf(ms([dt, 2 * dt, 5 * dt]), [5, 2, 1]),
    skewed: exponential(ms(2), { least: ms(dt), most: ms(8 + dt) }),
    long: ms(9),
    text: `${dt}*ms + 0.3*ms*abs(i - j)`,
  }[recipe.delay];
  const onPre = {
    add: "g += jump",
    set: "g = 0.9*g + jump",
    several: "g += jump; w += 0.1*jump",
    reads: "g += jump*clip(v_post/(10*mV), 0, 1)",
    held: "v += 0.2*jump",
    source: source.kind === "population" ? "g += jump*clip(w_pre/(5*mV), 0, 1)" : "g += jump",
  }[recipe.statements];
  const isNoisy = recipe.dynamics === "noise" && stream !== "default";
  const dynamics = isNoisy ? "clock" : recipe.dynamics;
  const hasOwn = dynamics !== "none" || recipe.back !== "none" || recipe.recorded;
  const drawing = recipe.draws && stream === "default" ? "*(0.5 + rand())" : "";
  const written = (plasticity ? onPre.replaceAll("jump", "jump*x") : onPre).replace(
    "jump",
    `jump${drawing}${recipe.lift && !plasticity ? "*lift(t)" : ""}`,
  );
  const acting = hasOwn
    ? `${written}\ny = clip(y + 0.1 + 0.1*extra, 0, 9)${ACTS[dynamics] ?? "\nz = clip(z + 0.2*y, -9, 9)\ng += 0.1*mV*z"}`
    : written;
  const onPost = {
    none: undefined,
    own: "y = 0.9*y",
    target: "change = 0.1*mV*y*(1 + j/N_post); v_post -= change",
    source: source.kind === "population" ? "w_pre += 0.1*mV*y; y = 0.5*y" : "y = 0.5*y",
  }[recipe.back];
  const isTracing = dynamics === "traces";
  const back = isTracing ? `after += 0.7; y = clip(y + 0.1*z, 0, 3)\n${onPost ?? ""}` : onPost;
  const two = recipe.second !== "none";
  const before = hasEvent(source) ? { [two ? "one" : "pre"]: "high" } : undefined;
  const after = hasEvent(target) && back !== undefined ? { post: "high" } : undefined;
  const byEvent = plasticity ? undefined : { none: undefined, before, after }[recipe.byEvent];
  // one kind of synapses makes each sum
  const sum = recipe.summed && source.kind === "population" ? Number(name.slice(1)) : SUMS;
  return [
    synapses(name, {
      from,
      to,
      connection,
      ...(hasOwn && {
        equations: `y : 1\nextra : 1\n${DYNAMICS[dynamics]}`,
        initial: { y: "0.1 + 0.01*i" },
        ...(Object.hasOwn(CLOCK_DRIVEN, dynamics) && {
          method: CLOCK_DRIVEN[dynamics as keyof typeof CLOCK_DRIVEN],
        }),
      }),
      onPre: two ? { one: acting, two: "g += 0.1*jump" } : acting,
      ...(back !== undefined && { onPost: back }),
      ...(recipe.acts && hasOwn && { actions: [every(ms(4), "y = clip(y, 0, 1) + 0.001*j")] }),
      parameters: {
        jump: given
          ? mV(Array.from({ length: count ?? 0 }, (_, k) => 0.5 + 0.1 * (k % 5)))
          : recipe.weight === "drawn"
            ? normal(mV(0.8), mV(0.2))
            : recipe.weight === "skewed"
              ? gamma(0.7, mV(1), { most: mV(3) })
              : recipe.weight === "text"
                ? `0.5*mV*exp(-abs(i - j)/3) + 0.1*mV*rand()${connection.rule === "several" ? " + 0.1*mV*place" : ""}`
                : mV(0.7),
        ...(recipe.lift && !plasticity && { lift: timed([1, 0.5, 1.5], ms(3)) }),
      },
      ...(recipe.single && { precision: "single" as const }),
      ...(byEvent !== undefined && { events: byEvent }),
      ...(delay !== undefined && !two && { delay }),
      ...(two && {
        delay: {
          ...(delay !== undefined && { one: delay }),
          ...(recipe.second === "late" && { two: ms(2 + dt) }),
        },
      }),
      ...(sum < SUMS && { summed: { [`c${sum}`]: "0.05*(v_pre - v_post)" } }),
      ...(plasticity && { plasticity: plasticityOf(plasticity, delay !== undefined) }),
    }),
  ];
}

/** Synapses from neurons to synapses: sums of what they read, or changes at spikes. */
function ontoSynapses({ onto }: SynapsesRecipe, to: Synapses, from: Population): Synapses[] {
  if (onto === "none" || to.equations === undefined) return [];
  return [
    synapses(`onto_${to.name}`, {
      from,
      to,
      connection: {
        rule: "generator",
        target: "2*i + k",
        k: { from: 0, to: 1 },
        outside: "leave out",
      },
      ...(onto === "summed"
        ? { summed: { extra: "0.1*tanh(v_pre/(5*mV))" } }
        : { onPre: "extra_post = 0.5*extra_post + 0.1", delay: ms(2) }),
    }),
  ];
}

const hasEvent = (side: Population | Source): boolean =>
  "model" in side && (side as Population).model.events !== undefined;

/** Equations of z. */
const DYNAMICS = {
  none: "",
  between: "dz/dt = (0.2 - z)/(9*ms) : 1 (event-driven)",
  clock: "dz/dt = -z/(6*ms) : 1",
  neurons: "dz/dt = (tanh(g_post/mV) - z)/(6*ms) : 1",
  exact: "dz/dt = (0.1 - z)/(6*ms) : 1",
  noise: "dz/dt = -z/(6*ms) + 0.1*xi/sqrt(6*ms) : 1",
  traces: "dz/dt = -z/(9*ms) : 1 (event-driven)\ndafter/dt = -after/(12*ms) : 1 (event-driven)",
};

/** What spikes of the source do with z, where that is not the same for all. */
const ACTS: Partial<Record<keyof typeof DYNAMICS, string>> = {
  none: "",
  traces: "\ny = clip(y - 0.05*after, 0, 3)\nz += 0.2\ng += 0.1*mV*y",
};

/** The methods of clock-driven equations. */
const CLOCK_DRIVEN = {
  clock: "rk2",
  neurons: "exponential_euler",
  exact: "exact",
  noise: "heun",
} as const;

function connectionOf(
  { rule, autapses }: SynapsesRecipe,
  n: number,
  m: number,
): Connection | undefined {
  switch (rule) {
    case "allToAll":
      return { rule, autapses };
    case "probability":
      return { rule, probability: 0.4, autapses };
    case "inDegree":
      return n > 1 ? { rule, inDegree: 3, autapses } : undefined;
    case "inDegree single":
      return n > 3 ? { rule: "inDegree", inDegree: 2, autapses, multapses: false } : undefined;
    case "oneToOne":
      return n === m ? { rule } : undefined;
    case "condition":
      return {
        rule,
        condition: "(i + j) % 2 < 1 and i != j",
      };
    case "near":
      return {
        rule: "condition",
        condition: "abs(i - j) < 4",
        probability: "exp(-abs(i - j)/2)",
        autapses,
      };
    case "total":
      return n * m > 1 ? { rule, total: 5, autapses: true } : undefined;
    case "outDegree":
      return m > 1 ? { rule, outDegree: 3, autapses } : undefined;
    case "generator":
      return {
        rule,
        target: "i + k",
        k: { from: -1, to: "1 + floor(2*i/N_pre)" },
        outside: "wrap",
      };
    case "several":
      return {
        rule,
        of: { rule: "condition", condition: "(i + j) % 3 < 1" },
        n: "1 + (2*i + j) % 3",
        index: "place",
      };
    case "list": {
      const pairs = Array.from({ length: Math.min(n * m, 12) }, (_, k) => [
        (5 * k) % n,
        (7 * k) % m,
      ]);
      return { rule, sources: pairs.map(([i]) => i), targets: pairs.map(([, j]) => j) };
    }
  }
}

function plasticityOf(
  { pre, post, traces, delayIn, fast }: NonNullable<SynapsesRecipe["plasticity"]>,
  isDelayed: boolean,
): Plasticity {
  return {
    variables: { x: uniform(0.3, 0.7), seen: 0 },
    ...(traces && {
      preTraces: { a: ms(7), b: ms(31) },
      postTraces: { c: ms(11) },
    }),
    onPre: pre ? (traces ? "x = clip(x - 0.1*c*(1 + 0.1*b), 0, 1); seen += 1" : "seen += 1") : "",
    onPost: post
      ? traces
        ? "x = clip(x + 0.1*a*(1 - x)**rate, 0, 1)"
        : "x = clip(x*1.01 + 0.001, 0, 1)"
      : "",
    ...(post && traces && { parameters: { rate: 0.7 } }),
    ...(fast && { powers: "fast" as const }),
    ...(isDelayed && { delayIn }),
  };
}

function recordingsOf(recipe: NetworkRecipe, populations: readonly Population[]): Recording[] {
  return recipe.record.map(({ of, variable, some, every, atSpikes }) => {
    const { name, N, model } = populations[of % populations.length];
    const names = [
      ...["v", "w", "g"],
      ...(model.equations.includes("input =") ? ["input"] : []),
      ...(model.equations.includes("kept =") ? ["kept", "u"] : []),
    ];
    if (atSpikes !== "none")
      return {
        of: name,
        variable: names[variable % names.length],
        atSpikes: atSpikes === "events" && model.events ? "high" : true,
      };
    return {
      of: name,
      variable: names[variable % names.length],
      ...(some && { neurons: [...new Set([N - 1, Math.floor(N / 2), 0])] }),
      every,
    };
  });
}
