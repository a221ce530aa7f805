import type { Values } from "../../equations/index.js";
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
  /** Statements on variables of the target: "ge += we". */
  readonly onPre: string;
  /** Variables of the target that are sums over its synapses, in each step. */
  readonly summed?: Readonly<Record<string, string>>;
  /** Values that the statements read, constant, per synapse or drawn. */
  readonly parameters: Readonly<Record<string, Values>>;
  /** From a spike to its effect; none by default. */
  readonly delay?: Delay;
  /** How the synapses change; its variables can be read by `onPre`. */
  readonly plasticity?: Plasticity;
}

/** What synapses are made of; populations stand for all their neurons. */
export interface SynapsesOptions {
  /** The neurons or channels whose spikes they carry. */
  from: Spiking | Slice;
  /** The neurons on which they act. */
  to: Population | Slice;
  /** Which pairs are connected: `{ rule: "probability", probability: 0.1 }`. */
  connection: Connection;
  /**
   * Statements on the target's variables at each spike of the source. A name means, in this order:
   * a parameter or plastic variable of the synapses; a variable, subexpression or parameter of the
   * target (also with `_post` behind it); `t` and `dt`; a unit. What the target's subexpressions
   * read are names of the target, whatever the synapses call theirs. With `_pre` behind it, a name is
   * that of a variable, subexpression or parameter of the source, as it is when the synapse acts. May be left
   * out where there are sums.
   */
  onPre?: string;
  /**
   * Continuous coupling: a variable of the target (declared, with a unit, without an equation) is in each
   * step the sum of an expression over the target's synapses, made before its update:
   * `{ I_gap: "g*(v_pre - v_post)" }`. It is 0 where a neuron has no such synapse.
   */
  summed?: Readonly<Record<string, string>>;
  /** Values that the texts read: one for all synapses, one for each, drawn, or text. */
  parameters?: Readonly<Record<string, Values>>;
  /** From a spike to its effect, rounded to whole steps; none by default. */
  delay?: Delay;
  /** How the synapses change; they do not, by default. */
  plasticity?: Plasticity;
}

/** The options of synapses. */
export const OPTIONS = [
  "from",
  "to",
  "connection",
  "onPre",
  "summed",
  "parameters",
  "delay",
  "plasticity",
] as const;
