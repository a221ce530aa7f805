import type { Action, Values } from "../../equations/index.js";
import type { Drawn } from "../../random/index.js";
import type { Quantity, QuantityArray } from "../../units/index.js";
import type { Connection } from "../connections/index.js";
import type { Population } from "../population.js";
import type { Slice, Spiking } from "../slice.js";
import type { Plasticity } from "./plasticity.js";

/** From a spike to its effect: one for all synapses, one for each, drawn, or text: "1*ms + 0.1*ms*abs(i - j)". */
export type Delay =
  | Quantity<"time">
  | QuantityArray<"time">
  | readonly Quantity<"time">[]
  | Drawn<"time">
  | string;

/** Statements at spikes: one text, or several by the names of their pathways. */
export type AtSpikes = string | Readonly<Record<string, string>>;

/** One delay for all pathways at spikes of the source, or one for each pathway that has any. */
export type Delays = Delay | Readonly<Record<string, Delay>>;

/** Synapses between two slices. */
export interface Synapses {
  /** By which results know them. */
  readonly name: string;
  /** The neurons or channels whose spikes they carry. */
  readonly from: Slice;
  /** The neurons on which they act. */
  readonly to: Slice;
  /** Which pairs are connected. */
  readonly connection: Connection;
  /** Variables of each synapse: differential equations, subexpressions, declarations. */
  readonly equations?: string;
  /** How the equations are integrated; "euler" by default. */
  readonly method?: string;
  /** How the synapses' variables begin; 0 where nothing is said. */
  readonly initial?: Readonly<Record<string, Values>>;
  /** Statements at spikes of the source: "ge += we". */
  readonly onPre: AtSpikes;
  /** Statements at spikes of the target. */
  readonly onPost?: AtSpikes;
  /** Pathways that go by another event of their side than the spike. */
  readonly events?: Readonly<Record<string, string>>;
  /** Variables of the target that are sums over its synapses, in each step. */
  readonly summed?: Readonly<Record<string, string>>;
  /** Statements that are carried out every so often, or at given times. */
  readonly actions?: readonly Action[];
  /** Values that the statements read, constant, per synapse or drawn. */
  readonly parameters: Readonly<Record<string, Values>>;
  /** From a spike to its effect; none by default. */
  readonly delay?: Delays;
  /** How the synapses change; its variables can be read by `onPre`. */
  readonly plasticity?: Plasticity;
  /** How parameters of each synapse are kept; "double" by default. */
  readonly precision?: Precision;
}

/** Whether a value is synapses, by what they have. */
export const isSynapses = (value: unknown): value is Synapses =>
  typeof value === "object" && value !== null && "connection" in value && "onPre" in value;

/** How many bits a number has: 64, or 32. */
export type Precision = "double" | "single";

/** The precisions there are. */
export const PRECISIONS: readonly Precision[] = ["double", "single"];

/** What synapses are made of; populations stand for all their neurons. */
export interface SynapsesOptions {
  /** The neurons or channels whose spikes they carry; or other synapses, whose values they read or change. */
  from: Spiking | Slice | Synapses;
  /** The neurons on which they act; or other synapses. */
  to: Population | Slice | Synapses;
  /** Which pairs are connected: `{ rule: "probability", probability: 0.1 }`. */
  connection: Connection;
  /**
   * Variables of each synapse, as a population has them: "dg/dt = -g/tau : siemens", "w : 1",
   * "I = g*(E - v_post) : amp". A differential equation is integrated in every step, after the neurons'
   * ("clock-driven", the default), or solved from one spike to the next, `(event-driven)`, where it is linear with
   * constant coefficients: it costs nothing in between, and only statements at spikes may read it
   * (it is not among the values of synapsesOf).
   */
  equations?: string;
  /** How clock-driven equations are integrated, as a population's `method`; "euler" by default. */
  method?: string;
  /** How the synapses' variables begin: one for all, one for each, drawn, or text; 0 where nothing is said. */
  initial?: Readonly<Record<string, Values>>;
  /**
   * Statements at each spike of the source. They read and change the synapse's own variables and
   * those of both neurons. A name means, in this order: a temporary of the text; a variable or parameter of the
   * synapses; a variable, subexpression or parameter of the target (also with `_post` behind it); with `_pre`
   * behind it, one of the source; `t` and `dt`; `i` and `j`, the indices of source and target within their
   * slices; a unit. What the neurons' subexpressions read are names of theirs, whatever the synapses call
   * theirs. Several pathways, each with its own name and delay: `{ up: "ge += w", down: "ge -= w" }`. May be
   * left out where there is something else: sums, equations, `onPost`.
   */
  onPre?: AtSpikes;
  /** Statements at each spike of the target, likewise; after those of all sources in the same step. */
  onPost?: AtSpikes;
  /**
   * Pathways that go by another event than the spike, as the population on their side has it:
   * `events: { pre: "burst" }`, where "pre" and "post" are the names of a text alone.
   */
  events?: Readonly<Record<string, string>>;
  /**
   * Continuous coupling: a variable of the target (declared, with a unit, without an equation) is in each
   * step the sum of an expression over the target's synapses, made before its update:
   * `{ I_gap: "g*(v_pre - v_post)" }`. It is 0 where a neuron has no such synapse.
   */
  summed?: Readonly<Record<string, string>>;
  /** Statements of every synapse that are carried out every so often, or at given times: `every(...)`, `at(...)`. */
  actions?: readonly Action[];
  /** Values that the texts read: one for all synapses, one for each, drawn, or text. */
  parameters?: Readonly<Record<string, Values>>;
  /**
   * From a spike to its effect, rounded to whole steps; none by default. Of all pathways at spikes of the source, or
   * by pathway: `{ up: ms(1), post: ms(2) }`, where "pre" and "post" are the names of a text alone.
   */
  delay?: Delays;
  /** How the synapses change by traces; they do not, by default. */
  plasticity?: Plasticity;
  /**
   * How `parameters` are kept that each synapse has its own of: "double" by default; "single" rounds them to 32 bits (7
   * digits), which takes half the memory. All is computed in double precision, and what statements change stays so.
   */
  precision?: Precision;
}

/** The options of synapses. */
export const OPTIONS = [
  "from",
  "to",
  "connection",
  "equations",
  "method",
  "initial",
  "onPre",
  "onPost",
  "events",
  "summed",
  "actions",
  "parameters",
  "delay",
  "plasticity",
  "precision",
] as const;
