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
  ({ seconds, stop, start }) => [seconds, stop, start] as [Float64Array, number, number],
  ([seconds, stop, start]) => new SpikeTrain(seconds, stop, start),
);
