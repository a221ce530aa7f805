import type { StreamName } from "../random/index.js";
import type { Quantity } from "../units/index.js";
import type { Alias } from "./aliases.js";
import type { Clock } from "./clock.js";
import type { Population } from "./population.js";
import type { Recording } from "./recording.js";
import type { Source } from "./source.js";
import type { Statistics } from "./statistics.js";
import type { StopWhen } from "./stopWhen.js";
import type { Synapses } from "./synapses/description.js";

/**
 * A network to simulate: plain data, made by `network()`. `Named` is what its result has under names
 * of its own.
 */
export interface NetworkSimulation<out Named = unknown> {
  /** What kind of value this is. */
  readonly model: "network";
  /** The neurons. */
  readonly populations: readonly Population[];
  /** What spikes by itself. */
  readonly sources: readonly Source[];
  /** Who is connected with whom. */
  readonly synapses: readonly Synapses[];
  /** Which variables are recorded. */
  readonly record: readonly Recording[];
  /** Populations and sources whose spikes are recorded. */
  readonly recordSpikes: readonly string[];
  /** Whether variables are recorded before or after each step. */
  readonly recordAt: "start" | "end";
  /** What is worked out while the network runs. */
  readonly statistics?: readonly Statistics[];
  /** When a run ends before its duration. */
  readonly stopWhen?: StopWhen;
  /** How long is simulated. */
  readonly duration: Quantity<"time">;
  /** The time step. */
  readonly dt: Quantity<"time">;
  /** Of all random streams. */
  readonly seed: number;
  /** The kind of random numbers. */
  readonly stream: StreamName;
  /** How the times of steps come about. */
  readonly clock: Clock;
  /** Names of its own that the result is to have. */
  readonly names: Readonly<Record<string, Alias>>;
  /** Of networks that a function made of parameters: which, for tables and reports. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Of networks that changed() made: digest of the one before all changes, whose states it can go on from. */
  readonly changedFrom?: string;
  /** For the type checker only. */
  readonly named?: Named;
}
