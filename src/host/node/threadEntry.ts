import { parentPort } from "node:worker_threads";
// not by the index: a thread that loads all of the target takes three times as long to start
import { answer, type ThreadMessage } from "../../targets/wasm/threads/worker.js";

parentPort?.on("message", (message: ThreadMessage) => {
  parentPort?.postMessage(answer(message));
});
