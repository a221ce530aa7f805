import {
  checkChoice,
  checkOptions,
  requireRecord,
  seeManual,
  UserError,
} from "../../base/index.js";
import {
  type Assignment,
  copyOfValues,
  Declarations,
  type Formula,
  NO_NOISE,
  type ParameterValue,
  refuseUnavailable,
  reservedName,
  type Unavailable,
  type Values,
} from "../../equations/index.js";
import { dimensionOfValue, lower, type Quantity } from "../../units/index.js";
import { requireName } from "../names.js";

/** Where the delay of plastic synapses sits. */
export type DelayIn = "axon" | "dendrite";

/**
 * How synapses change at the spikes of the neurons on both sides. The statements read and change
 * the synapse's own variables; they read traces and constants, and nothing of the neurons.
 */
export interface Plasticity {
  /** Variables of each synapse with their initial values. */
  readonly variables: Readonly<Record<string, Values>>;
  /**
   * Traces of the source's and of the target's spikes, with the time constants of their decay.
   * Each spike adds 1. Statements see what the spikes of steps strictly before have left; where the delay
   * is in the axon, `onPost` sees the source's spike of the same step too, which comes first there.
   */
  readonly preTraces?: Readonly<Record<string, Quantity<"time">>>;
  /** Traces of the target's spikes; see `preTraces`. */
  readonly postTraces?: Readonly<Record<string, Quantity<"time">>>;
  /** At a spike of the source. */
  readonly onPre?: string;
  /** At a spike of the target. */
  readonly onPost?: string;
  /** Constants that the statements read. */
  readonly parameters?: Readonly<Record<string, number | Quantity>>;
  /** "fast": powers (x ** y) to a relative error below 1e-10. */
  readonly powers?: "accurate" | "fast";
  /**
   * Where the synapses' delay sits. "axon", as in Brian 2: a spike of the source comes to the
   * synapse after the delay and acts at once; the target's spikes are there at once. "dendrite", as in
   * NEST: a spike of the source is at the synapse at once and acts on the target after the delay;
   * the target's spikes come back to the synapse after the delay. Has to be said where there is one.
   * With a delay of 2 ms, a source that spikes at 10 ms and a target that spikes at 11 ms:
   *
   * ```text
   * axon      source 10 ──── 2 ms ───▸ 12 synapse 11 ◂──────────── 11 target   depressed: 12 after 11
   * dendrite  source 10 ─────────────▸ 10 synapse 13 ◂─── 2 ms ─── 11 target   potentiated: 13 after 10
   * ```
   *
   * In the axon the synapse acts on the target, then changes; in the dendrite it changes, then acts.
   */
  readonly delayIn?: DelayIn;
}

const OPTIONS = [
  "variables",
  "preTraces",
  "postTraces",
  "onPre",
  "onPost",
  "parameters",
  "powers",
  "delayIn",
] as const;

/** Plasticity after its names and units were checked, on SI numbers. */
export interface CheckedPlasticity {
  variables: ReadonlyMap<string, ParameterValue>;
  /** Time constants in s. */
  preTraces: ReadonlyMap<string, number>;
  postTraces: ReadonlyMap<string, number>;
  onPre: readonly Assignment[];
  onPost: readonly Assignment[];
  constants: ReadonlyMap<string, number>;
  fastPowers: boolean;
  delayIn: DelayIn;
}

/** What changes at spikes is evaluated when it is needed, which may be later. */
const IN_PLASTICITY: Unavailable = {
  ...NO_NOISE,
  t: "plasticity knows time by its traces",
  lastSpike: "plasticity knows time by its traces",
  i: "a synapse has two neurons, so that it is not clear whose index that is; give a parameter per synapse",
  N: "a synapse has two sides, so that it is not clear whose number that is; give a parameter",
};

/** A copy of plasticity that nobody else can change. @throws UserError for options that do not exist. */
export function copyOfPlasticity(name: string, given: Plasticity): Plasticity {
  checkOptions(`plasticity of ${name}`, given ?? null, OPTIONS);
  const copy = <V extends Values>(
    record: Readonly<Record<string, V>> | undefined,
    what: string,
    example: string,
  ): Readonly<Record<string, V>> | undefined => {
    if (record === undefined) return undefined;
    requireRecord(`${what} of ${name}`, record, example);
    return Object.freeze(
      Object.fromEntries(
        Object.entries(record).map(([text, value]) => [text, copyOfValues(text, value)]),
      ),
    );
  };
  const made = {
    ...given,
    variables: copy(given.variables, "variables", "{ w: 0.5 }") ?? {},
    preTraces: copy(given.preTraces, "preTraces", "{ a: ms(20) }"),
    postTraces: copy(given.postTraces, "postTraces", "{ b: ms(20) }"),
    parameters: copy(given.parameters, "plasticity parameters", "{ rate: 0.1 }"),
  };
  return Object.freeze(
    Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)),
  ) as unknown as Plasticity;
}

/**
 * Checks the plasticity of synapses.
 * @param taken names that the synapses have for other things
 * @param readValue what a value that was given is
 * @param isDelayed whether the synapses have a delay: then it has to be said where
 */
export function checkPlasticity(
  name: string,
  plasticity: Plasticity,
  own: ReadonlyMap<string, ParameterValue>,
  isDelayed: boolean,
  readValue: (name: string, value: Values) => ParameterValue,
  formulas: ReadonlyMap<string, Formula> = new Map(),
): CheckedPlasticity {
  const { variables, preTraces = {}, postTraces = {}, parameters = {}, powers } = plasticity;
  const known = new Map<string, Values>();
  const claim = (text: string, what: string, value: Values): void => {
    requireName(text, what);
    const reserved = reservedName(text);
    if (reserved)
      throw new UserError(`invalid name in the plasticity of ${name}: ${text}; ${reserved}`);
    if (known.has(text) || own.has(text))
      throw new UserError(`invalid name in the plasticity of ${name}: ${text}; it is used twice`);
    known.set(text, value);
  };
  const checked = new Map<string, ParameterValue>();
  for (const [text, value] of Object.entries(variables)) {
    claim(text, "variable", value);
    checked.set(text, readValue(text, value));
  }
  if (checked.size === 0)
    throw new UserError(`invalid plasticity of ${name}: no variables; expected one or more`);
  const constants = new Map<string, number>();
  for (const [text, value] of Object.entries(parameters)) {
    const dimension = dimensionOfValue(`${text} of ${name}`, value);
    constants.set(text, lower(`${text} of ${name}`, value, dimension));
    claim(text, "plasticity", value);
  }
  const tracesOf = (traces: Readonly<Record<string, Quantity<"time">>>): Map<string, number> =>
    new Map(
      Object.entries(traces).map(([trace, tau]) => {
        claim(trace, "plasticity", 0);
        return [trace, lower(`time constant of ${trace}`, tau, "time", { above: 0 })];
      }),
    );
  const [pre, post] = [tracesOf(preTraces), tracesOf(postTraces)];
  if (powers !== undefined) checkChoice(`powers of ${name}`, powers, ["accurate", "fast"]);
  const declared = new Declarations(
    "",
    [],
    {
      ...Object.fromEntries(known),
      ...Object.fromEntries(formulas),
      ...Object.fromEntries([...own, ...checked].map(exampleOf)),
    },
    undefined,
  );
  const statements = (what: "onPre" | "onPost"): Assignment[] => {
    const text = plasticity[what] ?? "";
    const made = declared.statements(text, [...checked.keys()], "spike");
    refuseUnavailable(
      `${what} of the plasticity of ${name}`,
      made.map(({ expression }) => expression),
      [],
      IN_PLASTICITY,
    );
    return made;
  };
  return {
    variables: checked,
    preTraces: pre,
    postTraces: post,
    onPre: statements("onPre"),
    onPost: statements("onPost"),
    constants,
    fastPowers: powers === "fast",
    delayIn: delayInOf(name, plasticity, isDelayed),
  };
}

function delayInOf(name: string, { delayIn }: Plasticity, isDelayed: boolean): DelayIn {
  if (delayIn !== undefined)
    return checkChoice(`delayIn of ${name}`, delayIn, ["axon", "dendrite"]);
  if (isDelayed)
    throw new UserError(
      `missing delayIn in the plasticity of ${name}: the synapses have a delay, and it matters where; ` +
        'expected "axon" (as Brian 2: the source\'s spikes come late to the synapse) or "dendrite" ' +
        `(as NEST: the synapse acts late, and the target's spikes come back late)${seeManual("delays")}`,
    );
  return "dendrite";
}

/** A parameter as something whose unit can be checked. */
function exampleOf([name, { dimension }]: [string, ParameterValue]): [string, Values] {
  return [name, { distribution: "uniform", parameters: [0, 0], dimension }];
}
