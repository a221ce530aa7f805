import { UserError } from "../base/index.js";
import { checkedNetwork, type NetworkSimulation } from "../network/index.js";
import { buildProgram } from "../program/index.js";
import { type FinalValues, NetworkResult, type RecordedVariable } from "../results/index.js";
import { RunSynapses } from "../run/index.js";
import { Signal, SpikeTrain } from "../signals/index.js";
import { Quantity, QuantityArray } from "../units/index.js";
import { registerStored } from "./stored.js";

// How instances of the package's own classes are written to the cache, and made again.

registerStored(
  "Quantity",
  Quantity,
  (q) => [q.value, q.dimension] as [number, number[]],
  ([value, dimension]) => new Quantity(value, dimension),
);
registerStored(
  "QuantityArray",
  QuantityArray,
  (q) => [q.values, q.dimension] as [Float64Array, number[]],
  ([values, dimension]) => new QuantityArray(values, dimension),
);
registerStored(
  "Signal",
  Signal,
  ({ values, dimension, timestep, start }) =>
    [values, [...dimension], timestep, start] as [Float64Array, number[], number, number],
  ([values, dimension, timestep, start]) => new Signal(values, dimension, timestep, start),
);
registerStored(
  "SpikeTrain",
  SpikeTrain,
  ({ seconds, stop, start }) => [seconds, stop, start] as [Float64Array, number, number],
  ([seconds, stop, start]) => new SpikeTrain(seconds, stop, start),
);

/** What is kept of a network's result: connections are drawn anew, the state at its end is left. */
type ResultKept = [
  simulation: NetworkSimulation,
  spikes: ReadonlyMap<string, Int32Array>,
  recorded: readonly RecordedVariable[],
  synapses: { after: FinalValues; lastSourceSpike: FinalValues },
  firstStep: number,
];

registerStored(
  "NetworkResult",
  NetworkResult,
  (result): ResultKept => {
    const { simulation, spikes, recorded, synapses, firstStep } = NetworkResult.partsOf(result);
    return [simulation, spikes, recorded, synapses.finalValues(), firstStep];
  },
  ([stored, spikes, recorded, kept, firstStep]) => {
    const simulation = checkedNetwork(stored);
    return new NetworkResult({
      simulation,
      spikes,
      recorded,
      synapses: new RunSynapses(buildProgram(simulation, firstStep), { kind: "kept", ...kept }),
      firstStep,
      end: () => {
        throw new UserError(
          "unknown final state: this result comes from the cache, which does not keep states; run the simulation again",
        );
      },
    });
  },
);
