import { parentPort } from "node:worker_threads";
import { answer, type ThreadMessage } from "../../targets/wasm/index.js";

parentPort?.on("message", (message: ThreadMessage) => {
  parentPort?.postMessage(answer(message));
});
