import { parentPort } from "node:worker_threads";
import { Slots } from "../compiler/index.js";
import { instantiateOn, type KernelExports } from "./kernelPool.js";
import { type Exchange, KernelThread, type ThreadTask } from "./kernelThread.js";
import type { Header } from "./recordings.js";
import { meeting } from "./threadMeeting.js";

/** What a thread is told; it answers each message with one. */
export type ThreadMessage =
  | { kind: "load"; module: WebAssembly.Module; memory: WebAssembly.Memory }
  | {
      kind: "prepare";
      slots: ReadonlyMap<string, number>;
      task: ThreadTask;
      exchange: Omit<Exchange, "meet"> & { meeting: SharedArrayBuffer };
    }
  | { kind: "connect" }
  | { kind: "run"; first: number; steps: number }
  | { kind: "forget" };

let loaded: { exports: KernelExports; memory: WebAssembly.Memory } | undefined;
let thread: KernelThread | undefined;

function answer(message: ThreadMessage): unknown {
  switch (message.kind) {
    case "load": {
      const exports = instantiateOn(message.module, message.memory);
      loaded = { exports, memory: message.memory };
      const { HEADER, ZIGGURAT, HEAP } = exports;
      return { header: HEADER.value, ziggurat: ZIGGURAT.value, heap: HEAP.value };
    }
    case "prepare": {
      if (!loaded) return undefined;
      const { exports, memory } = loaded;
      const slots = Slots.of(message.slots);
      const header: Header = { memory, base: exports.HEADER.value, slots };
      const { meeting: shared, ...exchange } = message.exchange;
      const meet = meeting(shared, exchange.memories.length);
      thread = new KernelThread(exports, header, message.task, { ...exchange, meet });
      return undefined;
    }
    case "connect":
      return thread?.connect();
    case "run":
      return thread?.run(message.first, message.steps);
    case "forget":
      loaded = undefined;
      thread = undefined;
  }
  return undefined;
}

parentPort?.on("message", (message: ThreadMessage) => {
  parentPort?.postMessage(answer(message));
});
