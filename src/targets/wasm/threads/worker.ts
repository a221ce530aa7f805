import { InternalError, messageOf, UserError } from "../../../base/index.js";
import { instantiateOn, type KernelExports } from "../instance.js";
import { makeSynapses } from "../making/maker.js";
import type { MakeTask } from "../making/task.js";
import { SpikeExchange } from "./exchange.js";
import { PartRun } from "./partRun.js";
import type { ExchangePlan, PartTask } from "./task.js";

/** What a thread is told; it answers each message with one. */
export type ThreadMessage =
  | { kind: "make"; memory: WebAssembly.Memory; heap: number; tasks: readonly MakeTask[] }
  | { kind: "load"; module: WebAssembly.Module; memory: WebAssembly.Memory }
  | { kind: "prepare"; task: PartTask; exchange: ExchangePlan; meeting: SharedArrayBuffer }
  | { kind: "go on" }
  | { kind: "run"; first: number; steps: number }
  | { kind: "forget" };

/** How a thread answers: with a value, or with the error that ended its work. */
export type ThreadAnswer = { value: unknown } | { error: string; isUsers: boolean };

let loaded: { exports: KernelExports; memory: WebAssembly.Memory } | undefined;
let part: PartRun | undefined;

/** What a host's thread does with a message: carries it out, and answers. */
export function answer(message: ThreadMessage): ThreadAnswer {
  try {
    return { value: carryOut(message) };
  } catch (error) {
    // classes do not travel
    return { error: messageOf(error), isUsers: error instanceof UserError };
  }
}

function carryOut(message: ThreadMessage): unknown {
  switch (message.kind) {
    case "make":
      return makeSynapses(message.memory, message.heap, message.tasks);
    case "load": {
      const { module, memory } = message;
      loaded = { exports: instantiateOn(module, memory), memory };
      return undefined;
    }
    case "prepare": {
      if (!loaded) throw new InternalError("a thread was prepared before it was loaded");
      const { task, exchange, meeting: shared } = message;
      const exchanging = new SpikeExchange(exchange, shared);
      part = new PartRun(loaded.exports, loaded.memory, task, exchanging);
      return undefined;
    }
    case "forget":
      loaded = undefined;
      part = undefined;
      return undefined;
  }
  if (!part) throw new InternalError(`a thread was told to ${message.kind} before it was prepared`);
  switch (message.kind) {
    case "go on":
      return part.goOn();
    case "run":
      return part.run(message.first, message.steps);
  }
}
