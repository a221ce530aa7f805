import { registerStored } from "../cache/index.js";
import { Signal } from "./signal.js";
import { SpikeTrain } from "./spikeTrain.js";

// how signals and spike trains are kept in the cache
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
  ({ seconds, durationSeconds }) => [seconds, durationSeconds] as [Float64Array, number],
  ([seconds, duration]) => new SpikeTrain(seconds, duration),
);
