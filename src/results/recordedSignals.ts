import { didYouMean, shown, UserError } from "../base/index.js";
import type { NetworkSimulation } from "../network/index.js";
import { Signal } from "../signals/index.js";
import type { Dimension } from "../units/index.js";
import { askedName } from "./askedName.js";

/** What was recorded of one variable: samples of the chosen neurons in turn, every n-th step. */
export interface RecordedVariable {
  of: string;
  variable: string;
  dimension: Dimension;
  neurons: readonly number[];
  every: number;
  /** Whose spikes or events its values are taken at, one for each; undefined where they are samples. */
  atSpikes?: string;
  values: Float64Array;
}

/** Where a neuron's samples are: in which recording, and which of its neurons it is. */
interface Place {
  recording: RecordedVariable;
  position: number;
}

/** The recorded variables of a run as signals, each neuron's samples together. */
export class RecordedSignals {
  private places: Map<string, Map<string, Map<number, Place>>> | undefined;
  private readonly byNeuron = new Map<RecordedVariable, Float64Array>();

  constructor(
    private readonly simulation: Pick<NetworkSimulation, "dt" | "recordAt">,
    readonly variables: readonly RecordedVariable[],
    private readonly firstStep: number,
  ) {}

  /** The signal of one neuron. @throws UserError if it was not recorded. */
  one(of: string, variable: string, neuron: number): Signal {
    const place = this.neuronsOf(of, variable)?.get(neuron);
    if (!place) throw this.unknown(of, variable, neuron);
    const { recording, position } = place;
    const { every, dimension } = recording;
    const samples = this.samplesOf(recording);
    const count = samples.length / recording.neurons.length;
    const dt = this.simulation.dt.value;
    const first = Math.ceil(this.firstStep / every) * every;
    const recordedAt = this.simulation.recordAt === "end" ? first + 1 : first;
    return new Signal(
      samples.subarray(position * count, (position + 1) * count),
      dimension,
      every * dt,
      recordedAt * dt,
    );
  }

  /** The signals of some neurons, or of all that were recorded. */
  several(of: string, variable: string, neurons?: Iterable<number>): Signal[] {
    const known = this.neuronsOf(of, variable);
    if (!known) throw this.unknown(of, variable);
    if (neurons !== undefined && typeof neurons?.[Symbol.iterator] !== "function")
      throw new UserError(`invalid neurons: ${shown(neurons)}; expected indices`);
    return Array.from(neurons ?? known.keys(), (neuron) => this.one(of, variable, neuron));
  }

  /** Where the samples of each recorded neuron are; the first place of those recorded twice. */
  private neuronsOf(of: string, variable: string): Map<number, Place> | undefined {
    if (!this.places) {
      this.places = new Map();
      for (const recording of this.variables) {
        if (recording.atSpikes !== undefined) continue;
        const variables = entry(this.places, recording.of, () => new Map());
        const known = entry(variables, recording.variable, () => new Map<number, Place>());
        recording.neurons.forEach((neuron, position) => {
          if (!known.has(neuron)) known.set(neuron, { recording, position });
        });
      }
    }
    return this.places.get(askedName("population", of))?.get(askedName("variable", variable));
  }

  /** The samples of a recording, neuron by neuron: turned round once, and kept. */
  private samplesOf(recording: RecordedVariable): Float64Array {
    const { values, neurons } = recording;
    if (neurons.length === 1) return values;
    return entry(this.byNeuron, recording, () => transposed(values, neurons.length));
  }

  private unknown(of: string, variable: string, neuron?: number): UserError {
    const asked = `${variable} of ${of}`;
    const what = neuron === undefined ? asked : `${variable} of neuron ${shown(neuron)} of ${of}`;
    const known = this.neuronsOf(of, variable);
    if (known)
      return new UserError(
        `unknown recording: ${what}; recorded were its neurons ${shown([...known.keys()])}`,
      );
    const samples = this.variables.filter((item) => item.atSpikes === undefined);
    const names = [...new Set(samples.map((item) => `${item.variable} of ${item.of}`))];
    const expected = names.length > 0 ? `recorded were ${names.join(", ")}` : "none were recorded";
    return new UserError(`unknown recording: ${what}; ${expected}${didYouMean(asked, names)}`);
  }
}

/** Rows of `width` values as that many columns, one after the other. */
function transposed(values: Float64Array, width: number): Float64Array {
  const rows = values.length / width;
  const columns = new Float64Array(values.length);
  for (let k = 0; k < rows; k++)
    for (let j = 0; j < width; j++) columns[j * rows + k] = values[k * width + j];
  return columns;
}

/** The value of a key in a map, made where there is none yet. */
function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
