import { Worker } from "node:worker_threads";
import { InternalError } from "../base/index.js";
import { builtFile } from "../cache/index.js";
import type { ThreadMessage } from "./threadWorker.js";

/** A worker thread that answers one message at a time. */
export class Thread {
  private readonly worker = new Worker(builtFile("simulation/threadWorker.js"));
  private failure: Error | undefined;
  private waiting: { resolve: (answer: never) => void; reject: (error: Error) => void } | undefined;

  constructor() {
    this.worker.on("message", (answer) => {
      const { waiting } = this;
      this.waiting = undefined;
      // an idle thread does not keep the program alive
      this.worker.unref();
      waiting?.resolve(answer as never);
    });
    const fail = (error: Error): void => {
      this.failure ??= error;
      this.waiting?.reject(this.failure);
      this.waiting = undefined;
    };
    this.worker.on("error", fail);
    this.worker.on("exit", () => fail(new InternalError("a thread ended before its work")));
    this.worker.unref();
  }

  /** Sends a message and waits for its answer. */
  ask<Answer>(message: ThreadMessage): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      this.worker.ref();
      this.waiting = { resolve, reject };
      this.worker.postMessage(message);
    });
  }

  /** Whether the thread can be asked: it lives, and answered all that it was asked. */
  get idle(): boolean {
    return !this.failure && !this.waiting;
  }

  end(): void {
    this.worker.terminate();
  }
}

/** Threads that have nothing to do; starting one takes some 30 ms. */
const idle: Thread[] = [];

/** As many threads as asked for: idle ones, and new ones. */
export function takeThreads(count: number): Thread[] {
  return Array.from({ length: count }, () => {
    for (let thread = idle.pop(); thread; thread = idle.pop()) if (thread.idle) return thread;
    return new Thread();
  });
}

/** Gives threads back; those in the middle of something are ended. */
export function giveThreadsBack(threads: readonly Thread[]): void {
  for (const thread of threads) {
    if (!thread.idle) {
      thread.end();
      continue;
    }
    thread.ask({ kind: "forget" }).then(
      () => idle.push(thread),
      () => {},
    );
  }
}
