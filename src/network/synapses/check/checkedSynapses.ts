import type {
  Assignment,
  CheckedAction,
  Expression,
  ParameterValue,
  PlainValues,
  Subexpression,
  Timed,
} from "../../../equations/index.js";
import type { AbstractCode } from "../../../integrators/index.js";
import type { Dimension } from "../../../units/index.js";
import type { Pathway } from "../pathways/pathways.js";
import type { CheckedPlasticity } from "../plasticity.js";
import type { SynapseState } from "../synapseValues.js";

/** What synapses do at the spikes of one side. */
export interface CheckedPathway extends Pathway {
  /** Own names are plain; those of the neurons have `@post` and `@pre` behind them. */
  readonly statements: readonly Assignment[];
  /** In s. */
  readonly delay: PlainValues;
}

/** Synapses with their texts checked. */
export interface CheckedSynapses {
  pathways: readonly CheckedPathway[];
  /** Values that the statements read. */
  parameters: ReadonlyMap<string, ParameterValue>;
  /** Values over time that the texts read. */
  timed: ReadonlyMap<string, Timed>;
  /** Variables of their equations. */
  states: ReadonlyMap<string, SynapseState>;
  /** What takes clock-driven equations a step further, with the subexpressions that it reads. */
  dynamics: AbstractCode | undefined;
  /** What brings event-driven variables up to a spike: none where there are no such variables. */
  sinceLastSpike: readonly Assignment[];
  /** Event-driven variables that only decay, dx/dt = b x, with their b. */
  decays: ReadonlyMap<string, Expression>;
  plasticity?: CheckedPlasticity;
  /** What can be recorded, and the subexpressions among it or read by it. */
  recordable: ReadonlyMap<string, Dimension>;
  subexpressions: readonly Subexpression[];
  /** Variables that are known at spikes only. */
  onlyAtSpikes: ReadonlySet<string>;
  /** Names of the neurons that texts read or change: `x@pre`, `x@post`. */
  uses: ReadonlySet<string>;
  /** Names of the neurons that texts change. */
  changes: ReadonlySet<string>;
  actions: readonly CheckedAction[];
  /** What is computed at the beginning of each step and stays over it. */
  overStep: readonly Assignment[];
  /** What is summed up in each step, with the subexpressions that it reads. */
  sums: readonly { target: string; expression: Expression; before: readonly Assignment[] }[];
  /** Names of both sides that values and the rule read before the first step. */
  readsBefore: ReadonlySet<string>;
  /** The texts of the connection rule. */
  texts: ReadonlyMap<string, Expression>;
}
