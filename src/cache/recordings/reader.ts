import { type FileHandle, open, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { crc32 } from "node:zlib";
import {
  checkNoMore,
  didYouMean,
  INSPECT,
  joined,
  requireWholeNumber,
  shown,
  UserError,
} from "../../base/index.js";
import { valuesByNeuron } from "../../results/index.js";
import { Signal, SpikeTrain } from "../../signals/index.js";
import { lower, type Quantity, QuantityArray } from "../../units/index.js";
import { reason, requirePath } from "../folder.js";
import {
  ABOUT_FILE,
  FORMAT,
  HEAD_SIZE,
  MARK,
  type RecordingFile,
  spikesFile,
  variableFile,
} from "./format.js";

/** A chunk of a file: where its bytes are, and how far the run was. */
interface Chunk {
  at: number;
  bytes: number;
  crc: number;
  /** Steps done since the first, before and after it. */
  begin: number;
  end: number;
}

/** A part of a recording's time; by default all of it. */
export interface RecordingWindow {
  from?: Quantity<"time">;
  to?: Quantity<"time">;
}

/**
 * Opens what a run wrote into a folder (`streamTo: recordTo(folder)`), also while it goes on, and after a
 * writer that was killed: then up to the last second before. Spikes and samples are read when they are asked for,
 * and only those of the time asked for.
 *
 * ```ts
 * await run(simulation, { streamTo: recordTo("recordings/night") });
 * const recording = await readRecording("recordings/night");
 * const trains = await recording.spikeTrains("neurons", { from: seconds(0.2), to: seconds(0.5) });
 * ```
 * @throws UserError for a folder that holds no recording.
 */
export async function readRecording(folder: string): Promise<StreamedRecording>;
export async function readRecording(
  folder: string,
  ...more: unknown[]
): Promise<StreamedRecording> {
  checkNoMore("readRecording", more);
  const path = resolve(requirePath("folder", folder));
  const fault = (why: string): UserError =>
    new UserError(`invalid recording: ${folder}; ${why}; expected a folder that recordTo() wrote`);
  const text = await readFile(join(path, ABOUT_FILE), "utf8").catch((error: unknown) => {
    throw fault(`${ABOUT_FILE} cannot be read (${reason(error)})`);
  });
  let about: RecordingFile;
  try {
    about = JSON.parse(text) as RecordingFile;
  } catch {
    throw fault(`${ABOUT_FILE} is damaged`);
  }
  if (about?.format !== FORMAT) throw fault(`its format is ${shown(about?.format)}`);
  const spikes = await Promise.all(about.spikes.map((_, k) => chunksOf(join(path, spikesFile(k)))));
  const variables = await Promise.all(
    about.variables.map((_, k) => chunksOf(join(path, variableFile(k)))),
  );
  return new StreamedRecording(path, about, spikes, variables);
}

/** The whole chunks of a file, up to the first that is torn. */
async function chunksOf(path: string): Promise<Chunk[]> {
  const file = await open(path).catch(() => undefined);
  if (!file) return [];
  try {
    const { size } = await file.stat();
    const chunks: Chunk[] = [];
    const head = Buffer.alloc(HEAD_SIZE);
    let begin = 0;
    for (let at = 0; at + HEAD_SIZE <= size; ) {
      await file.read(head, 0, HEAD_SIZE, at);
      const [mark, bytes, crc, end] = [0, 4, 8, 12].map((k) => head.readUInt32LE(k));
      if (mark !== MARK || at + HEAD_SIZE + bytes > size) break;
      chunks.push({ at: at + HEAD_SIZE, bytes, crc, begin, end });
      begin = end;
      at += HEAD_SIZE + bytes;
    }
    return chunks;
  } finally {
    await file.close();
  }
}

/**
 * What a run wrote to a folder: spikes and signals, read when they are asked for.
 * @example
 * ```ts
 * await run(simulation, { streamTo: recordTo("recordings/night") });
 * const recording = await readRecording("recordings/night");
 * `${recording.start} s to ${recording.stop} s` // => 0 s to 1 s
 * ```
 */
export class StreamedRecording {
  /** Ends of the time that is there, in seconds. */
  readonly start: number;
  readonly stop: number;
  /** Whether the run came to its end. */
  readonly whole: boolean;
  private readonly steps: number;

  /** @param spikes chunks of each population's file @param variables of each variable's */
  constructor(
    private readonly folder: string,
    private readonly about: RecordingFile,
    private readonly spikes: readonly (readonly Chunk[])[],
    private readonly variables: readonly (readonly Chunk[])[],
  ) {
    // a writer that was killed has written some files further than others
    const ends = [...spikes, ...variables].map((chunks) => chunks.at(-1)?.end ?? 0);
    this.steps = ends.length === 0 ? 0 : Math.min(...ends);
    this.start = about.firstStep * about.dt;
    this.stop = (about.firstStep + this.steps) * about.dt;
    this.whole = about.whole;
    for (const hidden of ["about", "spikes", "variables", "steps"] as const)
      Object.defineProperty(this, hidden, { enumerable: false });
  }

  /**
   * The spike trains of a population or source, in a part of the time.
   * @throws UserError for one whose spikes were not recorded, a time that was not, and a damaged file.
   */
  async spikeTrains(of: string, window: RecordingWindow = {}): Promise<SpikeTrain[]> {
    const k = this.about.spikes.findIndex((item) => item.of === of);
    if (k < 0)
      throw unknown(
        "spikes",
        of,
        this.about.spikes.map((item) => item.of),
      );
    const { dt } = this.about;
    const [first, end] = this.window(window);
    const lists = Array.from({ length: this.about.spikes[k].N }, (): number[] => []);
    await this.each(spikesFile(k), this.spikes[k], first, end, (bytes) => {
      const pairs = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
      for (let s = 0; s < pairs.length; s += 2)
        if (pairs[s] >= first && pairs[s] < end) lists[pairs[s + 1]].push(pairs[s] * dt);
    });
    return lists.map((times) => new SpikeTrain(Float64Array.from(times), end * dt, first * dt));
  }

  /**
   * A recorded variable of a neuron, in a part of the time.
   * @throws UserError for one that was not recorded, a time that was not, and a damaged file.
   */
  async signal(
    of: string,
    variable: string,
    neuron: number,
    window: RecordingWindow = {},
  ): Promise<Signal> {
    requireWholeNumber("neuron", neuron, 0, 2 ** 31 - 1);
    const { variables, dt, firstStep, recordAt } = this.about;
    const named = (item: { of: string; variable: string }): string =>
      `${item.variable} of ${item.of}`;
    const samples = variables.filter(({ atSpikes }) => atSpikes === undefined);
    const found = samples.filter((item) => item.of === of && item.variable === variable);
    if (found.length === 0) throw unknown("recording", `${variable} of ${of}`, samples.map(named));
    const item = found.find(({ neurons }) => neurons.includes(neuron));
    if (!item) throw new UserError(`unknown recording: ${variable} of neuron ${neuron} of ${of}`);
    const k = variables.indexOf(item);
    const [first, end] = this.window(window);
    const { every, neurons, dimension } = item;
    const position = neurons.indexOf(neuron);
    const sampleAt = (step: number): number => Math.ceil(step / every);
    const [begin, count] = [sampleAt(first), sampleAt(end) - sampleAt(first)];
    const values = new Float64Array(count);
    await this.each(variableFile(k), this.variables[k], first, end, (bytes, chunk) => {
      const samples = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
      const row = sampleAt(firstStep + chunk.begin) - begin;
      for (let n = 0; n < samples.length / neurons.length; n++)
        if (row + n >= 0 && row + n < count)
          values[row + n] = samples[n * neurons.length + position];
    });
    const at = begin * every + (recordAt === "end" ? 1 : 0);
    return new Signal(values, dimension, every * dt, at * dt);
  }

  /**
   * The values that a variable had at the spikes of each neuron, or at its events, in a part of the time: one for each
   * spike of `spikeTrains`.
   * @throws UserError for those that were not recorded, a time that was not, and a damaged file.
   */
  async valuesAtSpikes(
    of: string,
    variable: string,
    window: RecordingWindow = {},
  ): Promise<QuantityArray[]> {
    const { variables, spikes } = this.about;
    const known = variables.filter(({ atSpikes }) => atSpikes === of);
    const item = known.find((own) => own.variable === variable);
    const k = spikes.findIndex((own) => own.of === of);
    if (!item || k < 0)
      throw unknown(
        "values at spikes",
        `${variable} at ${of}`,
        variables.flatMap(({ atSpikes, variable: own }) =>
          atSpikes === undefined ? [] : [`${own} at ${atSpikes}`],
        ),
      );
    const steps = this.window(window);
    const pairs: Int32Array[] = [];
    await this.each(spikesFile(k), this.spikes[k], ...steps, (bytes) => {
      pairs.push(new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2));
    });
    const values: Float64Array[] = [];
    const place = variables.indexOf(item);
    await this.each(variableFile(place), this.variables[place], ...steps, (bytes) => {
      values.push(new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3));
    });
    const lists = valuesByNeuron(
      joined(pairs, Int32Array),
      joined(values, Float64Array),
      spikes[k].N,
      steps,
    );
    return lists.map((list) => new QuantityArray(list, item.dimension));
  }

  /** Steps that a window means: the first, and the one after the last. */
  private window({ from, to }: RecordingWindow): [number, number] {
    const { dt, firstStep } = this.about;
    const bound = (what: string, value: unknown, usual: number): number =>
      value === undefined ? usual : Math.round(lower(what, value, "time") / dt);
    const last = firstStep + this.steps;
    const first = bound("from", from, firstStep);
    const end = bound("to", to, last);
    if (!(first >= firstStep && end <= last && first < end))
      throw new UserError(
        `invalid window: ${from ?? `${this.start} s`} to ${to ?? `${this.stop} s`}; recorded is ${this.start} s to ${this.stop} s`,
      );
    return [first, end];
  }

  /** Reads the chunks that have steps of a window, one after the other. */
  private async each(
    name: string,
    chunks: readonly Chunk[],
    first: number,
    end: number,
    read: (bytes: Uint8Array, chunk: Chunk) => void,
  ): Promise<void> {
    const { firstStep } = this.about;
    const wanted = chunks.filter(
      (chunk) => firstStep + chunk.end > first && firstStep + chunk.begin < end,
    );
    if (wanted.length === 0) return;
    const file: FileHandle = await open(join(this.folder, name));
    try {
      for (const chunk of wanted) {
        const bytes = new Uint8Array(chunk.bytes);
        const { bytesRead } = await file.read(bytes, 0, chunk.bytes, chunk.at);
        if (bytesRead !== chunk.bytes || crc32(bytes) !== chunk.crc)
          throw new UserError(
            `invalid recording: ${join(this.folder, name)} is damaged at byte ${chunk.at}`,
          );
        read(bytes, chunk);
      }
    } finally {
      await file.close();
    }
  }

  toString(): string {
    const { spikes, variables } = this.about;
    const parts = [
      ...spikes.map(({ of }) => `spikes of ${of}`),
      ...variables.map(({ of, variable, atSpikes }) =>
        atSpikes === undefined ? `${variable} of ${of}` : `${variable} at spikes of ${atSpikes}`,
      ),
    ];
    return `recording from ${this.start} s to ${this.stop} s${this.whole ? "" : " (not to the run's end)"}: ${parts.join(", ")}`;
  }

  [INSPECT](): string {
    return this.toString();
  }
}

const unknown = (what: string, name: string, names: readonly string[]): UserError =>
  new UserError(
    `unknown ${what}: ${name}; recorded are ${names.join(", ") || "none"}${didYouMean(name, names)}`,
  );
