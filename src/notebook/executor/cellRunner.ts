import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { UserError } from "../../base/index.js";
import { builtFile } from "../../cache/index.js";
import type { ExecuteReply, ExecuteRequest } from "../launcher/tslab.js";
import type { Said } from "./outputs.js";

/** What the process of the cells is told. */
export type Order =
  | { type: "execute"; cell: number; request: ExecuteRequest }
  | { type: "interrupt" }
  | { type: "end" };

/** What the process of the cells tells. */
export type Answer =
  | { type: "ready"; language: object }
  | { type: "failed"; message: string }
  | { type: "said"; cell: number; said: Said }
  | { type: "ended"; cell: number; status: ExecuteReply["status"] };

/** Milliseconds that the process has to end by itself. */
const PATIENCE = 2000;

/** How a cell ended: as the kernel says, or with the process in which it ran. */
export type End = ExecuteReply["status"] | { died: string };

/** A process that executes cells, in a folder. */
export class CellRunner {
  private waiting: ((end: End) => void) | undefined;

  private constructor(
    private readonly process: ChildProcess,
    /** What notebooks say of their language. */
    readonly language: object,
    private readonly hear: (cell: number, said: Said) => void,
  ) {
    process.on("message", (answer: Answer) => {
      if (answer.type === "said") this.hear(answer.cell, answer.said);
      else if (answer.type === "ended") this.waiting?.(answer.status);
    });
    process.on("exit", (code, signal) => this.waiting?.({ died: describeExit(code, signal) }));
  }

  /**
   * Starts the process.
   * @param hear is called with all that the kernel says of a cell
   * @throws UserError where there is no tslab.
   */
  static async start(
    folder: string,
    hear: (cell: number, said: Said) => void,
  ): Promise<CellRunner> {
    const child = fork(fileURLToPath(builtFile("notebook/executor/cellProcess.js")), {
      cwd: folder,
      // flags of this process are not the kernel's
      execArgv: [],
      // what the notebook's code writes past its outputs must not look like this program's output
      stdio: ["ignore", 2, 2, "ipc"],
      // the terminal's Ctrl-C goes to this process, which passes it on once
      detached: process.platform !== "win32",
    });
    const first = await new Promise<Answer | { died: string }>((settle, fail) => {
      child.once("message", (answer: Answer) => settle(answer));
      child.once("exit", (code, signal) => settle({ died: describeExit(code, signal) }));
      child.once("error", fail);
    });
    if ("died" in first) throw new UserError(`the kernel did not start: ${first.died}`);
    if (first.type !== "ready")
      throw new UserError("message" in first ? first.message : "the kernel did not start");
    return new CellRunner(child, first.language, hear);
  }

  /** Executes a cell to its end. */
  execute(cell: number, request: ExecuteRequest): Promise<End> {
    return new Promise((settle) => {
      this.waiting = (end) => {
        this.waiting = undefined;
        settle(end);
      };
      this.tell({ type: "execute", cell, request });
    });
  }

  /** Interrupts the running cell. Windows has no signals. */
  interrupt(): void {
    if (process.platform === "win32") this.tell({ type: "interrupt" });
    else this.process.kill("SIGINT");
  }

  /** Ends the process, at once where it must be. */
  async stop(atOnce: boolean): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, "exit");
    if (atOnce) this.process.kill("SIGKILL");
    else this.tell({ type: "end" });
    const impatient = setTimeout(() => this.process.kill("SIGKILL"), PATIENCE);
    await ended;
    clearTimeout(impatient);
  }

  private tell(order: Order): void {
    if (this.process.connected) this.process.send(order);
  }
}

const describeExit = (code: number | null, signal: NodeJS.Signals | null): string =>
  signal ? `its process was ended by ${signal}` : `its process ended with status ${code}`;
