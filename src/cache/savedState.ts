import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { checkNoMore, messageOf, shown, UserError } from "../base/index.js";
import { type FinalState, isState, NetworkResult } from "../results/index.js";
import { reason, requirePath, requireWritable, writeWhole } from "./folder.js";
import { fromBytes, toBytes } from "./stored.js";
import { engineVersion } from "./version.js";

/** What begins the file of a state: a line of text, so that the file tells what it is. */
const MAGIC = "spikebook state 1";

/** Most bytes of the line that describes a state. */
const LONGEST_HEAD = 4096;

/** The line of a state's file after its first words. */
interface Head {
  engine: string;
  step: number;
  target: string;
  bytes: number;
  sha256: string;
}

/**
 * Saves the state in which a run ended, for runs of other sessions to go on from. The file is there
 * whole or not at all, whatever happens meanwhile; missing folders are made. It does not depend on
 * the number of threads.
 *
 * ```ts
 * const warm = await run(simulation);
 * await saveState("states/warm.state", warm);
 * ```
 *
 * Connections and drawn values are not in it: they are drawn again, the same, when the run goes on.
 * @param path relative to the working folder, which in a notebook is the notebook's own
 * @param result what `run` returned, or its `finalState`
 * @throws UserError for anything else, for a run that was told to forget its state, and where the
 *   file cannot be written.
 */
export async function saveState(path: string, result: NetworkResult | FinalState): Promise<void>;
export async function saveState(
  path: string,
  result: NetworkResult | FinalState,
  ...more: unknown[]
): Promise<void> {
  checkNoMore("saveState", more);
  const file = requireWritable(path);
  const state = result instanceof NetworkResult ? result.finalState : result;
  if (!isState(state))
    throw new UserError(
      `invalid state: ${shown(result)}; expected what run() returns, or its finalState`,
    );
  const content = toBytes(state);
  const { engine, step, target } = state;
  const sha256 = createHash("sha256").update(content).digest("hex");
  const head: Head = { engine, step, target, bytes: content.length, sha256 };
  const line = Buffer.from(`${MAGIC} ${JSON.stringify(head)}\n`);
  await writeWhole(file, Buffer.concat([line, content]));
}

/**
 * Reads a state that {@link saveState} wrote. That it fits the network is checked where a run is to go
 * on from it.
 *
 * ```ts
 * const warm = await run(simulation);
 * await saveState("states/warm.state", warm);
 * const more = await run(simulation, { from: await loadState("states/warm.state") });
 * ```
 * @throws UserError for a file that is none or damaged, and for the state of another version of
 *   spikebook, whose numbers may mean something else.
 */
export async function loadState(path: string): Promise<FinalState>;
export async function loadState(path: string, ...more: unknown[]): Promise<FinalState> {
  checkNoMore("loadState", more);
  requirePath("path", path);
  const fault = (why: string): UserError =>
    new UserError(`invalid state file: ${path}; ${why}; expected what saveState() wrote`);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fault(`it cannot be read (${reason(error)})`);
  });
  const end = bytes.subarray(0, LONGEST_HEAD).indexOf(10);
  const line = bytes.toString("utf8", 0, Math.max(0, end));
  if (!line.startsWith(`${MAGIC} `)) throw fault("it does not begin as one");
  const head = headOf(line.slice(MAGIC.length));
  if (!head) throw fault("its first line is damaged");
  if (head.engine !== engineVersion())
    throw new UserError(
      `invalid state file: ${path}; version ${head.engine} of spikebook computed it, and this is ${engineVersion()}: run the simulation again`,
    );
  const content = bytes.subarray(end + 1);
  if (content.length < head.bytes)
    throw fault(`it is cut short: ${content.length} of ${head.bytes} bytes`);
  if (createHash("sha256").update(content).digest("hex") !== head.sha256)
    throw fault("it is damaged: its digest is another");
  let state: unknown;
  try {
    state = fromBytes(content);
  } catch (error) {
    throw fault(messageOf(error));
  }
  if (!isState(state)) throw fault("it holds something else");
  return state;
}

function headOf(text: string): Head | undefined {
  try {
    const head = JSON.parse(text) as Head;
    const isRight =
      [head.engine, head.target, head.sha256].every((part) => typeof part === "string") &&
      [head.step, head.bytes].every((part) => Number.isInteger(part));
    return isRight ? head : undefined;
  } catch {
    return undefined;
  }
}
