import { messageOf, UserError } from "../../base/index.js";
import {
  digestOf,
  engineVersion,
  fromBytes,
  type ResultCache,
  reason,
  toBytes,
  warnOnce,
} from "../../cache/index.js";
import { type MeasuredValue, measureFor } from "../../models/index.js";
import type { NetworkSimulation } from "../../network/index.js";
import type { NetworkResult } from "../../results/index.js";
import { run } from "../../run/index.js";
import {
  columnOfModule,
  isModuleMeasure,
  moduleMeasure,
  requireMeasuredValue,
} from "../measureModule.js";
import { type StoredState, storedState } from "../storedState.js";

/** The name under which points are cached. */
export const POINT_NAME = "sweep";

/** A point of a sweep as it travels: plain data. */
export interface PointTask {
  /** Of all that its outcome depends on. */
  digest: string;
  /** The point's parameters as text. */
  call: string;
  /**
   * The bytes of the simulation, as it was when the task was made: what becomes of arrays that it
   * was made of changes nothing.
   */
  simulation: Uint8Array;
  /** Measures by their names. */
  measures: readonly string[];
  /** Whether the whole result is kept, for measures that are functions. */
  keepsResult: boolean;
  /** Where the state is that it goes on from; it begins anew by default. */
  from?: StoredState;
}

/** What became of a point. */
export interface PointOutcome {
  values: Readonly<Record<string, MeasuredValue>>;
  result?: NetworkResult;
}

/** Describes a point; equal ones have equal digests. @throws UserError for a measure that does not fit. */
export function pointTask(
  simulation: NetworkSimulation,
  measures: readonly string[],
  keepsResult: boolean,
  call: string,
  from?: StoredState,
): PointTask {
  for (const name of measures) if (!isModuleMeasure(name)) measureFor(name, simulation);
  const version = engineVersion();
  const what = { name: POINT_NAME, simulation, measures, keepsResult, version };
  const digest = digestOf(from ? { ...what, from: from.digest } : what);
  const task = { digest, call, simulation: toBytes(simulation), measures, keepsResult };
  return from ? { ...task, from } : task;
}

/** The outcome of a point that was computed before. */
export async function knownOutcome(
  { digest }: PointTask,
  cache: ResultCache,
): Promise<PointOutcome | undefined> {
  const found = await cache.get(POINT_NAME, digest);
  return found?.value as PointOutcome | undefined;
}

/** How a point is computed. */
export interface ComputeOptions {
  threads?: number;
  signal?: AbortSignal;
}

/** Simulates a point and measures it. @returns the bytes of its outcome */
export async function computePoint(
  { simulation: bytes, measures, keepsResult, from: stored }: PointTask,
  { threads, signal }: ComputeOptions = {},
): Promise<Uint8Array> {
  const simulation = fromBytes(bytes) as NetworkSimulation;
  const from = stored && (await storedState(stored));
  const result = await run(simulation, { threads, signal, forgetState: true, from });
  const values: Record<string, MeasuredValue> = {};
  for (const name of measures) values[name] = await measured(name, simulation, result);
  const outcome: PointOutcome = keepsResult ? { values, result } : { values };
  return toBytes(outcome);
}

/** What a named measure gives, or that of a module. */
async function measured(
  name: string,
  simulation: NetworkSimulation,
  result: NetworkResult,
): Promise<MeasuredValue> {
  if (!isModuleMeasure(name)) return measureFor(name, simulation)(result);
  const column = columnOfModule(name);
  const measure = await moduleMeasure(name);
  try {
    return requireMeasuredValue(column, await measure(result));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`measure ${column} fails: ${messageOf(error)}`);
  }
}

/** Stores the outcome of a point; a disk that refuses it gives a warning. */
export async function storeOutcome(
  task: PointTask,
  bytes: Uint8Array,
  cache: ResultCache,
): Promise<void> {
  await storeSurely(task, bytes, cache).catch((error: unknown) => {
    warnOnce(`points could not be cached in ${cache.folder} (${reason(error)})`);
  });
}

/** Stores the outcome of a point. @throws UserError where the disk refuses it. */
export async function storeSurely(
  { digest, call, keepsResult }: PointTask,
  bytes: Uint8Array,
  cache: ResultCache,
): Promise<void> {
  const description = { name: POINT_NAME, call, version: engineVersion() };
  // whole results are too large to be shown beside themselves
  await cache.write(digest, bytes, description, keepsResult ? undefined : fromBytes(bytes));
}
