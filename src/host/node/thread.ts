import { Worker } from "node:worker_threads";
import { type HostThread, InternalError } from "../../base/index.js";
import { builtFile } from "../../cache/index.js";

/** A worker thread that answers messages. */
export function startThread(): HostThread {
  const worker = new Worker(builtFile("host/node/threadEntry.js"));
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (receive) => void worker.on("message", receive),
    onFailure: (fail) => {
      worker.on("error", fail);
      worker.on("exit", () => fail(new InternalError("a thread ended before its work")));
    },
    keepAlive: (whether) => (whether ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}
