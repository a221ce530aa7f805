import { type HostThread, host, InternalError, UserError } from "../../../base/index.js";
import type { ThreadAnswer, ThreadMessage } from "./worker.js";

/** A thread that answers one message at a time. */
export class Thread {
  private failure: Error | undefined;
  private waiting:
    | { resolve: (answer: never) => void; reject: (error: unknown) => void }
    | undefined;

  constructor(private readonly thread: HostThread) {
    thread.onMessage((message) => {
      const { waiting } = this;
      this.waiting = undefined;
      // an idle thread does not keep the program alive
      thread.keepAlive(false);
      const answer = message as ThreadAnswer;
      if ("value" in answer) waiting?.resolve(answer.value as never);
      else waiting?.reject(new (answer.isUsers ? UserError : InternalError)(answer.error));
    });
    thread.onFailure((error) => {
      this.failure ??= error;
      this.waiting?.reject(this.failure);
      this.waiting = undefined;
    });
    thread.keepAlive(false);
  }

  /** Sends a message and waits for its answer. */
  ask<Answer>(message: ThreadMessage): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      this.thread.keepAlive(true);
      this.waiting = { resolve, reject };
      this.thread.post(message);
    });
  }

  /** Whether the thread can be asked: it lives, and answered all that it was asked. */
  get idle(): boolean {
    return !this.failure && !this.waiting;
  }

  end(): void {
    this.failure ??= new InternalError("a thread was ended before its work");
    this.thread.end();
  }
}

/** Threads that have nothing to do; starting one takes some 30 ms. */
const idle: Thread[] = [];

/** Whether the host has threads that can share memory. */
export const hasThreads = (): boolean =>
  host.startThread !== undefined && typeof SharedArrayBuffer !== "undefined";

/** As many threads as asked for: idle ones, and new ones. */
export function takeThreads(count: number): Thread[] {
  return Array.from({ length: count }, () => {
    for (let thread = idle.pop(); thread; thread = idle.pop()) if (thread.idle) return thread;
    if (!host.startThread) throw new InternalError("this host has no threads");
    return new Thread(host.startThread());
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
