import { UserError } from "../base/index.js";
import { checkedNetwork, type NetworkSimulation } from "../network/index.js";
import { type FinalState, NetworkResult } from "../results/index.js";
import { type KeptResult, kept, keptResult } from "../run/index.js";
import { Signal, SpikeTrain } from "../signals/index.js";
import { Quantity, QuantityArray } from "../units/index.js";
import { registerStored, toBytes } from "./stored.js";

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

/** Whether results are stored with the state in which their runs ended. */
let keepsStates = false;

/** A value as bytes, with the final states of the results in it. @throws UserError where a run forgot its state. */
export function toBytesWithStates(value: unknown): Buffer {
  keepsStates = true;
  try {
    return toBytes(value);
  } finally {
    keepsStates = false;
  }
}

registerStored(
  "NetworkResult",
  NetworkResult,
  (result): [NetworkSimulation, KeptResult, FinalState?] => {
    const parts: [NetworkSimulation, KeptResult] = [result.simulation, kept(result)];
    return keepsStates ? [...parts, result.finalState] : parts;
  },
  ([simulation, parts, state]) =>
    keptResult(checkedNetwork(simulation), parts, () => {
      if (state) return state;
      throw new UserError(
        "unknown final state: this result comes from the cache, which keeps states only where it is told to (cached(..., { keepState: true })); run the simulation again",
      );
    }),
);
