import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { UserError } from "../../base/index.js";
import { builtFile, engineVersion, warnOnce } from "../../cache/index.js";
import type { PointTask } from "./pointTask.js";

/** What a worker process is given: a point, and which state of the engine asks. */
export interface WorkerRequest {
  task: PointTask;
  version: string;
  /** Threads of one simulation. */
  threads: number;
}

/** What it answers: the bytes of an outcome, or what went wrong. */
export type WorkerAnswer = { bytes: Uint8Array } | { error: string };

/** How warnings begin. */
const WARNING = "Warning: ";

/** Characters kept of what a process writes on its error stream. */
const LONGEST_TEXT = 20_000;

/**
 * A process of its own that computes points, one at a time. Not a thread: some points need more memory
 * than there is, and then the system ends the whole process. This one is replaced, and only
 * the point that it was computing fails. (Pools of processes, such as workerpool, tell of such an
 * end in no more than a text, and wrap the answers; what is left to do is this file.)
 */
export class PointProcess {
  private child: ChildProcess | undefined;
  private text = "";

  constructor(private readonly threads: number) {}

  /** Computes a point. @returns the bytes of its outcome @throws UserError where it fails. */
  compute(task: PointTask): Promise<Uint8Array> {
    this.child ??= this.start();
    const { child } = this;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        child.off("message", answered).off("error", failed).off("close", ended);
        act();
      };
      const answered = (answer: unknown): void => {
        this.tell();
        const given = answer as WorkerAnswer;
        settle(() =>
          "bytes" in given ? resolve(given.bytes) : reject(new UserError(given.error)),
        );
      };
      const failed = ({ message }: Error): void =>
        settle(() => {
          this.end();
          reject(new UserError(`a worker process cannot be used: ${message}`));
        });
      const ended = (status: number | null, signal: string | null): void =>
        settle(() => reject(new UserError(describeEnd(status, signal, this.text))));
      child.on("message", answered).on("error", failed).on("close", ended);
      const request: WorkerRequest = { task, version: engineVersion(), threads: this.threads };
      // where it cannot be sent, the process is ending: the listeners tell
      child.send(request, () => {});
    });
  }

  /** Ends the process, whatever it does. */
  end(): void {
    this.child?.kill("SIGKILL");
    this.child = undefined;
  }

  /** Shows what the process has written; of several that warn of the same, one. */
  private tell(): void {
    for (const line of this.text.split("\n"))
      if (line.startsWith(WARNING)) warnOnce(line.slice(WARNING.length));
      else if (line !== "") process.stderr.write(`${line}\n`);
    this.text = "";
  }

  private start(): ChildProcess {
    this.text = "";
    const child = fork(fileURLToPath(builtFile("host/node/pointWorker.js")), [], {
      serialization: "advanced",
      execArgv: [],
      // what it writes is shown with its answer: of a process that runs out of memory, pages
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    child.once("close", () => {
      if (this.child === child) this.child = undefined;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.text = (this.text + text).slice(-LONGEST_TEXT);
    });
    return child;
  }
}

/** Why a process has ended, as far as it can be known. */
function describeEnd(status: number | null, signal: string | null, text: string): string {
  const how = signal ?? `status ${status}`;
  const said = /^.*(heap out of memory|invalid size error|Allocation failed|bad_alloc).*$/m.exec(
    text,
  );
  if (said) return `it needs more memory than there is: it ended its worker process (${how})`;
  if (signal === "SIGKILL")
    return `its worker process was killed (${how}); most often it needs more memory than there is`;
  const error = /^\w*Error\b.*$/m.exec(text)?.[0];
  return `its worker process ended (${how})${error ? `: ${error}` : ""}`;
}

/** Some processes, for as many points at a time; each is started when it is needed first. */
export class PointProcesses {
  private readonly all: PointProcess[];
  private readonly idle: PointProcess[];
  private readonly waiting: ((process: PointProcess) => void)[] = [];
  private hasEnded = false;

  /** @param threads of one simulation */
  constructor(count: number, threads: number) {
    this.all = Array.from({ length: count }, () => new PointProcess(threads));
    this.idle = [...this.all].reverse();
  }

  /** Computes a point as soon as a process is free. */
  async compute(task: PointTask): Promise<Uint8Array> {
    const free = this.idle.pop();
    const own = free ?? (await new Promise<PointProcess>((settle) => this.waiting.push(settle)));
    try {
      if (this.hasEnded) throw new UserError("the worker processes have been ended");
      return await own.compute(task);
    } finally {
      const next = this.waiting.shift();
      if (next) next(own);
      else this.idle.push(own);
    }
  }

  /** Ends all of them, whatever they do. */
  end(): void {
    this.hasEnded = true;
    for (const process of this.all) process.end();
  }
}
