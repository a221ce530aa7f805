import { host, InterruptedError, joined, UserError } from "../base/index.js";
import { checkedNetwork, type NetworkSimulation, StepTimes, stepCount } from "../network/index.js";
import { buildProgram, type Program, variablesOf } from "../program/index.js";
import {
  type FinalState,
  NetworkResult,
  type RecordedVariable,
  type StatisticsValues,
} from "../results/index.js";
import { type LoadedNetwork, targetNamed, withSizes } from "../targets/index.js";
import { identityOf, requireContinuable } from "./continuing.js";
import { divergenceError } from "./divergence.js";
import { requireMemory } from "./memory.js";
import { checkRunOptions, type RunOptions } from "./options.js";
import type { RecordingAbout } from "./recording.js";
import { RunningStatistics } from "./statistics.js";
import { StopCount } from "./stopping.js";
import { RunSynapses } from "./synapses.js";

/**
 * Runs a simulation. The same simulation gives the same result, bit for bit, whenever and wherever
 * it runs, on any number of threads.
 * @throws UserError if the value is no simulation, for options that do not exist, and where a
 *   variable is no finite number any more; InterruptedError when the user stops it.
 * @example
 * ```ts
 * const first = await run(simulation);
 * const second = await run(simulation, { from: first.finalState, threads: 2 });
 * `${second.start} s to ${second.stop} s` // => 1 s to 2 s
 * ```
 */
export async function run<Named>(
  simulation: NetworkSimulation<Named>,
  options: RunOptions = {},
): Promise<NetworkResult & Named> {
  const checked = checkedNetwork(simulation);
  checkRunOptions(options);
  const result = await runNetwork(checked, options);
  return result as NetworkResult & Named;
}

async function runNetwork(
  simulation: NetworkSimulation,
  options: RunOptions,
): Promise<NetworkResult> {
  const { from, forgetState = false, target: targetName = "wasm" } = options;
  const firstStep = from ? requireContinuable(simulation, from, targetName) : 0;
  const steps = stepCount(simulation);
  const program = withSizes(buildProgram(simulation, firstStep));
  requireMemory(program, options.streamTo ? 0 : steps);
  const target = await targetNamed(targetName);
  const pause = async (): Promise<void> => {
    await host.nextTurn();
    options.signal?.throwIfAborted();
  };
  let loaded = await target.load(program, { threads: options.threads, steps, pause });
  const { threads, compileTime, buildTime } = loaded;
  let computed: ComputedRun;
  const begin = async (state: unknown, nextStep: number): Promise<LoadedNetwork> => {
    if (state !== undefined) loaded.putState(state, nextStep);
    if (options.onDivergence === "continue") await loaded.goOn();
    return loaded;
  };
  /** The network anew, in a state that it had. */
  const backTo = async (state: unknown, nextStep: number): Promise<LoadedNetwork> => {
    loaded.end();
    loaded.release();
    loaded = await target.load(program, { threads, steps, pause });
    return begin(state, nextStep);
  };
  try {
    options.onBuilt?.({ threads, compileTime, buildTime });
    await begin(from?.state, firstStep);
    computed = await computeSteps(
      { loaded, backTo, program, simulation },
      firstStep,
      steps,
      options,
    );
  } finally {
    loaded.end();
  }
  const lastStep = firstStep + computed.steps - 1;
  const hasVariables = program.domains.some(
    ({ kind, name }) => kind === "synapses" && variablesOf(program, name).length > 0,
  );
  // what is small is kept by itself, so that the memory serves the next run
  const isReleased = !hasVariables && (forgetState || loaded.isSmall);
  const state = isReleased && !forgetState ? loaded.takeState(lastStep + 1) : undefined;
  if (isReleased) loaded.release();
  return new NetworkResult({
    simulation,
    spikes: computed.spikes,
    recorded: computed.recorded,
    synapses: new RunSynapses(
      program,
      isReleased ? { kind: "none" } : { kind: "live", loaded, lastStep },
      from !== undefined,
    ),
    firstStep,
    steps: computed.steps,
    statistics: computed.statistics,
    end: (): FinalState => {
      if (forgetState) throw new UserError("unknown final state: the run was told to forget it");
      return {
        step: lastStep + 1,
        ...identityOf(simulation),
        engine: host.engine(),
        target: targetName,
        state: state ?? loaded.takeState(lastStep + 1),
      };
    },
  });
}

/** What computes the steps of a run. */
interface Stepping {
  loaded: LoadedNetwork;
  /** Gives the network anew, in a state that it had before a step. */
  backTo: (state: unknown, nextStep: number) => Promise<LoadedNetwork>;
  program: Program;
  simulation: NetworkSimulation;
}

/** What the steps of a run gave. */
interface ComputedRun {
  /** How many there were. */
  steps: number;
  statistics: readonly StatisticsValues[];
  spikes: ReadonlyMap<string, Int32Array>;
  recorded: readonly RecordedVariable[];
}

/** Seconds that a chunk of steps may take, so that progress shows and interrupts arrive. */
const CHUNK_TIME = 0.05;

/** Seconds after which an interrupt by the user is listened for. */
const LISTEN_AFTER = 0.02;

async function computeSteps(
  { loaded: first, backTo, program, simulation }: Stepping,
  firstStep: number,
  asked: number,
  options: RunOptions,
): Promise<ComputedRun> {
  const { onProgress, signal, chunk, onDivergence = "stop", streamTo } = options;
  let [loaded, steps] = [first, asked];
  const { recordSpikes, stopWhen } = simulation;
  const stop = stopWhen && new StopCount(stopWhen);
  const statistics = new RunningStatistics(simulation, program, firstStep, steps);
  const spikes = new Map<string, Int32Array[]>();
  for (const name of recordSpikes) spikes.set(name, []);
  // what goes elsewhere as it comes takes no room here
  const recorded = recordedVariables(program, firstStep, streamTo ? 0 : steps);
  const filled = recorded.map(() => 0);
  const atSpikes: Float64Array[][] = recorded.map(() => []);
  const times = new StepTimes(program.clock, program.dt);
  // the interpreter may take long for one step: who interrupts is not to wait for many
  const least = options.target === "interpreter" ? 1 : 64;
  let size = Math.min(chunk ?? least, loaded.longestChunk);
  let interrupted = false;
  let isWhole = false;
  let stopListening: (() => void) | undefined;
  const began = performance.now();
  await streamTo?.begin(aboutOf(program, recordSpikes, recorded, firstStep, steps));
  try {
    for (let done = 0; done < steps; ) {
      const count = Math.min(size, steps - done);
      const started = performance.now();
      const next = firstStep + done;
      const before = stop && loaded.takeState(next);
      let computed = await loaded.run(next, count);
      const kept = stop?.stepsUntil(computed, next) ?? count;
      if (kept < count) {
        // what was computed beyond the end is undone
        loaded = await backTo(before, next);
        computed = await loaded.run(next, kept);
      }
      if (stop?.isReached) steps = done + kept;
      const ended = performance.now();
      const spent = (ended - started) / 1000;
      done += kept;
      if (computed.notFinite && onDivergence === "stop")
        throw divergenceError(program, computed.notFinite, times.at(computed.notFinite.step + 1));
      statistics.take(computed);
      const samples = computed.recorded.slice(0, recorded.length);
      if (streamTo)
        await streamTo.write({
          done,
          spikes: only(computed.spikes, recordSpikes),
          recorded: samples,
        });
      else {
        for (const [name, pairs] of computed.spikes) spikes.get(name)?.push(...pairs);
        for (const [k, values] of samples.entries()) {
          if (recorded[k].atSpikes !== undefined) {
            atSpikes[k].push(values.slice());
            continue;
          }
          recorded[k].values.set(values, filled[k]);
          filled[k] += values.length;
        }
      }
      // the size of a chunk has no influence on the result, only on when others get a turn
      if (chunk === undefined && spent < CHUNK_TIME) size = Math.min(2 * size, loaded.longestChunk);
      onProgress?.(done, steps);
      if (!signal && !stopListening && ended - began > 1000 * LISTEN_AFTER)
        stopListening = await host.onInterrupt(() => {
          interrupted = true;
        });
      if (spent > CHUNK_TIME / 4) await host.nextTurn();
      signal?.throwIfAborted();
      if (interrupted)
        throw new InterruptedError(
          `interrupted after ${shownTime(done * program.dt)} of ${shownTime(steps * program.dt)}`,
        );
    }
    isWhole = true;
    if (onDivergence === "stop") {
      const odd = loaded.firstNotFinite();
      if (odd) throw divergenceError(program, odd, times.at(firstStep + steps));
    }
  } finally {
    stopListening?.();
    await streamTo?.end(isWhole);
  }
  // what went elsewhere the result does not have: no rate of 0 for want of spikes
  const common = { steps, statistics: statistics.values };
  if (streamTo) return { ...common, spikes: new Map(), recorded: [] };
  return {
    ...common,
    spikes: new Map([...spikes].map(([name, parts]) => [name, joined(parts, Int32Array)])),
    // a run that was stopped has fewer samples than there is room for
    recorded: recorded.map((item, k) => ({
      ...item,
      values:
        item.atSpikes === undefined
          ? filledPart(item.values, filled[k])
          : joined(atSpikes[k], Float64Array),
    })),
  };
}

/** What was filled of some room: the room itself where that is all, since a view would keep and carry all of it. */
const filledPart = (room: Float64Array, count: number): Float64Array =>
  count < room.length ? room.slice(0, count) : room;

/** Those entries of a map that have some names. */
const only = <T>(map: ReadonlyMap<string, T>, names: readonly string[]): ReadonlyMap<string, T> =>
  new Map([...map].filter(([name]) => names.includes(name)));

const shownTime = (seconds: number): string => `${Number(seconds.toPrecision(4))} s`;

/** What a recording of a run is of. */
function aboutOf(
  { dt, recordAt, domains }: Program,
  recordSpikes: readonly string[],
  recorded: readonly RecordedVariable[],
  firstStep: number,
  steps: number,
): RecordingAbout {
  const sizeOf = (name: string): number => {
    const domain = domains.find((item) => item.name === name);
    return domain && domain.kind !== "synapses" ? domain.size : 0;
  };
  return {
    dt,
    firstStep,
    steps,
    recordAt,
    spikes: recordSpikes.map((of) => ({ of, N: sizeOf(of) })),
    variables: recorded.map(({ values, ...variable }) => variable),
  };
}

/** Room for all that monitors record in a run. */
function recordedVariables(
  { monitors }: Program,
  firstStep: number,
  steps: number,
): RecordedVariable[] {
  const kept = monitors.filter(({ purpose }) => purpose === "samples");
  return kept.map(({ of, variable, every, elements, dimension, atSpikes }) => {
    const before = Math.ceil(firstStep / every);
    const samples = Math.ceil((firstStep + steps) / every) - before;
    const values = new Float64Array(elements.length * samples);
    return {
      ...{ of, variable, every, neurons: elements, dimension, values },
      ...(atSpikes !== undefined && { atSpikes }),
    };
  });
}
