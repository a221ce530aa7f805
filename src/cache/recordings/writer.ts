import { type FileHandle, mkdir, open, readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { crc32 } from "node:zlib";
import { checkNoMore, UserError } from "../../base/index.js";
import type { RecordedChunk, RecordingAbout, RecordingSink } from "../../run/index.js";
import { reason, requirePath, writeWhole } from "../folder.js";
import {
  ABOUT_FILE,
  FORMAT,
  HEAD_SIZE,
  MARK,
  type RecordingFile,
  spikesFile,
  variableFile,
} from "./format.js";

/** Bytes of a stream that wait to be written at most. */
const MOST_WAITING = 2 ** 22;

/** Seconds that anything waits at most: what a killed process loses. */
const LONGEST_WAIT = 1;

/** A file of chunks, and what waits to become one. */
interface Stream {
  file: FileHandle;
  waiting: Uint8Array[];
  bytes: number;
}

/**
 * A folder that a run's spikes and recorded variables go to as they come, whatever its duration, with
 * constant memory: a process that is killed loses no more than the last second.
 *
 * ```ts
 * await run(simulation, { streamTo: recordTo("recordings/night") });
 * const recording = await readRecording("recordings/night");
 * ```
 * @param folder is made where it is missing; what another recording has left in it is replaced
 * @throws UserError when the run begins, where the folder cannot be written, or holds other files.
 */
export function recordTo(folder: string): RecordingSink;
export function recordTo(folder: string, ...more: unknown[]): RecordingSink {
  checkNoMore("recordTo", more);
  const path = resolve(requirePath("folder", folder));
  return new FolderSink(path);
}

class FolderSink implements RecordingSink {
  private about: RecordingAbout | undefined;
  private spikes: Stream[] = [];
  private variables: Stream[] = [];
  private done = 0;
  private written = 0;

  constructor(private readonly folder: string) {}

  async begin(about: RecordingAbout): Promise<void> {
    const refuse = (error: unknown): never => {
      throw new UserError(`cannot write ${this.folder}: ${reason(error)}`);
    };
    await mkdir(this.folder, { recursive: true }).catch(refuse);
    const names = (await readdir(this.folder).catch(refuse)) as string[];
    const other = names.find((name) => !/^(about\.json|(spikes|variable)-\d+\.bin)$/.test(name));
    if (other !== undefined)
      throw new UserError(
        `invalid folder: ${this.folder}; it holds ${other}: expected an empty one, or that of a recording`,
      );
    // the description first: without it, nothing is taken for a recording
    await rm(join(this.folder, ABOUT_FILE), { force: true }).catch(refuse);
    for (const name of names) await rm(join(this.folder, name), { force: true }).catch(refuse);
    const start = async (name: string): Promise<Stream> => ({
      file: await open(join(this.folder, name), "w").catch(refuse),
      waiting: [],
      bytes: 0,
    });
    this.spikes = await Promise.all(about.spikes.map((_, k) => start(spikesFile(k))));
    this.variables = await Promise.all(about.variables.map((_, k) => start(variableFile(k))));
    this.about = about;
    this.done = 0;
    this.written = performance.now();
    await this.describe(false);
  }

  async write({ done, spikes, recorded }: RecordedChunk): Promise<void> {
    if (!this.about) throw new UserError("invalid recording: it has not begun");
    for (const [k, { of }] of this.about.spikes.entries())
      for (const pairs of spikes.get(of) ?? []) add(this.spikes[k], pairs);
    for (const [k, values] of recorded.entries()) add(this.variables[k], values);
    this.done = done;
    const most = Math.max(0, ...this.all.map(({ bytes }) => bytes));
    if (most > MOST_WAITING || performance.now() - this.written > 1000 * LONGEST_WAIT)
      await this.flush();
  }

  async end(whole: boolean): Promise<void> {
    if (!this.about) return;
    try {
      await this.flush();
      await this.describe(whole);
    } finally {
      for (const { file } of this.all) await file.close();
      this.about = undefined;
    }
  }

  private get all(): readonly Stream[] {
    return [...this.spikes, ...this.variables];
  }

  /** Writes all that waits. All streams come as far: where nothing happened, an empty chunk says so. */
  private async flush(): Promise<void> {
    this.written = performance.now();
    for (const stream of this.all) {
      const body = Buffer.concat(stream.waiting);
      const head = Buffer.alloc(HEAD_SIZE);
      head.writeUInt32LE(MARK, 0);
      head.writeUInt32LE(body.length, 4);
      head.writeUInt32LE(crc32(body), 8);
      head.writeUInt32LE(this.done, 12);
      stream.waiting = [];
      stream.bytes = 0;
      await stream.file.writeFile(Buffer.concat([head, body])).catch((error: unknown) => {
        throw new UserError(`cannot write ${this.folder}: ${reason(error)}`);
      });
    }
  }

  private describe(whole: boolean): Promise<void> {
    const content = { format: FORMAT, ...(this.about as RecordingAbout), whole } as RecordingFile;
    return writeWhole(join(this.folder, ABOUT_FILE), `${JSON.stringify(content)}\n`);
  }
}

/** A copy of numbers waits: theirs is the run's memory. */
function add(stream: Stream, { buffer, byteOffset, byteLength }: ArrayBufferView): void {
  if (byteLength === 0) return;
  stream.waiting.push(new Uint8Array(buffer, byteOffset, byteLength).slice());
  stream.bytes += byteLength;
}
