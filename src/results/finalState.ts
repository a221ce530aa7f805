import { isRecord } from "../base/index.js";

/** The state in which a run ended, from which another can go on. */
export interface FinalState {
  /** The number of steps done. */
  readonly step: number;
  /** Digest of the simulation, its duration left out, before all changes. */
  readonly digest: string;
  /** Digests of the parts of the network that it stands on, by name. */
  readonly layout: Readonly<Record<string, string>>;
  /** The version of the engine that computed it: another one's memory may mean something else. */
  readonly engine: string;
  /** The target that computed it, and what that knows of the network. */
  readonly target: string;
  /** What the target keeps: its own business. */
  readonly state: unknown;
}

/** Whether a value is the state of a run. */
export function isState(value: unknown): value is FinalState {
  if (!isRecord(value)) return false;
  const { step, digest, engine, target, layout } = value;
  return (
    Number.isSafeInteger(step) &&
    (step as number) >= 0 &&
    [digest, engine, target].every((text) => typeof text === "string") &&
    isRecord(layout) &&
    "state" in value
  );
}
