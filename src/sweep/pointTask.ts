import { digestOf, engineVersion, type ResultCache, reason, warn } from "../cache/index.js";
import { type MeasuredValue, measureNamed } from "../models/index.js";
import { type NetworkResult, type Nto1Result, run, type Simulation } from "../simulation/index.js";

/** The name under which points are cached. */
export const POINT_NAME = "sweep";

/** A point of a sweep as it travels: plain data. */
export interface PointTask {
  /** Of all that its outcome depends on. */
  digest: string;
  /** The point's parameters as text. */
  call: string;
  simulation: Simulation;
  /** Measures by their names. */
  measures: readonly string[];
  /** Whether the whole result is kept, for measures that are functions. */
  keepsResult: boolean;
}

/** What became of a point. */
export interface PointOutcome {
  values: Readonly<Record<string, MeasuredValue>>;
  result?: Nto1Result | NetworkResult;
}

/** Describes a point; equal ones have equal digests. @throws UserError for a measure that does not fit. */
export function pointTask(
  simulation: Simulation,
  measures: readonly string[],
  keepsResult: boolean,
  call: string,
): PointTask {
  for (const name of measures) measureNamed(name, simulation);
  const what = { name: POINT_NAME, simulation, measures, keepsResult, version: engineVersion() };
  return { digest: digestOf(what), call, simulation, measures, keepsResult };
}

/** The outcome of a point that was computed before. */
export async function knownOutcome(
  { digest }: PointTask,
  cache: ResultCache,
): Promise<PointOutcome | undefined> {
  const found = await cache.find(POINT_NAME, digest);
  return found?.value as PointOutcome | undefined;
}

/** How a point is computed. */
export interface ComputeOptions {
  threads?: number;
  signal?: AbortSignal;
}

/** Simulates a point and measures it. */
export async function computePoint(
  { simulation, measures, keepsResult }: PointTask,
  { threads, signal }: ComputeOptions = {},
): Promise<PointOutcome> {
  const result = await run(simulation as never, { threads, signal, forgetState: true });
  const values = Object.fromEntries(
    measures.map((name) => [name, measureNamed(name, simulation)(result)]),
  );
  return keepsResult ? { values, result } : { values };
}

/** Stores the outcome of a point; a disk that refuses it gives a warning. */
export async function storeOutcome(
  { digest, call }: PointTask,
  outcome: PointOutcome,
  cache: ResultCache,
): Promise<void> {
  const description = { name: POINT_NAME, call, version: engineVersion() };
  await cache.put(digest, outcome, description).catch((error: unknown) => {
    warn(`a point could not be cached in ${cache.folder} (${reason(error)})`);
  });
}
