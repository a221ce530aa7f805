import type { Drawn } from "../random/index.js";
import type { Quantity, QuantityArray } from "../units/index.js";
import type { Action } from "./actions.js";
import type { Values } from "./values/values.js";

/**
 * How long a neuron is refractory after a spike: a time, a time for each neuron, drawn times, or a
 * condition of truth that holds as long as it is ("t - lastSpike < 5*ms", "v > -20*mV").
 *
 * A time is rounded to whole steps: after a spike in step k the neuron rests in the
 * round(refractory / dt) steps from k + 1 on, as in NEST; that is one step more than in Brian 2. While it
 * rests it does not spike, and variables marked `(unless refractory)` stand still: neither their
 * equations nor synapses change them.
 */
export type Refractory =
  | Quantity<"time">
  | QuantityArray<"time">
  | readonly Quantity<"time">[]
  | Drawn<"time">
  | string;

/** A neuron model as users write it. All texts are parsed and checked, never evaluated. */
export interface ModelText {
  /**
   * Differential equations, subexpressions and parameters, each with its unit.
   *
   * In the place of a unit, `boolean` declares a truth value (`active : boolean`: read as one, assigned
   * comparisons, `True` and `False`, kept and recorded as 0 and 1) and `integer` a whole number: what it is
   * given must be one whatever the values are: whole numbers, integers, `i`, `N`, their sums, products and
   * remainders, or what int(), floor(), ceil() make. Neither can have a derivative.
   *
   * Flags behind the unit: `(unless refractory)`, `(constant)`, and `(shared)`: one value for all neurons, for
   * parameters and subexpressions; only the update can change it.
   *
   * `x % y` has the sign of y, as in Python; `(x // y)`, within parentheses, is floor(x/y). `inf` is infinity
   * of any dimension, as a bound: `clip(v, 0*mV, inf)`.
   */
  readonly equations: string;
  /** Statements that take the state from one step to the next, for models that are maps. */
  readonly update?: string;
  /** Condition for a spike: "V > Vs". */
  readonly threshold?: string;
  /** Statements carried out at a spike: "V = Vr; w += b". */
  readonly reset?: string;
  /** How long a neuron cannot spike after a spike. */
  readonly refractory?: Refractory;
  /** Further events beside the spike, by name, each where a condition holds: `{ burst: "w > 5*mV" }`. */
  readonly events?: Readonly<Record<string, string>>;
  /** Statements carried out at such an event, in the place of resets: `{ burst: "w = 0*mV" }`. */
  readonly onEvent?: Readonly<Record<string, string>>;
  /** Statements that are carried out every so often, or at given times: `every(...)`, `at(...)`. */
  readonly actions?: readonly Action[];
  /** Values for names that the texts use and the equations do not define. */
  readonly parameters?: Readonly<Record<string, Values>>;
}
