import { requireRecord, shown, UserError } from "../base/index.js";
import { lower, type Quantity, type QuantityArray } from "../units/index.js";
import { requireKnown } from "./names.js";
import type { Recording } from "./recording.js";

/** What a result has under a name of its own, beside what every result has. */
export type Alias =
  /** A recorded variable of one neuron; `start` is where its first sample is to stand. */
  | {
      readonly kind: "signal";
      readonly of: string;
      readonly variable: string;
      readonly neuron: number;
      readonly start?: Quantity<"time">;
    }
  /** The spikes of one neuron or channel. */
  | { readonly kind: "spikes"; readonly of: string; readonly neuron: number }
  /** A value that belongs to the model. */
  | { readonly kind: "value"; readonly value: number | string | Quantity | QuantityArray };

/** Names that every result has for other things. */
export const RESULT_MEMBERS: readonly string[] = [
  "simulation",
  "start",
  "stop",
  "firstStep",
  "finalState",
  "firingRate",
  "firingRateOf",
  "populationRate",
  "spikeCount",
  "spikeSteps",
  "spikeTrains",
  "signal",
  "signals",
  "connectionsOf",
  "synapsesOf",
  "connectionMatrix",
  "constructor",
  "toString",
];

/** Checks the names that a result is to have. @throws UserError for what is not recorded. */
export function checkAliases(
  aliases: Readonly<Record<string, Alias>>,
  recordings: readonly Recording[],
  recordSpikes: readonly string[],
): Readonly<Record<string, Alias>> {
  requireRecord(
    "names",
    aliases,
    '{ V: { kind: "signal", of: "neuron", variable: "V", neuron: 0 } }',
  );
  for (const [name, alias] of Object.entries(aliases)) {
    if (!/^[A-Za-z]\w*$/.test(name) || RESULT_MEMBERS.includes(name))
      throw new UserError(
        `invalid name in a result: ${shown(name)}; expected a word that results have no other use for`,
      );
    requireKnown("kind of what a result has", alias?.kind, ["signal", "spikes", "value"]);
    if (alias.kind === "spikes") requireKnown("recorded spikes", alias.of, recordSpikes);
    if (alias.kind !== "signal") continue;
    const { of, variable, neuron, start } = alias;
    const isRecorded = recordings.some(
      (item) =>
        item.of === of &&
        item.variable === variable &&
        (item.neurons === undefined || item.neurons.includes(neuron)),
    );
    if (!isRecorded)
      throw new UserError(
        `invalid ${name} of the result: ${variable} of neuron ${shown(neuron)} of ${of} is not recorded`,
      );
    if (start !== undefined) lower(`start of ${name}`, start, "time");
  }
  return Object.freeze({ ...aliases });
}
